import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import vocloop from './infra/lint/imports.mjs';

const lib = (name, ...below) => ({ sourceTag: `name:${name}`, onlyDependOnLibsWithTags: below.map((it) => `name:${it}`) });

/** Who may import whom among projects: services import libraries, never each other; a library imports those below it. */
const boundaries = {
  enforceBuildableLibDependency: false,
  // The starter runs the broker and the guard of infra as they are.
  allow: ['../../../infra/**'],
  depConstraints: [
    lib('contracts'),
    lib('text', 'contracts'),
    lib('sdk', 'contracts'),
    lib('database', 'contracts'),
    lib('service', 'contracts', 'database'),
    lib('messaging', 'contracts', 'database', 'service'),
    lib('delivery', 'contracts', 'database', 'service', 'messaging'),
    lib('testing', 'contracts'),
    ...['ingestion', 'sentiment', 'issues', 'routing', 'reporting'].map((name) => ({ sourceTag: `name:${name}`, onlyDependOnLibsWithTags: ['kind:lib'] })),
    { sourceTag: 'name:platform', onlyDependOnLibsWithTags: ['kind:lib', 'kind:service'] },
  ],
};

/** What runs as it is, without types, with what the Node that lints has everywhere. */
const scripts = ['**/*.mjs'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.voc/**', '**/*.d.ts', '**/*.d.mts'] },
  ...tseslint.configs.recommendedTypeChecked.map((it) => ({ ...it, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx, vocloop },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      'vocloop/imports': 'error',
      'vocloop/no-fetch': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/require-await': 'off',
      // An error's parts are told as they are; kafkajs hands methods over to be called alone; asserting what JSON holds is the point.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      'no-console': 'error',
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'config.ts is the only reader of the environment.' }],
    },
  },
  // Tests may put their libraries together as they need, and are as long as their tables; a description is one function.
  {
    files: ['**/*.spec.ts', '**/*.bench.ts', '**/*.conformance.ts', '**/*.testing.ts', '**/*.labelled.ts', 'libs/testing/**'],
    rules: {
      '@nx/enforce-module-boundaries': 'off', 'vocloop/imports': 'off', 'vocloop/no-fetch': 'off', 'max-lines': 'off', 'max-lines-per-function': 'off', 'no-restricted-properties': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/no-unsafe-argument': 'off', '@typescript-eslint/no-unsafe-call': 'off', '@typescript-eslint/no-unsafe-return': 'off', '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Word lists and migrations are as long as they are.
  { files: ['**/lexicon*.ts', '**/themes*.ts', '**/words.ts', '**/migrations/**', '**/migrations.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  { files: ['**/config.ts', 'services/platform/**', 'libs/service/src/telemetry/**'], rules: { 'no-restricted-properties': 'off' } },
  // Egress is the way out; the SDK and the starter are clients of our own API.
  { files: ['libs/service/src/egress/**', 'libs/sdk/**', 'services/platform/**', 'services/ingestion/src/import/**'], rules: { 'vocloop/no-fetch': 'off' } },
  { files: ['services/platform/**'], rules: { 'no-console': 'off' } },
  { ...js.configs.recommended, files: scripts },
  {
    files: scripts,
    languageOptions: { globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((it) => [it, 'readonly'])) },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-var': 'error', 'prefer-const': 'error', eqeqeq: 'error', 'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }], 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }], 'max-params': ['error', 5],
    },
  },
);
