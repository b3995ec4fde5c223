import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { NoKey } from '../../../platform/http/edge/route-traits.js';
import { Refuses } from '../../../platform/http/problems/refuses.js';
import { BrowserPasses, May, type SignedIn } from '../../auth/index.js';
import { QUEUE_BOARD } from './queue-board.js';
import { QueueBoardDto } from './queue-board.dto.js';

@ApiTags('operations')
@NoKey()
@Controller('auth/queue-board')
export class QueueBoardController {
  constructor(private readonly passes: BrowserPasses) {}

  /** Let this browser see the queue board at `/queues`: sets a cookie that lives as long as an access token and opens nothing else. */
  @Post()
  @HttpCode(200)
  @May('operations', 'read')
  @Refuses('mfa_enrolment_required')
  openQueueBoard(
    @Req() request: FastifyRequest & { user: SignedIn },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): QueueBoardDto {
    const { cookie, seconds } = this.passes.issue(request.user, QUEUE_BOARD, request);
    void reply.header('set-cookie', cookie);
    return { url: QUEUE_BOARD, expires_in: seconds };
  }
}
