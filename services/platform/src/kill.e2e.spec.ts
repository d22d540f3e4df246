import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker, PlatformTrial, type PlatformRun } from '@vocloop/testing';
import { Api } from './api.js';
import { makeSample, root } from './loop.js';
import type { Summary } from './summary.js';

// The weeks of the release and of the outage: two planted events.
const rows = (await makeSample()).feedback.filter(({ occurredAt }) => occurredAt! > '2026-01-17').slice(0, 1500);
const sources = [...new Set(rows.map(({ source }) => source))];
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** Plays the pods' and the customers' systems; it outlives every run. */
class Receiver {
  readonly got: { id: string; type: string }[] = [];
  private readonly server: Server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      this.got.push({ id: String(request.headers['webhook-id']), type: (JSON.parse(Buffer.concat(chunks).toString()) as { type: string }).type });
      response.writeHead(204).end();
    });
  });
  url = '';

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  ids(type: RegExp): string[] {
    return [...new Set(this.got.filter((it) => type.test(it.type)).map(({ id }) => id))];
  }
}

/** The import of one file, in as many runs as it takes, and then the two gravest issues resolved. */
class Import {
  // A claim that a killed process left on a delivery runs out 20 s after a try's own time.
  readonly trial = new PlatformTrial({ VOC_DELIVERY_TIMEOUT_SECONDS: '2' });
  readonly receiver = new Receiver();
  private readonly file = join(this.trial.folder, 'feedback.jsonl');
  private readonly rules = join(this.trial.folder, 'rules.yaml');

  constructor(private readonly options: readonly string[] = []) {}

  async prepare(): Promise<this> {
    await this.receiver.start();
    writeFileSync(this.file, rows.map((row) => JSON.stringify(row)).join('\n'));
    writeFileSync(this.rules, readFileSync(join(root, 'infra/sample/rules.yaml'), 'utf8').replace(/^ {2}([a-z0-9-]+):\n( {4}name:)/gm, `  $1:\n    webhook: { url: "${this.receiver.url}/$1", secret: "${secret}" }\n$2`));
    return this;
  }

  start(...options: string[]): PlatformRun {
    return this.trial.start('--import', this.file, '--rules', this.rules, ...this.options, ...options);
  }

  /** How many rows of a service's table there are; none while it is away. */
  async count(table: string): Promise<number> {
    const [row] = await this.trial.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`).catch(() => []);
    return row?.n ?? 0;
  }

  /** Every source gets an answer's address, then the gravest issues are resolved: their customers are answered. */
  async resolve(run: PlatformRun): Promise<void> {
    const { url, key } = await run.address();
    const api = new Api(url, key);
    for (const source of sources) await api.ask('PUT', `/v1/sources/${source}`, { answerWebhook: { url: `${this.receiver.url}/answers`, secret } });
    const { items } = await api.get<{ items: { id: string; feedbackCount: number }[] }>('/v1/issues?limit=100');
    for (const { id } of items.toSorted((a, b) => b.feedbackCount - a.feedbackCount || a.id.localeCompare(b.id)).slice(0, 2)) {
      await api.ask('POST', `/v1/issues/${id}/actions`, { action: 'resolve', by: 'a test', reason: 'mended', text: 'It is mended.' });
    }
  }

  /** What came of it, and that nothing was done twice. */
  async outcome(run: PlatformRun) {
    const { seconds: _, delivered, ...counts } = await run.summary<Summary>();
    const list = async (sql: string) => (await this.trial.query<{ it: string }>(`${sql} ORDER BY 1`)).map(({ it }) => it);
    const told = await list(`SELECT id AS it FROM routing.delivery WHERE state = 'arrived'`);
    const answered = await list(`SELECT id AS it FROM ingestion.delivery WHERE state = 'arrived'`);
    return {
      counts,
      feedback: await list(`SELECT concat_ws(' ', source, identity, revision) AS it FROM ingestion.feedback`),
      // Groups without a theme bear their first member's id, which is new in every run; they are told by whom they hold.
      evidence: await list(`SELECT concat_ws(' ', external_id, i.touchpoint, i.theme, i.supplier, i.product, min(external_id) OVER (PARTITION BY issue_id)) AS it FROM issues.evidence JOIN issues.issue i ON i.id = issue_id`),
      answers: await list(`SELECT concat_ws(' ', issue_id, customer, state) AS it FROM issues.answer`),
      // Once by their ids: at the receiver, in the delivery's own table (told by topic and by webhook), and in the counts of reporting.
      once: { told: 2 * told.length === delivered, toldIds: this.receiver.ids(/^(?!Answer)/).length === told.length, answered: answered.length, answeredIds: this.receiver.ids(/^Answer/).length },
    };
  }

  /** The last run: goes on, settles, stays to be asked, and is stopped. */
  async finish() {
    const run = this.start();
    const outcome = await this.outcome(run);
    await run.interrupt();
    return outcome;
  }

  async remove(): Promise<void> {
    await this.trial.remove();
    this.receiver.close();
  }
}

let undisturbed: Awaited<ReturnType<Import['finish']>>;
let tried: Import;
beforeAll(async () => {
  tried = await new Import().prepare();
  const run = tried.start();
  await run.summary();
  await tried.resolve(run);
  await run.until(async () => (await tried.count(`issues.answer WHERE state = 'answered'`)) > 0 && (await tried.count(`issues.answer WHERE state = 'due'`)) === 0);
  await run.interrupt();
  undisturbed = await tried.finish();
  await tried.remove();
}, 120_000);
afterEach(async () => tried.remove());

/** Nothing where it is the same as undisturbed; else what differs, short enough to be read. */
function differences({ counts: { log: _, ...counts }, ...rest }: typeof undisturbed): object {
  const { counts: { log: _log, ...usual }, ...others } = undisturbed;
  const lines = (['feedback', 'evidence', 'answers'] as const).map((name) => [name, [...rest[name].filter((it) => !others[name].includes(it)).map((it) => `- ${it}`), ...others[name].filter((it) => !rest[name].includes(it)).map((it) => `+ ${it}`)].slice(0, 10)] as const);
  const found = [...lines.filter(([, it]) => it.length > 0), ...(JSON.stringify(rest.once) === JSON.stringify(others.once) ? [] : [['once', rest.once]]), ...(JSON.stringify(counts) === JSON.stringify(usual) ? [] : [['counts', counts]])];
  return Object.fromEntries(found) as object;
}

it('undisturbed, all of it arrives once', () => {
  const { counts, evidence, answers, once } = undisturbed;
  expect(counts.accepted + counts.duplicates).toBe(rows.length);
  expect(counts.scored).toBe(counts.accepted);
  expect(evidence.length).toBeGreaterThan(100);
  expect(answers.length).toBeGreaterThan(50);
  expect(once).toEqual({ told: true, toldIds: true, answered: answers.length, answeredIds: answers.length });
});

describe('kill -9 of the one process, on the log in Postgres', () => {
  it('while it sends, while it gathers, while it answers: the next start finishes with the same', async () => {
    tried = await new Import().prepare();
    const sending = tried.start();
    await sending.until(() => tried.trial.imported() >= 300);
    await sending.kill();

    const second = tried.start();
    await second.until(() => tried.trial.imported() >= 900);
    await second.kill();

    const third = tried.start();
    await third.until(async () => (await tried.count('issues.evidence')) > 80);
    await third.kill();

    const fourth = tried.start();
    await fourth.summary();
    await tried.resolve(fourth);
    await fourth.until(() => tried.receiver.ids(/^Answer/).length > 20);
    await fourth.kill();

    expect(differences(await tried.finish())).toEqual({});
    expect(tried.trial.processes()).toEqual([]);
  }, 180_000);

  it('of its Postgres: that is started again, and the same run finishes with the same', async () => {
    tried = await new Import().prepare();
    const run = tried.start();
    for (const sent of [400, 900]) {
      await run.until(() => tried.trial.imported() >= sent);
      process.kill(Number(readFileSync(join(tried.trial.folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    }
    await run.summary();
    await tried.resolve(run);
    await run.until(async () => (await tried.count(`issues.answer WHERE state = 'answered'`)) > 0 && (await tried.count(`issues.answer WHERE state = 'due'`)) === 0);
    expect((await run.interrupt()).said).toContain('the embedded Postgres ended and is started again');
    expect(differences(await tried.finish())).toEqual({});
  }, 180_000);
});

describeWithOwnBroker('kill -9 of any process, on Kafka', () => {
  const services = ['ingestion', 'sentiment', 'issues', 'routing', 'reporting'];
  const killOf = (name: string) => tried.trial.processes(name).forEach((pid) => process.kill(pid, 'SIGKILL'));

  it('each service and the broker while the loop runs, then all at once: it finishes with the same', async () => {
    tried = await new Import(['--kafka']).prepare();
    const run = tried.start();
    for (const [index, service] of services.entries()) {
      await run.until(() => tried.trial.imported() >= 150 * (index + 1));
      killOf(`services/${service}/dist/main.js`);
    }
    await run.until(() => tried.trial.imported() >= 1100);
    killOf('kafka.Kafka');
    await run.kill();
    const next = tried.start();
    await next.summary();
    await tried.resolve(next);
    await next.until(() => tried.receiver.ids(/^Answer/).length > 20);
    await next.kill();
    expect(differences(await tried.finish())).toEqual({});
    expect(tried.trial.processes()).toEqual([]);
  }, 240_000);
});
