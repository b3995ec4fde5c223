import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { Id } from '../../platform/http/id.pipe.js';
import { Refuses } from '../../platform/http/refuses.js';
import { May } from '../auth/index.js';
import { FetchContractDto } from './fetch-contract/fetch-contract.dto.js';
import { FetchContract } from './fetch-contract/fetch-contract.js';

@ApiTags('policies')
@Controller('policies/:id/pdf')
export class ContractsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly context: RequestContext,
  ) {}

  /** Download the contract of the policy's newest term, or of the one named. */
  @Get() @May('policy', 'read') @Refuses('document_damaged')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The same bytes every time.', schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 304, description: 'If-None-Match names these bytes.' })
  async pdf(
    @Id() id: number,
    @Query() { term }: FetchContractDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const { policy_number, sha256, bytes } = await this.commands.execute(new FetchContract(this.context.actor, id, term));
    const etag = `"${sha256}"`;
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (request.headers['if-none-match'] === etag) {
      void reply.status(304);
      return undefined;
    }
    return new StreamableFile(bytes, {
      type: 'application/pdf',
      disposition: `inline; filename="${policy_number}.pdf"`,
      length: bytes.length,
    });
  }
}
