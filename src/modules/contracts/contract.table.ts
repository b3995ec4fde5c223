import { instant, int, none, text } from '../../kernel/fields.js';
import { type RowOf, table } from '../../platform/database/table.js';

/** A term's contract as it is on record: which PDF it is, and what it was made of. */
export const CONTRACT = table('contract', {
  /** PostgreSQL gives it. */
  id: none(int),
  policy_id: none(int),
  term: none(int),
  /** 1 for the contract as first issued. */
  contract_version: none(int),
  /** Printed on every page: `INS-2026-000001-T1-V1-9f3c21ab`. */
  document_id: none(text),
  /** Of the PDF's bytes, in lower-case hex; the document store keeps them under it. */
  sha256: none(text),
  /** In bytes. */
  size: none(int),
  /** SHA-256 over what the contract says and the version of its template: the same however often it is printed. */
  content_hash: none(text),
  template_version: none(text),
  language: none(text),
  /** When the term was agreed, ISO 8601 UTC. */
  issued_at: none(instant),
});

export type Contract = Omit<RowOf<typeof CONTRACT>, 'id'>;
