import { type OpenAPIObject } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { type Config } from '../../config/config.js';
import { PROBLEMS } from '../problems/problem-catalogue.js';

const METHOD = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * On the embedded demo, `X-Sandbox: <code>` makes any operation answer with that problem of its documentation, so that
 * every unhappy screen can be built and tested. Anywhere else the header is refused.
 */
export function provideSandbox(fastify: FastifyInstance, config: Config, describe: () => OpenAPIObject): void {
  const isOn = config.EMBEDDED && config.NODE_ENV !== 'production';
  let document: OpenAPIObject | undefined;
  fastify.addHook('onRequest', async (request) => {
    const code = request.headers['x-sandbox'];
    if (code === undefined) return;
    if (!isOn) throw new DomainError('sandbox_closed', 'X-Sandbox works on the embedded demo only.');
    document ??= describe();
    const path = request.routeOptions.url?.replace(/:(\w+)/g, '{$1}') ?? '';
    const method = request.method.toLowerCase();
    const operation = METHOD.includes(method) ? document.paths[path]?.[method as 'get'] : undefined;
    if (!operation) return;
    const { 'x-problems': codes } = operation as unknown as { 'x-problems': string[] };
    if (typeof code !== 'string' || !codes.includes(code)) {
      throw invalidField(
        'X-Sandbox',
        'undocumented_problem',
        `X-Sandbox must be one of this operation's problems: ${codes.join(', ')}`,
      );
    }
    const { cause, cure } = PROBLEMS.get(code)!;
    const errors =
      code === 'validation_failed' || code === 'unknown_field'
        ? [{ field: 'sandbox', code: 'sandbox', message: 'as X-Sandbox asked' }]
        : [];
    throw new DomainError(code, `${cause} ${cure}`, {}, errors);
  });
}
