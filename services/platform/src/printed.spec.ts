import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { printable, printableLines } from '@vocloop/contracts';
import { run as deadLetters } from './commands/dead-letters.js';
import { run as keys } from './commands/keys.js';
import { run as rescore } from './commands/rescore.js';
import { progressLine, waits } from './loop.js';
import { type RoutedIssue, type Summary, report } from './summary.js';

const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/;
const evil = 'x\r\n\u001b[2J\u001b]0;owned\u0007\u009b31m\u2028\u202eforged';

it.each([
  ['a\u001b[2Jb', 'a\\u001b[2Jb'], ['a\r\nb\tc', 'a\\u000d\\u000ab\\u0009c'], ['\u009b31m\u007f', '\\u009b31m\\u007f'], ['\u202eabc\u2066', '\\u202eabc\\u2066'], ['Grüße, 你好 🙂 «a»', 'Grüße, 你好 🙂 «a»'],
])('%j is printed as %s', (text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(JSON.parse(printable(JSON.stringify(text)))).toBe(text);
  expect(printableLines(`${text.replaceAll('\n', '')}\n`)).toBe(`${shown.replaceAll('\\u000a', '')}\n`);
});

describe('commands print what comes from elsewhere', () => {
  let server: Server;
  let url: string;
  let status = 200;
  const letter = { id: evil, state: evil, eventType: evil, topic: evil, errorCode: evil, errorMessage: evil, attempts: 1, createdAt: evil };

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status !== 200 ? { detail: evil, errors: [{ pointer: evil, detail: evil }] } : request.url!.includes('/replay') ? { outcome: 'failed', error: evil, released: 0 } : { items: [letter], nextCursor: null }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close().closeAllConnections());

  const printed = async (command: typeof deadLetters | typeof keys | typeof rescore, ...argv: string[]): Promise<string> => {
    let out = '';
    const stream = { write: (text: string) => { out += text; } };
    await command(argv, { env: { VOC_URL: url, VOC_API_KEY: 'voc_x' }, stdout: stream, stderr: stream });
    return out;
  };

  it.each([
    ['dead letters', deadLetters, ['--service', 'issues'], 200],
    ['dead letters as JSON', deadLetters, ['--service', 'issues', '--json'], 200],
    ['what became of a replay', deadLetters, ['replay', '--service', 'issues', '--id', 'x'], 200],
    ['a refusal', deadLetters, ['--service', 'issues'], 403],
    ['a refusal of rescoring', rescore, [], 403],
    ['an argument that is none', deadLetters, [evil], 200],
    ['a time that is none', rescore, ['--from', evil], 200],
    ['a scope that is none', keys, ['create', '--scopes', evil], 200],
  ] as const)('%s: without a character that a terminal obeys', async (_, command, argv, answered) => {
    status = answered;
    const out = await printed(command, ...argv);
    expect(out).toContain('\\u001b[2J');
    expect(out).not.toMatch(obeyed);
  });

  it('a dead letter stands on one line', async () => {
    status = 200;
    expect((await printed(deadLetters, '--service', 'issues')).split('\n')).toHaveLength(2);
  });
});

it('npm start tells of issues, pods and what waits likewise', () => {
  const issue = { issueId: 'i', pod: evil, reason: evil, issue: { title: evil, severity: { level: 'high', score: 1 }, feedbackCount: 1, customerCount: 1 } } as unknown as RoutedIssue;
  const told = report({ accepted: 1, duplicates: 0, refused: 0, scored: 1, seconds: 1, issues: 1, delivered: 0, answered: 0 } as Summary, [issue]);
  const accounts = [{ service: 'issues', consumers: [{ topic: 't', next: 1, first: 0, stalledBecause: evil }], outbox: {}, inFlight: 0 }] as unknown as Parameters<typeof waits>[0];
  expect(told.split('\n')).toHaveLength(6);
  expect(waits(accounts)).toEqual([`issues waits: ${printable(evil)}`]);
  for (const text of [told, progressLine(1, accounts)]) expect(text).not.toMatch(obeyed);
});
