// The test build: a throw-away copy of what is built, with the crash points and, where one is asked for, a planted fault. Only the files that are edited are compiled anew.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { transformSync } from '@swc/core';
import { build } from '../build.mjs';
import { swc } from '../swc.mjs';
import { crashEdits } from './crash-points.mjs';
import { always } from './plants.mjs';

export const root = resolve(import.meta.dirname, '../..');

/** A source with edits; throws where a text to be replaced is not there exactly once, for the code has moved on and the edit must follow. */
export function edited(source, edits, file) {
  return edits.reduce((text, { find, replace }) => {
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`infra/chaos: ${file} holds this ${parts.length - 1} times instead of once; say where it is now:\n${find}`);
    return parts.join(replace);
  }, source);
}

/** Every edited source by its file. What a plant takes away, no crash point can stand at. */
export function editedSources(plant) {
  const planted = plant?.edits ?? [];
  const files = new Set([...planted, ...crashEdits, ...always].map(({ file }) => file));
  return new Map([...files].map((file) => {
    const of = (edits) => edits.filter((it) => it.file === file);
    const source = edited(readFileSync(join(root, file), 'utf8'), of(planted), file);
    const points = of(crashEdits).filter(({ find }) => planted.length === 0 || source.includes(find));
    return [file, edited(source, [...points, ...of(always)], file)];
  }));
}

/** Makes a test build in a folder of its own; answers where, and how to remove it. */
export async function testBuild(plant) {
  await build();
  const sources = editedSources(plant);
  const folder = mkdtempSync(join(tmpdir(), 'vocloop-chaos-build-'));
  const packages = ['libs', 'services'].flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(kind, name))).filter((it) => existsSync(join(root, it, 'dist')));
  for (const it of packages) {
    mkdirSync(join(folder, it), { recursive: true });
    for (const part of ['package.json', 'dist']) cpSync(join(root, it, part), join(folder, it, part), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules', '@vocloop'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) if (name !== '@vocloop') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  for (const it of packages) symlinkSync(join(folder, it), join(folder, 'node_modules', '@vocloop', basename(it)));
  for (const [file, source] of sources) {
    const { code } = transformSync(source, { ...swc, filename: join(root, file), cwd: root, swcrc: false, sourceMaps: false });
    writeFileSync(join(folder, dirname(file).replace('/src', '/dist'), basename(file).replace(/ts$/, 'js')), code);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
