import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithOwnBroker, eventually } from '@vocloop/testing';
import { APlatform } from './a-platform.testing.js';
import { Collector, type Span } from './collector.testing.js';
import { readTopic } from './foreign-client.testing.js';

const complaint = { source: 'shop', channel: 'survey', touchpoint: 'delivery', text: 'My parcel arrived two weeks late and the box was broken, terrible delivery.' };
const trace = (traceparent: string | undefined) => traceparent?.split('-')[1];

/** The loop's one trace, on either log. */
function oneTrace(args: readonly string[], readPod: (platform: APlatform) => Promise<Record<string, string>[]>): void {
  const collector = new Collector();
  let platform: APlatform;
  const sent = new Map<string, { feedback: string; parent: string }>();
  let delivered: Record<string, string>;

  beforeAll(async () => {
    platform = await APlatform.start({ args, env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(), OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json', OTEL_BSP_SCHEDULE_DELAY: '200' } });
    // Given enough of the same complaint, each under a trace of its sender's.
    for (let at = 0; at < 12; at++) {
      const [traceId, parent] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
      const { status, body } = await platform.ask('POST', '/v1/feedback', { headers: { traceparent: `00-${traceId}-${parent}-01` }, body: { ...complaint, externalId: `late-${at}`, customer: `customer-${at}` } });
      expect(status).toBe(202);
      sent.set(traceId, { feedback: body.id, parent });
    }
    await platform.settled();
    const records = await eventually(async () => {
      const found = (await readPod(platform)).filter((it) => it['ce_type'] === 'IssueDelivered.v1');
      expect(found.length).toBeGreaterThan(0);
      return found;
    });
    delivered = records[0]!;
  }, 180_000);
  afterAll(async () => {
    await platform?.stop();
    collector.stop();
  });

  const traceId = () => trace(delivered['ce_traceparent'])!;

  it("reaches the pod's record: the trace of the request that opened the issue, in both headers", () => {
    expect(sent.has(traceId())).toBe(true);
    expect(trace(delivered['traceparent'])).toBe(traceId());
    expect(delivered['ce_traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it("is the request's, as a child of the sender's span", async () => {
    const request = await eventually(() => {
      const found = collector.of(traceId()).find(({ name }) => name === 'POST /v1/feedback');
      expect(found).toBeDefined();
      return found!;
    });
    expect(request.kind).toBe(2);
    expect(request.parentSpanId).toBe(sent.get(traceId())!.parent);
  });

  it('goes through the producers of each step, each below the one before', async () => {
    const topics = ['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1', 'voc.pod.triage.v1'];
    const producers = await eventually(() => {
      const found = topics.map((topic) => collector.of(traceId()).find(({ name, kind }) => name === `send ${topic}` && kind === 4));
      expect(found.map((it) => it?.name)).toEqual(topics.map((it) => `send ${it}`));
      return found as Span[];
    });
    const byId = new Map(collector.of(traceId()).map((it) => [it.spanId, it]));
    const ancestors = (span: Span): string[] => { const parent = byId.get(span.parentSpanId ?? ''); return parent ? [parent.name, ...ancestors(parent)] : []; };
    expect(ancestors(producers[3]!).filter((it) => it.startsWith('send ') || it.startsWith('POST'))).toEqual(['send voc.issue.v1', 'send voc.insight.v1', 'send voc.feedback.v1', 'POST /v1/feedback']);
    if (args.includes('--kafka')) expect(producers.map(({ service }) => service)).toEqual(['ingestion', 'sentiment', 'issues', 'routing']);
  });

  it('has the processing of each step: in the trace, or linked from a batch that holds more', async () => {
    await eventually(() => {
      const consumers = collector.spans.filter(({ kind, name }) => kind === 5 && name.startsWith('process '));
      const linked = consumers.filter((it) => it.traceId === traceId() || ((it as Span & { links?: { traceId: string }[] }).links ?? []).some((link) => link.traceId === traceId()));
      for (const topic of ['voc.feedback.v1', 'voc.insight.v1', 'voc.issue.v1']) expect(linked.map(({ name }) => name)).toContain(`process ${topic}`);
    });
  });

  it("is in reporting's flow, hop by hop", async () => {
    await eventually(async () => {
      const { hops } = await platform.get(`/v1/flows/${sent.get(traceId())!.feedback}`);
      const steps = new Map(hops.map((it: { step: string; traceId: string }) => [it.step, it.traceId]));
      for (const step of ['received', 'scored', 'routed', 'delivered']) expect([step, steps.get(step)]).toEqual([step, traceId()]);
    });
  });

  it('is named by errors, though nothing is published', async () => {
    const mine = randomBytes(16).toString('hex');
    const { status, body } = await platform.ask('POST', '/v1/feedback', { headers: { traceparent: `00-${mine}-${randomBytes(8).toString('hex')}-01` }, body: {} });
    expect([status, body.traceId]).toEqual([400, mine]);
  });

  describe('/metrics of the one address', () => {
    it("is Prometheus' format with the figures that operations need, of every service", async () => {
      const { status, text, headers } = await platform.ask('GET', '/metrics', { key: null });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      const families = familiesOf(text);
      for (const [name, type] of figures) expect([name, families.get(name)?.type]).toEqual([name, type]);
      const services = new Set([...families.get('voc_outbox_rows')!.labels.map((it) => it['service'])]);
      expect(services).toEqual(new Set(['ingestion', 'sentiment', 'issues', 'routing', 'reporting']));
    });

    it('has bounded labels: never a customer, an issue, a tenant or an address', async () => {
      await platform.ask('GET', `/v1/issues/${delivered['ce_subject']}`);
      await platform.ask('GET', `/nothing/${randomBytes(4).toString('hex')}`);
      const { text } = await platform.ask('GET', '/metrics', { key: null });
      const known = new Set(['service', 'topic', 'partition', 'outcome', 'code', 'class', 'method', 'route', 'status', 'reason', 'le', 'result', 'host', 'kind', 'client', 'group', 'error']);
      for (const [name, { labels }] of familiesOf(text)) {
        if (!name.startsWith('voc_')) continue;
        for (const key of Object.keys(labels[0] ?? {})) expect([name, known.has(key)]).toEqual([name, true]);
      }
      expect(text).not.toMatch(/customer-\d|late-\d|[0-9a-f]{8}-[0-9a-f]{4}-7|\/nothing\//);
      expect(text).not.toContain(platform.dataDir);
    });
  });
}

const figures = [
  ['voc_outbox_rows', 'gauge'], ['voc_outbox_oldest_seconds', 'gauge'], ['voc_consumer_lag_events', 'gauge'], ['voc_consumer_lag_seconds', 'gauge'], ['voc_consumer_effect_seconds', 'histogram'],
  ['voc_consumer_events_total', 'counter'], ['voc_database_oldest_transaction_seconds', 'gauge'], ['voc_intake_total', 'counter'],
  ['voc_http_request_duration_seconds', 'histogram'],
] as const;

interface Family { type: string; labels: Record<string, string>[] }

/** Reads Prometheus' text format, as strictly as Prometheus: each family once, its type before its samples. */
function familiesOf(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const line of text.split('\n').filter(Boolean)) {
    const [, name, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (name) {
      if (families.has(name)) throw new Error(`${name} is there twice`);
      families.set(name, { type: type!, labels: [] });
    } else if (!line.startsWith('#')) {
      const [, sample, labels = ''] = /^(\w+)(?:\{(.*)\})? \S+(?: \d+)?$/.exec(line) ?? [];
      const family = families.get(sample ?? '') ?? families.get(sample?.replace(/_(bucket|sum|count)$/, '') ?? '');
      if (!family) throw new Error(`no type is told of ${line}`);
      family.labels.push(Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key, value])));
    }
  }
  return families;
}

describe('one trace through the Postgres log, in one process', () => {
  oneTrace([], async (platform) => (await platform.sql<{ headers: Record<string, string> }>(`SELECT headers FROM log.event_log WHERE topic = 'voc.pod.triage.v1' ORDER BY partition, "offset"`)).map(({ headers }) => headers));
});

describeWithOwnBroker('one trace through Kafka, in five processes', () => {
  oneTrace(['--kafka'], async (platform) => (await readTopic(platform.brokers, 'voc.pod.triage.v1')).map(({ headers }) => headers));
});
