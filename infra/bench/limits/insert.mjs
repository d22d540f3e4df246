// The limit of taking in: the same rows, as ingestion stores them, by one `unnest` a table in batches, a few connections at once.
import pg from 'pg';
import { answering } from '../child.mjs';

/** Inserts rows of a table like \`feedback\` and of one like \`outbox\`; rows are `[feedback, outbox]`, each a list of columns' lists. */
async function insert({ url, run, count, batch, connections }) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const { rows: [sample] } = await pool.query(`SELECT f.content, f.content_hash, f.stamps, e.headers, e.payload FROM ingestion.feedback f CROSS JOIN LATERAL (SELECT headers, payload FROM sample_event LIMIT 1) AS e LIMIT 1`);
  const of = (value) => Array.from({ length: batch }, () => value);
  // As lines, like ours: an array of JSON would cost its escapes.
  const lines = (value) => of(JSON.stringify(value)).join('\n');
  const now = new Date().toISOString();
  const fixed = { content: lines(sample.content), hash: of(sample.content_hash), stamps: lines(sample.stamps), headers: lines(sample.headers), payload: of(sample.payload), now: of(now) };
  let next = 0;
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, async () => {
    const client = await pool.connect();
    while (next < count) {
      const from = next;
      next += batch;
      const ids = Array.from({ length: batch }, () => crypto.randomUUID());
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO ingestion.feedback (tenant_id, id, source, identity, revision, content, content_hash, stamps, revised_at, received_at, changed_at)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], string_to_array($6, E'\\n')::jsonb[], $7::text[], string_to_array($8, E'\\n')::jsonb[], $9::timestamptz[], $9::timestamptz[], $9::timestamptz[])`,
        [of('default'), ids, of('bench'), ids.map((_, n) => `id:${run}-${from + n}`), of(1), fixed.content, fixed.hash, fixed.stamps, fixed.now],
      );
      await client.query(
        `INSERT INTO ingestion.outbox (id, type, aggregatetype, aggregateid, key_hash, headers, payload) SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], string_to_array($6, E'\\n')::json[], $7::text[])`,
        [ids, of('FeedbackReceived.v1'), of('voc.feedback.v1'), ids, of(0), fixed.headers, fixed.payload],
      );
      await client.query('COMMIT');
    }
    client.release();
  }));
  const seconds = (performance.now() - began) / 1000;
  await pool.query('TRUNCATE ingestion.outbox');
  await pool.end();
  return { perSecond: next / seconds };
}

answering(insert);
