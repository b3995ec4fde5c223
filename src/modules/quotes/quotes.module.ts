import { Module } from '@nestjs/common';
import { LanguageModel } from '../../platform/ai/language-model.js';
import {
  DEFAULT_MODEL,
  LANGUAGE_MODEL_CONFIG,
  type LanguageModelConfig,
} from '../../platform/ai/language-model.config.js';
import { PostgresRequestBudget, REQUEST_BUDGET } from '../../platform/ai/request-budget.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ProspectsModule } from '../prospects/index.js';
import { AcceptQuoteHandler } from './accept-quote/accept-quote.js';
import { Advisor } from './advisor/advisor.js';
import { AdvisorAnswers, ANSWER_STORE } from './advisor/answers.js';
import { Comparisons } from './comparisons.js';
import { ExpireQuotesHandler } from './expire-quotes/expire-quotes.js';
import { GenerateQuotesHandler } from './generate-quotes/generate-quotes.js';
import { ListQuotesHandler } from './list-quotes/list-quotes.js';
import { PricedFacts } from './priced-facts.js';
import { QuotesController } from './quotes.controller.js';
import { Quotes } from './quotes.js';
import { RejectQuoteHandler } from './reject-quote/reject-quote.js';
import { ReopenQuoteHandler } from './reopen-quote/reopen-quote.js';
import { SendQuoteHandler } from './send-quote/send-quote.js';
import './quotes.problems.js';

const languageModelConfig = (config: Config): LanguageModelConfig => ({
  apiKey: config.ANTHROPIC_API_KEY,
  baseUrl: config.ANTHROPIC_BASE_URL,
  model: config.ANTHROPIC_MODEL ?? DEFAULT_MODEL,
  timeoutMs: config.ADVISOR_TIMEOUT_MS,
  maxTokens: config.ADVISOR_MAX_TOKENS,
  requestsPerMinute: config.ADVISOR_REQUESTS_PER_MINUTE,
});

@Module({
  imports: [CatalogueModule, ProspectsModule],
  controllers: [QuotesController],
  providers: [
    Quotes,
    Comparisons,
    PricedFacts,
    Advisor,
    LanguageModel,
    { provide: LANGUAGE_MODEL_CONFIG, inject: [CONFIG], useFactory: languageModelConfig },
    { provide: REQUEST_BUDGET, useClass: PostgresRequestBudget },
    { provide: ANSWER_STORE, useClass: AdvisorAnswers },
    GenerateQuotesHandler,
    AcceptQuoteHandler,
    RejectQuoteHandler,
    SendQuoteHandler,
    ReopenQuoteHandler,
    ExpireQuotesHandler,
    ListQuotesHandler,
  ],
  exports: [Quotes, Comparisons, PricedFacts],
})
export class QuotesModule {}
