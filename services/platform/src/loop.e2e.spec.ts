import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IssueSnapshot } from '@vocloop/contracts';
import { eventually, PlatformTrial, type Ending } from '@vocloop/testing';
import { run as rescore } from './commands/rescore.js';
import { makeSample } from './loop.js';
import type { Summary } from './summary.js';

interface Planted { id: string; begins: string; touchpoint: string; themes: string[]; product?: string; supplier?: string; pod: string; externalIds: string[] }
interface Truth {
  events: Planted[];
  lasting: { touchpoint: string }[];
  handoffs: { conversation: string; reason: string }[];
  personal: { value: string }[];
  totals: { sent: number; feedback: number; revisions: number; duplicates: number; stale: number };
}
interface Issue extends IssueSnapshot { externalIds: string[] }

const day = 86_400_000;
const sample = await makeSample();
const truth = sample.truth as unknown as Truth;
const keys = ['log', 'accepted', 'duplicates', 'refused', 'scored', 'dropped', 'deadLettered', 'inFlight', 'issues', 'routed', 'delivered', 'answered', 'seconds'];

// Two runs on one data folder: the first by --once, as a script would; the second stays, so that it can be asked.
const trial = new PlatformTrial();
let first: { summary: Summary; ending: Ending };
let second: Summary;
let issues: Issue[];
let ask: <T>(path: string) => Promise<T>;
let address: { url: string; key: string };

beforeAll(async () => {
  const once = trial.start('--once');
  first = { ending: await once.ended, summary: await once.summary() };
  const run = trial.start();
  address = await run.address();
  const { url, key } = address;
  ask = async <T>(path: string) => (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } })).json() as Promise<T>;
  second = await run.summary();
  const { items } = await ask<{ items: IssueSnapshot[] }>('/v1/issues?limit=200');
  const evidence = await trial.query<{ issue: string; ids: string[] }>(`SELECT issue_id AS issue, array_agg(external_id) AS ids FROM issues.evidence WHERE issue_id IS NOT NULL GROUP BY 1`);
  issues = items.map((it) => ({ ...it, externalIds: evidence.find(({ issue }) => issue === it.id)?.ids ?? [] }));
}, 180_000);
afterAll(async () => trial.remove());

const fits = (issue: IssueSnapshot, { touchpoint, themes, product, supplier }: Planted): boolean =>
  issue.touchpoint === touchpoint && themes.includes(issue.theme) && (issue.product === undefined || issue.product === product) && (issue.supplier === undefined || issue.supplier === supplier);

describe('the sample, sent round by one command', () => {
  it('is accounted for to the last one', () => {
    const { feedback, revisions, duplicates, stale } = truth.totals;
    expect(first.ending.status).toBe(0);
    expect(Object.keys(first.summary)).toEqual(keys);
    expect(first.summary).toMatchObject({ log: 'postgres', accepted: feedback + revisions, duplicates: duplicates + stale, refused: 0, scored: feedback + revisions, dropped: 0, deadLettered: 0, inFlight: 0 });
    expect(Object.values(first.summary.routed).reduce((sum, it) => sum + it, 0)).toBe(first.summary.issues);
    expect(first.ending.said).toContain('everything accepted is accounted for');
  });

  it('is kept as it was sent: each feedback once, each revision counted', async () => {
    expect(await trial.query(`SELECT count(*)::int AS feedback, sum(revision - 1)::int AS revisions FROM ingestion.feedback`)).toEqual([{ feedback: truth.totals.feedback, revisions: truth.totals.revisions }]);
  });

  it('brings the facts in', async () => {
    expect(await trial.query(`SELECT count(*)::int AS facts FROM reporting.fact`)).toEqual([{ facts: sample.facts.length }]);
  });
});

describe.each(truth.events.map((event) => [event.id, event] as const))('what was planted: %s', (_, event) => {
  const found = (): Issue[] => issues.filter((it) => fits(it, event)).toSorted((a, b) => told(b).length - told(a).length);
  const told = (issue: Issue): string[] => issue.externalIds.filter((id) => event.externalIds.includes(id));

  it('is found at its pod, within a day', () => {
    const [gravest] = found();
    expect(gravest).toMatchObject({ pod: event.pod, touchpoint: event.touchpoint, ...(event.supplier && { supplier: event.supplier }) });
    const late = Date.parse(gravest!.detectedAt) - Date.parse(event.begins);
    expect(late).toBeGreaterThan(-day);
    expect(late).toBeLessThan(day);
  });

  it('is behind it, most of it in the gravest issue', () => {
    const [gravest, ...others] = found();
    const all = [gravest!, ...others].flatMap(told);
    expect(all.length / event.externalIds.length).toBeGreaterThanOrEqual(0.8);
    expect(told(gravest!).length / event.externalIds.length).toBeGreaterThanOrEqual(0.6);
    // And little else: an issue that swallows everything would be found too.
    expect(told(gravest!).length / gravest!.externalIds.length).toBeGreaterThanOrEqual(0.8);
  });
});

describe('beside what was planted', () => {
  it('there are no more issues than a pod would bear', () => {
    const others = issues.filter((issue) => !truth.events.some((event) => fits(issue, event)));
    expect(others.length).toBeLessThanOrEqual(15);
    expect(truth.lasting.filter(({ touchpoint }) => !others.some((it) => it.touchpoint === touchpoint))).toEqual([]);
  });

  it('every issue is with a pod, and the summary says so', () => {
    expect(issues.length).toBe(first.summary.issues);
    expect(issues.filter(({ pod }) => !pod)).toEqual([]);
  });
});

describe('chats that need a human', () => {
  it('ask for one, once each, for the reason that is true, and hardly any others do', async () => {
    const raised = await trial.query<{ conversation: string; reason: string }>(`SELECT payload::json->>'conversation' AS conversation, payload::json->>'reason' AS reason FROM log.event_log WHERE headers->>'ce_type' = 'HandoffRequested.v1' ORDER BY 1`);
    expect(new Set(raised.map(({ conversation }) => conversation)).size).toBe(raised.length);
    const missed = truth.handoffs.filter(({ conversation }) => !raised.some((it) => it.conversation === conversation));
    const falsely = raised.filter(({ conversation }) => !truth.handoffs.some((it) => it.conversation === conversation));
    expect({ missed, falsely }).toEqual({ missed: [], falsely: [] });
    const otherwise = truth.handoffs.filter(({ conversation, reason }) => raised.find((it) => it.conversation === conversation)?.reason !== reason);
    expect(otherwise.length).toBeLessThanOrEqual(2);
  });
});

describe('personal data', () => {
  it('is nowhere in the database, in no table of any schema', async () => {
    const columns = await trial.query<{ table: string; column: string }>(`
      SELECT format('%I.%I', c.table_schema, c.table_name) AS table, format('%I', c.column_name) AS column
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema') AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`);
    expect(columns.length).toBeGreaterThan(150);
    const dump = columns.map((it) => `SELECT '${it.table}.${it.column}' AS place, ${it.column}::text AS text FROM ${it.table} WHERE ${it.column} IS NOT NULL`).join('\nUNION ALL\n');
    const values = [...new Set(truth.personal.map(({ value }) => value))];
    // A value with a quote or a backslash would stand escaped in JSON; none of these has one.
    expect(values.filter((it) => /["\\]/.test(it))).toEqual([]);
    const leaks = await trial.query(`SELECT DISTINCT place, value FROM (${dump}) AS dump JOIN unnest($1::text[]) AS value ON position(value IN text) > 0`, [values]);
    expect(leaks).toEqual([]);
    // The search can find: words that nobody masks are there.
    expect(await trial.query(`SELECT 1 FROM (${dump}) AS dump WHERE position('norvik-metal' IN text) > 0 LIMIT 1`)).toHaveLength(1);
  });
});

describe('the answer', () => {
  it('goes to every customer behind a resolved issue, once', async () => {
    const resolved = issues.filter(({ status }) => status === 'resolved');
    expect(resolved.length).toBeGreaterThanOrEqual(4);
    const answers = await trial.query<{ issue: string; due: number; customers: number; answered: number }>(`
      SELECT issue_id AS issue, count(*)::int AS due, count(DISTINCT customer)::int AS customers, count(*) FILTER (WHERE state = 'answered')::int AS answered FROM issues.answer GROUP BY 1 ORDER BY 1`);
    const expected = resolved.map(({ id, customerCount }) => ({ issue: id, due: customerCount, customers: customerCount, answered: customerCount }));
    expect(answers).toEqual(expected.toSorted((a, b) => a.issue.localeCompare(b.issue)));
    expect(first.summary.answered).toBe(answers.reduce((sum, { due }) => sum + due, 0));
  });

  it('and every message to a pod and to a customer arrived by one try', async () => {
    for (const service of ['routing', 'ingestion']) {
      expect(await trial.query(`SELECT state, attempts FROM ${service}.delivery GROUP BY 1, 2`)).toEqual([{ state: 'arrived', attempts: 1 }]);
    }
  });
});

describe('a second start on the same folder', () => {
  it('tells the same, within seconds', () => {
    const { seconds, ...counts } = second;
    expect(first.summary).toMatchObject(counts);
    expect(seconds).toBeLessThan(30);
  });

  it('sends nothing twice, and does nothing twice', async () => {
    expect(await ask('/sample/inbox')).toEqual({ items: [] });
    expect(await trial.query(`SELECT headers->>'ce_type' AS type, count(*)::int AS events FROM log.event_log WHERE headers->>'ce_type' = 'IssueCommented.v1' GROUP BY 1`)).toEqual([{ type: 'IssueCommented.v1', events: sample.actions.filter(({ action }) => action === 'comment').length }]);
  });
});

describe('npx voc rescore', () => {
  it('scores all of it anew, and nothing counts twice', async () => {
    const counted = async () => ({
      kept: await trial.query(`SELECT count(*)::int AS feedback FROM ingestion.feedback`),
      evidence: await trial.query(`SELECT feedback_id, issue_id, reason FROM issues.evidence WHERE issue_id IS NOT NULL ORDER BY 1`),
      rollups: await trial.query(`SELECT audience, dimension, metric, value, day, n FROM reporting.rollup WHERE n <> 0 ORDER BY 1, 2, 3, 4, 5`),
      handoffs: await trial.query(`SELECT count(*)::int AS handoffs FROM log.event_log WHERE headers->>'ce_type' = 'HandoffRequested.v1'`),
    });
    const scored = async () => (await trial.query<{ reporting: number; issues: number }>(`
      SELECT (SELECT sum((scored->>'revision')::int) FROM reporting.feedback)::int AS reporting, (SELECT sum(revision) FROM issues.evidence WHERE issue_id IS NOT NULL)::int AS issues`))[0]!;
    const [{ reporting, issues: gathered }, evidence] = [await scored(), (await trial.query(`SELECT 1 FROM issues.evidence WHERE issue_id IS NOT NULL`)).length];
    const before = await counted();
    let said = '';
    const stream = { write: (text: string) => { said += text; } };
    expect(await rescore(['--per-second', '500'], { env: { VOC_URL: address.url, VOC_API_KEY: address.key }, stdout: stream, stderr: stream })).toBe(0);
    expect(said).toMatch(new RegExp(`${truth.totals.feedback} are scored anew\n$`));
    await eventually(async () => expect(await scored()).toEqual({ reporting: reporting + truth.totals.feedback, issues: gathered + evidence }), 60_000);
    await eventually(async () => expect(await counted()).toEqual(before), 30_000);
  }, 120_000);
});
