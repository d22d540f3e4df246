// An import of a file by its command, killed at its own crash points and started again until it is done.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFlags } from '../install.mjs';
import { Ledger } from './ledger.mjs';

const rows = 120;

/** Imports a file of its own; resolves to the points that were hit, and to those that were not. */
export async function importing({ platform, ledgers, seed }, crashes, turn) {
  const folder = join(platform.folder, `import-${turn}`);
  mkdirSync(folder);
  const file = join(folder, 'rows.jsonl');
  const hits = join(folder, 'hits');
  const items = Array.from({ length: rows }, (_, row) => {
    const mark = `default-import-${seed}-${turn}-${row}`;
    return { source: 'shop', channel: 'review', touchpoint: 'product', externalId: mark, customer: `I-${row}`, occurredAt: '2026-11-01T10:00:00.000Z', rating: { kind: 'csat', value: 1 + (row % 5) }, text: 'A leg broke on the first day.', attributes: { mark, tenant: 'default' } };
  });
  writeFileSync(file, items.map((it) => JSON.stringify(it)).join('\n'));
  const book = new Ledger(ledgers.import);
  await book.note({ op: `import-${turn}`, kind: 'import', tenant: 'default', items, began: Date.now() });
  let left = [...crashes];
  const hit = () => (existsSync(hits) ? readFileSync(hits, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line).name) : []);
  for (let tries = 0; tries < 20; tries++) {
    const before = hit().length;
    const { code, said } = await once(platform, { file, folder, hits, left });
    left = left.filter((it) => !hit().some((name) => it.startsWith(`${name}:`)));
    if (code === 0) break;
    if ((code !== null && code !== 3) || (code === null && hit().length === before)) throw new Error(`the import ended with ${code}: ${said}`);
    await sleep(300);
  }
  await book.note({ op: `import-${turn}`, outcome: 'ok', ended: Date.now() });
  await book.close();
  return { hits: hit(), left: left.map((it) => `import ${it}`) };
}

async function once({ build, url, keys }, { file, folder, hits, left }) {
  const command = join(build, 'services/ingestion/dist/import/command.service.js');
  const argv = [file, '--url', url, '--key', keys.default, '--batch', '20', '--report', join(folder, 'refused.csv')];
  const program = `const { run } = await import(${JSON.stringify(command)}); process.exit(await run(${JSON.stringify(argv)}, { env: {}, stdout: process.stdout, stderr: process.stderr, fetch }));`;
  const child = spawn(process.execPath, [...nodeFlags(''), '--import', join(import.meta.dirname, 'crash-point.mjs'), '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, VOC_CHAOS_CRASH_AT: left.join(','), VOC_CHAOS_HITS: hits },
  });
  let said = '';
  child.stderr.on('data', (chunk) => { said += chunk; });
  return new Promise((done) => child.once('close', (code) => done({ code, said })));
}
