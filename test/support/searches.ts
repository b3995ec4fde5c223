/** People and businesses as they are stored; the key is what the tables below call them. */
export const STORED = {
  rossi: {
    first_name: 'Mario', last_name: 'Rossi', email: 'Mario.Rossi@Studio-Legale.example', phone: '347 9988776', birth_date: '1985-12-10', tax_code: 'RSSMRA85T10A562S',
  },
  esposito: { first_name: 'Luca', last_name: 'Esposito', phone: '+39 06 69821234' },
  nicolo: { first_name: 'Nicolò', last_name: 'De Santis' },
  dangelo: { first_name: 'Maria Chiara', last_name: 'D\'Angelo' },
  sicily: { first_name: 'Giosuè', last_name: 'Lo Presti' },
  ibrahim: { first_name: 'İbrahim', last_name: 'Yıldız' },
  muller: { first_name: 'Jürgen', last_name: 'Groß', phone: '+49 30 901820' },
  sorensen: { first_name: 'Søren', last_name: 'Łukasiewicz' },
  obrien: { first_name: 'Siobhán', last_name: 'O’Brien-Kraft' },
  officine: {
    type: 'business', company_name: 'Officine Griffin & Figli S.r.l.', vat_number: '01234567897', birth_date: null,
    first_name: 'Tiziana', last_name: 'Bellini', email: 'amministrazione@griffin.example',
  },
  ivanov: { first_name: 'Алексей', last_name: 'Иванов' },
  nikos: { first_name: 'Νίκος', last_name: 'Παπαδόπουλος' },
  ahmad: { first_name: 'أحمد', last_name: 'الخطيب' },
  wang: { first_name: '小明', last_name: '王' },
  kim: { first_name: '민수', last_name: '김' },
  rahman: { first_name: 'আব্দুর', last_name: 'রহমান' },
} as const;

/** What somebody types, and whom they mean. */
export const FINDS: [typed: string, stored: keyof typeof STORED][] = [
  ['Mario Rossi', 'rossi'], ['rossi mario', 'rossi'], ['ROSSI, Mario', 'rossi'], ['oss ari', 'rossi'], ['ro ma', 'rossi'], ['ＲＯＳＳＩ', 'rossi'],
  ['347 9988776', 'rossi'], ['+39 347 9988776', 'rossi'], ['0039 347 9988776', 'rossi'], ['347-998.8776', 'rossi'], ['(347) 99 88 776', 'rossi'],
  ['3479988', 'rossi'], ['998 87', 'rossi'], ['0039 347 99', 'rossi'], ['rossi 347', 'rossi'],
  ['RSS MRA 85T10 A562S', 'rossi'], ['rssmra85t10a562s', 'rossi'], ['R S S M R A 85T10A562S', 'rossi'], ['RSSMRA85', 'rossi'],
  ['mario.rossi@STUDIO-LEGALE.example', 'rossi'], ['rossi@studio', 'rossi'], ['@studio-legale', 'rossi'], ['studio legale', 'rossi'],
  ['esposito luca', 'esposito'], ['Luca Esposito', 'esposito'], ['luca esp', 'esposito'], ['06 6982', 'esposito'], ['+39 06 69821234', 'esposito'],
  ['nicolo', 'nicolo'], ['Nicolò', 'nicolo'], ['nicolo\u0300', 'nicolo'], ['NICOLÒ de santis', 'nicolo'], ['desantis', 'nicolo'],
  ['D’Angelo', 'dangelo'], ['D\'Angelo', 'dangelo'], ['d angelo', 'dangelo'], ['dangelo', 'dangelo'], ['D’ Chiara', 'dangelo'], ['giosue', 'sicily'], ['LoPresti', 'sicily'], ['Giosue\'', 'sicily'],
  ['İbrahim', 'ibrahim'], ['ibrahim', 'ibrahim'], ['IBRAHIM', 'ibrahim'], ['ıbrahim', 'ibrahim'], ['yildiz', 'ibrahim'], ['YILDIZ İ', 'ibrahim'],
  ['jurgen', 'muller'], ['GROSS', 'muller'], ['groß', 'muller'], ['+49 (0)30 901820', 'muller'], ['30 901820', 'muller'],
  ['soren', 'sorensen'], ['lukasiewicz', 'sorensen'], ['ŁUKASIEWICZ SØREN', 'sorensen'],
  ['O\'Brien', 'obrien'], ['obrien', 'obrien'], ['brien‐kraft', 'obrien'], ['Brien Kraft', 'obrien'], ['siobhan', 'obrien'],
  ['officine griffin', 'officine'], ['griﬃn', 'officine'], ['Griffin S.R.L.', 'officine'], ['griffin srl', 'officine'], ['figli & griffin', 'officine'], ['bellini', 'officine'],
  ['01234567897', 'officine'], ['IT01234567897', 'officine'], ['IT 012 3456 7897', 'officine'], ['it01234', 'officine'], ['Amministrazione@GRIFFIN.example', 'officine'],
  ['Иванов', 'ivanov'], ['алексей ИВАНОВ', 'ivanov'], ['Алексеи', 'ivanov'], ['Νίκος', 'nikos'], ['ΝΙΚΟΣ', 'nikos'], ['παπαδοπουλος', 'nikos'],
  ['أحمد', 'ahmad'], ['احمد الخطيب', 'ahmad'], ['王小明', 'wang'], ['王', 'wang'], ['小明', 'wang'], ['明', 'wang'], ['김민수', 'kim'], ['민수 김', 'kim'],
  ['রহমান', 'rahman'], ['আব্দুর রহমান', 'rahman'],
];

/** What somebody types who means nobody of these. */
export const FINDS_NOBODY = [
  'mario esposito', 'rossi luca', 'ossi ar', 'nicola', 'angelod', 'io', '347 9988777', '+33 347 9988776', 'RSSMRA85T10A562X', 'IT01234567890',
  'mario.rossi@studio-legale.example.com', 'maria.rossi@studio-legale.example', '%', '_', '\\', '-', 'ro%i', 'иванова', '李', '김민호', 'রহিম', 'محمد', 'new',
];
