import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { printableLines } from '@vocloop/contracts';
import { Api } from '../api.js';

const usage = `npx voc rescore [options]     has feedback scored by the model, taxonomy and corrections of today; every count and every issue follows.
                            Issues may open by it: then pods are told, and customers answered.

  --from TIME        only what was received from then on (2026-03-01, 2026-03-01T08:00:00Z)
  --to TIME          only what was received before then
  --after ID         goes on after this feedback, where a run ended early
  --per-second N     at most so many a second, so that new feedback does not wait behind old (default: 200)
  --url URL          the platform (default: VOC_URL, else http://localhost:3000)
  --key KEY          an API key with the scope issues:write (default: VOC_API_KEY)
`;

interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const text = { type: 'string' } as const;
const options = { from: text, to: text, after: text, 'per-second': text, url: text, key: text, help: { type: 'boolean', short: 'h' } } as const;
const largestPage = 500;

/** Runs `voc rescore`. 0: done. 2: the command is wrong. 3: the platform refused or was away; the message says how to go on. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let after: string | undefined;
  try {
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help) return io.stdout.write(usage), 0;
    const key = values.key ?? io.env['VOC_API_KEY'];
    if (!key) throw new Error('an API key is needed: --key voc_…, or VOC_API_KEY; npm start prints one');
    const pace = Number(values['per-second'] ?? 200);
    if (!(pace >= 1)) throw new Error(`--per-second must be a number from 1 on, not "${values['per-second']}"`);
    const span = { ...timeOf('from', values.from), ...timeOf('to', values.to) };
    if (span.from && span.to && span.from >= span.to) throw new Error(`--from must be before --to: ${span.from} is not before ${span.to}`);
    const api = new Api((values.url ?? io.env['VOC_URL'] ?? 'http://localhost:3000').replace(/\/$/, ''), key);
    if (values.after !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(values.after)) throw new Error(`--after must be the id of a feedback, not "${values.after}"`);
    after = values.after;
    const began = performance.now();
    for (let done = 0; ; ) {
      const page = { ...span, ...(after && { after }), limit: Math.min(largestPage, Math.ceil(pace)) };
      const { rescored, next } = await api.ask<{ rescored: number; next: string | null }>('POST', '/v1/feedback/rescoring', page);
      done += rescored;
      io.stdout.write(next ? `${done} so far, up to ${next}\n` : `${done} are scored anew\n`);
      if (!next) return 0;
      after = next;
      await sleep(Math.max(0, (done / pace) * 1000 - (performance.now() - began)));
    }
  } catch (error) {
    const refused = 'status' in (error as object);
    io.stderr.write(`voc rescore: ${printableLines((error as Error).message)}\n${refused && after ? `Go on with the same command and --after ${after}` : 'See: npx voc rescore --help'}\n`);
    return refused ? 3 : 2;
  }
}

function timeOf(name: 'from' | 'to', said: string | undefined): { from?: string; to?: string } {
  if (said === undefined) return {};
  const at = new Date(said);
  // 30 February is no day of March.
  if (Number.isNaN(at.getTime()) || (/^\d{4}-\d\d-\d\d/.test(said) && new Date(`${said.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10) !== said.slice(0, 10))) throw new Error(`--${name} must be a time such as 2026-03-01 or 2026-03-01T08:00:00Z, not "${said}"`);
  return { [name]: at.toISOString() };
}
