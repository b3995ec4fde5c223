import { type FastifyReply, type FastifyRequest } from 'fastify';

/** Sends the headers of a list whose place is not an integer id: `X-Total-Count`, and `Link: rel="next"` where there is more. */
export function linkNext(
  request: FastifyRequest,
  reply: FastifyReply,
  total: string,
  next: [name: string, value: string] | undefined,
): void {
  void reply.header('x-total-count', total);
  if (!next) return;
  const [path, search] = request.url.split('?');
  const parameters = new URLSearchParams(search);
  parameters.delete('skip');
  parameters.set(...next);
  void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
}
