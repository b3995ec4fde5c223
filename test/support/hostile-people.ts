/** What a prospect's texts may be: people and firms nobody would expect, from all over the world, some of whom want something from the printer. */
export interface HostilePerson {
  case: string;
  first_name: string;
  last_name: string;
  company_name?: string;
  vat_number?: string;
  type?: 'individual' | 'family' | 'business';
  language?: 'en' | 'it';
}

const BUSINESS = { type: 'business', vat_number: '12345678903' } as const;

/**
 * `port` is that of a server on localhost that nothing may visit; `secretFile` a file that nothing may read. No name may
 * carry an address as people read it, so these are written as a browser alone would read them: within markup by
 * entities, within scripts and style sheets by escapes.
 */
export function hostilePeople(port: number, secretFile: string): HostilePerson[] {
  const canary = `http&#58;//localhost:${port}`;
  const file = `file&#58;//${secretFile}`;
  const inScript = `http\\x3a//localhost:${port}`;
  const inStyle = `http\\3a //localhost:${port}`;
  const markup: [string, string][] = [
    ['script that fetches', `<script>fetch('${inScript}/script')</script>`],
    ['script from afar', `<script src="${canary}/from-afar"></script>`],
    ['picture', `<img src="${canary}/img">`],
    ['picture that fails', `<img src=x onerror="location='${inScript}/onerror'">`],
    ['iframe', `<iframe src="${canary}/iframe"></iframe>`],
    ['iframe of a file', `<iframe src="${file}" width=900 height=900></iframe>`],
    ['object of a file', `<object data="${file}"></object>`],
    ['embedded file', `<embed src="${file}" type="text/plain">`],
    ['meta refresh', `<meta http-equiv="refresh" content="0;url=${canary}/refresh">`],
    ['meta refresh to a file', `<meta http-equiv="refresh" content="0;url=${file}">`],
    ['SVG that loads', `<svg onload="fetch('${inScript}/svg')"><image href="${canary}/image"/></svg>`],
    ['SVG with a foreign page', `<svg><foreignObject><iframe src="${canary}/foreign"/></foreignObject></svg>`],
    ['style sheet', `</style><link rel="stylesheet" href="${canary}/link-style">`],
    ['style content', `</style><style>a::before { content: url(${inStyle}/content) }</style>`],
    ['style background', `"); } body { background: url(${inStyle}/background`],
    ['base address', `<base href="${canary}/base/">`],
    [
      'form that posts itself',
      `<form action="${canary}/form"><input autofocus onfocus="this['form']['submit']()"></form>`,
    ],
    ['video and audio', `<video src="${canary}/v" autoplay></video><audio src="${canary}/a" autoplay></audio>`],
    ['data address', `<iframe src="data:text/html,<script>fetch('${inScript}/data')</script>"></iframe>`],
    [
      'preload and prefetch',
      `<link rel="preload" as="image" href="${canary}/p"><link rel="prefetch" href="${canary}/q">`,
    ],
    ['closed title', `</title></head><body onload="fetch('${inScript}/onload')">`],
    ['comment left open', `<!-- --!><script>fetch('${inScript}/comment')</script>`],
    ['attribute that ends', `"><a href="${canary}/link" ping="${canary}/ping">here</a>`],
    ['template of eta', `<%= fetch('${inScript}/eta') %><%~ it %>`],
    ['braces', `{{constructor['constructor']('fetch("${inScript}/braces")')()}} \${process['env']['DATA_KEY']}`],
    ['entities', `&lt;script&gt; &amp;#x3C;img src=${canary}/entity&amp;#x3E; &copy;`],
    ['SQL', `Robert'); DROP TABLE policy;--`],
    ['formula', `=HYPERLINK("${canary}/formula","open")`],
    ['path', '../../../../etc/passwd'],
  ];
  return [
    ...markup.map(([name, text], index) => ({
      case: name,
      first_name: text,
      last_name: `Rossi${index}`,
      language: index % 2 === 0 ? ('it' as const) : ('en' as const),
    })),
    { case: '300 characters without a space', first_name: 'Abcdefghij'.repeat(30), last_name: 'Rossi' },
    {
      case: '300 characters twice',
      first_name: 'Maria Teresa '.repeat(23).trim(),
      last_name: 'Della Valle '.repeat(25).trim(),
      language: 'it',
    },
    { case: 'right to left', first_name: 'محمد', last_name: 'عبد الرحمن' },
    { case: 'two directions', first_name: 'Anna מרים', last_name: 'Verdi' },
    { case: 'emoji', first_name: 'Zoë 😀👩‍👩‍👧‍👦🇮🇹', last_name: 'Bianchi' },
    { case: 'Chinese', first_name: '小明', last_name: '王', language: 'it' },
    { case: 'Cyrillic', first_name: 'Иван Петрович', last_name: 'Щербаков' },
    { case: 'Bengali', first_name: 'রবীন্দ্রনাথ', last_name: 'ঠাকুর' },
    { case: 'Korean', first_name: '철수', last_name: '김', language: 'it' },
    { case: 'Japanese', first_name: 'さくら', last_name: '渡辺' },
    { case: 'Tamil', first_name: 'கார்த்திக்', last_name: 'சுப்பிரமணியம்' },
    { case: 'Ethiopic', first_name: 'ኃይለ', last_name: 'ገብረሥላሴ', language: 'it' },
    { case: 'Hebrew with points', first_name: 'דָּוִד', last_name: 'בֶּן־גּוּרִיּוֹן' },
    { case: 'marks no letter is composed with', first_name: 'Ọlọ́runfẹ́mi', last_name: 'Kag̃ua' },
    { case: 'accents stacked', first_name: 'Žížala-Ďábelský', last_name: 'Ǻçćéñţŝ' },
    { case: 'one letter', first_name: 'O', last_name: 'I' },
    {
      case: 'firm of markup',
      ...BUSINESS,
      first_name: 'Ada',
      last_name: 'Neri',
      company_name: `<img src="${canary}/firm"> & Söhne <b>S.p.A.</b>`,
    },
    {
      case: 'firm of 300 characters',
      ...BUSINESS,
      first_name: 'Ada',
      last_name: 'Neri',
      company_name: 'Società Anonima '.repeat(18).trim(),
      language: 'it',
    },
  ];
}
