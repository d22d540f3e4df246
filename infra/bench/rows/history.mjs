import { quantile } from '../harness.mjs';
import { inBatches, wholeLoop } from './loop.mjs';

const of = ({ perSecond }) => perSecond;
const over = ({ feedback: n }) => [n, 'feedback'];
const from = 10_000_000;

// Twenty touchpoints, two hundred products, a year, eleven values of NPS; what a product's feedback say elsewhere follows from its number.
const feedback = `
  INSERT INTO reporting.feedback (tenant_id, id, spoken, scored, customer, occurred_at, received_at, scored_at)
  SELECT 'default', gen_random_uuid(),
    jsonb_build_object('revision', 1, 'occurredAt', at, 'source', 'survey-' || n % 5, 'channel', 'survey', 'touchpoint', 'touchpoint-' || n % 20, 'product', 'product-' || n % 200, 'customer', 'C-' || n % 100000,
      'language', 'en', 'rating', jsonb_build_object('kind', 'nps', 'value', n % 11 * 7919 % 11, 'scale', jsonb_build_object('min', 0, 'max', 10)), 'excerpt', 'The parcel came four days late and nobody told me. Number ' || n),
    jsonb_build_object('revision', 1, 'polarity', -0.6, 'label', 'negative', 'language', 'en', 'themes', jsonb_build_array('delivery')),
    'C-' || n % 100000, at, at, at
  FROM generate_series($1::int, $2::int) AS n, LATERAL (SELECT timestamptz '2025-01-01' + make_interval(days => n * 31 % 365, secs => n % 86400) AS at) AS t`;
const rollup = `
  INSERT INTO reporting.rollup (tenant_id, audience, dimension, metric, value, day, n, sum, squares, high, low)
  SELECT 'default', 'customers', dimension, metric, value, day, sum(n), sum(n * v * 1000), sum(n * v * v * 1000000), coalesce(sum(n) FILTER (WHERE v >= 9), 0), coalesce(sum(n) FILTER (WHERE v <= 6), 0)
  FROM (
    SELECT spoken ->> 'touchpoint' AS touchpoint, spoken ->> 'product' AS product, spoken ->> 'source' AS source, (occurred_at AT TIME ZONE 'UTC')::date AS day, (spoken #>> '{rating,value}')::bigint AS v, count(*) AS n
    FROM reporting.feedback GROUP BY 1, 2, 3, 4, 5
  ) AS counted
  CROSS JOIN LATERAL (VALUES ('all', ''), ('touchpoint', touchpoint), ('product', product), ('source', source), ('channel', 'survey')) AS place (dimension, value)
  CROSS JOIN (VALUES ('nps')) AS it (metric)
  GROUP BY dimension, metric, value, day`;
/** The same answer from the rows, which are read once: by touchpoint, and by day. */
const byRows = `
  SELECT coalesce(touchpoint, day::text) AS key, day IS NULL AS place, count(*)::int AS n, count(*) FILTER (WHERE v >= 9)::int AS high, count(*) FILTER (WHERE v <= 6)::int AS low FROM (
    SELECT spoken ->> 'touchpoint' AS touchpoint, (occurred_at AT TIME ZONE 'UTC')::date AS day, (spoken #>> '{rating,value}')::float8 AS v FROM reporting.feedback
    WHERE tenant_id = 'default' AND spoken ->> 'channel' <> 'suggestion' AND spoken #>> '{rating,kind}' = 'nps' AND occurred_at >= '2025-04-01' AND occurred_at < '2025-10-01'
  ) AS rated GROUP BY GROUPING SETS ((touchpoint), (day))`;

/** Half a year's NPS by touchpoint and by day, from a year's history. */
export const dashboard = {
  name: 'dashboard',
  lines: [
    { path: 'a dashboard query: times faster than', of, over, unit: '/s', rival: 'rows', against: 'the same by SQL over the rows', goal: { least: 100, from } },
    { path: 'a dashboard query: p95', of: ({ p95 }) => p95, over, unit: 'ms', goal: { most: 50, from } },
  ],
  async prepare(stand) {
    const platform = await stand.platform({ services: ['reporting'] });
    const size = Math.round(stand.options.history * stand.scale);
    for (let from = 0; from < size; from += 500_000) await platform.query(feedback, [from, Math.min(size, from + 500_000) - 1]);
    await platform.query(rollup);
    await platform.query('VACUUM ANALYZE reporting.feedback, reporting.rollup');
    const ask = () => platform.ask('GET', '/v1/metrics?metric=nps&by=touchpoint&from=2025-04-01&to=2025-09-30');
    return {
      ours: async () => {
        const times = [];
        for (let n = 0; n < 50; n++) {
          const began = performance.now();
          await ask();
          times.push(performance.now() - began);
        }
        return { perSecond: 1000 / quantile(times, 0.5), p95: quantile(times, 0.95), feedback: size };
      },
      rows: async () => {
        const began = performance.now();
        const found = await platform.query(byRows);
        const perSecond = 1000 / (performance.now() - began);
        const { items, days } = await ask();
        mustBeSame(found.filter(({ place }) => place), items);
        mustBeSame(found.filter(({ place }) => !place), days.map(({ day, ...rest }) => ({ key: day, ...rest })));
        return { perSecond, feedback: size };
      },
    };
  },
};

/** Throws where the rows and the dashboard tell different things. */
function mustBeSame(found, answered) {
  const told = new Map(answered.map(({ key, n, value }) => [key, `${n} and ${value.toFixed(2)}`]));
  for (const { key, n, high, low } of found) {
    const expected = `${n} and ${(100 * (high - low) / n).toFixed(2)}`;
    if (told.get(key) !== expected) throw new Error(`${key}: the rows say ${expected}, the dashboard ${told.get(key)}`);
  }
  if (told.size !== found.length) throw new Error(`the dashboard tells of ${told.size}, the rows of ${found.length}`);
}

// What gathers but is no issue yet stays small: it would have passed the threshold long ago.
const ofIssues = 'WHERE issue_id IN (SELECT id FROM issues.issue WHERE detected_at IS NOT NULL)';
/** What a round of the sample left, many times over under other ids: every table that grows with feedback, but for the log and the inboxes, of which a week and a fortnight are kept, by day. */
const copies = {
  'ingestion.feedback': { id: uuid('id'), identity: text('identity') },
  'sentiment.conversation': { conversation: text('conversation') },
  'issues.evidence': { feedback_id: uuid('feedback_id'), customer: text('customer') },
  'issues.issue_customer': { customer: text('customer') },
  'reporting.feedback': { id: uuid('id'), customer: text('customer') },
  'reporting.link': { feedback_id: uuid('feedback_id') },
  'reporting.hop': { subject: text('subject'), event_id: uuid('event_id') },
};
/** Of the form that ids have (version 4), else nobody would take them. */
function uuid(column) { return `overlay(overlay(md5(${column}::text || n) placing '4' from 13) placing '8' from 17)::uuid`; }
function text(column) { return `${column} || '-h' || n`; }

async function multiply(platform, times) {
  for (const [table, changed] of Object.entries(copies)) {
    const columns = (await platform.query(`SELECT attname AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`)).map(({ name }) => name);
    await platform.query(`INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.map((it) => changed[it] ?? it).join(', ')} FROM (SELECT * FROM ${table} ${table.startsWith('issues.') ? ofIssues : ''}) AS it CROSS JOIN generate_series(1, ${times}) AS n ON CONFLICT DO NOTHING`);
    await platform.query(`VACUUM ANALYZE ${table}`);
  }
  // A history that grew over years has been tidied up long ago.
  await platform.query('CHECKPOINT');
}

/** The loop on a history and on one of a tenth of it. */
export const growth = {
  name: 'history',
  lines: [{ path: 'the whole loop in one process on ten times the history', of, over, unit: 'feedback/s', rival: 'less', against: 'on a tenth of it', goal: { least: 0.9, from } }],
  async prepare(stand) {
    const count = stand.events(10_000);
    const round = 5000;
    const grown = async (history) => {
      const platform = await stand.oneProcess();
      await platform.putRules();
      await wholeLoop(stand, platform, { run: 'history', count: round, ...inBatches });
      await multiply(platform, Math.round(history / round) - 1);
      return platform;
    };
    const history = Math.max(10 * round, stand.options.history * stand.scale);
    const [large, small] = [await grown(history), await grown(history / 10)];
    const contestant = (platform, name) => async (turn) => ({ ...(await wholeLoop(stand, platform, { run: `${name}-${turn}`, count, ...inBatches })), feedback: (await platform.query('SELECT count(*)::int AS n FROM reporting.feedback'))[0].n });
    return { ours: contestant(large, 'large'), less: contestant(small, 'small') };
  },
};
