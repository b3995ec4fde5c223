/**
 * Plain letters of English and Italian, digits, ordinary punctuation. Zero-width and control characters, other
 * alphabets and digits, look-alikes, fractions, other currencies, markup and addresses all fall outside.
 */
const plainText = /[^A-Za-z0-9àèéìíòóùúÀÈÉÌÒÙ \u00A0\u202F.,;:!?'’"“”«»()%€\-–—/{}]/u;

/** A slash is left for these alone: it divides, dates and addresses everywhere else. */
const harmlessSlash = /\/100\b|(?<=\band)\/or\b|(?<=\be)\/o\b|\/(?:month|year|mese|anno)\b/g;

export function findForbiddenCharacter(text: string): string | null {
  return plainText.exec(text)?.[0] ?? /\//.exec(text.replaceAll(harmlessSlash, ''))?.[0] ?? null;
}

const labelInBraces = /\{([A-Z])\}/g;

/** Braces around anything but a label, or a label that the comparison does not have. */
export function findWrongLabel(text: string, labels: readonly string[]): string | null {
  const foreign = [...text.matchAll(labelInBraces)].find(([, label]) => !labels.includes(label!));
  return foreign?.[0] ?? /[{}].?/.exec(text.replaceAll(labelInBraces, ''))?.[0] ?? null;
}

export function findLink(text: string): string | null {
  return /https?|\bwww\b|[a-z0-9]{2,}\.[a-z]{2,}|\b(?:dot|punto)\s(?:com|it|net|org|eu|io)\b/i.exec(text)?.[0] ?? null;
}

/** Beginnings of words for what the facts never speak of: what is said of it is invented, or obeys somebody. */
const topics = [
  // what somebody earns
  'commission',
  'provvigion',
  'kickback',
  'rebat',
  'broker(?:age)? fee',
  'incentiv',
  // what a price might be lowered by
  'discount',
  'scont[oiar]',
  'ribass',
  'cash ?back',
  'promo',
  'coupon',
  'voucher',
  'bonus',
  'regal[oi]\\b',
  'gift',
  'gratis',
  'gratuit',
  'omaggi',
  'for free\\b',
  'free (?:of charge|months?|years?)\\b',
  '(?:is|are|comes?|completely|totally|entirely) free\\b',
  'money back',
  'refund',
  'restitui',
  'rimbors\\w* (?:\\w+ ){0,2}premi',
  'no[- ]claims?',
  // promises
  'guarante',
  'garantit',
  'garantisc',
  'risk-free',
  'priv[oi] di rischi',
  'senza (?:alcun )?rischi',
  "(?:never|won['’]t|will not|cannot) (?:rais|ris|increas|chang|go up|refus|reject|den|declin|turn)",
  '(?:mai|non) (?:aument|cambier|salir|rifiut|respin)',
  '(?:lock|frozen|bloccat)',
  'for ever|forever|per sempre|a vita\\b',
  'always pays?\\b',
  'paga(?:no)? sempre',
  'paga(?:no)? (?:ogni|tutti)\\b',
  '(?:all|every) claims? (?:is|are|gets?) (?:paid|settled|covered)',
  '(?:ogni sinistro|tutti i sinistri) (?:è|sono|viene|vengono)',
  // talk about instructions
  'ignor[ae]',
  'disregard',
  'instruction',
  'istruzion',
  'prompt',
  'jailbreak',
  'overrid',
  'language model',
  'modello linguistico',
  'intelligenza artificiale',
  'assistant',
  'assistente\\b',
  'as (?:you )?requested',
  'come (?:da )?richiest',
  'developer mode',
  'system message',
  '(?:was|were|been|am) (?:told|ordered|asked to)',
  '(?:mi|ci) (?:è|viene|hanno) (?:stato )?(?:chiest|dett|ordinat|impost)',
  'come (?:mi è stato )?(?:ordinat|indicat[oa] dal)',
  'obey',
  'obbed',
  'the system (?:ask|say|want|tell)',
  'il sistema (?:chied|dic|vuol)',
  'rules (?:given|received)',
  'regole (?:ricevut|dat)',
  // tax and returns
  'tax',
  'fiscal',
  'detra[iz]',
  'deducib',
  'deduzion',
  'rendiment',
  'investment return',
  // ways to be reached or paid
  'click',
  'clicca',
  'call (?:us|now|the)',
  'chiama(?:te|ci)?\\b',
  'telefon',
  'phone',
  'whatsapp',
  'e-?mail',
  'iban\\b',
  'contact (?:us|them|the)',
  'contatta(?:te|ci|re|li)',
  'numero verde',
  'scan the',
  'bonific',
  'bank transfer',
  'password',
  'credit card',
  'carta di credito',
  // what is covered, how fast, and whom: the facts tell none of it
  'roadside',
  'soccorso',
  'carro attrezzi',
  'dent(?:al|ist|ari)',
  'earthquake',
  'terremot',
  'floods?\\b',
  'alluvion',
  'fire\\b',
  'incendi',
  'theft',
  'furt[oi]\\b',
  'abroad',
  'estero',
  'travel',
  'viaggi',
  'accident',
  'infortun',
  'hospital',
  'ospedal',
  'ricover',
  'matern',
  'invalid',
  'disabilit',
  'death',
  'morte',
  'cristalli',
  'windscreen',
  'collision',
  'kasko',
  'calamit',
  'natural disaster',
  'surg(?:er|ic)',
  'chirurg',
  'cancer',
  'tumor',
  'courtesy car',
  'auto sostitutiva',
  'days?\\b',
  'giorn[oi]\\b',
  'weeks?\\b',
  'settiman',
  'hours?\\b',
  'ore\\b',
  'minut[eio]s?\\b',
  'overnight',
  'immediat',
  'smok',
  'fumat',
  'diabet',
  'pregnan',
  'incint',
  'retire',
  'pensionat',
  'married',
  'sposat',
  'divorc',
  'children',
  'figli[oae]?\\b',
  'wife',
  'husband',
  'moglie',
  'marito',
  'medic[aohi]',
  'examination',
  'questionn?ai?r',
  'without questions',
  'senza domande',
  'fees?\\b',
  'hidden',
  'spese (?:di|aggiuntiv|nascost|accessori)',
  'costi nascosti',
  'unlimited',
  'illimitat',
  'no (?:maximum|limits?|upper limit|ceiling|cap)\\b',
  'without (?:an? )?(?:limit|ceiling|cap)',
  'nessun (?:massimale|limite)',
  'senza (?:limit|massimal)',
  '(?:premium|price)s? (?:falls?|drops?|rises?|decreas|increas|grows?)',
  'premio (?:scend|sale\\b|salir|cala|cresc|aument|diminui)',
  // fame
  'number one',
  'numero uno',
  'award',
  'premiat',
  'best[- ]?sell',
  'più vendut',
  'nationwide',
  'customers? (?:choose|chose|love|prefer)',
  'backed by',
  'state-owned',
  'government',
  'governo',
  'dello stato\\b',
  // other currencies
  'dollar',
  'bucks?\\b',
  'quid\\b',
  'usd\\b',
  'gbp\\b',
  'chf\\b',
  'sterlin',
  'franchi\\b',
  'pounds?\\b',
  'yen\\b',
  'bitcoin',
  'crypto',
  'cripto',
  // pressure
  'sign (?:now|today|immediately)',
  'firma(?:re)? (?:ora|subito|oggi)',
  'act now',
  'today only',
  'only today',
  'solo (?:per )?oggi',
  'limited offer',
  'offerta limitata',
  'last chance',
  'ultima occasione',
];

const anyTopic = new RegExp(`\\b(?:${topics.join('|')})`, 'i');

export function findForbiddenTopic(text: string): string | null {
  return anyTopic.exec(text)?.[0] ?? null;
}

/** Companies that a model may think of, beside those of the catalogue; only names that are no common words. */
const wellKnown = [
  'Allianz',
  'Allianz Direct',
  'Amissima',
  'Assimoco',
  'Aviva',
  'AXA',
  'Cardif',
  'Cattolica',
  'Chubb',
  'Eurovita',
  'Generali',
  'Genertel',
  'Groupama',
  'HDI',
  'Helvetia',
  'Intesa Sanpaolo',
  'Mediolanum',
  'MetLife',
  'Munich Re',
  'Poste Vita',
  'Prudential',
  'Quixa',
  'Reale Mutua',
  'Sara Assicurazioni',
  'Swiss Life',
  'Swiss Re',
  'Unipol',
  'UnipolSai',
  'Vittoria Assicurazioni',
  'Zurich',
  'Zuritel',
];

/** Legal forms and the words that companies call themselves by. */
const companyWords =
  /\b(?:s\.? ?p\.? ?a|s\.? ?r\.? ?l|ltd|gmbh|plc|inc|assicurazioni|mutua|insurance (?:company|group))\b/i;

/** Words that may stand with a capital inside a sentence, or begin one as its subject. */
const ordinary = new Set(
  `i eur euro a an the this that these those it its he she they we you there here what which who whoever all any both
  each every either neither none nothing everything one another other others overall most more less few some price cost
  costs coverage cover premium premiums deductible excess solvency service services value flexibility payment payments
  claims claim ratio ratios score scores rate risk reputation quality quote quotes quotation ranking choice comparison
  client clients annual monthly maximum highest lowest limit category provider providers insurer company protection
  strength weakness completeness affordability reliability however while but and or so also still yet if when since
  low medium high two three four five six
  il lo la i gli le un uno una questo questa questi queste quello quella quelli quelle ciò esso essa essi chi che cosa
  quale quali nessuno nessuna niente nulla tutto tutti tutte entrambi entrambe ognuno ciascuno ciascuna altro altri non
  ne ci si vi se anche dove quando quanto come così inoltre infine dunque però ma e o prezzo costo premio premi
  copertura coperture massimale franchigia solvibilità solidità servizio valore flessibilità pagamento pagamenti
  sinistri indice punteggio quota rischio reputazione qualità preventivo preventivi classifica scelta confronto cliente annuo mensile
  categoria compagnia protezione completezza convenienza affidabilità basso medio alto due tre quattro
  cinque sei`.split(/\s+/),
);

/** A capitalised word before one of these is the subject of a sentence: a name, unless it is an ordinary word. */
const verbs = new Set(
  `is are was has have had offers offer costs provides provide charges gives ranks scores wins beats would will can
  could remains stands comes asks covers accepts pays sells quotes proposes insures leads excels seems looks does
  keeps makes
  è sono era ha hanno offre offrono costa propone copre accetta paga chiede resta rimane risulta vince batte sarebbe può
  dà presenta vanta applica assicura vende prevede sembra mantiene`.split(/\s+/),
);

/** What may stand between subject and verb. */
const adverbs = new Set(
  `not also always never even only often instead however still now too alone non anche sempre mai solo soltanto spesso
  invece però ancora ora oggi già`.split(/\s+/),
);

/** Finds any of the names, however spaced, dotted or cased. */
function anyOf(names: readonly string[]): RegExp {
  const spelled = names.map((name) =>
    unaccented(name)
      .replaceAll(/[^A-Za-z0-9]/g, '')
      .split('')
      .join('[ .\'’"\\-–]{0,2}'),
  );
  return new RegExp(`(?<![A-Za-z])(?:${spelled.join('|')})(?![A-Za-z])`, 'i');
}

const anyWellKnown = anyOf(wellKnown);

/** The name of a company, or what can only be read as one. */
export function nameFinder(names: readonly string[]): (text: string) => string | null {
  const anyGiven = names.length > 0 ? anyOf(names) : anyWellKnown;
  return (text) => {
    const labelled = text.replaceAll(labelInBraces, 'it');
    const plain = unaccented(labelled).replaceAll(/\b(?:condizioni|spese) generali\b/gi, '');
    const found = anyGiven.exec(plain) ?? anyWellKnown.exec(plain) ?? companyWords.exec(plain);
    return found?.[0] ?? findProperNoun(labelled);
  };
}

function unaccented(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

function findProperNoun(text: string): string | null {
  for (const sentence of text.split(/(?<=[.!?;])\s+/)) {
    const words = sentence.match(/[A-Za-zÀ-ÿ]+/g) ?? [];
    const isSubject = verbs.has(words.slice(1).find((word) => !adverbs.has(word)) ?? '');
    for (const [index, word] of words.entries()) {
      if (/^.+[A-ZÀ-Ý]/.test(word) && word !== 'EUR') return word;
      if (!/^[A-ZÀ-Ý]/.test(word)) continue;
      // "A offers" is no article but a label without its braces.
      const known = ordinary.has(word.toLowerCase()) && !(word === 'A' && isSubject);
      if (!known && (index > 0 || isSubject)) return word;
    }
  }
  return null;
}
