import { describe, expect, it } from '@jest/globals';
import { aContract } from '../../../../test/support/a-contract.js';
import { contractHtml } from './contract-html.js';

/** What a reader sees of the document, spaces made plain. */
function visible(html: string): string {
  return html
    .replace(/^[\s\S]*<body>/, '')
    .replace(/<[^>]*>/g, '|')
    .replace(/\u00a0/g, ' ')
    .replace(/(\s*\|\s*)+/g, '|');
}

describe('the contract in English', () => {
  const text = visible(contractHtml(aContract()));

  it.each([
    '|Insurance contract|Life insurance with Allianz|Policy number|INS-2026-000001|',
    '|Sum insured|€500,000|',
    '|Status|Active|',
    '|Start|24 November 2026|',
    '|End|23 November 2027|',
    '|Renewable from|24 October 2027|',
    '|Annual premium|€2,534.40|Monthly premium|€211.20|',
    '|Name|Marco Rossi|Type|Individual|Date of birth|1 January 1976|Tax code|RSSMRC76A01H501U|',
    '|Deductible|None|Smoker|Yes|Pre-existing conditions|No|Occupation risk|Standard|',
    '|Base annual premium|€800.00|Tariff of Allianz|× 1.10|Risk category|× 1.00|',
    '|Sum insured of €500,000|× 1.60|Age of the insured party|× 1.20|Smoker|× 1.50|',
    '|1|24 November 2026|€211.20|',
    '|12|24 October 2027|€211.20|',
    '|Total|€2,534.40|',
    'Within 30 days of signing',
    'within 30 days of the event',
    'governed by Italian law',
    'synthetic demo data',
    '|For Aurora Insurance Brokers|Giulia Bianchi|Place and date|Signature|The insured party|Marco Rossi|',
  ])('says %s', (expected) => {
    expect(text).toContain(expected);
  });

  it('shows the instant of issue in the company time zone', () => {
    expect(text).toContain('24 November 2026, 10:15 (Europe/Rome)');
  });

  it('shows the next day when that is what the clock in the time zone says', () => {
    const late = visible(contractHtml(aContract({ issued_at: '2026-06-30T22:30:00Z' })));
    expect(late).toContain('1 July 2026, 00:30 (Europe/Rome)');
  });

  it('carries document id and page numbers at the foot of every page, and no hash anywhere', () => {
    const html = contractHtml(aContract());
    expect(html).toMatch(/@bottom-left \{\s+content: "Document 0198f3a2\\2d 7c1e/);
    expect(html).not.toContain(aContract().event_chain_head);
    expect(html).toContain('content: "Page " counter(page) " of " counter(pages)');
  });
});

describe('the contract in Italian', () => {
  const text = visible(contractHtml(aContract({ language: 'it', annual_premium: '1201.15', deductible: '500.00' })));

  it.each([
    '|Contratto di assicurazione|Assicurazione sulla vita con Allianz|Numero di polizza|INS-2026-000001|',
    '|Premio annuo|1.201,15 €|',
    '|Decorrenza|24/11/2026|Scadenza|23/11/2027|',
    '|Data di nascita|01/01/1976|Codice fiscale|RSSMRC76A01H501U|',
    '|Somma assicurata|500.000 €|Franchigia|500 €|Fumatore|Sì|',
    '|Tariffa Allianz|× 1,10|',
    '24/11/2026, 10:15 (Europe/Rome)',
    'Entro 30 giorni dalla firma',
    'legge italiana',
  ])('says %s', (expected) => {
    expect(text).toContain(expected);
  });

  it('declares its language', () => {
    expect(contractHtml(aContract({ language: 'it' }))).toContain('<html lang="it">');
  });
});

describe('what changes with the policy', () => {
  it('grants no cooling-off on a renewed term', () => {
    const renewed = visible(contractHtml(aContract({ term: 2 })));
    expect(renewed).not.toContain('Cooling-off');
    expect(renewed).toContain('The insured party may cancel at any time.');
  });

  it('shows a business by its VAT number and says nothing of smoking, health or work', () => {
    const ofNobody = { age: null, smoker: null, conditions: null, occupation: null };
    const business = aContract(
      { insurance_type: 'auto', premium_breakdown: { ...aContract().premium_breakdown, ...ofNobody } },
      {
        name: 'Bellini S.r.l.',
        type: 'business',
        tax_code: null,
        vat_number: 'IT12345678903',
        birth_date: null,
      },
    );
    const text = visible(contractHtml(business));
    expect(text).toContain('|Type|Business|VAT number|IT12345678903|');
    expect(text).toContain('|Coverage limit|€500,000|Deductible|None|How the premium is made up|');
    expect(text).toContain('|Coverage limit of €500,000|× 1.60|Annual premium|');
    expect(text).not.toMatch(/Tax code|Date of birth|Smoker|Pre-existing|Occupation|insured party’s age/);
  });

  it('leaves the line of an absent broker empty', () => {
    const text = visible(contractHtml(aContract({ broker_name: null })));
    expect(text).toContain('|For Aurora Insurance Brokers|Place and date|');
    expect(text).not.toContain('|Broker|');
  });
});

describe('the words', () => {
  it.each([
    ['life', 'Somma assicurata'],
    ['auto', 'Massimale'],
    ['home', 'Massimale'],
    ['health', 'Massimale'],
  ] as const)('of %s insurance in Italian call the most that is paid %s', (insurance_type, word) => {
    const text = visible(contractHtml(aContract({ language: 'it', insurance_type })));
    expect(text.match(/Somma assicurata|Massimale/g)).toEqual([word, word, word]);
  });

  it('of each clause point at nothing outside of it', () => {
    for (const language of ['en', 'it'] as const) {
      const text = visible(contractHtml(aContract({ language })));
      expect(text).not.toMatch(/After that|In seguito|of that day|di quel giorno/);
    }
  });

  it('of Italian gain a d before the same vowel, as people say them', () => {
    const text = visible(contractHtml(aContract({ language: 'it', provider_name: 'AXA' })));
    expect(text).toContain('denunciato ad AXA o ad Aurora Insurance Brokers');
  });
});

describe('the document', () => {
  it('is the same for the same data', () => {
    expect(contractHtml(aContract())).toBe(contractHtml(aContract()));
  });

  it('names no address outside itself', () => {
    const html = contractHtml(aContract());
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|src=|href=|<script/);
    expect(html.match(/url\((?!data:font\/woff2;base64,)/g)).toBeNull();
  });

  it.each([
    '<script>alert(1)</script>',
    '<iframe src="//x.test"></iframe>',
    '<meta http-equiv="refresh" content="0;url=//x.test">',
    '<svg onload=alert(1)>',
    '</title></style><img src=x>',
    `"'><b>`,
    '&lt;b&gt;',
    '{{constructor}}',
    '<%= 1 + 1 %>',
  ])('shows %s as it was typed', (hostile) => {
    const html = contractHtml(aContract({ company_name: hostile, provider_name: hostile }, { name: hostile }));
    expect(tags(html)).toEqual(tags(contractHtml(aContract())));
    const read = visible(html).replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => UNESCAPED[name] ?? '');
    expect(read).toContain(`|Name|${hostile}|`);
  });

  it('drops control characters and mends broken ones', () => {
    const text = visible(contractHtml(aContract({}, { name: 'Ma\u0000r\u001bco\nRo\ud800ssi' })));
    expect(text).toContain('|Name|Marco Ro\ufffdssi|');
  });

  it('is refused with the characters that no font draws, by their numbers and from the lowest up', () => {
    const print = () => contractHtml(aContract({}, { name: 'Anna 𗼈𗼇 o\u1dfa' }));
    expect(print).toThrow(
      expect.objectContaining({ code: 'glyph_missing', extra: { characters: ['o\u1dfa', '𗼇', '𗼈'] } }),
    );
    expect(print).toThrow(/no font here has U\+006F U\+1DFA, U\+17F07, U\+17F08\. /);
    expect(print).not.toThrow(/𗼇/);
  });
});

const UNESCAPED: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function tags(html: string): string[] {
  return html.match(/<\/?[a-z!][^>]*>/gi) ?? [];
}
