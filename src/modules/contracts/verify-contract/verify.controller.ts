import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Controller, Get, Header, HttpCode, Post, Req, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiProduces } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { OpenRoute } from '../../../platform/http/edge/open-route.js';
import { TakesPdf } from '../../../platform/http/edge/pdf-body.js';
import { Section } from '../../../platform/http/openapi/section.js';
import { NoKey, WithoutDatabase } from '../../../platform/http/edge/route-traits.js';
import { Refuses } from '../../../platform/http/problems/refuses.js';
import { RequestLimit } from '../../../platform/http/edge/request-limit.js';
import { VerificationDto, VerifyPageQuery } from './verify-contract.dto.js';
import { VerifyContract } from './verify-contract.js';

const LIMIT = { requests: 30, seconds: 60 };
const page = readFileSync(new URL('./verify-page.eta', import.meta.url), 'utf8');
/** The page's own script and style, and no other. */
const POLICY =
  ['script', 'style']
    .map((element) => {
      const [, text] = new RegExp(`<${element}>(.*)</${element}>`, 's').exec(page)!;
      return `${element}-src 'sha256-${createHash('sha256').update(text!).digest('base64')}'`;
    })
    .join('; ') +
  `; default-src 'none'; connect-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'; frame-ancestors 'none'`;

@Section('contracts', 'Whether a PDF is a contract as it was issued.')
@Controller('contracts/verify')
export class VerifyController {
  constructor(
    private readonly queries: QueryBus,
    private readonly limit: RequestLimit,
  ) {}

  /** Find out whether a PDF is a contract as it was issued. */
  @Post()
  @NoKey()
  @HttpCode(200)
  @OpenRoute()
  @TakesPdf()
  @Refuses('too_many_requests')
  @ApiConsumes('application/pdf')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async verifyContract(@Req() request: FastifyRequest): Promise<VerificationDto> {
    await this.limit.take('contracts/verify', request.ip, LIMIT);
    return this.queries.execute(new VerifyContract(request.body as Buffer));
  }

  /** The page to which the code on a contract leads: choose the PDF, read the verdict. */
  @Get()
  @WithoutDatabase()
  @OpenRoute()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  @ApiProduces('text/html')
  getVerificationPage(@Query() _query: VerifyPageQuery): string {
    return page;
  }
}
