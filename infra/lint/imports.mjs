// The import rules of the house, file by file: what a file may import follows from its suffix. See CONTRIBUTING.md.
import { basename } from 'node:path';

const roles = ['entity', 'repository', 'service', 'handler', 'controller', 'module', 'collector', 'decorator', 'guard', 'filter', 'pipe', 'spec', 'bench'];

/** A file's role by its suffix; `pure` where it has none and stands in a service's noun folder or in a pure library. */
export function roleOf(file) {
  const path = file.replaceAll('\\', '/');
  const name = basename(path).replace(/\.(ts|js|mjs)$/, '');
  const role = roles.find((it) => name.endsWith(`.${it}`));
  if (role) return role;
  // The one file of a pure library that reads: the weights that lie beside it.
  if (/\/libs\/text\/src\/weights\/load\.ts$/.test(path)) return 'other';
  if (/\/migrations\//.test(path) || /^(main|config|datasource|index)$/.test(name)) return 'wiring';
  const noun = /\/services\/(?!platform\/)[^/]+\/src\/[^/]+\/[^/]+$/.test(path);
  return noun || /\/libs\/(text|contracts)\/src\//.test(path) ? 'pure' : 'other';
}

const nodeOrFramework = [/^node:/, /^@nestjs\//, /^typeorm$/, /^pg$/, /^@vocloop\/(?!contracts$|text$)/];

/** What a role may not import: a pattern of a package, or the role of a file of ours. */
const rules = {
  pure: { packages: nodeOrFramework, roles: roles.filter((it) => it !== 'spec'), why: 'a file without suffix is pure: no I/O, no clock, no framework; it imports contracts, text and pure files' },
  entity: { packages: [/^@nestjs\//, /^@vocloop\/(?!contracts$|database$)/], roles: ['repository', 'service', 'handler', 'controller', 'module'], why: 'an entity is the shape of a row, no behaviour' },
  repository: { packages: [/^@vocloop\/messaging$/, /^@nestjs\/microservices$/], roles: ['service', 'handler', 'controller', 'module', 'collector'], why: 'a repository knows SQL and its rows, nothing above them' },
  service: { packages: [/^typeorm$/, /^pg$/, /^@nestjs\/(microservices|swagger)$/], roles: ['handler', 'controller', 'module'], sameNounRepository: true, why: "a service uses its own noun's repository, transaction and publish" },
  handler: { packages: [/^typeorm$/, /^pg$/], roles: ['repository', 'entity', 'module'], why: 'a handler takes events and calls its service' },
  controller: { packages: [/^typeorm$/, /^pg$/], roles: ['repository', 'entity', 'module'], why: 'a controller takes requests and calls its service' },
};

/** Why a file may not import something, or undefined where it may. */
export function whyNot(file, imported) {
  if (/^kafkajs$|^@platformatic\/kafka$/.test(imported) && !/\/libs\/messaging\/src\/kafka\//.test(file)) return 'only libs/messaging/src/kafka imports a Kafka client';
  if (/^@vocloop\/[^/]+\/./.test(imported)) return 'packages of ours are imported by their names, never deeper';
  const rule = rules[roleOf(file)];
  if (!rule) return undefined;
  if (rule.packages.some((pattern) => pattern.test(imported))) return rule.why;
  if (!imported.startsWith('.')) return undefined;
  const role = roles.find((it) => imported.replace(/\.js$/, '').endsWith(`.${it}`));
  if (role && rule.roles.includes(role)) return rule.why;
  if (rule.sameNounRepository && role === 'repository' && imported.startsWith('../')) return rule.why;
  return undefined;
}

export default {
  rules: {
    imports: {
      meta: { type: 'problem', schema: [] },
      create(context) {
        const check = (node) => {
          if (!node.source) return;
          const why = node.importKind === 'type' && !String(node.source.value).startsWith('kafkajs') && roleOf(context.filename) !== 'pure' ? undefined : whyNot(context.filename, String(node.source.value));
          if (why) context.report({ node, message: `"${node.source.value}" is not for this file: ${why}.` });
        };
        return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: (node) => check(node) };
      },
    },
    'no-fetch': {
      meta: { type: 'problem', schema: [] },
      create: (context) => {
        const report = (node) => context.report({ node, message: 'Only Egress (libs/service) calls out: it checks every address first.' });
        return {
          CallExpression({ callee }) {
            if ((callee.type === 'Identifier' ? callee : callee.property)?.name === 'fetch' && (callee.type === 'Identifier' || callee.object?.name === 'globalThis')) report(callee);
          },
          ImportDeclaration(node) {
            const from = String(node.source.value);
            const calls = /^(node:)?https?$/.test(from) && node.specifiers.some(({ type, imported }) => type !== 'ImportSpecifier' || imported.name === 'request' || imported.name === 'get');
            if (node.importKind !== 'type' && (calls || /^(undici|axios|got|node-fetch)$/.test(from))) report(node);
          },
        };
      },
    },
  },
};
