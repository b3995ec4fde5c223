import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { RequestContext } from '../../platform/context/request-context.js';
import { fileAnswer } from '../../platform/http/answers/file-answer.js';
import { Id } from '../../platform/http/input/id.pipe.js';
import { Refuses } from '../../platform/http/problems/refuses.js';
import { Revalidates } from '../../platform/http/answers/revalidation.js';
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
  @Get()
  @May('policy', 'read')
  @Revalidates()
  @Refuses('document_damaged', 'glyph_missing')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ description: 'The same bytes every time.', schema: { type: 'string', format: 'binary' } })
  async downloadContract(
    @Id() id: number,
    @Query() { term }: FetchContractDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { policy_number, bytes } = await this.commands.execute(new FetchContract(this.context.actor, id, term));
    return fileAnswer(reply, bytes, 'application/pdf', 'inline', `${policy_number}.pdf`);
  }
}
