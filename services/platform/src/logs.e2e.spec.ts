import { beforeAll, expect, it } from '@jest/globals';
import { describeWithOwnBroker, PlatformTrial } from '@vocloop/testing';
import type { Summary } from './summary.js';

/** What came of a run, told by what is the same wherever it ran: the sources' own ids, and the places of issues. */
interface Outcome {
  readonly summary: Summary;
  readonly feedback: readonly string[];
  readonly scores: readonly string[];
  readonly evidence: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const place = `concat_ws(' / ', i.touchpoint, i.theme, i.product, i.supplier)`;

async function outcomeOf(env: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const trial = new PlatformTrial(env);
  try {
    const summary = await trial.start(...args).summary<Summary>(300_000);
    const lines = async (sql: string) => (await trial.query<{ line: string }>(`${sql} ORDER BY 1`)).map(({ line }) => line);
    // A group without a theme bears its first member's id, which is new in every run; it is told by whom it holds.
    const evidence = await trial.query<{ id: string; place: string }>(`SELECT e.source || '/' || e.external_id AS id, (CASE WHEN i.theme = 'other' THEN i.touchpoint || min(e.external_id) OVER (PARTITION BY e.issue_id) ELSE i.fingerprint END) AS place FROM issues.evidence e JOIN issues.issue i ON (i.tenant_id, i.id) = (e.tenant_id, e.issue_id)`);
    return {
      summary,
      feedback: await lines(`SELECT concat_ws(' ', source, identity, revision, md5((content - 'customer')::text)) AS line FROM ingestion.feedback`),
      scores: await lines(`SELECT concat_ws(' ', f.source, f.identity, md5((r.scored->'score')::text)) AS line FROM reporting.feedback r JOIN ingestion.feedback f USING (tenant_id, id)`),
      evidence: new Map(evidence.map(({ id, place: at }) => [id, at])),
      problems: await lines(`SELECT ${place} || ' → ' || i.pod AS line FROM issues.issue i WHERE detected_at IS NOT NULL`),
    };
  } finally {
    await trial.remove();
  }
}

// What comes of a file must not depend on how its events travelled. VOC_TEST_IMPORT="--import FILE --rules FILE" compares another than the sample.
const given = (process.env['VOC_TEST_IMPORT'] ?? '').split(' ').filter(Boolean);

describeWithOwnBroker('the same file on Postgres and on Kafka', () => {
  let postgres: Outcome;
  const kafka = new Map<string, Outcome>();
  const clients = ['kafkajs', 'platformatic'];
  beforeAll(async () => {
    postgres = await outcomeOf({}, ...given);
    for (const client of clients) kafka.set(client, await outcomeOf({ VOC_KAFKA_CLIENT: client }, '--kafka', ...given));
  }, 900_000);

  it.each(clients)('%s: the same is accepted, to the row', (client) => {
    const { summary, feedback } = kafka.get(client)!;
    const counts = ({ accepted, duplicates, refused, scored, dropped, deadLettered, inFlight, issues, routed, answered }: Summary) => ({ accepted, duplicates, refused, scored, dropped, deadLettered, inFlight, issues, routed, answered });
    expect(summary.log).toBe('kafka');
    expect(counts(summary)).toEqual(counts(postgres.summary));
    expect(summary.inFlight).toBe(0);
    expect(feedback.length).toBeGreaterThan(5000);
    expect(differing(feedback, postgres.feedback)).toEqual([]);
  });

  it.each(clients)('%s: the same scores, to the row', (client) => {
    const { scores } = kafka.get(client)!;
    expect(scores.length).toBe(postgres.feedback.length);
    expect(differing(scores, postgres.scores)).toEqual([]);
  });

  it.each(clients)('%s: the same evidence, but for at most 2 %% that the order moves', (client) => {
    const { evidence } = kafka.get(client)!;
    expect([...evidence.keys()].toSorted()).toEqual([...postgres.evidence.keys()].toSorted());
    const moved = [...evidence].filter(([id, at]) => postgres.evidence.get(id) !== at);
    expect(moved.length / evidence.size).toBeLessThanOrEqual(0.02);
  });

  it.each(clients)('%s: the same problems at the same pods', (client) => {
    expect(kafka.get(client)!.problems).toEqual(postgres.problems);
  });
});

/** Lines that only one of them has; few, so that a failure can be read. */
function differing(one: readonly string[], other: readonly string[]): string[] {
  const [a, b] = [new Set(one), new Set(other)];
  return [...one.filter((it) => !b.has(it)).map((it) => `- ${it}`), ...other.filter((it) => !a.has(it)).map((it) => `+ ${it}`)].slice(0, 20);
}
