import { StreamableFile } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { tagOfBytes } from './entity-tags.js';

/** Answers a file, named and tagged; there are no parts of it to be had. `disposition`: shown in the browser, or saved. */
export function fileAnswer(
  reply: FastifyReply,
  bytes: Buffer,
  type: string,
  disposition: 'inline' | 'attachment',
  name: string,
): StreamableFile {
  void reply.headers({ etag: tagOfBytes(bytes), 'accept-ranges': 'none' });
  return new StreamableFile(bytes, { type, disposition: `${disposition}; filename="${name}"`, length: bytes.length });
}
