// Everything that the checker compares, collected once nothing moves any more: ledgers, log, and the tables of each service, by the owner, who sees every tenant.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, readLog } from './raw-log.mjs';
import { readLedger } from './ledger.mjs';
import { serviceNames } from './platform.mjs';
import { poisonText, praise, problems } from './words.mjs';

export async function collect(platform, ledgers) {
  const { postgres } = platform;
  const { ends, records } = await readLog(platform);
  const services = Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await serviceState(postgres, name)])));
  return { ledger: [...readLedger(ledgers.load), ...readLedger(ledgers.import)], received: readLedger(ledgers.receiver), ends, records, services, effects: await effects(postgres), told: told(platform.folder), usage: platform.usage };
}

const customersWords = [...problems.map(([, text]) => text), ...praise, poisonText];

/** What the services' logs hold that only a customer, or whoever sent his words, could have said. */
function told(folder) {
  const files = readdirSync(folder).filter((it) => it.endsWith('.log') && serviceNames.some((name) => it.startsWith(name)));
  const isTold = (line) => customersWords.some((it) => line.includes(it)) || /\b(default|other)-\d+-\d+\b/.test(line);
  return files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(isTold).map((line) => `${file}: ${line}`));
}

async function serviceState(postgres, service) {
  const [positions, outbox, inbox, letters] = await Promise.all([
    postgres.ask(`SELECT topic, partition, first_offset::float8 AS first, next_offset::float8 AS next, done::float8, dropped::float8, duplicates::float8, dead_lettered::float8 AS dead, parked::float8, skipped::float8, expired::float8 FROM ${service}.consumer_offset`),
    postgres.ask(`SELECT count(*)::int AS rows FROM ${service}.outbox`),
    postgres.ask(`SELECT event_id AS id FROM ${service}.inbox`),
    postgres.ask(`SELECT tenant_id AS tenant, topic, partition, "offset"::float8, order_key AS "orderKey", event_id AS event, state, error_message AS error, payload FROM ${service}.dead_letter`),
  ]);
  return { positions, outbox: outbox[0].rows, inbox: inbox.map(({ id }) => id), letters: letters.map(({ payload, ...it }) => ({ ...it, digest: digestOf(payload ?? '') })) };
}

const deliveries = (service) => `SELECT id, tenant_id AS tenant, about, state, type FROM ${service}.delivery`;

/** Rows, and sums beside the rows that they are of: what is kept as a figure must be the figure of what is kept. */
const queries = {
  feedback: `SELECT tenant_id AS tenant, id, revision, content->'attributes'->>'tenant' AS marked FROM ingestion.feedback`,
  'deliveries of answers': deliveries('ingestion'),
  'deliveries to pods': deliveries('routing'),
  'due answers': `SELECT id, tenant_id AS tenant, issue_id AS issue, customer, state FROM issues.answer`,
  evidence: `SELECT tenant_id AS tenant, feedback_id AS id, revision FROM issues.evidence`,
  'issue figures': `SELECT i.tenant_id AS tenant, i.id, i.feedback_count AS kept, count(e.*)::int AS counted, i.polarity_sum AS "keptSum", coalesce(sum(e.polarity), 0) AS "countedSum"
    FROM issues.issue i LEFT JOIN issues.evidence e ON e.tenant_id = i.tenant_id AND e.issue_id = i.id GROUP BY 1, 2, 3, 5`,
  assignments: `SELECT tenant_id AS tenant, issue_id AS id, pod FROM routing.assignment WHERE pod IS NOT NULL`,
  readings: `SELECT tenant_id AS tenant, id, (spoken->>'revision')::int AS spoken, (scored->>'revision')::int AS scored FROM reporting.feedback WHERE spoken IS NOT NULL`,
  'volume figures': `SELECT tenant_id AS tenant, day AS id, f.counted, f."countedSum", r.kept, r."keptSum"
    FROM (SELECT tenant_id, left(spoken->>'occurredAt', 10) AS day, count(*)::float8 AS counted, sum((spoken->'rating'->>'value')::float8) AS "countedSum" FROM reporting.feedback WHERE spoken IS NOT NULL GROUP BY 1, 2) f
    FULL JOIN (SELECT tenant_id, day::text AS day, sum(n) FILTER (WHERE metric = 'volume')::float8 AS kept, sum(sum) FILTER (WHERE metric = 'csat')::float8 / 1000 AS "keptSum" FROM reporting.rollup WHERE dimension = 'all' GROUP BY 1, 2) r
    USING (tenant_id, day)`,
  seen: `SELECT tenant_id AS tenant, type, events::float8 FROM reporting.topic_count`,
};

async function effects(postgres) {
  return Object.fromEntries(await Promise.all(Object.entries(queries).map(async ([name, sql]) => [name, await postgres.ask(sql)])));
}

/** Looks whether anything still moves: rows in an outbox, events not taken, webhooks and answers on their way. Empty where nothing does. */
export async function moving({ postgres }, ends) {
  const found = [];
  for (const service of serviceNames) {
    const [{ rows }] = await postgres.ask(`SELECT count(*)::int AS rows FROM ${service}.outbox`);
    if (rows > 0) found.push(`${rows} in the outbox of ${service}`);
    for (const { topic, partition, next } of await postgres.ask(`SELECT topic, partition, next_offset::float8 AS next FROM ${service}.consumer_offset`)) {
      const lag = (ends[`${topic}/${partition}`] ?? 0) - next;
      if (lag > 0) found.push(`${service} has ${lag} of ${topic}[${partition}] before it`);
    }
  }
  const [{ queued }] = await postgres.ask(`SELECT (SELECT count(*) FROM ingestion.delivery WHERE state = 'queued')::int + (SELECT count(*) FROM routing.delivery WHERE state = 'queued')::int AS queued`);
  if (queued > 0) found.push(`${queued} webhooks`);
  const [{ open }] = await postgres.ask(`SELECT (SELECT count(*) FROM issues.answering)::int + (SELECT count(*) FROM issues.answer WHERE state = 'due')::int AS open`);
  if (open > 0) found.push(`${open} answers`);
  return found;
}
