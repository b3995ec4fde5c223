import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { type FieldError } from '../../../kernel/domain-error.js';
import { EdgeValidationPipe, type InvalidFields } from './edge-validation.pipe.js';
import { IsAmount, IsDay, IsEmailAddress, IsId, IsInstant, IsPersonName, IsUsername } from './validators.js';

class Everything {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(5) text?: string;
  @IsOptional() @IsPersonName() name?: string;
  @IsOptional() @IsUsername() username?: string;
  @IsOptional() @IsEmailAddress() email?: string;
  @IsOptional() @IsIn(['a', 'b']) choice?: string;
  @IsOptional() @IsDay() day?: string;
  @IsOptional() @IsInstant() instant?: string;
  @IsOptional() @IsId() id?: number;
  @IsOptional() @IsInt() @Min(1) @Max(9) count?: number;
  @IsOptional() @IsAmount(100) amount?: number;
  @IsOptional() @IsBoolean() flag?: boolean;
  @IsOptional() @IsArray() @ArrayMinSize(1) @IsInt({ each: true }) @Min(1, { each: true }) ids?: number[];
  @IsOptional() @IsString() @MaxLength(20) password?: string;
  @IsOptional() @IsString() notes?: string;
}
class Needed {
  @IsString() @IsNotEmpty() @MaxLength(5) text: string;
}

const pipe = new EdgeValidationPipe();
const check = (body: unknown, metatype: new () => object = Everything, type: 'body' | 'query' = 'body') =>
  pipe.transform(body, { type, metatype });
const refusalOf = (body: unknown, ...more: [(new () => object)?, ('body' | 'query')?]): Promise<InvalidFields> =>
  check(body, ...more).then(
    () => {
      throw new Error('taken');
    },
    (error: unknown) => error as InvalidFields,
  );
const errorsOf = async (body: unknown): Promise<FieldError[]> => (await refusalOf(body)).errors;

describe('a value of the wrong kind', () => {
  const TEXT = ['text', 'name', 'username', 'email', 'choice', 'day', 'instant', 'password', 'notes'];
  it.each(TEXT.flatMap((field) => [5, true, ['a'], { a: 'b' }].map((value) => [field, value] as const)))(
    '%s: %j is told to be text',
    async (field, value) => {
      expect(await errorsOf({ [field]: value })).toEqual([
        { field, code: 'is_string', message: `${field} must be text` },
      ]);
    },
  );

  it.each([
    ['id', '5', 'is_int', 'a whole number'],
    ['id', 1.5, 'is_int', 'a whole number'],
    ['count', true, 'is_int', 'a whole number'],
    ['count', [], 'is_int', 'a whole number'],
    ['amount', '5', 'is_number', 'a number'],
    ['amount', {}, 'is_number', 'a number'],
    ['flag', 'true', 'is_boolean', 'true or false'],
    ['flag', 1, 'is_boolean', 'true or false'],
    ['ids', 5, 'is_array', 'a list'],
    ['ids', 'a', 'is_array', 'a list'],
    ['ids', {}, 'is_array', 'a list'],
  ])('%s: %j breaks %s', async (field, value, code, kind) => {
    expect(await errorsOf({ [field]: value })).toEqual([{ field, code, message: `${field} must be ${kind}` }]);
  });

  it('in a list is told of the list', async () => {
    expect(await errorsOf({ ids: [1, 'x', 0] })).toEqual([
      { field: 'ids', code: 'is_int', message: 'each value in ids must be a whole number' },
    ]);
  });
});

describe('a value of the right kind', () => {
  it.each([
    ['text', '', 'is_not_empty'],
    ['text', '\u200b\u2800', 'is_not_empty'],
    ['text', 'abcdef', 'max_length'],
    ['name', 'www.evil.example', 'name_with_address'],
    ['email', 'a@b', 'is_email_address'],
    ['choice', 'c', 'is_in'],
    ['day', '2026-02-30', 'is_day'],
    ['instant', 'soon', 'is_instant'],
    ['username', 'a\u200bb', 'matches'],
    ['id', 0, 'min'],
    ['count', 10, 'max'],
    ['amount', 0.001, 'is_amount'],
    ['ids', [], 'array_min_size'],
    ['ids', [0], 'min'],
    ['text', 'a\u0000b', 'control_characters'],
    ['name', 'Anna \u202etxet', 'control_characters'],
    ['text', 'a\ud800', 'ill_formed'],
    ['password', 'a\udc00', 'ill_formed'],
    ['name', '\u0000', 'control_characters'],
  ])('%s: %j breaks %s', async (field, value, code) => {
    expect((await errorsOf({ [field]: value })).map((error) => [error.field, error.code])).toEqual([[field, code]]);
  });

  it('is cleaned, but for passwords', async () => {
    expect(
      await check({
        text: ' \u200bJose\u0301 ',
        email: ' a\u200db@MÜLLER.example',
        password: ' Jose\u0301\u200b ',
        notes: 'one\n\ttwo\u2060 ',
      }),
    ).toEqual({ text: 'José', email: 'ab@xn--mller-kva.example', password: ' Jose\u0301\u200b ', notes: 'one\n\ttwo' });
  });
});

it('names everything at once, each field with the most basic rule that it breaks', async () => {
  const { code, errors, sound } = await refusalOf({
    text: 5,
    name: 'a\u0000b',
    choice: 'c',
    day: '2026-02-28',
    id: 0,
    colour: 'blue',
    flag: true,
    username: 'x',
    password: '\ud800',
  });
  expect(code).toBe('validation_failed');
  expect(errors.map((error) => `${error.field} ${error.code}`).sort()).toEqual([
    'choice is_in',
    'colour unknown_field',
    'id min',
    'name control_characters',
    'password ill_formed',
    'text is_string',
    'username matches',
  ]);
  expect(sound).toEqual({ day: '2026-02-28', flag: true });
});

it('says of what is missing that it is required, and of an empty text that it is empty', async () => {
  expect((await refusalOf({}, Needed)).errors).toEqual([
    { field: 'text', code: 'required', message: 'text is required' },
  ]);
  expect((await refusalOf({ text: ' ' }, Needed)).errors).toEqual([
    { field: 'text', code: 'is_not_empty', message: 'text should not be empty' },
  ]);
});

it("refuses a field's name that is ill-formed, and what is sent twice beside what is wrong", async () => {
  expect((await errorsOf({ 'a\ud800': 1 })).map((error) => error.code)).toEqual(['ill_formed']);
  const { errors } = await refusalOf({ text: ['a', 'b'], choice: 'c' }, Everything, 'query');
  expect(errors.map((error) => `${error.field} ${error.code}`)).toEqual(['text repeated', 'choice is_in']);
});

it.each([[[]], ['x'], [5], [[[]]]])('refuses a body of %j', async (body) => {
  expect((await refusalOf(body)).code).toMatch(/validation_failed|unknown_field/);
});
