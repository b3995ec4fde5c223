import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsQR from 'jsqr';
import puppeteer from 'puppeteer';
import { aContract } from '../../../../test/support/a-contract.js';
import { PdfRenderer } from '../../../platform/pdf/chromium.js';
import { findBrowser } from '../../../platform/pdf/find-browser.js';
import { extractPdfText } from '../../../platform/pdf/pdf-text.js';
import { contractHtml } from './contract-html.js';

/** Counts who comes by: nobody may. */
let canary: Server;
let address: string;
const visits: string[] = [];
const renderer = new PdfRenderer();

beforeAll(async () => {
  canary = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('<h1>replaced</h1>');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await renderer.close();
  await new Promise((resolve) => canary.close(resolve));
});

async function read(html: string): Promise<{ pages: string[]; text: string }> {
  const pages = await extractPdfText(await renderer.render(html));
  return { pages, text: pages.join('\n').replace(/\s+/g, ' ') };
}

/** Of the kinds that name themselves; one that Chromium takes from the machine does. */
function fontsIn(pdf: string): string[] {
  return [...new Set(pdf.match(/\/BaseFont \/[A-Z]{6}\+[\w-]+/g)?.map((font) => font.slice(18)))].sort();
}

describe('the printed contract', () => {
  it('has two A4 pages, numbered, with its policy number on each', async () => {
    const { pages } = await read(contractHtml(aContract()));
    expect(pages).toHaveLength(2);
    expect(pages.map((page) => page.includes('INS-2026-000001'))).toEqual([true, true]);
    expect(pages[0]).toContain('Page 1 of 2');
    expect(pages[1]).toContain('Page 2 of 2');
    expect(pages.join().match(/[0-9a-f]{32}/)).toBeNull();
  }, 60_000);

  it('is tagged, titled and brings its own fonts, in the foot too', async () => {
    const pdf = (await renderer.render(contractHtml(aContract()))).toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\./);
    expect(pdf).toContain('/Title (Insurance contract 0198f3a2-7c1e-7d52-9a44-3b6f0c2d91ab)');
    expect(pdf).toContain('/MarkInfo');
    expect(fontsIn(pdf)).toEqual(['NotoSans-Bold', 'NotoSans-Regular']);
  }, 60_000);

  it('draws no letter of the world with a font of the machine', async () => {
    const world = [
      'Guaraní g̃ Ọlọ́runfẹ́mi a̱ o͘',
      'Щербаков и̃',
      'Παπαδόπουλος',
      'שָׁלוֹם',
      'مُحَمَّد',
      'रामचंद्र',
      'রবীন্দ্রনাথ',
      'ਗੁਰਪ੍ਰੀਤ',
      'ગુજરાતી',
      'ଓଡ଼ିଆ',
      'கார்த்திக்',
      'శ్రీ',
      'ಕೃಷ್ಣ',
      'മലയാളം',
      'ශ්‍රී',
      'ภูมิพล',
      'ສຸກ',
      'རྒྱལ',
      'အောင်ဆန်း',
      'ქართული',
      'Հայերեն',
      'አማርኛ',
      'ស្រី',
      'ᠮᠣᠩᠭᠣᠯ',
      'ᏣᎳᎩ',
      'ᐃᓄᒃᑎᑐᑦ',
      '김철수',
      '渡辺さくら',
      '陳大文',
      '𞤀𞤣𞤤',
      '♥ ∑ ½ 𝓜',
      '😀👩‍👩‍👧‍👦🇮🇹👍🏽❤️‍🔥',
    ];
    const [company_name, name] = [world.slice(16).join(' '), world.slice(0, 16).join(' ')];
    const pdf = (await renderer.render(contractHtml(aContract({ company_name }, { name })))).toString('latin1');
    expect(fontsIn(pdf).filter((font) => !font.startsWith('Noto'))).toEqual([]);
    expect(fontsIn(pdf).length).toBeGreaterThan(40);
  }, 60_000);

  it('reads right in Italian, in Cyrillic and in accented letters', async () => {
    const name = 'Иван Петрович Žížala-Ďábelský';
    const contract = aContract({ language: 'it', annual_premium: '1201.15' }, { name });
    const { text } = await read(contractHtml(contract));
    expect(text).toContain(name);
    expect(text).toContain('1.201,15 €');
    expect(text).toContain('Pagina 1 di 2');
  }, 60_000);

  it('loses nothing of a name of 300 letters without a space', async () => {
    const name = 'Abcdefghij'.repeat(30);
    const { pages } = await read(contractHtml(aContract({}, { name })));
    expect(pages[0]?.replace(/\s+/g, '')).toContain(`Name${name}`);
  }, 60_000);

  it('fetches nothing and stays itself when every text is hostile', async () => {
    await fetch(`${address}/control`);
    expect(visits.splice(0)).toEqual(['/control']);
    const hostile = [
      `<script>fetch('${address}/script')</script>`,
      `<img src="${address}/img" onerror="location='${address}/onerror'">`,
      `<iframe src="${address}/iframe"></iframe>`,
      `<meta http-equiv="refresh" content="0;url=${address}/refresh">`,
      `<svg onload="fetch('${address}/svg')"><image href="${address}/image"/></svg>`,
      `</style></title><link rel="stylesheet" href="${address}/link">`,
      `"); } @import url(${address}/import); @page { background: url(${address}/page`,
      `{{constructor.constructor('fetch("${address}/braces")')()}}`,
      `<%= fetch('${address}/eta') %>`,
    ];
    for (const text of hostile) {
      const contract = aContract(
        { company_name: text, broker_name: text, provider_name: text, document_id: text, event_chain_head: text },
        { name: text, email: text, phone: text, tax_code: text },
      );
      const { text: printed } = await read(contractHtml(contract));
      expect(printed).toContain('INS-2026-000001');
      expect(printed.replace(/\s/g, '')).toContain(`Name${text}`.replace(/\s/g, ''));
    }
    expect(visits).toEqual([]);
  }, 120_000);

  it('carries a code that a camera reads as the address of its verification page', async () => {
    const { executablePath, env } = await findBrowser();
    const browser = await puppeteer.launch({
      executablePath,
      env: { ...process.env, ...env },
      headless: 'shell',
      args: ['--no-sandbox'],
    });
    try {
      const page = await browser.newPage();
      await page.setViewport({ width: 800, height: 1130, deviceScaleFactor: 2 });
      await page.setContent(contractHtml(aContract()));
      const picture = await (await page.$('.verify'))!.screenshot({ encoding: 'base64' });
      // On a page of its own, for the contract's lets nothing be fetched.
      const { data, width, height } = (await (
        await browser.newPage()
      ).evaluate(`(async () => {
        const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,${picture}')).blob());
        const { width, height } = bitmap;
        const context = new OffscreenCanvas(width, height).getContext('2d');
        context.drawImage(bitmap, 0, 0);
        return { data: [...context.getImageData(0, 0, width, height).data], width, height };
      })()`)) as { data: number[]; width: number; height: number };
      expect(jsQR.default(Uint8ClampedArray.from(data), width, height)?.data).toBe(aContract().verify_url);
    } finally {
      await browser.close();
    }
  }, 60_000);
});
