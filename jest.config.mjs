const shared = {
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1' },
  setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/test/clients'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const everywhere = ['<rootDir>/test/{journeys,access,faults}/**/*.spec.ts'];
/** A deployed system is looked at through its door alone. */
const fromOutside = ['<rootDir>/test/journeys/deployed.spec.ts'];

/** Every topology that a system may be run in (npm run scale). */
const topologies = ['<rootDir>/test/topologies/**/*.spec.ts'];

/** unit needs nothing but Node; e2e needs the servers that scripts/test.mjs brings. */
export default {
  // Only the killed workers' tests are concurrent. Each boots its processes again and again: more of them at once keep each
  // other, on two cores, from connecting within the time that a boot has.
  maxConcurrency: 4,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/{properties,architecture}/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'e2e',
      setupFilesAfterEnv: ['<rootDir>/test/support/e2e-setup.ts'],
      testMatch: process.env.E2E_BASE_URL ? fromOutside : everywhere,
    },
    {
      ...shared,
      displayName: 'scale',
      setupFilesAfterEnv: ['<rootDir>/test/support/e2e-setup.ts'],
      testMatch: topologies,
    },
  ],
};
