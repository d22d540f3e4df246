import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { factInput, feedbackInput, podActionFields, type FactInput, type FeedbackInput } from '@vocloop/contracts';
import { parse } from 'yaml';
import { generateSample as generate } from './generate.mjs';

interface PlantedEvent { id: string; begins: string; ends: string; touchpoint: string; themes: string[]; product?: string; supplier?: string; version?: string; pod: string; feedback: number; externalIds: string[]; forerunners: string[] }
interface Sample {
  feedback: FeedbackInput[];
  facts: FactInput[];
  actions: { event: string; at: string; action: string; by: string; text?: string }[];
  truth: {
    events: PlantedEvent[];
    handoffs: { conversation: string; reason: string }[];
    personal: { externalId: string; value: string }[];
    totals: { sent: number; feedback: number; revisions: number; duplicates: number; stale: number; channels: Record<string, number>; languages: Record<string, number>; weeks: Record<string, number> };
  };
}
const generateSample = generate as (options?: { seed?: number }) => Sample;
const hash = (sample: Sample): string => createHash('sha256').update(JSON.stringify(sample)).digest('hex');
const rulesOf = (file: string) => parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as { pods: Record<string, { members: { role: string }[] }>; triage: string; ownership?: { touchpoints: Record<string, string> }; rules: RuleRow[] };
interface RuleRow { name: string; pod?: string; rules?: RuleRow[] }

const sample = generateSample();
const { truth } = sample;
const latest = new Map<string, FeedbackInput>();
for (const it of sample.feedback) {
  const known = latest.get(it.externalId!);
  if (!known || (it.revisedAt ?? it.occurredAt!) > (known.revisedAt ?? known.occurredAt!)) latest.set(it.externalId!, it);
}
const hours = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

describe('the sample', () => {
  it('is the same to the byte for a seed, and another for another', () => {
    expect(hash(generateSample())).toBe(hash(sample));
    expect(hash(generateSample({ seed: 7 }))).not.toBe(hash(sample));
  });

  it('is valid by the contracts, every line of it', () => {
    for (const it of sample.feedback) expect(feedbackInput.safeParse(it).error?.issues ?? []).toEqual([]);
    for (const it of sample.facts) expect(factInput.safeParse(it).error?.issues ?? []).toEqual([]);
  });

  it('is large, from every channel, in several languages, over 13 weeks', () => {
    expect(truth.totals.feedback).toBeGreaterThanOrEqual(5_000);
    expect(truth.totals.feedback).toBe(latest.size);
    expect(Object.keys(truth.totals.channels).sort()).toEqual(['call', 'chat', 'review', 'social', 'suggestion', 'survey', 'ticket']);
    for (const count of Object.values(truth.totals.channels)) expect(count).toBeGreaterThan(100);
    expect(Object.keys(truth.totals.languages).sort()).toEqual(['de', 'en', 'es', 'fr', 'pl']);
    for (const count of Object.values(truth.totals.languages)) expect(count).toBeGreaterThan(80);
    expect(Object.keys(truth.totals.weeks)).toEqual(Array.from({ length: 13 }, (_, week) => String(week + 1)));
    for (const count of Object.values(truth.totals.weeks)) expect(count).toBeGreaterThan(300);
  });

  it('has the rhythm of a week and of a day', () => {
    const at = (test: (date: Date) => boolean) => [...latest.values()].filter((it) => test(new Date(it.occurredAt!))).length;
    expect(at((date) => date.getUTCDay() === 1)).toBeGreaterThan(1.4 * at((date) => date.getUTCDay() === 0));
    expect(at((date) => date.getUTCHours() === 19)).toBeGreaterThan(5 * at((date) => date.getUTCHours() === 3));
  });

  it('reads like many people: its texts differ', () => {
    const own = [...latest.values()].filter((it) => it.text && it.author !== 'bot' && it.author !== 'agent').map((it) => it.text!);
    expect(new Set(own).size / own.length).toBeGreaterThan(0.85);
    expect(own.filter((text) => /[[\]{}|]/.test(text))).toEqual([]);
  });

  it('counts what it sends: first, revised, twice, too late', () => {
    const seen = new Map<string, Map<string, string>>();
    const kinds = { first: 0, revisions: 0, duplicates: 0, stale: 0 };
    for (const it of sample.feedback) {
      const clock = it.revisedAt ?? it.occurredAt!;
      const versions = seen.get(it.externalId!) ?? new Map<string, string>();
      seen.set(it.externalId!, versions);
      if (versions.get(clock) === JSON.stringify(it)) kinds.duplicates++;
      else if (versions.size === 0) kinds.first++;
      else if (clock > [...versions.keys()].sort().at(-1)!) kinds.revisions++;
      else kinds.stale++;
      versions.set(clock, JSON.stringify(it));
    }
    const { feedback: first, revisions, duplicates, stale } = truth.totals;
    expect(kinds).toEqual({ first, revisions, duplicates, stale });
    expect(Math.min(revisions, duplicates, stale)).toBeGreaterThanOrEqual(20);
  });

  it('keeps the turns of a conversation in order', () => {
    const turns = new Map<string, number>();
    for (const it of latest.values()) {
      if (it.conversation === undefined) continue;
      expect(it.turn).toBe((turns.get(it.conversation) ?? -1) + 1);
      turns.set(it.conversation, it.turn!);
    }
    expect(truth.handoffs.filter((it) => !turns.has(it.conversation))).toEqual([]);
    expect(new Set(truth.handoffs.map((it) => it.reason))).toEqual(new Set(['explicit_request', 'frustration', 'repetition']));
  });

  it('holds made-up personal data for masking to find', () => {
    expect(truth.personal.length).toBeGreaterThan(100);
    for (const { externalId, value } of truth.personal) expect(latest.get(externalId)!.text).toContain(value);
  });
});

describe('the truth', () => {
  it('plants five events that share no feedback', () => {
    const ids = truth.events.flatMap((it) => [...it.externalIds, ...it.forerunners]);
    expect(truth.events).toHaveLength(5);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(truth.events.map((it) => [it.id, it] as const))('%s: its feedback exist, where and when it says', (_, event) => {
    expect(event.feedback).toBe(event.externalIds.length);
    for (const id of event.externalIds) {
      const told = latest.get(id)!;
      expect(told).toMatchObject({ touchpoint: event.touchpoint, ...(event.product && { product: event.product }), ...(event.supplier && { supplier: event.supplier }) });
      if (event.version) expect(told.attributes!['app_version']).toBe(event.version);
      expect(told.occurredAt! >= event.begins && told.occurredAt! < event.ends).toBe(true);
    }
  });

  it.each(truth.events.map((it) => [it.id, it] as const))('%s: can be found within a day: eight different customers said it in English', (_, event) => {
    const firstDay = event.externalIds.map((id) => latest.get(id)!).filter((it) => it.text && hours(event.begins, it.occurredAt!) < 24 && /\b(the|my|is|was|app|on hold|and)\b/i.test(it.text));
    expect(new Set(firstDay.map((it) => it.customer)).size).toBeGreaterThanOrEqual(8);
  });

  it('lets the drift pass its level on the day when it begins, not before', () => {
    const drift = truth.events.find((it) => it.id === 'phone-wait-drift')!;
    const before = drift.forerunners.map((id) => Date.parse(latest.get(id)!.occurredAt!));
    for (const at of before) expect(before.filter((other) => other <= at && at - other < 7 * 86_400_000).length).toBeLessThanOrEqual(3);
    const waits = [...latest.values()].filter((it) => it.attributes?.['wait_minutes'] !== undefined);
    const mean = (list: FeedbackInput[]) => list.reduce((sum, it) => sum + Number(it.attributes!['wait_minutes']), 0) / list.length;
    expect(mean(waits.slice(-80))).toBeGreaterThan(2 * mean(waits.slice(0, 80)));
  });

  it('has actions of members of the pod that owns the event', () => {
    const rules = rulesOf('./rules.yaml') as unknown as { pods: Record<string, { members: { name: string }[] }> };
    for (const { event, action, by, at } of sample.actions) {
      const planted = truth.events.find((it) => it.id === event)!;
      expect(podActionFields.action.safeParse(action).success).toBe(true);
      expect(rules.pods[planted.pod]!.members.map((it) => it.name)).toContain(by);
      expect(at > planted.begins).toBe(true);
    }
  });
});

describe.each(['./rules.yaml', './airline.rules.yaml', './complaints.rules.yaml'])('%s', (file) => {
  const rules = rulesOf(file);
  const leaves = (rows: RuleRow[]): RuleRow[] => rows.flatMap((row) => [row, ...leaves(row.rules ?? [])]);

  it('names only pods that exist, and every leaf names one', () => {
    const named = [rules.triage, ...Object.values(rules.ownership?.touchpoints ?? {}), ...leaves(rules.rules).flatMap((row) => row.pod ?? [])];
    for (const pod of named) expect(Object.keys(rules.pods)).toContain(pod);
    for (const row of leaves(rules.rules)) expect(row.pod ?? row.rules).toBeDefined();
  });
});

it('the rules own every touchpoint of the sample', () => {
  const owned = Object.keys(rulesOf('./rules.yaml').ownership!.touchpoints);
  expect([...new Set(sample.feedback.map((it) => it.touchpoint))].filter((it) => !owned.includes(it))).toEqual([]);
});
