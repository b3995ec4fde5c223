import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import MimeNode from 'nodemailer/lib/mime-node/index.js';
import parseAddresses from 'nodemailer/lib/addressparser/index.js';
import { emailAddress } from '../../src/kernel/email-address.js';
import { RUNS } from '../support/property-runs.js';

const atext = fc.constantFrom(..."abcXYZ019!#$%&'*+/=?^_`{|}~-.");
const nearlyAddress = fc
  .tuple(
    fc.string({ unit: atext, minLength: 1, maxLength: 70 }),
    fc.string({ unit: fc.constantFrom(...'abz019-.äß王'), minLength: 1, maxLength: 40 }),
  )
  .map(([local, domain]) => `${local}@${domain}.example`);
const anything = fc.oneof(
  nearlyAddress,
  fc.emailAddress(),
  fc.string({ unit: 'binary' }),
  fc.string().map((text) => `${text}@example.com`),
);

it('whatever is taken is one recipient to the mailer, exactly as it stands', () => {
  let taken = 0;
  fc.assert(
    fc.property(anything, (text) => {
      const address = emailAddress(text);
      if (address === undefined) return;
      taken += 1;
      expect(parseAddresses(address)).toEqual([{ address, name: '' }]);
      const mail = new MimeNode('text/plain');
      mail.setHeader({ from: 'no-reply@crm.example', to: [{ name: '', address }] });
      expect(mail.getEnvelope().to).toEqual([address]);
    }),
    RUNS,
  );
  expect(taken).toBeGreaterThan(10);
});
