// Compiles src/ of every library and service (or of the folders named) to dist/: only files that changed, stale output removed.
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { swc } from './swc.mjs';

const root = resolve(import.meta.dirname, '..');
const version = createHash('sha256').update(JSON.stringify(swc)).update(process.version).digest('hex').slice(0, 12);

/** Builds the folders given (default: all libraries and services); returns how many files were compiled. */
export async function build(folders = globSync('{libs,services}/*/package.json', { cwd: root }).map(dirname)) {
  let transformFile;
  let compiled = 0;
  for (const folder of folders) {
    const src = join(root, folder, 'src');
    const dist = join(root, folder, 'dist');
    const stamp = join(dist, `.built-${version}`);
    if (!existsSync(stamp)) rmSync(dist, { recursive: true, force: true });
    const sources = globSync('**/*.ts', { cwd: src }).filter((file) => !/\.(spec|bench|conformance|testing|d)\.ts$/.test(file));
    const wanted = new Set(sources.flatMap((file) => [file.replace(/ts$/, 'js'), file.replace(/ts$/, 'js.map')]));
    for (const file of existsSync(dist) ? globSync('**/*.{js,js.map}', { cwd: dist }) : []) if (!wanted.has(file)) rmSync(join(dist, file));
    for (const file of sources) {
      const from = join(src, file);
      const to = join(dist, file.replace(/ts$/, 'js'));
      if (existsSync(to) && statSync(to).mtimeMs >= statSync(from).mtimeMs) continue;
      transformFile ??= (await import('@swc/core')).transformFileSync;
      const { code, map } = transformFile(from, { ...swc, cwd: root, sourceFileName: relative(dirname(to), from), swcrc: false });
      mkdirSync(dirname(to), { recursive: true });
      if (map) writeFileSync(`${to}.map`, map);
      writeFileSync(to, `${code}\n//# sourceMappingURL=${to.split('/').at(-1)}.map\n`);
      compiled++;
    }
    // What is not TypeScript (pages, lexicons, weights) goes along as it is.
    for (const file of globSync('**/*.{json,html,css,yaml,txt,tsv,bin}', { cwd: src })) {
      mkdirSync(dirname(join(dist, file)), { recursive: true });
      writeFileSync(join(dist, file), readFileSync(join(src, file)));
    }
    mkdirSync(dist, { recursive: true });
    writeFileSync(stamp, '');
  }
  return compiled;
}

if (process.argv[1] === import.meta.filename) console.log(`${await build(process.argv.length > 2 ? process.argv.slice(2) : undefined)} files compiled`);
