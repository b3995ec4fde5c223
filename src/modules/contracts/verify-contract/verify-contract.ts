import { createHash } from 'node:crypto';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql, type Sql } from '../../../platform/database/sql.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { EventStore } from '../../../platform/event-store/event-store.js';
import { foreignPdfText } from '../../../platform/pdf/foreign-pdf-text.js';
import { POLICY } from '../../policies/index.js';
import { CONTRACT } from '../contract.table.js';
import { chainHeadIn } from '../render-contract/contract-info.js';
import { termAsBegun } from '../render-contract/term-as-begun.js';
import { type VerificationDto } from './verify-contract.dto.js';

/** Whether these bytes are a contract of ours. */
export class VerifyContract extends Query<VerificationDto> {
  constructor(readonly pdf: Buffer) {
    super();
  }
}

/** A contract on record, as far as everybody may know of it. */
type Known = { policy_id: number } & {
  [field in 'policy_number' | 'term' | 'version' | 'issued_at']: NonNullable<VerificationDto[field]>;
};
type Chain = Pick<VerificationDto, 'chain_head' | 'chain_holds'>;

const DOCUMENT_ID = /INS-\d{4}-\d{6}-T\d{1,4}-V\d{1,4}-[0-9a-f]{8}/g;
const MOST_IDS = 100;
const NO_CHAIN: Chain = { chain_head: null, chain_holds: null };
const UNKNOWN: VerificationDto = {
  verdict: 'unknown',
  policy_number: null,
  term: null,
  version: null,
  issued_at: null,
  ...NO_CHAIN,
};

@QueryHandler(VerifyContract)
export class VerifyContractHandler implements IQueryHandler<VerifyContract> {
  constructor(
    private readonly units: UnitOfWork,
    private readonly events: EventStore,
  ) {}

  async execute({ pdf }: VerifyContract): Promise<VerificationDto> {
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const genuine = await this.find(sql`${CONTRACT.sha256} = ${sha256}`);
    if (genuine) return answer('valid', genuine, await this.chainOf(genuine, pdf));
    if (pdf.subarray(0, 1024).indexOf('%PDF-') < 0) return UNKNOWN;
    // The title holds the id in plain bytes; where it was damaged or rewritten, the foot of every page holds it too.
    const named = (await this.named(pdf.toString('latin1'))) ?? (await this.named((await foreignPdfText(pdf)) ?? ''));
    return named ? answer('altered', named, NO_CHAIN) : UNKNOWN;
  }

  private async chainOf({ policy_id, term }: Known, pdf: Buffer): Promise<Chain> {
    const chain_head = chainHeadIn(pdf);
    if (chain_head === null) return NO_CHAIN;
    const { event_hash } = termAsBegun(await this.events.history('policy', policy_id), term);
    return { chain_head, chain_holds: chain_head === event_hash };
  }

  private async named(text: string): Promise<Known | undefined> {
    const ids = [...new Set(text.match(DOCUMENT_ID))].slice(0, MOST_IDS);
    return ids.length === 0 ? undefined : this.find(sql`${CONTRACT.document_id} = ANY(${ids}::text[])`);
  }

  private async find(condition: Sql): Promise<Known | undefined> {
    const { policy_id, term, contract_version, issued_at, id } = CONTRACT;
    const [row] = await this.units.query<Known>(sql`
      SELECT ${policy_id}, ${POLICY.policy_number}, ${term}, ${contract_version} AS version, ${issued_at}
      FROM ${CONTRACT} JOIN ${POLICY} ON ${POLICY.id} = ${policy_id} WHERE ${condition} ORDER BY ${id} LIMIT 1`);
    return row;
  }
}

function answer(
  verdict: VerificationDto['verdict'],
  { policy_number, term, version, issued_at }: Known,
  chain: Chain,
): VerificationDto {
  return { verdict, policy_number, term, version, issued_at, ...chain };
}
