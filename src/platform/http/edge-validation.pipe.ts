import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { DomainError, type FieldError, notFound } from '../../kernel/domain-error.js';

const MOST_DEPTH = 20;
const MOST_KEYS = 2000;
/** Fields in which a person writes several lines. */
const MULTILINE = new Set(['notes', 'reason']);
// The last two ranges turn the text after them around: "Anna \u202Etxet" would be printed as "Anna text".
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Checks bodies and queries against their DTO: strings trimmed and in NFC (passwords as they are), control
 * characters, unknown fields, parameters sent twice, excessive depth and wrong values refused, all of them named at once.
 */
@Injectable()
export class EdgeValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => refusal(errors.flatMap((error) => fieldErrors(error))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'param' && typeof value === 'string' && CONTROL.test(value)) throw notFound('resource');
    if (metadata.type !== 'body' && metadata.type !== 'query') return value;
    const errors: FieldError[] = [];
    const given = metadata.type === 'body' && value === undefined ? {} : value;
    const normalised = normalise(given, '', 0, { keys: 0 }, errors);
    if (metadata.type === 'query') errors.push(...repeated(value as object));
    if (errors.length > 0) throw refusal(errors);
    return super.transform(normalised, metadata);
  }
}

/** Refuses a body that is nested too deeply, before anything walks down into it. @throws validation_failed */
export function mustBeShallow(body: unknown): void {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) throw refusal([tooDeep('')]);
    level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []));
  }
}

const tooDeep = (field: string): FieldError => ({ field, code: 'too_deep', message: `the body is nested deeper than ${MOST_DEPTH} levels` });

function refusal(errors: FieldError[]): DomainError {
  const code = errors.every((error) => error.code === 'unknown_field') ? 'unknown_field' : 'validation_failed';
  return new DomainError(code, errors.map((error) => error.message).join('; '), {}, errors);
}

/** No parameter of ours is a list: which of the two would be meant? */
function repeated(query: object): FieldError[] {
  return Object.entries(query).filter(([, value]) => Array.isArray(value)).map(([field]) => (
    { field, code: 'repeated', message: `${field} was sent more than once; send it once` }));
}

function fieldErrors(error: ValidationError, parent = ''): FieldError[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => {
    if (constraint === 'whitelistValidation') return unknownField(field, knownFields(error.target));
    // Every rule fails on what is absent; which of them came first says nothing.
    if (error.target && error.value === undefined) return { field, code: 'required', message: `${field} is required` };
    return { field, code: constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), message };
  });
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

/** The refusal of a field by a request that takes only `known` ones. */
export function unknownField(field: string, known: readonly string[]): FieldError {
  const taken = known.length > 0 ? `it takes ${known.join(', ')}` : 'it takes none';
  return { field, code: 'unknown_field', message: `${field} is not a field of this request: ${taken}` };
}

function knownFields(dto: object | undefined): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto!.constructor, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
}

function normalise(value: unknown, field: string, depth: number, count: { keys: number }, errors: FieldError[]): unknown {
  if (depth > MOST_DEPTH) {
    errors.push(tooDeep(field));
    return null;
  }
  if (typeof value === 'string') return normaliseText(value, field, errors);
  if (Array.isArray(value)) return value.map((item, index) => normalise(item, `${field}.${index}`, depth + 1, count, errors));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  count.keys += entries.length;
  if (count.keys > MOST_KEYS) {
    errors.splice(0, errors.length, { field: '', code: 'too_many_keys', message: `the body has more than ${MOST_KEYS} keys` });
    return null;
  }
  return Object.fromEntries(
    entries.map(([key, member]) => [key, normalise(member, field ? `${field}.${key}` : key, depth + 1, count, errors)]));
}

function normaliseText(text: string, field: string, errors: FieldError[]): string {
  const name = field.split('.').at(-1)!;
  if (name.endsWith('password')) return text;
  if ((MULTILINE.has(name) ? CONTROL_BUT_LINES : CONTROL).test(text)) {
    errors.push({ field, code: 'control_characters', message: `${field} must not contain control characters` });
  } else if (!text.isWellFormed()) {
    errors.push({ field, code: 'ill_formed', message: `${field} must be well-formed Unicode` });
  }
  return text.normalize('NFC').trim();
}
