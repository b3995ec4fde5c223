/** A term's contract as it is on record: which PDF it is, and what it was made of. */
export interface Contract {
  policy_id: number;
  term: number;
  /** 1 for the contract as first issued. */
  contract_version: number;
  /** Printed on every page: `INS-2026-000001-T1-V1-9f3c21ab`. */
  document_id: string;
  /** Of the PDF's bytes, in lower-case hex; the document store keeps them under it. */
  sha256: string;
  /** In bytes. */
  size: number;
  /** SHA-256 over what the contract says and the version of its template: the same however often it is printed. */
  content_hash: string;
  template_version: string;
  language: string;
  /** When the term was agreed, ISO 8601 UTC. */
  issued_at: string;
}
