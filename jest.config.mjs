// Three kinds of tests by their names: *.spec.ts is pure, *.int.spec.ts needs Postgres or Kafka, *.e2e.spec.ts runs the whole loop.
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/'],
  transformIgnorePatterns: ['/node_modules/'],
  transform: { '\\.ts$': ['@swc/jest', JSON.parse(JSON.stringify((await import('./infra/swc.mjs')).swc))] },
};
// One Postgres and one Kafka for a run, shared by its files.
const withEngines = { globalSetup: '<rootDir>/libs/testing/global-setup.mjs', globalTeardown: '<rootDir>/libs/testing/global-teardown.mjs' };
const ofKind = (displayName, testMatch, testPathIgnorePatterns = []) => ({ ...common, displayName, testMatch, testPathIgnorePatterns: ['/node_modules/', '/dist/', ...testPathIgnorePatterns] });

export default {
  projects: [
    ofKind('unit', ['**/*.spec.ts'], ['\\.(int|e2e)\\.spec\\.ts$']),
    { ...ofKind('int', ['**/*.int.spec.ts']), ...withEngines },
    { ...ofKind('e2e', ['**/*.e2e.spec.ts']), ...withEngines },
  ],
  testTimeout: 60_000,
};
