import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error.js';
import { type Money } from '../../kernel/money.js';
import { dateIn, type IsoDate } from '../../kernel/term.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { sql } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/statements.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Catalogues, type CatalogueVersion } from '../catalogue/index.js';
import {
  type Applicant,
  applicantOf,
  changedFacts,
  offersFor,
  type PricedFor,
  pricedFor,
  type PricingFact,
} from '../eligibility/index.js';
import { PROSPECT, type ProspectState } from '../prospects/index.js';
import { COMPARISON, type ComparisonState } from './comparison.table.js';
import { Comparisons } from './comparisons.js';
import { QUOTE } from './quote.table.js';
import { Quotes } from './quotes.js';

interface Facts extends Pick<ProspectState, 'type' | 'birth_date' | 'risk_category'> {
  comparison_id: number;
  priced_for: PricedFor | null;
  sibling_ids: number[];
}

const sibling = QUOTE.as('sibling');
const FACTS = sql`
  SELECT ${QUOTE.comparison_id}, ${COMPARISON.priced_for}, ${columnsOf(PROSPECT, 'type', 'birth_date', 'risk_category')},
    ARRAY(SELECT ${sibling.id} FROM ${sibling} WHERE ${sibling.comparison_id} = ${QUOTE.comparison_id}) AS sibling_ids
  FROM ${QUOTE} JOIN ${COMPARISON} ON ${COMPARISON.id} = ${QUOTE.comparison_id}
    JOIN ${PROSPECT} ON ${PROSPECT.id} = ${QUOTE.prospect_id}`;

/** Whether a quote's prospect still is what the quote was priced for. */
@Injectable()
export class PricedFacts {
  constructor(
    private readonly units: UnitOfWork,
    private readonly quotes: Quotes,
    private readonly comparisons: Comparisons,
    private readonly catalogues: Catalogues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The facts that priced the quote and no longer hold. */
  async changedSince(quoteId: number): Promise<PricingFact[]> {
    return this.changed(quoteId, await this.read(quoteId));
  }

  /**
   * The same, and nobody changes them until the transaction ends; with them the quotes generated together, this one
   * included. Locks the prospect, so it comes before any lock on a quote.
   */
  async lock(quoteId: number): Promise<{ changed: PricingFact[]; siblingIds: number[] }> {
    const facts = await this.read(quoteId, sql`FOR SHARE OF ${PROSPECT}`);
    return { changed: await this.changed(quoteId, facts), siblingIds: facts.sibling_ids };
  }

  private async read(quoteId: number, lock = sql``): Promise<Facts> {
    const [facts] = await this.units.query<Facts>(sql`${FACTS} WHERE ${QUOTE.id} = ${quoteId} ${lock}`);
    if (!facts) throw notFound('quote');
    return facts;
  }

  private async changed(quoteId: number, facts: Facts): Promise<PricingFact[]> {
    const applicant = applicantOf(facts);
    const now = pricedFor(applicant);
    if (facts.priced_for) return changedFacts(facts.priced_for, now);
    const { state: quote } = await this.quotes.get(quoteId);
    const { state: comparison } = await this.comparisons.get(facts.comparison_id);
    const catalogue = await this.catalogues.get(comparison.catalogue_version);
    const day = dateIn(comparison.generated_at, this.config.COMPANY_TIME_ZONE);
    const premium = premiumThen(comparison, quote.provider, applicant, catalogue, day);
    return premium === quote.annual_premium ? [] : changedFacts({ risk_category: comparison.risk_category }, now);
  }
}

/** What a provider would have asked on the comparison's day of what the prospect is now; undefined: it would have refused. */
function premiumThen(
  comparison: ComparisonState,
  provider: string,
  applicant: Applicant,
  catalogue: CatalogueVersion,
  day: IsoDate,
): Money | undefined {
  if (applicant.birth_date !== null && applicant.birth_date > day) return undefined;
  const { offers } = offersFor(catalogue, applicant, comparison, day);
  return offers.find(({ product }) => product.provider === provider)?.premium.annual_premium;
}
