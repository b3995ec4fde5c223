import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { notFound } from '../../../kernel/domain-error.js';
import { OpenRoute } from '../edge/open-route.js';
import { ProblemKindDto } from './problem-kind.dto.js';
import { PROBLEMS } from './problem-catalogue.js';

@ApiTags('problems')
@OpenRoute()
@Controller('problems')
export class ProblemsController {
  /** Every problem the API can answer with: its meaning, cause and cure. */
  @Get()
  listProblems(): ProblemKindDto[] {
    return Object.entries(PROBLEMS).map(([code, kind]) => ({ code, ...kind }));
  }

  /** One problem: what a problem's type leads to. */
  @Get(':code')
  getProblem(@Param('code') code: string): ProblemKindDto {
    const kind = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
    if (!kind) throw notFound('problem');
    return { code, ...kind };
  }
}
