import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { DomainError, type FieldError, invalidFields, mergedFindings, notFound } from '../../../kernel/domain-error.js';
import { cleanText } from '../../../kernel/text.js';

const MOST_DEPTH = 20;
const MOST_KEYS = 2000;
/** Longer than any field takes; what normalising costs may grow with the square of the length. */
const MOST_TEXT = 10_000;
/** What is so much that its fields are not looked at. */
const BEYOND_READING = new Set(['too_deep', 'too_many_keys']);
/** Fields in which a person writes several lines. */
const MULTILINE = new Set(['notes', 'reason']);
// The last two ranges turn the text after them around: "Anna \u202Etxet" would be printed as "Anna text".
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Rules that say what kind of value a field takes, the most basic of all; and in which words. */
const KINDS: Record<string, string> = {
  isArray: 'a list',
  isString: 'text',
  isNumber: 'a number',
  isInt: 'a whole number',
  isBoolean: 'true or false',
};
/** What comes after them; every other rule comes last. */
const ORDER = [
  ...Object.keys(KINDS),
  'isNotEmpty',
  'arrayMinSize',
  'arrayMaxSize',
  'minLength',
  'maxLength',
  'min',
  'max',
];
/** What those of a certain kind alone can keep, where no rule of its own asks for the kind. */
const ONLY_TEXT = new Set(['isIn', 'matches', 'is_day', 'is_instant', 'is_email_address']);
const ONLY_NUMBERS = new Set(['is_amount']);

/** The refusal of a body or query, with those of its fields that are sound, for who has more to ask of them. */
export class InvalidFields extends DomainError {
  constructor(
    errors: FieldError[],
    readonly sound: object,
  ) {
    const { code, message } = invalidFields(errors);
    super(code, message, {}, errors);
  }
}

/**
 * Checks bodies and queries against their DTO: texts cleaned (passwords as they are), control characters, ill-formed
 * text, unknown fields, parameters sent twice, excessive depth and wrong values refused. All are named at once, each
 * field with the most basic rule that it breaks.
 */
@Injectable()
export class EdgeValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) =>
        new InvalidFields(
          errors.flatMap((error) => fieldErrors(error)),
          errors[0]?.target ?? {},
        ),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'param' && typeof value === 'string' && CONTROL.test(value)) throw notFound('resource');
    if (metadata.type !== 'body' && metadata.type !== 'query') return value;
    const errors: FieldError[] = [];
    const given = metadata.type === 'body' && value === undefined ? {} : value;
    const normalised = normalise(given, '', 0, { keys: 0 }, errors);
    if (metadata.type === 'query') errors.push(...repeated(value as object));
    if (errors.some(({ code }) => BEYOND_READING.has(code))) throw invalidFields(errors);
    const { sound, broken } = await super.transform(normalised, metadata).then(
      (dto: unknown) => ({ sound: dto, broken: [] }),
      (error: unknown) => {
        if (!(error instanceof InvalidFields)) throw error;
        return { sound: error.sound, broken: error.errors };
      },
    );
    const findings = mergedFindings(errors, broken);
    if (findings.length > 0) throw new InvalidFields(findings, without(sound, findings));
    return sound;
  }
}

/** Refuses a body that is nested too deeply, before anything walks down into it. @throws validation_failed */
export function mustBeShallow(body: unknown): void {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_DEPTH) throw invalidFields([tooDeep('')]);
    level = level.flatMap((value) => (value !== null && typeof value === 'object' ? Object.values(value) : []));
  }
}

const tooDeep = (field: string): FieldError => ({
  field,
  code: 'too_deep',
  message: `the body is nested deeper than ${MOST_DEPTH} levels`,
});

/** No parameter of ours is a list: which of the two would be meant? */
function repeated(query: object): FieldError[] {
  return Object.entries(query)
    .filter(([, value]) => Array.isArray(value))
    .map(([field]) => ({ field, code: 'repeated', message: `${field} was sent more than once; send it once` }));
}

function fieldErrors(error: ValidationError, parent = ''): FieldError[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  return [...ownError(error, field), ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

/** The most basic rule that the value breaks. */
function ownError({ constraints = {}, target, value }: ValidationError, field: string): FieldError[] {
  const rank = (rule: string) => (ORDER.includes(rule) ? ORDER.indexOf(rule) : ORDER.length);
  const [broken] = Object.keys(constraints).sort((one, other) => rank(one) - rank(other));
  if (broken === undefined) return [];
  if (broken === 'whitelistValidation') return [unknownField(field, knownFields(target))];
  // Every rule fails on what is absent.
  if (target && value === undefined) return [{ field, code: 'required', message: `${field} is required` }];
  const rule = presumedKind(broken, value) ?? broken;
  const ofEach = constraints[broken]!.startsWith('each value in') ? 'each value in ' : '';
  const message = KINDS[rule] ? `${ofEach}${field} must be ${KINDS[rule]}` : constraints[broken]!;
  return [{ field, code: rule.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), message }];
}

function presumedKind(rule: string, value: unknown): string | undefined {
  if (ONLY_TEXT.has(rule) && typeof value !== 'string') return 'isString';
  return ONLY_NUMBERS.has(rule) && typeof value !== 'number' ? 'isNumber' : undefined;
}

function without(fields: unknown, errors: FieldError[]): object {
  return Object.fromEntries(
    Object.entries(fields ?? {}).filter(([name]) => !errors.some(({ field }) => field.split('.')[0] === name)),
  );
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

function normalise(
  value: unknown,
  field: string,
  depth: number,
  count: { keys: number },
  errors: FieldError[],
): unknown {
  if (depth > MOST_DEPTH) {
    errors.push(tooDeep(field));
    return null;
  }
  if (typeof value === 'string') return normaliseText(value, field, errors);
  if (Array.isArray(value))
    return value.map((item, index) => normalise(item, `${field}.${index}`, depth + 1, count, errors));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  count.keys += entries.length;
  if (count.keys > MOST_KEYS) {
    errors.splice(0, errors.length, {
      field: '',
      code: 'too_many_keys',
      message: `the body has more than ${MOST_KEYS} keys`,
    });
    return null;
  }
  const wellFormed = entries.filter(([key]) => key.isWellFormed());
  if (wellFormed.length < entries.length) errors.push(illFormed(field));
  return Object.fromEntries(
    wellFormed.map(([key, member]) => [
      key,
      normalise(member, field ? `${field}.${key}` : key, depth + 1, count, errors),
    ]),
  );
}

function normaliseText(text: string, field: string, errors: FieldError[]): string {
  const name = field.split('.').at(-1)!;
  if (!text.isWellFormed()) errors.push(illFormed(field));
  if (name.endsWith('password')) return text;
  if (text.isWellFormed() && (MULTILINE.has(name) ? CONTROL_BUT_LINES : CONTROL).test(text)) {
    errors.push({ field, code: 'control_characters', message: `${field} must not contain control characters` });
  }
  // The rule of its field refuses it as it is.
  return text.length > MOST_TEXT ? text : cleanText(text);
}

const illFormed = (field: string): FieldError => ({
  field,
  code: 'ill_formed',
  message: `${field || 'the body'} must be well-formed Unicode`,
});
