import { Controller, Get, Inject, Param } from '@nestjs/common';
import { notFound } from '../../../kernel/domain-error.js';
import { OpenRoute } from '../edge/open-route.js';
import { WithoutDatabase } from '../edge/route-traits.js';
import { API_DESCRIPTION, type ApiDescription } from '../openapi/api-description.js';
import { Section } from '../openapi/section.js';
import { ProblemKindDto } from './problem-kind.dto.js';
import { codesInOrder, PROBLEMS } from './problem-catalogue.js';

@Section('problems', 'Every refusal with its meaning, cause and cure.')
@OpenRoute()
@WithoutDatabase()
@Controller('problems')
export class ProblemsController {
  constructor(@Inject(API_DESCRIPTION) private readonly api: ApiDescription) {}

  /** Every problem the API can answer with: its meaning, cause and cure. */
  @Get()
  listProblems(): ProblemKindDto[] {
    return codesInOrder(this.api.publishedProblems).map((code) => this.getProblem(code));
  }

  /** One problem: what a problem's type leads to. */
  @Get(':code')
  getProblem(@Param('code') code: string): ProblemKindDto {
    const kind = PROBLEMS.get(code);
    if (!kind) throw notFound('problem');
    return { code, ...kind };
  }
}
