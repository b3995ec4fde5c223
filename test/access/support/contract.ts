import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from '@jest/globals';
import { type Answer, type Client } from '../../support/client.js';
import { type ApiOperation, operationsOf, type Schema } from './document.js';

/** The document as a judge: every answer of an operation must be one that it describes, field by field. */
export class Contract {
  readonly operations: ApiOperation[];
  /** The codes of the problems that were answered, and by which operation: `GET /prospects/{id} not_found`. */
  readonly reached = new Set<string>();
  readonly reachedBy = new Set<string>();
  calls = 0;
  readonly isProblem: ValidateFunction;
  private readonly wrong: string[] = [];
  private readonly ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(document: any) {
    this.operations = operationsOf(document);
    for (const [name, schema] of Object.entries<Schema>(document.components.schemas)) {
      // What is not described must not be answered. Only a problem may tell more than its schema says.
      if (schema.properties && name !== 'Problem') schema.additionalProperties = false;
    }
    this.ajv.addSchema({ ...document, $id: 'api' });
    this.isProblem = this.ajv.compile({ $ref: 'api#/components/schemas/Problem' });
  }

  operation(name: string): ApiOperation {
    const found = this.operations.find((one) => one.name === name);
    if (!found) throw new Error(`the document has no ${name}`);
    return found;
  }

  async call(
    operation: ApiOperation,
    client: Client,
    address: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    this.calls += 1;
    const type: Record<string, string> =
      operation.takesPdf && body !== undefined ? { 'content-type': 'application/pdf' } : {};
    const answer = await client.send(operation.method.toUpperCase(), address, body, {
      headers: { ...type, ...headers },
    });
    this.judge(operation, answer, `${address.slice(0, 80)} ${JSON.stringify(body)?.slice(0, 120)}`);
    return answer;
  }

  /** Fails with every answer since the last time that the document does not describe. */
  nothingWrong(): void {
    expect([...new Set(this.wrong.splice(0))].slice(0, 40)).toEqual([]);
  }

  /** Looks whether an operation may answer so; `nothingWrong` tells. */
  judge(operation: ApiOperation, answer: Answer, what: string): void {
    const complain = (problem: string) => this.wrong.push(`${operation.name}: ${problem} (${what})`);
    const form = answer.headers.get('content-type') ?? '';
    const type = form.split(';')[0]!;
    if (/json|^text\//.test(type) && !form.endsWith('; charset=utf-8')) complain(`${form} names no charset`);
    if (!operation.responses[answer.status])
      return void complain(`${answer.status} ${answer.body?.code ?? ''} is not documented`);
    for (const [name, { required }] of Object.entries(operation.responses[answer.status]!.headers ?? {})) {
      if (required && !answer.headers.has(name)) complain(`${answer.status} has no ${name}`);
    }
    if (type === 'application/problem+json') {
      this.reached.add(answer.body.code);
      this.reachedBy.add(`${operation.name} ${answer.body.code}`);
      if (!operation.problems.includes(answer.body.code)) complain(`${answer.body.code} is not documented`);
      if (!this.isProblem(answer.body)) complain(`no problem by its schema: ${JSON.stringify(this.isProblem.errors)}`);
      return;
    }
    if (answer.status >= 400) return void complain(`${answer.status} is no problem+json but ${type}`);
    if (type && !operation.responses[answer.status]!.content?.[type])
      return void complain(`${answer.status} is ${type}, which is not documented`);
    if (type !== 'application/json') return;
    const validate = this.validatorOf(operation, answer.status);
    if (!validate(answer.body))
      complain(`${answer.status} breaks its schema: ${JSON.stringify(validate.errors!.slice(0, 3))}`);
  }

  /** Every documented problem of every operation, as `reachedBy` names them. */
  get documented(): string[] {
    return this.operations.flatMap((operation) => operation.problems.map((code) => `${operation.name} ${code}`));
  }

  private validatorOf(operation: ApiOperation, status: number): ValidateFunction {
    const at = [
      'paths',
      `/api/v1${operation.path}`,
      operation.method,
      'responses',
      String(status),
      'content',
      'application/json',
      'schema',
    ];
    const $ref = `api#/${at.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const known = this.validators.get($ref) ?? this.ajv.compile({ $ref });
    this.validators.set($ref, known);
    return known;
  }
}
