import { labelsIn } from './labels.js';
import { a, and } from '../../../kernel/italian.js';
import { type TermFacts, type Texts } from './texts.js';

export const ITALIAN: Texts = {
  title: 'Contratto di assicurazione',
  subject: (insuranceType, provider) => `${insuranceType} con ${provider}`,
  labels: labelsIn('it'),
  none: 'Nessuna',
  yes: 'Sì',
  no: 'No',
  statuses: { active: 'Attiva', expired: 'Scaduta', cancelled: 'Annullata' },
  partyTypes: { individual: 'Persona fisica', family: 'Famiglia', business: 'Impresa' },
  occupationRisks: { standard: 'Ordinario', high: 'Elevato', very_high: 'Molto elevato' },
  breakdown: {
    base: 'Premio annuo di base',
    multiplier: (provider) => `Tariffa ${provider}`,
    risk: 'Categoria di rischio',
    coverage: (word, amount) => `${word} di ${amount}`,
    age: 'Età dell’assicurato',
  },
  terms: italianTerms,
  forCompany: (company) => `Per ${company}`,
  forInsuredParty: 'L’assicurato',
  page: { before: 'Pagina ', between: ' di ' },
  smallPrint:
    'Documento dimostrativo. Il nome della compagnia è un marchio del suo titolare; le condizioni, la tariffa e le ' +
    'cifre qui riportate sono dati sintetici di esempio e non costituiscono un’offerta di tale compagnia.',
};

function italianTerms(facts: TermFacts): { title: string; text: string }[] {
  return [
    {
      title: 'Periodo di copertura',
      text:
        `La copertura decorre dal ${facts.start} e vale fino alle ore 24 del ${facts.end}. Dal ${facts.renewal} la ` +
        'polizza può essere rinnovata per un altro anno, con un premio calcolato in base alla tariffa' +
        `${facts.aged ? ' e all’età dell’assicurato' : ''} al primo giorno della nuova annualità.`,
    },
    {
      title: 'Pagamento del premio',
      text:
        `Il premio annuo di ${facts.annualPremium} si paga in ${facts.instalments} ` +
        `${facts.instalments === 1 ? 'rata' : 'rate'} alle scadenze indicate nel piano dei pagamenti.`,
    },
    {
      title: 'Denuncia dei sinistri',
      text:
        `Ogni sinistro deve essere denunciato ${a(facts.provider)} o ${a(facts.company)} entro 30 giorni ` +
        'dall’evento.',
    },
    ...coolingOff(facts.coolingOffDays),
    {
      title: 'Disdetta',
      text:
        `${facts.coolingOffDays === null ? 'L’assicurato' : 'Trascorsi i giorni di ripensamento, l’assicurato'} può ` +
        'disdire il contratto in qualsiasi momento. La copertura resta valida fino alle ore 24 del giorno in cui la ' +
        'disdetta ha effetto e il premio dei giorni non goduti viene rimborsato: premio × giorni non goduti ÷ giorni ' +
        'dell’annualità, con un solo arrotondamento al centesimo.',
    },
    {
      title: 'Modifiche',
      text: 'Ogni modifica del presente contratto è valida solo se concordata per iscritto tra le parti.',
    },
    {
      title: 'Protezione dei dati',
      text:
        `${and(facts.company, facts.provider)} trattano i dati personali solo per concludere ed eseguire il presente ` +
        'contratto, ai sensi del Regolamento (UE) 2016/679 (GDPR). L’assicurato può chiederne l’accesso, la ' +
        'rettifica e la cancellazione.',
    },
    {
      title: 'Legge applicabile',
      text:
        'Il presente contratto è regolato dalla legge italiana. Restano salvi i diritti che la legge riconosce ai ' +
        'consumatori.',
    },
  ];
}

function coolingOff(days: number | null): { title: string; text: string }[] {
  if (days === null) return [];
  const text =
    `Entro ${days} giorni dalla firma l’assicurato può recedere: l’intero premio viene restituito e la copertura ` +
    'viene meno sin dall’inizio. Il giorno della firma non si conta, l’ultimo giorno è compreso.';
  return [{ title: 'Diritto di ripensamento', text }];
}
