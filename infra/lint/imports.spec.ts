import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { refreshGraph } from '../nx/documents.mjs';
import vocloop, { roleOf } from './imports.mjs';

const root = resolve(import.meta.dirname, '../..');

function lint(file: string, code: string): string[] {
  const linter = new Linter({ cwd: root });
  const config = [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser }, plugins: { vocloop }, rules: { 'vocloop/imports': 'error', 'vocloop/no-fetch': 'error' } }];
  return linter.verify(code, config as Linter.Config[], join(root, file)).map(({ message }) => message);
}

const issue = (name: string) => `services/issues/src/issue/${name}.ts`;

describe('the import rules', () => {
  it.each([
    ['a pure file that reads files', issue('grouping'), `import { readFileSync } from 'node:fs';`],
    ['a pure file that knows Nest', issue('grouping'), `import { Injectable } from '@nestjs/common';`],
    ['a pure file that imports a repository', issue('grouping'), `import { IssueRepository } from './issue.repository.js';`],
    ['a pure file that publishes, by a type alone', issue('grouping'), `import type { Publisher } from '@vocloop/messaging';`],
    ['a library of text with a clock of its own', 'libs/text/src/tokenize.ts', `import { setTimeout } from 'node:timers/promises';`],
    ['a repository that publishes', issue('issue.repository'), `import { Publisher } from '@vocloop/messaging';`],
    ['a repository that calls its service', issue('issue.repository'), `import { IssueService } from './issue.service.js';`],
    ['a service with SQL', issue('issue.service'), `import { DataSource } from 'typeorm';`],
    ["a service with another noun's repository", issue('issue.service'), `import { PolicyRepository } from '../policy/policy.repository.js';`],
    ['a handler that writes', issue('issue.handler'), `import { IssueRepository } from './issue.repository.js';`],
    ['a controller with SQL', issue('issue.controller'), `import pg from 'pg';`],
    ['an entity with behaviour', issue('issue.entity'), `import { IssueService } from './issue.service.js';`],
    ['a Kafka client outside of its home', 'libs/messaging/src/relay.ts', `import { Kafka } from 'kafkajs';`],
    ['a deep import', issue('issue.service'), `import { x } from '@vocloop/text/dist/tokenize.js';`],
    ['a deep import at run time', issue('issue.service'), `await import('@vocloop/text/dist/tokenize.js');`],
    ['a call out beside the egress', issue('issue.service'), `await fetch('https://example.com');`],
    ['a call out by another name', issue('issue.service'), `await globalThis.fetch('https://example.com');`],
    ['a client beside the egress', issue('issue.service'), `import { request } from 'undici';`],
    ['Node\'s client', issue('issue.service'), `import { request } from 'node:https';`],
    ['Node\'s client, whole', issue('issue.service'), `import http from 'node:http';`],
  ])('refuse %s', (_, file, code) => expect(lint(file, code)).toHaveLength(1));

  it.each([
    ['a pure file with text and contracts', issue('grouping'), `import { sketch } from '@vocloop/text'; import type { Score } from '@vocloop/contracts'; import { rules } from './rules.js';`],
    ['a service with its repository', issue('issue.service'), `import { Database } from '@vocloop/database'; import { Publisher } from '@vocloop/messaging'; import { IssueRepository } from './issue.repository.js';`],
    ['a handler with its service', issue('issue.handler'), `import { On } from '@vocloop/messaging'; import { IssueService } from './issue.service.js';`],
    ['Kafka at home', 'libs/messaging/src/kafka/kafkajs-client.ts', `import { Kafka } from 'kafkajs';`],
  ])('let %s be', (_, file, code) => expect(lint(file, code)).toEqual([]));

  it.each([
    ['services/issues/src/issue/grouping.ts', 'pure'], ['services/issues/src/issue/issue.service.ts', 'service'], ['services/issues/src/main.ts', 'wiring'],
    ['services/issues/src/migrations/1-create.ts', 'wiring'], ['libs/text/src/stem.ts', 'pure'], ['libs/text/src/weights/load.ts', 'other'], ['services/platform/src/gateway.ts', 'other'],
  ])('see %s as %s', (file, role) => expect(roleOf(join(root, file))).toBe(role));
});

describe('lint as it is run', () => {
  // Nobody may have linted here yet.
  beforeAll(() => refreshGraph(root), 60_000);
  it.each([
    ['a service that imports another service', 'services/issues/src/planted.ts', `export { RoutingModule } from '@vocloop/routing';`, '@nx/enforce-module-boundaries'],
    ['a library that imports a service', 'libs/database/src/planted.ts', `export { RoutingModule } from '@vocloop/routing';`, '@nx/enforce-module-boundaries'],
    ['a promise that nobody awaits', 'services/issues/src/planted.ts', `export function later(): void { Promise.resolve(1); }`, 'no-floating-promises'],
  ])('fails for %s', (_, file, code, rule) => {
    writeFileSync(join(root, file), `${code}\n`);
    try {
      // Through Nx's own project graph: without one its rule skips itself and passes.
      const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/eslint/bin/eslint.js'), file], { cwd: root, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } });
      expect(stdout).toContain(rule);
      expect(status).toBe(1);
    } finally {
      rmSync(join(root, file));
    }
  }, 120_000);
});
