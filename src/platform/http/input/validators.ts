import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsNotEmpty, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { emailAddress } from '../../../kernel/email-address.js';
import { exact } from '../../../kernel/money.js';
import { isIsoDate } from '../../../kernel/term.js';
import { carriesAddress, carriesDomain } from '../../../kernel/text.js';
import { DECIMAL } from '../answers/with-decimals.js';

/** A JSON number above 0, with at most two decimals, up to `max`. */
export function IsAmount(max: number): PropertyDecorator {
  return applyDecorators(
    // Above 0 with two decimals at most is from a cent on; OpenAPI 3.0 and JSON Schema write an exclusive minimum differently.
    ApiProperty({ ...DECIMAL, minimum: 0.01, maximum: max }),
    ValidateBy({
      name: 'is_amount',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'number' &&
          Number.isFinite(value) &&
          value > 0 &&
          value <= max &&
          exact(value).decimalPlaces() <= 2,
        defaultMessage: (arguments_) =>
          `${arguments_!.property} must be a number above 0 and at most ${max}, with at most 2 decimals`,
      },
    }),
  );
}

/** As high as an id can be: PostgreSQL's integer. */
export const MOST_ID = 2_147_483_647;

/** The schema of an id in a request. */
export const ID = { type: 'integer', format: 'int32', minimum: 1, maximum: MOST_ID } as const;

/** The integer id of a row. */
export function IsId(): PropertyDecorator {
  return applyDecorators(ApiProperty(ID), IsInt(), Min(1), Max(MOST_ID));
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function IsDay(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'date' }),
    ValidateBy({
      name: 'is_day',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isIsoDate(value),
        defaultMessage: (arguments_) => `${arguments_!.property} must be a day of the calendar, YYYY-MM-DD`,
      },
    }),
  );
}

const INSTANT = /^([12]\d{3}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

/** Whether a text is an instant of the calendar, ISO 8601 with its offset from UTC. */
export function isInstant(text: string): boolean {
  return isIsoDate(INSTANT.exec(text)?.[1] ?? '');
}

/** An instant, ISO 8601 with its offset from UTC. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'date-time' }),
    ValidateBy({
      name: 'is_instant',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isInstant(value),
        defaultMessage: (arguments_) => `${arguments_!.property} must be an instant such as 2026-11-24T09:00:00Z`,
      },
    }),
  );
}

/** Letters, digits, dot, dash and underscore. */
export const IsUsername = (): PropertyDecorator =>
  Matches(/^[A-Za-z0-9._-]{3,50}$/, {
    message: 'username must be 3 to 50 letters, digits, dots, dashes or underscores',
  });

/** An address that our mails are delivered to, in its one form ({@link emailAddress}). */
export function IsEmailAddress(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', format: 'email', maxLength: 254 }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (emailAddress(value) ?? value) : value)),
    ValidateBy({
      name: 'is_email_address',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && emailAddress(value) === value,
        defaultMessage: (arguments_) =>
          `${arguments_!.property} must be one e-mail address such as name@example.com: letters a to z, digits and ` +
          ".!#$%&'*+/=?^_`{|}~- before the @ (at most 64), a domain after it, and no quotation marks, blanks or comments",
      },
    }),
  );
}

/** What somebody is called, without an address that whoever reads it in a mail could be led to. */
function IsName(rule: { carries: (name: string) => boolean; message: string }): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'string', maxLength: 300 }),
    IsString(),
    IsNotEmpty(),
    MaxLength(300),
    ValidateBy({
      name: 'name_with_address',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && !rule.carries(value),
        defaultMessage: (arguments_) => `${arguments_!.property} ${rule.message}`,
      },
    }),
  );
}

/** A first or last name. */
export const IsPersonName = (): PropertyDecorator =>
  IsName({
    carries: carriesDomain,
    message: 'must be a name: no @, no address of the web, and a blank after a dot that small letters follow',
  });

/** A company's name; it may be a domain (`Booking.com`), which mails write so that it becomes no link. */
export const IsCompanyName = (): PropertyDecorator =>
  IsName({
    carries: carriesAddress,
    message: 'must be a name: no @ and no address of the web with http://, www. or a path',
  });
