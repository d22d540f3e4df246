// What a newcomer does: types what the documents say, in their order, into a platform started as the README says.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OwnBroker, describeWithOwnBroker, eventually } from '@vocloop/testing';
import { isInstalled } from '../../../infra/install.mjs';
import { freePort } from './postgres.js';

const root = join(import.meta.dirname, '../../..');

interface Fence { readonly file: string; readonly line: number; readonly word: string; readonly text: string }

/** The shell commands of a document; the word behind `sh` says who runs them. */
function fences(file: string): Fence[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^```sh(?: (\w+))?\n([^]*?)^```$/gm)].map((it) => ({ file, line: text.slice(0, it.index).split('\n').length, word: it[1] ?? '', text: it[2] ?? '' }));
}
const pages = ['README.md', 'docs/integrating.md', 'docs/operating.md'];
const all = pages.flatMap(fences);
const named = (it: Fence) => [`${it.file}:${it.line} ${it.text.split('\n', 1)[0]?.slice(0, 90)}`, it] as const;
const marked = (word: string) => all.filter((it) => it.word === word).map(named);

/** A platform that was started by the words of a document, as in a terminal of its own. */
class Started {
  readonly folder = mkdtempSync(join(tmpdir(), 'vocloop-newcomer-'));
  private said = '';
  private child: ChildProcess | undefined;
  env: Readonly<Record<string, string>> = {};

  async start(command: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
    if (!isInstalled('all')) throw new Error('node_modules is not what package-lock.json names, and npm start would install it in the midst of the tests: run npm test');
    chmodSync(this.folder, 0o711);
    const mine = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VOC_|DATABASE_URL|KAFKA_BROKERS|PORT$|HOST$|NODE_OPTIONS|JEST_)/.test(name)));
    // As a newcomer's shell has it: the tools of the repository are not in its path.
    const path = (mine['PATH'] ?? '').split(delimiter).filter((it) => !it.startsWith(join(root, 'node_modules'))).join(delimiter);
    this.env = { ...mine, PATH: path, ...env } as Record<string, string>;
    this.child = spawn('bash', ['-c', command], { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...this.env, VOC_DATA_DIR: this.folder, PORT: String(await freePort()) } });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => { this.said += chunk.toString(); });
    await eventually(() => {
      if (this.child?.exitCode !== null) throw new Error(`it ended:\n${this.said}`);
      expect(this.said).toMatch(/an API key\s+voc_/);
    }, 240_000);
    this.env = { ...this.env, VOC_URL: /the page\s+(http:\/\/[^/]+)\//.exec(this.said)![1]!, VOC_API_KEY: /an API key\s+(\S+)/.exec(this.said)![1]! };
  }

  /** Runs commands as written, and gives what they print. */
  run(text: string): string {
    const { status, signal, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', text], { cwd: root, env: this.env, encoding: 'utf8', timeout: 120_000 });
    if (status !== 0) throw new Error(`ended with ${signal ?? status}:\n${text}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Ctrl-C. Resolves to what was said in all. */
  async stop(): Promise<string> {
    const { child } = this;
    if (child?.pid && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('close', resolve));
      process.kill(-child.pid, 'SIGINT');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
    return this.said;
  }
}

it('every fence of the documents says who runs it', () => {
  expect([...new Set(all.map(({ word }) => word))].toSorted()).toEqual(['', 'docker', 'elsewhere', 'kafka', 'start', 'test', 'yours']);
  expect(marked('').length).toBeGreaterThan(15);
});

describe('a newcomer who types what the documents say', () => {
  const platform = new Started();
  const first = all.find(({ word, text }) => word === '' && text.includes('C-1042'))!;
  beforeAll(async () => platform.start(all.find(({ word }) => word === 'start')!.text), 300_000);
  afterAll(async () => {
    expect(await platform.stop()).toContain('everything accepted is accounted for');
  });

  it.each(marked(''))('%s', (_, { text }) => void platform.run(text), 180_000);

  it('saw their first feedback accepted and masked; again, it is a duplicate', () => {
    expect(JSON.parse(platform.run(first.text))).toMatchObject({ status: 'duplicate', masked: [{ pointer: '/text', kind: 'email' }] });
  });

  it('finds it a moment later scored, in an issue, at the pod that owns the touchpoint', async () => {
    const flow = all.find(({ text }) => text.includes('/v1/flows'))!;
    await eventually(() => expect(platform.run(flow.text.split('\n')[0]!)).toMatch(/"label":"negative".*"pod":"logistics"/), 30_000);
  });

  it('finds the same API documented as is served', async () => {
    const served: unknown = await (await fetch(`${platform.env['VOC_URL']}/openapi.json`)).json();
    expect(served).toEqual(JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8')));
  });
});

const kcat = spawnSync('kcat', ['-V']).status === 0;

(kcat ? describeWithOwnBroker : describe.skip)('with Kafka and kcat at hand', () => {
  const platform = new Started();
  let broker: OwnBroker;
  beforeAll(async () => {
    broker = await OwnBroker.prepare();
    await broker.start();
    await platform.start('npm start -- --kafka', { KAFKA_BROKERS: broker.brokers });
  }, 300_000);
  afterAll(async () => {
    await platform.stop();
    await broker.remove();
  });

  it.each(marked('kafka'))('%s', (_, fence) => {
    const printed = platform.run(fence.text);
    if (fence.text.includes('voc.pod.')) expect(printed).toMatch(/ce_type=IssueDelivered\.v1/);
  });

  it('what a foreign producer wrote is taken', async () => {
    await eventually(() => expect(platform.run('curl -sS "$VOC_URL/v1/flows?limit=5" -H "Authorization: Bearer $VOC_API_KEY"')).toContain('call-centre'), 30_000);
  });
});

it('the documents that are run are there', () => expect(pages.filter((it) => !existsSync(join(root, it)))).toEqual([]));
