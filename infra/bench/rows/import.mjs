import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { feedbackAt } from '../feedback.mjs';

const columns = ['externalId', 'occurredAt', 'channel', 'touchpoint', 'product', 'customer', 'segment', 'language', 'text'];
const cell = (value = '') => `"${String(value).replaceAll('"', '""')}"`;

async function writeCsv(file, run, rows) {
  const out = createWriteStream(file);
  out.write(`${columns.join(',')}\n`);
  for (let n = 0; n < rows; n++) {
    const feedback = feedbackAt(run, n);
    if (!out.write(`${columns.map((it) => cell(feedback[it])).join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** A CSV file by \`voc import\`, against COPY of what became of it into tables with the same columns and indexes: its feedback, and the events of them, without which none would ever be worked on. */
export const imports = {
  name: 'import',
  lines: [{ path: 'an import of a CSV file', of: ({ perSecond }) => perSecond, over: ({ rows }) => [rows, 'rows'], unit: 'rows/s', rival: 'copy', against: 'raw COPY of the same rows into the same tables (feedback and outbox)', goal: { least: 0.3, from: 1_000_000 } }],
  async prepare(stand) {
    const rows = Math.max(100, Math.round(stand.options.import * stand.scale));
    const platform = await stand.platform({ services: ['ingestion'] });
    const importer = await stand.process('importer.mjs');
    const { folder } = await stand.postgres();
    const [copied, events] = ['rows.copy', 'events.copy'].map((name) => join(folder, name));
    const eventColumns = 'id, type, aggregatetype, aggregateid, key_hash, headers, payload';
    await platform.query('CREATE TABLE ingestion.copied (LIKE ingestion.feedback INCLUDING ALL)');
    await platform.query('CREATE TABLE ingestion.copied_event (LIKE ingestion.outbox INCLUDING ALL)');
    return {
      ours: async (turn) => {
        const file = join(stand.folder, `import-${turn}.csv`);
        await writeCsv(file, `import-${turn}`, rows);
        const { seconds, accepted } = await importer.ask({ file, folder: stand.folder, url: platform.urlOf('ingestion'), key: platform.key });
        if (accepted !== rows) throw new Error(`${accepted} of ${rows} rows were accepted`);
        if (turn > 0) return { perSecond: rows / seconds, rows };
        await platform.settled();
        await platform.query(`COPY ingestion.feedback TO '${copied}'`);
        await platform.query(`COPY (SELECT headers->>'ce_id', headers->>'ce_type', topic, key, partition, headers, payload FROM log.event_log) TO '${events}'`);
        return { perSecond: rows / seconds, rows };
      },
      copy: async () => {
        await platform.query('TRUNCATE ingestion.copied, ingestion.copied_event');
        const began = performance.now();
        await platform.query(`COPY ingestion.copied FROM '${copied}'`);
        await platform.query(`COPY ingestion.copied_event (${eventColumns}) FROM '${events}'`);
        return { perSecond: (rows * 1000) / (performance.now() - began), rows };
      },
    };
  },
};
