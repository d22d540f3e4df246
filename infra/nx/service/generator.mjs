// nx g ./infra/nx:service NAME: a service of the house's layout, hooked in wherever services are listed. It works at once; then its noun becomes yours.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { generateFiles, updateJson } from '@nx/devkit';
import { refreshDocuments, refreshGraph } from '../documents.mjs';
import { addToServices, insertAfter, pascal, read } from '../edit.mjs';

const word = /^[a-z][a-z0-9]{1,30}$/;
const reserved = ['order', 'user', 'group', 'table', 'check', 'default', 'grant', 'index', 'outbox', 'inbox', 'consumer', 'migration'];

export default async function service(tree, { name, noun = 'sighting', on = 'FeedbackReceived' }) {
  check(tree, { name, noun, on });
  generateFiles(tree, join(import.meta.dirname, 'files'), `services/${name}`, { name, Name: pascal(name), noun, Noun: pascal(noun), on, tmpl: '' });
  hookIn(tree, name);
  return async () => {
    link(tree.root, name);
    await refreshDocuments(tree.root);
    refreshGraph(tree.root);
  };
}

function check(tree, { name, noun, on }) {
  for (const [option, value] of Object.entries({ name, noun })) if (!word.test(value)) throw new Error(`${option} must be one word of lower-case letters and digits, such as "loyalty", not "${value}"`);
  if (noun === name || reserved.includes(noun)) throw new Error(`"${noun}" cannot be the noun: it is ${noun === name ? "the service's name" : 'taken by SQL or by the messaging tables'}; choose another with --noun`);
  if (tree.exists(`services/${name}`) || tree.exists(`libs/${name}`)) throw new Error(`there is a package "${name}" already`);
  if (!new RegExp(`\\b${on}\\b`).test(read(tree, 'libs/contracts/src/events.ts'))) throw new Error(`--on ${on}: there is no such event in libs/contracts/src/events.ts; make it first with nx g ./infra/nx:event ${on} --topic …`);
}

/** Every list of services that there is. */
function hookIn(tree, name) {
  const listed = 'services/platform/src/services.ts';
  insertAfter(tree, listed, /^import \{ \w+Module, \w+Service \} from '@vocloop\/\w+';\n/gm, `import { ${pascal(name)}Module, ${name}Service } from '@vocloop/${name}';\n`);
  insertAfter(tree, listed, /^ {2}\{ \.\.\.\w+Service, module: \w+Module \},\n/gm, `  { ...${name}Service, module: ${pascal(name)}Module },\n`);

  const gateway = 'services/platform/src/gateway.ts';
  insertAfter(tree, gateway, /^ {2}\['\/v1\/[^\n]*\n(?= {2}\.\.\.)/gm, `  ['/v1/${name}', '${name}'],\n`);
  addToServices(tree, gateway, name);
  addToServices(tree, 'eslint.config.mjs', name);

  if (tree.exists('docker-compose.yml')) hookIntoCompose(tree, name);

  updateJson(tree, 'package-lock.json', (lock) => {
    const packages = { ...lock.packages, [`node_modules/@vocloop/${name}`]: { resolved: `services/${name}`, link: true }, [`services/${name}`]: { name: `@vocloop/${name}`, version: '0.1.0', license: 'Apache-2.0' } };
    return { ...lock, packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))) };
  });
}

function hookIntoCompose(tree, name) {
  const file = 'docker-compose.yml';
  const [block] = /^ {2}reporting:\n(?: {4}.*\n)+/m.exec(read(tree, file)) ?? [];
  if (!block) throw new Error(`${file}: the service reporting is not where it was. Has the file changed? Then infra/nx must follow.`);
  insertAfter(tree, file, /^ {2}reporting:\n(?: {4}.*\n)+/gm, block.replaceAll('reporting', name));
  insertAfter(tree, file, /^ +VOC_REPORTING_URL: .*\n/gm, `      VOC_${name.toUpperCase()}_URL: http://${name}:3000\n`);
  insertAfter(tree, file, /^ +reporting: \{ condition: service_healthy \}\n/gm, `      ${name}: { condition: service_healthy }\n`);
}

/** What `npm install` would do: the package is found by its name. */
function link(root, name) {
  const at = join(root, 'node_modules', '@vocloop', name);
  mkdirSync(join(at, '..'), { recursive: true });
  if (!existsSync(at)) symlinkSync(`../../services/${name}`, at, 'junction');
}
