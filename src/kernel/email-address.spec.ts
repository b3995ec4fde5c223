import { describe, expect, it } from '@jest/globals';
import { emailAddress } from './email-address.js';

describe('emailAddress', () => {
  it.each([
    ['mario@example.com', 'mario@example.com'], ['Mario.Rossi@EXAMPLE.com', 'Mario.Rossi@example.com'], ['mario+crm@example.co.uk', 'mario+crm@example.co.uk'],
    ["o'brien@example.com", "o'brien@example.com"], ['a!#$%&\'*+-/=?^_`{|}~b@example.com', 'a!#$%&\'*+-/=?^_`{|}~b@example.com'], ['x@sub-domain.example.museum', 'x@sub-domain.example.museum'],
    ['1@1.it', '1@1.it'], [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`], [`a@${'b'.repeat(63)}.it`, `a@${'b'.repeat(63)}.it`],
    ['mario@müller.example', 'mario@xn--mller-kva.example'], ['mario@MÜLLER.example', 'mario@xn--mller-kva.example'], ['mario@例え.テスト', 'mario@xn--r8jz45g.xn--zckzah'],
    ['mario@example。com', 'mario@example.com'], ['mario@xn--mller-kva.example', 'mario@xn--mller-kva.example'],
    [' mario@example.com ', 'mario@example.com'], ['ma\u200brio@exam\u00adple.com\u2060', 'mario@example.com'], ['mario\u200d@example.com\ufe0f', 'mario@example.com'],
  ])('takes %j as %s', (text, address) => {
    expect(emailAddress(text)).toBe(address);
    expect(emailAddress(address)).toBe(address);
  });

  it.each([
    ['no address', 'mario'], ['nothing', ''], ['nobody', '@example.com'], ['no domain', 'mario@'], ['no top-level domain', 'mario@localhost'],
    ['a quoted local part', '"john doe"@example.com'], ['quotation marks', '"john"@example.com'], ['a comment', 'mario(home)@example.com'],
    ['a comment in the domain', 'mario@(x)example.com'], ['an address literal', 'mario@[127.0.0.1]'], ['an IPv6 literal', 'mario@[IPv6:::1]'],
    ['an IP address', 'mario@127.0.0.1'], ['dots in a row', 'mario..rossi@example.com'], ['a dot first', '.mario@example.com'], ['a dot last', 'mario.@example.com'],
    ['dots in a row in the domain', 'mario@example..com'], ['a domain that begins with a dot', 'mario@.example.com'], ['a domain that ends with one', 'mario@example.com.'],
    ['a label that begins with a hyphen', 'mario@-example.com'], ['a label that ends with one', 'mario@example-.com'], ['an underscore in the domain', 'mario@exam_ple.com'],
    ['65 octets before the @', `${'a'.repeat(65)}@example.com`], ['255 octets', `${'a'.repeat(64)}@${'b.'.repeat(93)}info`], ['a label of 64', `a@${'b'.repeat(64)}.it`],
    ['two addresses', 'mario@example.com,anna@example.com'], ['two addresses, semicolon', 'mario@example.com;anna@example.com'], ['two, blank', 'mario@example.com anna@example.com'],
    ['two @', 'mario@rossi@example.com'], ['angle brackets', '<mario@example.com>'], ['a name before it', 'Mario <mario@example.com>'], ['a blank', 'mario rossi@example.com'],
    ['a blank in the domain', 'mario@exam ple.com'], ['a line break', 'mario@example.com\r\nBcc: eve@example.com'], ['a NUL', 'mario\0@example.com'],
    ['letters beyond ASCII before the @', 'müller@example.com'], ['a route', '@relay.example:mario@example.com'], ['a group', 'all:mario@example.com;'],
    ['mailto:', 'mailto:mario@example.com'], ['a percent sign in the domain', 'mario@exam%70le.com'], ['a port', 'mario@example.com:25'], ['a path', 'mario@exämple.com/x'],
    ['an encoded word', '=?utf-8?q?a?=@example.com'], ['a backslash', 'mario\\@example.com'], ['a Cyrillic letter before the @', 'm\u0430rio@example.com'], ['a numeric top-level domain', 'mario@example.123'],
  ])('refuses %s', (_, text) => expect(emailAddress(text)).toBeUndefined());
});
