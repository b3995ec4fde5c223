import { compareMoney, type Money } from '../../../kernel/money.js';
import { formatMoney, formatSum } from '../../../kernel/money-text.js';
import { type InsuranceType, type RiskCategory, riskCategories } from '../../catalogue/index.js';
import { INSTALMENTS, type ComparisonFacts, type Language, type QuoteFacts } from './facts.js';

type QuoteWords = { pros: string[]; cons: string[]; key_features: string[]; reasoning: string };

interface Words {
  ofQuote(quote: QuoteFacts): QuoteWords;
  overall(best: QuoteFacts): string;
  risk(best: QuoteFacts): string;
  notes(): string;
}

/** Something to say of a quote, and on which side it counts. */
interface Finding {
  good: boolean;
  key: 'premium' | 'room' | 'deductible' | 'claims' | 'solvency' | 'flexibility' | 'service' | 'risk';
}

/** Made once: a format takes longer to make than a hundred numbers to write. */
const NUMBERS: Record<Language, Intl.NumberFormat> = {
  en: new Intl.NumberFormat('en', { useGrouping: false }),
  it: new Intl.NumberFormat('it', { useGrouping: false }),
};

/** The templates of a language for one comparison: sentences around its figures, no judgement that they do not give. */
export function wordsFor(language: Language, facts: ComparisonFacts): Words {
  const { sentence, ...phrases } = (language === 'it' ? italian : english)(facts.insuranceType);
  const premium = (value: Money) => formatMoney(value, language);
  const amount = (value: Money) => formatSum(value, language);
  const number = (value: number) => NUMBERS[language].format(value);
  const risks = (quote: QuoteFacts) => quote.acceptedRiskCategories.map((risk) => phrases.risks[risk]).join(', ');

  const point = (quote: QuoteFacts, { key, good }: Finding): string => {
    const [praise, blame] = phrases.points[key];
    return (good ? praise : blame).replace(
      '#',
      {
        premium: premium(quote.annualPremium),
        room: amount(quote.coverageMax),
        deductible: quote.deductible === null ? '' : amount(quote.deductible),
        claims: number(quote.claimSettlementRatio),
        solvency: number(quote.solvencyRatio),
        flexibility: number(quote.paymentFlexibility),
        service: number(quote.service),
        risk: risks(quote),
      }[key],
    );
  };

  return {
    ofQuote: (quote) => {
      const findings = findingsOn(quote, facts);
      const said = (good: boolean) => findings.filter((finding) => finding.good === good).slice(0, 4);
      const orNone = (texts: string[], none: string) => (texts.length > 0 ? texts : [none]);
      return {
        pros: orNone(
          said(true).map((finding) => point(quote, finding)),
          phrases.noPros,
        ),
        cons: orNone(
          said(false).map((finding) => point(quote, finding)),
          phrases.noCons,
        ),
        key_features: [
          phrases.monthly.replace('#', premium(quote.monthlyPremium)).replace('@', String(INSTALMENTS)),
          phrases.upTo.replace('#', amount(quote.coverageMax)),
          quote.deductible === null ? phrases.noDeductible : phrases.deductible.replace('#', amount(quote.deductible)),
          phrases.accepts.replace('#', risks(quote)),
        ],
        reasoning: sentence.quote
          .replace('{?}', `{${quote.label}}`)
          .replace('#', premium(quote.annualPremium))
          .replace('@', amount(facts.coverageAmount)),
      };
    },
    overall: (best) => sentence.overall.replace('{?}', `{${best.label}}`),
    risk: (best) =>
      sentence.risk
        .replace('#', phrases.risks[facts.riskCategory])
        .replace('{?}', `{${best.label}}`)
        .replace('@', risks(best)),
    notes: () => sentence.notes,
  };
}

/** Where a quote is the best or the worst of the comparison; a comparison of one says what stands on its own. */
function findingsOn(quote: QuoteFacts, { quotes, riskCategory }: ComparisonFacts): Finding[] {
  const measures: [Finding['key'], (quote: QuoteFacts) => Money | number][] = [
    ['premium', (q) => `-${q.annualPremium}`],
    ['room', (q) => q.coverageMax],
    ['claims', (q) => q.claimSettlementRatio],
    ['solvency', (q) => q.solvencyRatio],
    ['flexibility', (q) => q.paymentFlexibility],
    ['service', (q) => q.service],
  ];
  const findings = measures.flatMap(([key, measure]): Finding[] => {
    const against = quotes
      .filter((q) => q.label !== quote.label)
      .map((other) => compareMoney(String(measure(quote)), String(measure(other))));
    if (against.length > 0 && against.every((sign) => sign > 0)) return [{ key, good: true }];
    if (against.length > 0 && against.every((sign) => sign < 0)) return [{ key, good: false }];
    return [];
  });
  if (quote.deductible !== null) findings.push({ key: 'deductible', good: false });
  else findings.push({ key: 'deductible', good: true });
  if (riskCategory !== 'high')
    findings.push({ key: 'risk', good: riskCategories.every((risk) => quote.acceptedRiskCategories.includes(risk)) });
  return findings;
}

const english = (type: InsuranceType) => ({
  risks: { low: 'low', medium: 'medium', high: 'high' } satisfies Record<RiskCategory, string>,
  points: {
    premium: ['Lowest annual premium: #', 'Highest annual premium: #'],
    room:
      type === 'life'
        ? ['Highest maximum sum insured: #', 'Lowest maximum sum insured: #']
        : ['Highest coverage limit: #', 'Lowest coverage limit: #'],
    deductible: ['No deductible', 'Deductible of # on each claim'],
    claims: ['Highest claim settlement ratio: #%', 'Lowest claim settlement ratio: #%'],
    solvency: ['Highest solvency ratio: #%', 'Lowest solvency ratio: #%'],
    flexibility: ['Most flexible payment: # out of 100', 'Least flexible payment: # out of 100'],
    service: ['Best service: # out of 100', 'Weakest service: # out of 100'],
    risk: ['Accepts every risk category: #', 'Accepts these risk categories only: #'],
  } satisfies Record<Finding['key'], [string, string]>,
  noPros: 'Best of the comparison on no single figure',
  noCons: 'Worst of the comparison on no single figure',
  monthly: '# a month in @ instalments',
  upTo: 'Coverage up to #',
  deductible: 'Deductible #',
  noDeductible: 'No deductible',
  accepts: 'Risk categories accepted: #',
  sentence: {
    quote: '{?} asks # a year for a coverage of @.',
    overall:
      '{?} comes first, weighing value for money, coverage completeness, provider reputation, flexibility and ' +
      'risk alignment in this order.',
    risk: 'The risk category is #; {?} accepts: @.',
    notes: 'The ranking follows fixed rules and the figures of the quotes.',
  },
});

const italian: typeof english = (type) => ({
  risks: { low: 'basso', medium: 'medio', high: 'alto' },
  points: {
    premium: ['Premio annuo più basso: #', 'Premio annuo più alto: #'],
    room:
      type === 'life'
        ? ['Somma assicurata massima più alta: #', 'Somma assicurata massima più bassa: #']
        : ['Massimale più alto: #', 'Massimale più basso: #'],
    deductible: ['Nessuna franchigia', 'Franchigia di # per ogni sinistro'],
    claims: ['Quota di sinistri liquidati più alta: #%', 'Quota di sinistri liquidati più bassa: #%'],
    solvency: ['Indice di solvibilità più alto: #%', 'Indice di solvibilità più basso: #%'],
    flexibility: ['Pagamento più flessibile: # su 100', 'Pagamento meno flessibile: # su 100'],
    service: ['Servizio migliore: # su 100', 'Servizio meno buono: # su 100'],
    risk: ['Accetta ogni categoria di rischio: #', 'Accetta soltanto queste categorie di rischio: #'],
  },
  noPros: 'Migliore del confronto in nessuna singola voce',
  noCons: 'Peggiore del confronto in nessuna singola voce',
  monthly: '# al mese in @ rate',
  upTo: 'Copertura fino a #',
  deductible: 'Franchigia #',
  noDeductible: 'Nessuna franchigia',
  accepts: 'Categorie di rischio accettate: #',
  sentence: {
    quote: '{?} chiede # all’anno per una copertura di @.',
    overall:
      '{?} è al primo posto, valutando nell’ordine rapporto tra premio e copertura, completezza della ' +
      'copertura, affidabilità della compagnia, flessibilità e adeguatezza al rischio.',
    risk: 'La categoria di rischio è: #; {?} accetta: @.',
    notes: 'La classifica segue regole fisse e le cifre dei preventivi.',
  },
});
