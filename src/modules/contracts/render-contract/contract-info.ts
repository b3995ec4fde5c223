import { type PdfInfo } from '../../../platform/pdf/pdf-info.js';
import { type ContractData } from '../contract-html/contract-data.js';
import { contentHash } from './contract-content.js';

const CHAIN_HEAD = 'event-chain head ';

/** What stands in the properties of the PDF: the hashes are for programs, so they are not on paper. */
export function contractInfo(content: ContractData): PdfInfo {
  return {
    Author: content.company_name,
    Subject: content.policy_number,
    Keywords: [content.document_id, CHAIN_HEAD + content.event_chain_head, `content ${contentHash(content)}`].join(
      ', ',
    ),
  };
}

/** The hash, hex, of the event by which a term was agreed, from its contract's bytes; null in those of before it stood there. */
export function chainHeadIn(pdf: Buffer): string | null {
  return new RegExp(`${CHAIN_HEAD}([0-9a-f]{64})`).exec(pdf.toString('latin1'))?.[1] ?? null;
}
