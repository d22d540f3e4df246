// node infra/supply.mjs sbom [FILE]   writes what production is made of, as CycloneDX, to a file or stdout
// node infra/supply.mjs audit         fails where something of that has a known hole, high or critical
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root } from './install.mjs';

const npm = (...args) => spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, '--package-lock-only', '--loglevel=error'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });

function sbom(file) {
  const { status, stdout, stderr } = npm('sbom', '--sbom-format=cyclonedx');
  if (status !== 0) fail(`npm sbom failed: ${stderr}`);
  const bill = JSON.parse(stdout);
  // npm's own --omit=dev leaves out what production shares with the tests, so the lock is asked.
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const production = new Set(Object.entries(packages).filter(([, { dev }]) => !dev).map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`));
  bill.components = bill.components.filter(({ name, version }) => production.has(`${name}@${version}`));
  const kept = new Set([bill.metadata.component['bom-ref'], ...bill.components.map((it) => it['bom-ref'])]);
  bill.dependencies = bill.dependencies.filter(({ ref }) => kept.has(ref)).map((it) => ({ ...it, dependsOn: (it.dependsOn ?? []).filter((ref) => kept.has(ref)) }));
  const text = `${JSON.stringify(bill, null, 2)}\n`;
  if (file) writeFileSync(file, text);
  else process.stdout.write(text);
}

function audit() {
  const { stdout } = npm('audit', '--omit=dev', '--json');
  const { metadata, vulnerabilities = {}, message } = parsed(stdout);
  if (!metadata) {
    // Not every registry answers: a mirror may not. A test run that could not ask must not look like one that did.
    console.error(`\n*** NOT CHECKED for known holes: the registry does not answer "npm audit"${message ? ` (${message})` : ''}. Run "npm run audit" where it does. ***\n`);
    return;
  }
  const grave = Object.values(vulnerabilities).filter(({ severity }) => severity === 'high' || severity === 'critical');
  for (const { name, severity, range } of grave) console.error(`${severity}: ${name} ${range}`);
  if (grave.length > 0) fail(`${grave.length} packages of production have known holes; see npm audit --omit=dev`);
  console.log(`no known hole, high or critical, in ${metadata.dependencies?.prod ?? '?'} packages of production`);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const [command, file] = process.argv.slice(2);
if (command === 'sbom') sbom(file);
else if (command === 'audit') audit();
else fail('say sbom or audit');
