import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FactSubmitted, FeedbackSubmitted, feedbackInput } from '@vocloop/contracts';
import { roleUrl } from '@vocloop/database';
import { importFile } from '@vocloop/ingestion';
import { openLog, type LogRecord } from '@vocloop/messaging';
import { parse as parseCsv } from 'csv-parse/sync';
import fc, { type Arbitrary } from 'fast-check';
import { type Asked, InProcess, type Told } from './in-process.testing.js';
import { brokenJson, hostileText, hostileValue, mutated, operationsOf, requestsTo, valid, type Operation, type Schema } from './hostile.testing.js';

// Another seed: VOC_TEST_SEED=7 npm test -- int
const seed = Number(process.env['VOC_TEST_SEED'] ?? 20261122);
/** No answer may take more of the processor's time than this, in milliseconds, with seven others asked for at once. */
const slowest = 700;

const root = join(import.meta.dirname, '../../..');
const operations = operationsOf(JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')) as Parameters<typeof operationsOf>[0]);
const operation = (method: string, path: string): Operation => operations.find((it) => it.method === method && it.path === path)!;
const schemaOf = (path: string): Schema => operation('POST', path).contents[0]![1];

let inputs = 0;

/** Tries generated inputs, eight at once; what fails is tried again alone, and told shrunk with its seed. */
async function attack<Input>(arbitrary: Arbitrary<Input>, numRuns: number, faultOf: (input: Input) => Promise<string | undefined>): Promise<void> {
  const waiting = fc.sample(arbitrary, { seed, numRuns });
  inputs += waiting.length;
  let failed: { input: Input; fault: string } | undefined;
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let input = waiting.pop(); input !== undefined && !failed; input = waiting.pop()) {
      const fault = await faultOf(input);
      if (fault) failed = { input, fault };
    }
  }));
  if (!failed) return;
  await fc.assert(fc.asyncProperty(arbitrary, async (input) => { const fault = await faultOf(input); if (fault) throw new Error(fault); }), { seed, numRuns, includeErrorInReport: true });
  throw new Error(`${failed.fault}, among others only: seed ${seed}, ${fc.stringify(failed.input)}`);
}

const stack = /\bat .*\.(js|ts|mjs):\d|node_modules|\/work\/|SELECT |INSERT |syntax error at|violates|Cannot read prop|is not a function|undefined \(reading/;

/** What is wrong with an answer, if anything is. */
function wrongIn({ status, text, headers, ms }: Told, { statuses }: Pick<Operation, 'statuses'>): string | undefined {
  if (status >= 500) return `${status}: ${text}`;
  if (ms > slowest) return `took ${ms.toFixed(0)} ms of the processor`;
  if (status < 400) return statuses.includes(String(status)) ? undefined : `answers ${status}; declared are ${statuses.join(', ')}`;
  if (!statuses.includes(String(status)) && !statuses.includes('default')) return `answers ${status}, which is not declared`;
  if (!/^application\/problem\+json/.test(String(headers['content-type']))) return `${status} as ${String(headers['content-type'])}`;
  const { type, title, status: said, code, detail, errors, traceId } = JSON.parse(text) as Record<string, unknown> & { errors?: { pointer: unknown; code: unknown; detail: unknown }[] };
  if (type !== `urn:vocloop:problem:${String(code)}` || said !== status || !title || !detail || !/^[0-9a-f]{32}$/.test(String(traceId))) return `no whole problem document: ${text}`;
  if (code === 'invalid_input' && !(errors?.length && errors.every((it) => /^(\/|$)/.test(String(it.pointer)) && it.code && it.detail))) return `names no field: ${text}`;
  return stack.test(text) ? `tells of the inside: ${text}` : undefined;
}

let platform: InProcess;
let key: string;
const ask = async ({ headers, ...asked }: Asked) => platform.ask({ ...asked, headers: { ...headers, authorization: key } });
const count = async (table: string) => Number((await platform.sql<{ n: string }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n);

beforeAll(async () => {
  platform = await InProcess.start();
  key = await platform.keyOf('default');
}, 300_000);
afterAll(async () => platform?.stop(), 30_000);

const tellOfRefusals = new Set(['ingestion.intake_count', 'ingestion.request']);

/** What every table holds once nothing moves any more, as a digest for each; but only how many rows of the two that tell of refusals: how many there were, and what a key was answered. */
async function contents(): Promise<Map<string, string>> {
  await platform.settled(key);
  const tables = await platform.sql<{ name: string }>(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('access', 'log', 'ingestion', 'sentiment', 'issues', 'routing', 'reporting')`);
  const digests = await Promise.all(tables.map(async ({ name }) => (await platform.sql<{ digest: string }>(`SELECT count(*) || ' rows, ' || coalesce(sum(${tellOfRefusals.has(name) ? '0' : 'hashtextextended(it::text, 0)'}), 0) AS digest FROM ${name} AS it`))[0]!.digest));
  return new Map(tables.map(({ name }, at) => [name, digests[at]!]));
}

describe('every operation of the OpenAPI document', () => {
  const refused: Asked[] = [];

  it.each(operations.map((it) => [`${it.method} ${it.path}`, it] as const))('%s', async (_, it) => {
    await attack(requestsTo(it), 65, async (asked) => {
      const told = await ask(asked);
      if (told.status >= 400) refused.push(asked);
      return wrongIn(told, it);
    });
  }, 300_000);

  it('changes no row where it refuses', async () => {
    const refusedAgain = async (all: readonly Asked[]) => {
      const still: Asked[] = [];
      // One by one: what is refused only beside another is none of these.
      for (const it of all) if ((await ask(it)).status >= 400) still.push(it);
      return still;
    };
    let [still, before] = [refused, await contents()];
    // What was refused for what was not there yet may be taken by now, until all that is left is refused each time.
    for (let again = await refusedAgain(still); again.length < still.length; again = await refusedAgain(still)) [still, before] = [again, await contents()];
    expect(still.length).toBeGreaterThan(1000);
    const after = await contents();
    expect([...after].filter(([table, digest]) => digest !== before.get(table)).map(([table, digest]) => `${table}: ${before.get(table)} → ${digest}`)).toEqual([]);
  }, 300_000);
});

const feedback = valid(schemaOf('/v1/feedback'));
const fact = fc.record({ kind: fc.constantFrom('deliveries', 'revenue'), value: fc.integer(), observedAt: fc.constant('2026-03-02T00:00:00Z'), source: fc.constant('till') });
const submitted = fc.constantFrom(FeedbackSubmitted.type, FactSubmitted.type);
const envelope = submitted.chain((type) => fc.record({ specversion: fc.constant('1.0'), id: fc.uuid(), source: fc.constant('/till'), type: fc.constant(type), data: type === FactSubmitted.type ? fact : feedback }));
const header = hostileText.map((it) => it.slice(0, 3000));
const right = { specversion: fc.constant('1.0'), id: fc.uuid(), source: fc.constant('/till'), type: submitted };
const attributes = fc.oneof({ weight: 3, arbitrary: fc.record(right) }, { weight: 1, arbitrary: fc.record(right, { requiredKeys: ['type'] }) }).chain((given) => fc.tuple(fc.constant(given), fc.oneof(fc.constant({}), fc.dictionary(fc.oneof(fc.constantFrom('id', 'source', 'type', 'time', 'tenantid', 'partitionkey', 'traceparent', 'subject', 'datacontenttype', '__proto__', 'constructor', 'specversion'), fc.stringMatching(/^[a-z0-9]{1,9}$/)), header, { maxKeys: 2, noNullPrototype: true })))).map(([given, more]) => ({ ...given, ...more }));
const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');
const anyOf = (it: Arbitrary<unknown>): Arbitrary<Buffer> => fc.oneof({ weight: 2, arbitrary: it.map(json) }, { weight: 5, arbitrary: mutated(it).map(json) }, { weight: 1, arbitrary: brokenJson(it) });
const printable = (text: string) => text.replaceAll(/[^\t\x20-\x7e]/g, '');

/** Posts to one door. */
const posts = (path: string, payload: Arbitrary<Buffer>, contentType: string, headers: Arbitrary<Record<string, string>> = fc.constant({})): Arbitrary<Asked> =>
  fc.tuple(payload, headers).map(([bytes, more]) => ({ method: 'POST', path, payload: bytes, headers: { 'content-type': contentType, ...more } }));

describe('the doors that customers\' words come in by', () => {
  const ceHeaders = attributes.map((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [`ce-${name}`, printable(value)])));
  const doors: [string, Arbitrary<Asked>, number][] = [
    ['feedback', posts('/v1/feedback', anyOf(feedback), 'application/json'), 900],
    ['batches of feedback', posts('/v1/feedback/batch', anyOf(fc.array(fc.oneof(feedback, mutated(feedback)), { maxLength: 5 })), 'application/json'), 500],
    ['facts', posts('/v1/facts', anyOf(fc.oneof(fact, fc.record({ items: fc.array(fc.oneof(fact, mutated(fact)), { maxLength: 4 }) }))), 'application/json'), 500],
    ['CloudEvents', posts('/v1/events', anyOf(envelope), 'application/cloudevents+json'), 600],
    ['batches of CloudEvents', posts('/v1/events', anyOf(fc.array(fc.oneof(envelope, mutated(envelope)), { maxLength: 5 })), 'application/cloudevents-batch+json'), 400],
    ['CloudEvents by headers', posts('/v1/events', anyOf(fc.oneof(feedback, fact)), 'application/json', ceHeaders), 600],
  ];
  it.each(doors)('%s: what is refused leaves no row, and what is accepted leaves one', async (_, requests, runs) => {
    const rows = async () => (await count('ingestion.feedback')) + (await count('ingestion.fact'));
    const before = await rows();
    let accepted = 0;
    await attack(requests, runs, async (asked) => {
      const told = await ask(asked);
      if (told.status < 300) accepted += (JSON.parse(told.text) as { accepted?: number }).accepted ?? Number((JSON.parse(told.text) as { status: string }).status === 'accepted');
      return wrongIn(told, operation('POST', asked.path));
    });
    expect(accepted).toBeGreaterThan(0);
    expect(await rows()).toBe(before + accepted);
  }, 300_000);
});

describe('records on the open topic', () => {
  const noNul = (text: string) => text.toWellFormed().replaceAll('\0', '');
  const record: Arbitrary<LogRecord> = fc.tuple(fc.boolean(), attributes, anyOf(fc.oneof(feedback, fact)), anyOf(envelope), fc.option(header), fc.nat(3)).map(([structured, all, data, whole, recordKey, partition]) => ({
    topic: 'voc.inbound.v1', partition, key: recordKey === null ? null : noNul(recordKey), value: structured ? whole : data,
    headers: { ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`ce_${name}`, noNul(value)])), 'content-type': structured ? 'application/cloudevents+json' : 'application/json' },
  }));

  it('are all accounted for, and stop nobody', async () => {
    const sound: LogRecord = { topic: 'voc.inbound.v1', partition: 0, key: null, value: Buffer.from(JSON.stringify({ source: 'till', channel: 'survey', text: 'Among all this, a word.' })), headers: { ce_specversion: '1.0', ce_id: 'sound', ce_source: '/till', ce_type: 'FeedbackSubmitted.v1', ce_tenantid: 'default', 'content-type': 'application/json' } };
    const records = [...fc.sample(record, { seed, numRuns: 800 }), sound];
    inputs += records.length;
    const [before, rows] = [await platform.settled(key), await count('ingestion.feedback')];
    const log = await openLog({ kind: 'postgres', url: roleUrl(platform.url, 'ingestion', 'test') }, console);
    await log.append(records);
    await log.close();
    const after = await platform.settled(key);
    const taken = (accounts: typeof after) => accounts[0]!.consumers.reduce((sum, { next }) => sum + next, 0);
    expect(taken(after) - taken(before)).toBeGreaterThanOrEqual(records.length);
    expect(after.flatMap(({ balanced, consumers }) => [balanced, ...consumers.map(({ stalledBecause }) => stalledBecause)]).filter((it) => it !== true && it !== undefined)).toEqual([]);
    expect(after[0]!.deadLettered - before[0]!.deadLettered).toBeGreaterThan(100);
    expect(await count('ingestion.feedback')).toBeGreaterThan(rows);
  }, 300_000);

  it('and everything that was accepted anywhere went round the loop without one dead letter', async () => {
    const accounts = await platform.settled(key);
    const letters = await Promise.all(['sentiment', 'issues', 'routing', 'reporting'].map(async (it) => platform.sql(`SELECT topic, event_type, error_message FROM ${it}.dead_letter`)));
    expect(letters.flat()).toEqual([]);
    expect(accounts.map(({ inFlight }) => inFlight)).toEqual([0, 0, 0, 0, 0]);
  }, 300_000);
});

describe('rules', () => {
  const right = readFileSync(join(root, 'infra/sample/rules.yaml'), 'utf8');
  const spice = fc.oneof(fc.constantFrom('&a ', '*a', '<<: *a', '!!js/function ', '!!binary ', '\t', '? ', '---\n', '...', '|', '>-', '%YAML 1.2\n', '"', "'", '{', '[', '\u0000', '\u001b[31m', '__proto__: {}\n', 'constructor: x\n', '${{', '# ', '\r', '\ufeff', '- ', ': '), fc.string({ maxLength: 5 }));
  const bent = fc.array(fc.tuple(fc.nat(right.length), fc.nat(12), spice), { minLength: 1, maxLength: 4 }).map((changes) => changes.reduce((text, [at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone), right));
  const condition = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('('.repeat(3000), '!'.repeat(3000), '[1,2,3].all(x, [1,2,3].all(y, [1,2,3].all(z, true)))', '"a".matches("(a+)+$")', 'issue', '1/0', 'a.b.c.d', '"\\u0000"', '9223372036854775808', 'x'.repeat(9000)));
  const bomb = fc.nat(9).map((depth) => `a0: &a0 [x, x]\n${Array.from({ length: depth }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]\n`).join('')}`);
  const file = fc.oneof(bent, condition.map((it) => `${right}\n  - { name: generated, if: ${JSON.stringify(it)}, pod: triage }\n`), bomb, fc.constantFrom(right, '', '[]', `${'['.repeat(5000)}`, `${'a:\n '.repeat(50)}`, 'x'.repeat(200_000)), mutated(fc.record({ pods: fc.dictionary(fc.constantFrom('triage', 'till', '__proto__', 'constructor'), fc.record({ name: fc.string(), members: fc.constant([]) }), { minKeys: 1, noNullPrototype: true }), triage: fc.constantFrom('triage', 'till', '__proto__'), rules: fc.array(fc.record({ name: fc.string(), match: fc.dictionary(fc.constantFrom('touchpoint', 'theme', '__proto__'), fc.constantFrom('*', '**', '*a*a*a*a*b', '[', '\\'), { noNullPrototype: true }), pod: fc.constantFrom('triage', 'nowhere') }), { maxLength: 3 }) })).map((it) => JSON.stringify(it) ?? ''));

  it('each fault is told with its line; nothing is put in force', async () => {
    const versions = await count('routing.rules_version');
    await attack(fc.tuple(file, fc.boolean()), 500, async ([yaml, asFile]) => {
      const told = await ask({ method: 'PUT', path: '/v1/rules?dryRun=true', headers: { 'content-type': asFile ? 'text/yaml' : 'application/json' }, payload: asFile ? Buffer.from(yaml) : json({ yaml }) });
      const errors = told.status === 422 ? (JSON.parse(told.text) as { errors: { line: number; detail: string }[] }).errors : [];
      return wrongIn(told, operation('PUT', '/v1/rules')) ?? (errors.every(({ line, detail }) => line >= 1 && detail) && (told.status !== 422 || errors.length > 0) ? undefined : `names no line: ${told.text}`);
    });
    expect(await count('routing.rules_version')).toBe(versions);
  }, 300_000);
});

describe('files', () => {
  const cell = fc.oneof(fc.string({ maxLength: 20 }), hostileValue.map((it) => String(typeof it === 'string' ? it : JSON.stringify(it)).slice(0, 25_000)), fc.constantFrom('"', '""', '"a', ',', ';', '\n', '\r\n', '=cmd|x', '@a', '5', '2026-03-02', 'It came late.'));
  const head = fc.uniqueArray(fc.oneof(fc.constantFrom('text', 'comment', 'rating', 'nps', 'date', 'customer', 'id', 'channel', 'product', '__proto__', 'constructor', '=1+1'), fc.string({ maxLength: 6 })), { minLength: 1, maxLength: 5 });
  const quoted = (text: string, how: number) => (how === 0 ? text : `"${how === 1 ? text : text.replaceAll('"', '""')}"`);
  const csv = fc.tuple(head, fc.array(fc.array(fc.tuple(cell, fc.nat(4)), { minLength: 1, maxLength: 5 }), { maxLength: 6 }), fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n', '\r'))
    .map(([names, rows, delimiter, end]) => [names.join(delimiter), ...rows.map((row) => row.map(([text, how]) => quoted(text, how)).join(delimiter))].join(end));
  const jsonl = fc.array(fc.oneof(anyOf(feedback), anyOf(fc.dictionary(fc.constantFrom('text', 'comment', 'nps', 'date', '__proto__', 'a.b'), hostileValue, { noNullPrototype: true }))), { maxLength: 6 }).map((lines) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  const bytes = (text: Arbitrary<string>): Arbitrary<Buffer> => fc.tuple(text, fc.constantFrom<BufferEncoding>('utf8', 'utf8', 'utf8', 'latin1', 'utf16le')).map(([it, encoding]) => Buffer.from(it, encoding));

  it.each([['csv', bytes(csv), 300], ['jsonl', jsonl, 250]] as const)('%s: every row is sent whole or told; nothing else comes of any file', async (form, content, runs) => {
    let files = 0;
    await attack(content as Arbitrary<Buffer>, runs, async (written) => {
      const file = join(platform.folder, `${files++}.${form}`);
      const report = `${file}.refused.csv`;
      writeFileSync(file, written);
      const unfit: unknown[] = [];
      const send = async (items: readonly object[]) => Promise.resolve({ items: items.map((item, index) => { if (!feedbackInput.safeParse(item).success) unfit.push(item); return { index, status: 'accepted' }; }) });
      try {
        const { rows, accepted, refused } = await importFile({ file, report, folder: platform.folder, send, mapping: {} });
        if (rows !== accepted + refused) return `${rows} rows, of which ${accepted} accepted and ${refused} refused`;
        if (unfit.length > 0) return `sends what the API refuses: ${JSON.stringify(unfit[0])}`;
        const told = refused === 0 ? [] : (parseCsv(readFileSync(report, 'utf8')) as string[][]);
        if (told.length !== (refused === 0 ? 0 : refused + 1)) return `${refused} refused, ${told.length - 1} told`;
        return told.flat().find((it) => /^\s*[=+@\t\r-]/.test(it)) && `a formula in the report: ${JSON.stringify(told)}`;
      } catch (error) {
        return /^(Error|MappingError)$/.test((error as Error).constructor.name) && !stack.test((error as Error).message) ? undefined : `${String(error)}\n${(error as Error).stack}`;
      }
    });
  }, 300_000);
});

describe('all of it', () => {
  it('was ten thousand inputs, and left the language as it was', () => {
    expect(inputs).toBeGreaterThanOrEqual(10_000);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    for (const name in {}) throw new Error(`Object.prototype has ${name}`);
  });
});
