import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = process.cwd();
const houses: string[] = [];

interface Verdict {
  violations: string[];
  cruised: number;
}

/** Runs dependency-cruiser with the project's rules on the `src` of a folder. */
function cruise(folder: string): Verdict {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      'src',
      '--config',
      path.join(root, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 },
  );
  if (!stdout) throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return {
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    cruised: summary.totalCruised,
  };
}

/** A small house with the given files, where the project's packages can be imported. */
function aHouse(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'arrows-')));
  houses.push(folder);
  const all = {
    'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'ES2023' }, include: ['src'] }),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

const face = "export { quote } from './quote.js';\n";
const soundHouse = {
  'src/programs/main.ts': "import { quote } from '../modules/quotes/index.js';\nexport const all = [quote];\n",
  'src/kernel/money.ts': "import { Decimal } from 'decimal.js';\nexport const money = new Decimal(1);\n",
  'src/platform/clock.ts': "export { money } from '../kernel/money.js';\n",
  'src/queues/queues.ts': "export { money } from '../platform/clock.js';\n",
  'src/modules/quotes/quote.ts': "import { money } from '../../kernel/money.js';\nexport const quote = money;\n",
  'src/modules/quotes/index.ts': face,
  'src/modules/policies/policy.ts': "import { quote } from '../quotes/index.js';\nexport const policy = quote;\n",
  'src/modules/policies/index.ts': "export { policy } from './policy.js';\n",
  'src/sagas/policy-creation/policy-creation.saga.ts':
    "export { policy } from '../../modules/policies/index.js';\nexport { money } from '../../queues/queues.js';\n",
};

const violations: [rule: string, file: string, text: string][] = [
  ['kernel-imports-downward', 'src/kernel/ids.ts', "export { money } from '../platform/clock.js';"],
  ['platform-imports-downward', 'src/platform/http.ts', "export { quote } from '../modules/quotes/index.js';"],
  ['queues-imports-downward', 'src/queues/relay.ts', "export { quote } from '../modules/quotes/index.js';"],
  [
    'modules-imports-downward',
    'src/modules/quotes/expiry.ts',
    "export { policy } from '../../sagas/policy-creation/policy-creation.saga.js';",
  ],
  ['sagas-imports-downward', 'src/sagas/mail/mail.saga.ts', "export { all } from '../../programs/main.js';"],
  ['quotes-imports-earlier-modules', 'src/modules/quotes/sum.ts', "export { policy } from '../policies/index.js';"],
  ['modules-by-their-face', 'src/modules/policies/sum.ts', "export { quote } from '../quotes/quote.js';"],
  [
    'others-by-the-face-too',
    'src/sagas/contract/contract.saga.ts',
    "export { quote } from '../../modules/quotes/quote.js';",
  ],
  ['known-modules', 'src/programs/worker.ts', "export { lead } from '../modules/leads/index.js';"],
  ['kernel-is-pure', 'src/kernel/bus.ts', "export { Injectable } from '@nestjs/common';"],
  ['kernel-is-pure', 'src/kernel/files.ts', "export { readFileSync } from 'node:fs';"],
  ['domain-is-pure', 'src/modules/quotes/premium.ts', "export { DataSource } from 'typeorm';"],
  ['two-doors-to-the-database', 'src/modules/quotes/mail-counts.ts', "export { DataSource } from 'typeorm';"],
  [
    'two-doors-to-the-database',
    'src/platform/http/health.ts',
    "import pg from 'pg';\nexport const pool = new pg.Pool();",
  ],
  ['two-doors-to-the-database', 'src/queues/signal.ts', "export { type Client } from 'pg';"],
  ['two-doors-to-the-database', 'src/sagas/mail/count.ts', "export { InjectDataSource } from '@nestjs/typeorm';"],
  ['nothing-missing', 'src/platform/pdf.ts', "export { nothing } from './nowhere.js';"],
  ['no-cycles', 'src/platform/one.ts', "import { two } from './two.js';\nexport const one = (): unknown => two;"],
  ['no-cycles', 'src/platform/five.ts', "import { type Six } from './six.js';\nexport type Five = Six[];"],
];

let project: Verdict;
let soundOne: Verdict;
let plantedOne: Verdict;

// Each run of dependency-cruiser takes seconds, so all violations are planted in one house.
beforeAll(() => {
  project = cruise(root);
  soundOne = cruise(aHouse(soundHouse));
  plantedOne = cruise(
    aHouse({
      ...soundHouse,
      'src/modules/leads/index.ts': 'export const lead = 1;\n',
      'src/platform/two.ts': "import { one } from './one.js';\nexport const two = (): unknown => one;\n",
      'src/platform/six.ts': "import { type Five } from './five.js';\nexport type Six = { five: Five };\n",
      ...Object.fromEntries(violations.map(([, file, text]) => [file, `${text}\n`])),
    }),
  );
}, 120_000);

afterAll(() => {
  for (const folder of houses) rmSync(folder, { recursive: true, force: true });
});

describe('the arrows', () => {
  it('point downward everywhere in this project', () => {
    expect(project.violations).toEqual([]);
    expect(project.cruised).toBeGreaterThan(20);
  });

  it('let a sound house stand', () => {
    expect(soundOne.violations).toEqual([]);
  });

  it.each(violations)('refuse a planted violation of %s (%s)', (rule, file) => {
    expect(plantedOne.violations.filter((violation) => violation.startsWith(`${rule}: ${file} → `))).not.toEqual([]);
  });
});
