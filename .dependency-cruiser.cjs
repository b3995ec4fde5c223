/**
 * The arrows: programs → sagas → modules → queues → platform → kernel, downward only; modules in business order, and of
 * another module only its face (index.ts). test/architecture shows that each rule catches what it is there for.
 */
const MODULES = [
  'auth',
  'catalogue',
  'prospects',
  'eligibility',
  'quotes',
  'policies',
  'contracts',
  'commissions',
  'payouts',
  'notifications',
  'dashboard',
  'operations',
];
const COLLECTIONS = [...MODULES, 'catalogues', 'comparisons', 'first-mails', 'priced-facts'];
/** Beside the doors themselves: programs that migrate, compare or verify, and the queues' own connections. */
const DOORS = [
  '^src/platform/database/',
  '^src/programs/(?:migrate|openapi|verify)[.]ts$',
  '^src/queues/(?:queue-pool|relay)[.]ts$',
];
const LAYERS = {
  // With what puts the modules together (app.module.ts).
  programs: '(?:programs/|[^/]+[.]ts$)',
  sagas: 'sagas/',
  modules: 'modules/',
  queues: 'queues/',
  platform: 'platform/',
  kernel: 'kernel/',
};

const src = '^src/';
const layers = Object.keys(LAYERS);
const inLayer = (layer) => `${src}${LAYERS[layer]}`;

/** A test may look wherever it must; what it tests may not. */
const notTests = '[.]spec[.]ts$';

const upward = layers.slice(1).map((layer) => ({
  name: `${layer}-imports-downward`,
  comment: `${layer} may only import what lies below it: ${layers.slice(layers.indexOf(layer) + 1).join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: inLayer(layer), pathNot: notTests },
  to: { path: layers.slice(0, layers.indexOf(layer)).map(inLayer) },
}));

const businessOrder = MODULES.slice(0, -1).map((module, index) => ({
  name: `${module}-imports-earlier-modules`,
  comment: `${module} may only import the modules before it; what its facts cause in a later one is a saga's business`,
  severity: 'error',
  from: { path: `${src}modules/${module}/`, pathNot: notTests },
  to: { path: `${src}modules/(?:${MODULES.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that need each other are one thing, or one of them is in the wrong place',
      from: {},
      to: { circular: true },
    },
    ...upward,
    ...businessOrder,
    {
      name: 'known-modules',
      severity: 'error',
      comment: 'a new module takes its place in the business order above',
      from: {},
      to: { path: `${src}modules/[^/]+/`, pathNot: `${src}modules/(?:${MODULES.join('|')})/` },
    },
    {
      name: 'modules-by-their-face',
      severity: 'error',
      comment: 'of another module only its index.ts may be imported',
      from: { path: `${src}modules/([^/]+)/`, pathNot: notTests },
      to: { path: `${src}modules/[^/]+/`, pathNot: [`${src}modules/$1/`, `${src}modules/[^/]+/index[.]ts$`] },
    },
    {
      name: 'others-by-the-face-too',
      severity: 'error',
      comment: 'sagas and programs know modules by their index.ts',
      from: { path: [inLayer('sagas'), inLayer('programs')], pathNot: notTests },
      to: { path: `${src}modules/[^/]+/`, pathNot: `${src}modules/[^/]+/index[.]ts$` },
    },
    {
      name: 'kernel-is-pure',
      severity: 'error',
      comment: 'the kernel knows no framework: decimal.js, temporal-polyfill, uuid and node:crypto alone',
      from: { path: inLayer('kernel'), pathNot: notTests },
      to: {
        dependencyTypesNot: ['local'],
        pathNot: [
          'node_modules/(?:decimal[.]js|temporal-polyfill|temporal-utils|temporal-spec|uuid)/',
          '^(?:node:)?crypto$',
        ],
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'a file of a module without a suffix that tells a role, its state and events are the domain: no Nest, no TypeORM in it',
      // A collection is where the domain meets the database; auth and notifications are machinery more than domain.
      from: {
        path: `${src}modules/[^/]+/[^/.]+(?:[.](?:state|events))?[.]ts$`,
        pathNot: [
          `${src}modules/(?:auth|notifications)/`,
          `${src}modules/[^/]+/(?:index|${COLLECTIONS.join('|')})[.]ts$`,
          notTests,
        ],
      },
      to: { path: 'node_modules/(?:@nestjs|typeorm|@nestjs-cls)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'two-doors-to-the-database',
      severity: 'error',
      comment:
        'statements go through the unit of work or the replica: no one else opens a connection or knows a driver',
      from: { path: '^src/', pathNot: [...DOORS, notTests] },
      to: { path: 'node_modules/(?:@types/)?(?:pg|typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'nothing-missing',
      severity: 'error',
      comment: 'an import that leads nowhere',
      from: { pathNot: notTests },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
