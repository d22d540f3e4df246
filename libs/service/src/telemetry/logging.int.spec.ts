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
  const failed = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Ann Hale) exists.' });
  const error = new QueryFailedError('INSERT INTO trial VALUES ($1)', ['Ann Hale'], failed);
  class Empty {}
  const module = { module: Empty, imports: [LoggerModule.forRoot(nestLogger())] };
  const app = await NestFactory.createApplicationContext(module, { bufferLogs: true, logger: false });
  app.useLogger(app.get(Pino));
  new Logger('trial').warn({ err: error }, 'by Nest');
  processLogger().warn({ err: new Error('caused', { cause: new AggregateError([error], 'several') }) }, 'by itself');`;

it('says of a statement that failed what was asked and why, and nothing of what it was given', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', teller], { cwd: join(import.meta.dirname, '../../dist/telemetry'), env: { ...process.env, NODE_OPTIONS: '' }, encoding: 'utf8' });
  expect(said).not.toContain('Ann Hale');
  const lines = said.trim().split('\n').map((line) => JSON.parse(line) as { msg: string; err: { message: string; code?: string; query?: string } });
  expect(lines.filter(({ err }) => err)).toMatchObject([
    { msg: 'by Nest', err: { message: 'duplicate key', code: '23505', query: 'INSERT INTO trial VALUES ($1)' } },
    { msg: 'by itself', err: { message: 'caused: several' } },
  ]);
});
