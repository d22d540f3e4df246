import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** A process that tells its log of a statement that failed, as a module of Nest does. */
const teller = `
  import { Logger, Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { QueryFailedError } from 'typeorm';
  import { LoggerModule, Logger as Pino } from 'nestjs-pino';
  import { nestLogger, processLogger } from './logging.js';
  const refused = new QueryFailedError('SELECT $1::uuid', ['Ann Hale'], Object.assign(new Error('invalid input syntax for type uuid: "Ann Hale"'), { code: '22P02' }));
  const failed = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Ann Hale) exists.' });
  const error = new QueryFailedError('INSERT INTO trial VALUES ($1)', ['Ann Hale'], failed);
  class Empty {}
  const module = { module: Empty, imports: [LoggerModule.forRoot(nestLogger())] };
  const app = await NestFactory.createApplicationContext(module, { bufferLogs: true, logger: false });
  app.useLogger(app.get(Pino));
  new Logger('trial').warn({ err: error }, 'by Nest');
  for (const err of [new AggregateError([error], 'several'), new Error('caused', { cause: error }), refused, new Error('not kept', { cause: refused }), null, 'a word', { code: 5 }]) processLogger().warn({ err }, 'by itself');`;

it('says of a statement that failed what was asked and why, and nothing of what it was given', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', teller], { cwd: join(import.meta.dirname, '../../dist/telemetry'), env: { ...process.env, NODE_OPTIONS: '' }, encoding: 'utf8' });
  expect(said).not.toContain('Ann Hale');
  const lines = said.trim().split('\n').map((line) => JSON.parse(line) as { msg: string; err: { message: string; code?: string; query?: string } });
  expect(lines.filter(({ err }) => err)).toMatchObject([
    { msg: 'by Nest', err: { message: 'duplicate key', code: '23505', query: 'INSERT INTO trial VALUES ($1)' } },
    { err: { message: 'several', aggregateErrors: [{ message: 'duplicate key' }] } }, { err: { message: 'caused: duplicate key' } }, { err: { message: 'invalid input syntax for type uuid', code: '22P02' } },
    { err: { message: 'not kept: invalid input syntax for type uuid' } },
    { err: 'a word' }, { err: { code: 5 } },
  ]);
});
