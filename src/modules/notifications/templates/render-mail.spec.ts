import { describe, expect, it } from '@jest/globals';
import { type MailLanguage } from './format.js';
import { type MailData, type MailTemplate } from './mail-data.js';
import { renderMail } from './render-mail.js';

const toAnna = {
  companyName: 'Insurance CRM',
  displayName: 'Anna Rossi',
  broker: { name: 'Marco Bianchi', email: 'marco@crm.example' },
};

const samples: MailData = {
  welcome: toAnna,
  'new-prospect': {
    companyName: 'Insurance CRM',
    brokerName: 'Marco Bianchi',
    prospectId: 142,
    displayName: 'Anna Rossi',
    prospectType: 'family',
    email: 'anna@example.org',
    phone: '+39\u00a0347\u00a0555\u00a00199',
  },
  quote: {
    ...toAnna,
    quoteId: 318,
    provider: 'AXA',
    insuranceType: 'life',
    annualPremium: '1201.15',
    monthlyPremium: '100.10',
    coverage: '250000.00',
    validUntil: '2026-12-24',
    pros: ['Lowest premium: 1,201.15 EUR'],
    cons: ['Lower maximum coverage: 750.000,00 EUR'],
    breakdown: {
      base: '800.00',
      provider_multiplier: '0.92',
      risk: '1.00',
      coverage: '1.0000',
      age: '1.088',
      smoker: '1.50',
    },
  },
  'policy-confirmation': {
    ...toAnna,
    policyNumber: 'INS-2026-000123',
    provider: 'AXA',
    insuranceType: 'life',
    term: 1,
    startDate: '2026-11-24',
    endDate: '2027-11-23',
    annualPremium: '1201.15',
    coverage: '250000.00',
    firstInstalment: { amount: '100.10', dueDate: '2026-11-24' },
    coolingOff: { days: 30, lastDay: '2026-12-24' },
  },
  'password-reset': {
    companyName: 'Insurance CRM',
    username: 'marco.bianchi',
    token: 'v5dq8Jw3yQm1cZ7rT0bKxN2fLhP6sUeGa9iOoYtRkWc',
  },
  'policy-cancelled': {
    ...toAnna,
    policyNumber: 'INS-2026-000123',
    provider: 'AXA',
    insuranceType: 'auto',
    cause: 'requested',
    rule: 'pro_rata',
    effectiveDate: '2027-03-03',
    refund: '871.23',
    earned: '328.77',
    paid: '400.00',
    paidBack: '71.23',
  },
  'renewal-reminder': {
    ...toAnna,
    policyNumber: 'INS-2026-000123',
    provider: 'AXA',
    insuranceType: 'life',
    endDate: '2027-11-23',
    dependsOnAge: true,
    annualPremium: '1201.15',
    coverage: '500000.00',
  },
  'renewal-due': {
    companyName: 'Insurance CRM',
    brokerName: 'Marco Bianchi',
    displayName: 'Anna Rossi',
    prospectId: 142,
    policyNumber: 'INS-2026-000123',
    provider: 'AXA',
    insuranceType: 'life',
    endDate: '2027-11-23',
    annualPremium: '1201.15',
  },
  'instalment-reminder': {
    ...toAnna,
    policyNumber: 'INS-2026-000123',
    provider: 'AXA',
    insuranceType: 'home',
    amount: '100.10',
    dueDate: '2027-01-24',
    lapsesOn: '2027-02-23',
  },
  'payout-statement': {
    companyName: 'Insurance CRM',
    payoutId: 7,
    beneficiaryName: 'broker1',
    paidOn: '2027-02-01',
    total: '1169.32',
    lines: [
      { policyNumber: 'INS-2026-000123', commissionType: 'initial', amount: '300.00' },
      { policyNumber: 'INS-2025-000007', commissionType: 'renewal_year1', amount: '1000.00' },
      { policyNumber: 'INS-2026-000088', commissionType: 'clawback', amount: '-130.68' },
    ],
  },
  'delivery-died': {
    companyName: 'Insurance CRM',
    eventId: '0192f0c4-7d1e-7c3a-9b52-3f1d1c0a4e11',
    eventType: 'PolicyCreated',
    subscriber: 'contract-rendering',
    attempts: 8,
    lastError: 'PdfUnavailable',
  },
  'first-mail-limit': {
    companyName: 'Insurance CRM',
    userId: 12,
    username: 'marco.bianchi',
    role: 'head_of_sales',
    day: '2026-11-24',
    limit: 50,
  },
};

const templates = Object.keys(samples) as MailTemplate[];
const languages: MailLanguage[] = ['en', 'it'];
const each = templates.flatMap((template) => languages.map((language) => ({ template, language })));

/** What a reader of the HTML sees, with the spaces that keep words together made ordinary. */
function seen(html: string): string {
  return html.replace(/<style>.*?<\/style>|<!--.*?-->|<[^>]+>/gs, ' ').replace(/\s+/g, ' ');
}

function bothBodies(template: MailTemplate, language: MailLanguage, data = samples[template]): string[] {
  const { text, html } = renderMail(template, language, data);
  return [text.replace(/\s+/g, ' '), seen(html)];
}

const facts: Record<MailTemplate, Record<MailLanguage, string[]>> = {
  welcome: {
    en: ['Dear Anna Rossi,', 'Marco Bianchi (marco@crm.example)', '30 days'],
    it: ['Gentile Anna Rossi,', 'Marco Bianchi (marco@crm.example)', '30 giorni'],
  },
  'new-prospect': {
    en: ['Hello Marco Bianchi,', 'Anna Rossi', '142', 'Family', 'anna@example.org', '+39 347 555 0199'],
    it: ['Gentile Marco Bianchi,', 'Anna Rossi', '142', 'Famiglia', 'anna@example.org', '+39 347 555 0199'],
  },
  quote: {
    en: [
      'AXA',
      'Life insurance',
      '€1,201.15',
      '€100.10 a month',
      '€250,000',
      '24 December 2026',
      'Lowest premium: €1,201.15',
      'Lower maximum coverage: €750,000',
      'Sum insured',
      '€800.00',
      '× 0.92',
      '× 1.088',
      '× 1.50',
    ],
    it: [
      'AXA',
      'Assicurazione sulla vita',
      '1.201,15 €',
      '100,10 € al mese',
      '250.000 €',
      '24 dicembre 2026',
      'Lowest premium: 1.201,15 €',
      'Lower maximum coverage: 750.000 €',
      'Somma assicurata',
      '800,00 €',
      '× 0,92',
      '× 1,088',
      '× 1,50',
    ],
  },
  'policy-confirmation': {
    en: [
      'INS-2026-000123',
      '24 November 2026',
      '23 November 2027',
      '€1,201.15',
      '€100.10, due on 24 November 2026',
      'attached as a PDF',
      'within 30 days of signing, until 24 December 2026',
      'Sum insured',
      'any claim to AXA within 30 days',
    ],
    it: [
      'INS-2026-000123',
      '24 novembre 2026',
      '23 novembre 2027',
      '1.201,15 €',
      '100,10 €, in scadenza il 24 novembre 2026',
      'in PDF',
      'entro 30 giorni dalla firma, fino al 24 dicembre 2026',
      'Somma assicurata',
      'denunciati ad AXA entro 30 giorni',
    ],
  },
  'password-reset': {
    en: [
      'Hello marco.bianchi,',
      'v5dq8Jw3yQm1cZ7rT0bKxN2fLhP6sUeGa9iOoYtRkWc',
      '30 minutes',
      'once',
      'ignore this e-mail',
    ],
    it: [
      'Gentile marco.bianchi,',
      'v5dq8Jw3yQm1cZ7rT0bKxN2fLhP6sUeGa9iOoYtRkWc',
      '30 minuti',
      'una sola volta',
      'ignori questa e-mail',
    ],
  },
  'policy-cancelled': {
    en: ['INS-2026-000123', '3 March 2027', '€871.23', '€71.23', 'as you asked', 'Car insurance'],
    it: ['INS-2026-000123', '3 marzo 2027', '871,23 €', '71,23 €', 'come da sua richiesta', 'Assicurazione auto'],
  },
  'renewal-reminder': {
    en: ['INS-2026-000123', '23 November 2027', '€1,201.15', '€500,000', 'more than 10 %', 'your age and the tariff'],
    it: [
      'INS-2026-000123',
      '23 novembre 2027',
      '1.201,15 €',
      '500.000 €',
      'oltre il 10 %',
      'dalla sua età e dalla tariffa',
    ],
  },
  'renewal-due': {
    en: ['Anna Rossi', '142', 'INS-2026-000123', 'Renew the policy in the system by 23 November 2027'],
    it: ['Anna Rossi', '142', 'INS-2026-000123', 'Rinnovare la polizza nel sistema entro il 23 novembre 2027'],
  },
  'instalment-reminder': {
    en: ['INS-2026-000123', '€100.10', 'due on 24 January 2027', 'before 23 February 2027'],
    it: ['INS-2026-000123', '100,10 €', 'scadeva il 24 gennaio 2027', 'prima del 23 febbraio 2027'],
  },
  'payout-statement': {
    en: [
      'Hello broker1,',
      'Payout 7',
      '1 February 2027',
      '€1,169.32',
      'INS-2026-000123, first year',
      '€300.00',
      'INS-2025-000007, first renewal',
      '€1,000.00',
      'INS-2026-000088, taken back after cancellation',
      '-€130.68',
      'below zero',
    ],
    it: [
      'Gentile broker1,',
      'pagamento 7',
      'del 1° febbraio 2027',
      '1.169,32 €',
      'INS-2026-000123, prima annualità',
      '300,00 €',
      'INS-2025-000007, primo rinnovo',
      '1.000,00 €',
      'INS-2026-000088, storno per annullamento',
      '-130,68 €',
      'sotto zero',
    ],
  },
  'delivery-died': {
    en: ['PolicyCreated', 'contract-rendering', '8 attempts', 'PdfUnavailable'],
    it: ['PolicyCreated', 'contract-rendering', '8 tentativi', 'PdfUnavailable'],
  },
  'first-mail-limit': {
    en: ['marco.bianchi', '12', 'head of sales', '24 November 2026', '50 addresses', 'Deactivate the user'],
    it: ['marco.bianchi', '12', 'responsabile vendite', '24 novembre 2026', '50 indirizzi', 'Disattivi l’utente'],
  },
};

describe('every mail', () => {
  it.each(each)('tells its facts in text and HTML: $template, $language', ({ template, language }) => {
    for (const body of bothBodies(template, language)) {
      for (const fact of facts[template][language]) expect(body).toContain(fact);
    }
  });

  it.each(each)('loads nothing and links nowhere: $template, $language', ({ template, language }) => {
    const { html } = renderMail(template, language, samples[template]);
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).not.toMatch(/<(a|img|script|link|iframe|form)\b|\bsrc=|\bhref=|url\(|https?:/i);
    expect(html).not.toMatch(/undefined|\[object|NaN/);
  });

  it.each(each)('has a plain text of short lines without markup: $template, $language', ({ template, language }) => {
    const { text, subject } = renderMail(template, language, samples[template]);
    expect(text).not.toMatch(/<\w|&#?\w+;|undefined|\[object/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
    expect(subject).toMatch(/^[^\r\n]{10,}$/);
  });

  it.each(each)('shows hostile values as text: $template, $language', ({ template, language }) => {
    const hostile = '<img src=x onerror=alert(1)>"\'&<%= 1 %>\r\nBcc: eve@example.org\u202e';
    const data = replaceTexts(samples[template], hostile) as MailData[typeof template];
    const { html, text, subject } = renderMail(template, language, data);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;%= 1 %&gt; Bcc: eve@example.org');
    expect(text.replace(/\s+/g, ' ')).toContain('<img src=x onerror=alert(1)>"\'&<%= 1 %> Bcc: eve@example.org');
    expect(subject).not.toContain('\n');
    for (const part of [html, text, subject]) expect(part).not.toMatch(/\r|\u202e/);
  });
});

describe('the words of every mail', () => {
  it.each(each)('name no path and no method of the API: $template, $language', ({ template, language }) => {
    for (const body of bothBodies(template, language))
      expect(body).not.toMatch(/\/api\b|\/v1\b|\b(GET|POST|PUT|PATCH|DELETE)\b|[?&]\w+=/);
  });

  it.each(each)(
    'write every amount in the one form of the language: $template, $language',
    ({ template, language }) => {
      const form = language === 'en' ? /-?€\d{1,3}(,\d{3})*(\.\d\d)?(?![\d,.]*\d)/g : /-?\d{1,3}(\.\d{3})*(,\d\d)? €/g;
      for (const body of bothBodies(template, language)) {
        expect(body.replaceAll('\u00a0', ' ').replace(form, '')).not.toMatch(/€|\bEUR\b|\beuros?\b/);
      }
    },
  );

  it.each(each)(
    'put nothing that a stranger has entered beside the subject: $template, $language',
    ({ template, language }) => {
      const sample = samples[template];
      const entered = ['displayName', 'brokerName', 'username', 'beneficiaryName', 'referredBy'].filter(
        (field) => field in sample,
      );
      const data = {
        ...sample,
        ...Object.fromEntries(entered.map((field) => [field, 'evil.example'])),
        ...('broker' in sample && { broker: { name: 'evil.example', email: 'eve@evil.example' } }),
      } as typeof sample;
      const { subject, html } = renderMail(template, language, data);
      expect(subject).toBe(renderMail(template, language, sample).subject);
      expect(/<body.*?<div[^>]*>(.*?)<\/div>/s.exec(html)![1]).not.toContain('evil');
    },
  );

  it.each(each)(
    'ask for an answer where somebody reads it, and there alone: $template, $language',
    ({ template, language }) => {
      const sample = samples[template];
      const invitation = { en: /simply reply/, it: /(può anche rispondere|o risponda) a questo messaggio/i }[language];
      const refusal = { en: /please do not reply/, it: /non risponda/ }[language];
      for (const data of [sample, { ...sample, broker: undefined } as typeof sample]) {
        const { replyTo } = renderMail(template, language, data);
        expect(replyTo).toBe('broker' in data ? data.broker?.email : undefined);
        for (const body of bothBodies(template, language, data)) {
          expect([invitation.test(body), refusal.test(body)]).toEqual(replyTo ? [true, false] : [false, true]);
        }
      }
    },
  );
});

/** Every free text of a sample made `hostile`; amounts, dates and enumerations stay. */
function replaceTexts(value: unknown, hostile: string, key = ''): unknown {
  const kept =
    /^(insuranceType|prospectType|role|breakdown|coverage|validUntil|.*Date|.*Premium|amount|lastDay|total|paidOn|commissionType|cause|rule|refund|paidBack|lapsesOn|day)$/;
  if (kept.test(key)) return value;
  if (typeof value === 'string') return hostile;
  if (Array.isArray(value)) return value.map((inner) => replaceTexts(inner, hostile));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaceTexts(inner, hostile, name)]));
}

describe('quote', () => {
  it('leaves out factors of one and names the contact where there is no broker', () => {
    for (const body of bothBodies('quote', 'en', { ...samples.quote, broker: undefined })) {
      expect(body).not.toContain('Risk category');
      expect(body).not.toContain('× 1.00');
      expect(body).toContain('please turn to your contact with us');
    }
  });

  it('says none for no deductible, and the amount for one', () => {
    for (const body of bothBodies('quote', 'en')) expect(body).toMatch(/Deductible:? None/);
    for (const body of bothBodies('quote', 'it', { ...samples.quote, deductible: '500.50' })) {
      expect(body).toMatch(/Franchigia:? 500,50 €/);
    }
  });
});

describe('policy confirmation', () => {
  it('of a later term reads as a renewal without cooling-off days', () => {
    const renewal = { ...samples['policy-confirmation'], term: 2, coolingOff: undefined };
    expect(renderMail('policy-confirmation', 'en', renewal).subject).toBe('Your policy INS-2026-000123 is renewed');
    for (const body of bothBodies('policy-confirmation', 'en', renewal)) {
      expect(body).toContain('goes on for another year');
      expect(body).not.toContain('withdraw');
    }
  });
});

describe('policy cancelled', () => {
  it('within the cooling-off days says that cover is undone', () => {
    const undone = {
      ...samples['policy-cancelled'],
      rule: 'cooling_off' as const,
      effectiveDate: undefined,
      earned: '0.00',
    };
    for (const body of bothBodies('policy-cancelled', 'en', undone)) expect(body).toContain('undone from its start');
    for (const body of bothBodies('policy-cancelled', 'it', undone)) expect(body).toContain('decade dall’inizio');
  });

  const noteOf = { en: 'Still to pay', it: 'Ancora da pagare' };
  it.each([
    [
      'nothing, of a policy that was undone',
      '0.00',
      '0.00',
      'You have paid nothing, and nothing is owed.',
      'Non ha versato nulla e nulla è dovuto.',
    ],
    [
      'nothing, of days that were insured',
      '48.28',
      '0.00',
      'You have paid nothing. We do not collect the €48.28',
      'Non ha versato nulla. Non riscuotiamo i 48,28 €',
    ],
    ['a part of them', '48.28', '47.50', 'the remaining €0.78', 'i restanti 0,78 €'],
    [
      'just as much as they cost',
      '48.28',
      '48.28',
      'exactly what the days of cover cost',
      'esattamente il premio dei giorni di copertura',
    ],
  ])('says what was paid and owed where nothing comes back: paid %s', (_, earned, paid, en, it) => {
    const data = {
      ...samples['policy-cancelled'],
      cause: 'unpaid' as const,
      earned,
      paid,
      paidBack: '0.00',
      refund: '521.72',
    };
    for (const [language, words] of [
      ['en', en],
      ['it', it],
    ] as const) {
      for (const body of bothBodies('policy-cancelled', language, data)) {
        expect(body).toContain(noteOf[language]);
        expect(body).toContain(words);
        expect(body).not.toMatch(/covers the days|copre i giorni/);
      }
    }
  });

  it('for an unpaid instalment says so, and promises no money where none comes back', () => {
    const lapsed = { ...samples['policy-cancelled'], cause: 'unpaid' as const, paidBack: '0.00' };
    for (const body of bothBodies('policy-cancelled', 'en', lapsed)) {
      expect(body).toContain('an instalment stayed unpaid');
      expect(body).not.toContain('We return it');
    }
  });
});

describe('payout statement', () => {
  const line = { policyNumber: 'INS-2026-000123', commissionType: 'initial' as const, amount: '10.00' };

  it('tells many lines as one sum, so that it still adds up', () => {
    const lines = Array.from({ length: 75 }, () => line);
    for (const body of bothBodies('payout-statement', 'en', {
      ...samples['payout-statement'],
      total: '750.00',
      lines,
    })) {
      expect(body.match(/INS-2026-000123/g)).toHaveLength(60);
      expect(body).toMatch(/15 further commissions:? €150\.00/);
      expect(body).toMatch(/Total:? €750\.00/);
    }
  });

  it('explains lines below zero only where there are some', () => {
    for (const body of bothBodies('payout-statement', 'en', { ...samples['payout-statement'], lines: [line] })) {
      expect(body).not.toContain('below zero');
    }
  });
});

describe('new prospect', () => {
  it('says so when there is no way to reach the prospect', () => {
    const unreachable = { ...samples['new-prospect'], email: undefined, phone: undefined };
    for (const body of bothBodies('new-prospect', 'en', unreachable)) {
      expect(body).toContain('No e-mail address or phone number is recorded yet');
      expect(body).not.toContain('Phone');
    }
  });
});

describe('dead delivery', () => {
  it.each(languages)('names the two decisions that there are: %s', (language) => {
    for (const body of bothBodies('delivery-died', language)) expect(body).toMatch(/redrive.*skip/);
  });
});

describe('to a business', () => {
  const TO_PROSPECTS = [
    'welcome',
    'quote',
    'policy-confirmation',
    'policy-cancelled',
    'renewal-reminder',
    'instalment-reminder',
  ] as const;
  it.each(TO_PROSPECTS)('is addressed as one: %s', (template) => {
    const data = { ...samples[template], displayName: 'Bianchi S.r.l.', isBusiness: true };
    for (const body of bothBodies(template, 'it', data as never)) expect(body).toContain('Spett.le Bianchi S.r.l.,');
  });

  it('reads as a letter to one, and says nothing of an age', () => {
    const renewal = {
      ...samples['renewal-reminder'],
      displayName: 'Bianchi S.r.l.',
      isBusiness: true,
      dependsOnAge: false,
      insuranceType: 'auto' as const,
    };
    for (const body of bothBodies('renewal-reminder', 'it', renewal)) {
      expect(body).toContain('Spett.le Bianchi S.r.l.,');
      expect(body).toContain('Massimale');
      expect(body).not.toContain('età');
    }
    for (const body of bothBodies('renewal-reminder', 'en', renewal)) {
      expect(body).toContain('Dear Bianchi S.r.l.,');
      expect(body).toContain('Coverage limit');
      expect(body).not.toMatch(/\bage\b/);
    }
  });
});

it('puts the article before a day as it is spoken in Italian', () => {
  const ending = (endDate: string) =>
    renderMail('renewal-reminder', 'it', { ...samples['renewal-reminder'], endDate }).subject;
  expect(ending('2027-11-08')).toBe('La sua polizza INS-2026-000123 scade l’8 novembre 2027');
  expect(ending('2027-11-01')).toBe('La sua polizza INS-2026-000123 scade il 1° novembre 2027');
  for (const body of bothBodies('policy-confirmation', 'it', {
    ...samples['policy-confirmation'],
    coolingOff: { days: 30, lastDay: '2026-12-11' },
  })) {
    expect(body).toContain('fino all’11 dicembre 2026');
  }
});
