// nx g ./infra/nx:event NAME --topic TOPIC: an event in the contracts, in the file of its topic and in the list. Then its data become yours.
import { refreshDocuments } from '../documents.mjs';
import { insertAfter, read } from '../edit.mjs';

const src = 'libs/contracts/src';

export default async function event(tree, { name, topic, summary = '' }) {
  check(tree, name, topic);
  const { file, constant } = homeOf(tree, topic) ?? makeTopic(tree, topic);
  const about = topic.split('.')[1].replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  tree.write(`${src}/${file}.ts`, `${read(tree, `${src}/${file}.ts`).trimEnd()}\n\n${definition({ name, constant, about, summary: summary || sentence(name) })}`);
  needMoment(tree, `${src}/${file}.ts`);
  list(tree, file, name);
  return async () => refreshDocuments(tree.root);
}

function check(tree, name, topic) {
  if (!/^(?:[A-Z][a-z]+){2,6}$/.test(name)) throw new Error(`an event is a noun and a past participle, such as ParcelLost, not "${name}"; its version (.v1) is added`);
  if (!/^voc\.[a-z][a-z-]*\.v\d+$/.test(topic)) throw new Error(`a topic is named like voc.issue.v1, not "${topic}"`);
  if (new RegExp(`\\b${name}\\b`).test(read(tree, `${src}/events.ts`))) throw new Error(`there is an event ${name} already: a field that is added needs no new event, and another meaning needs another name`);
}

/** The file and the constant of a topic that is there. */
function homeOf(tree, topic) {
  for (const name of tree.children(src).filter((it) => /^[a-z-]+\.ts$/.test(it))) {
    const found = new RegExp(`export const (\\w+): Topic = \\{ name: '${topic.replaceAll('.', '\\.')}'`).exec(read(tree, `${src}/${name}`));
    if (found) return { file: name.replace(/\.ts$/, ''), constant: found[1] };
  }
  return undefined;
}

function makeTopic(tree, topic) {
  const file = topic.split('.')[1];
  if (tree.exists(`${src}/${file}.ts`)) throw new Error(`the topic ${topic} is not there, and ${src}/${file}.ts, where it would go, is taken: declare it there yourself, then run this again`);
  const constant = `${file.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Topic`;
  tree.write(`${src}/${file}.ts`, `import { z } from 'zod';
import { defineEvent, type Topic } from './event.js';
import { moment } from './vocabulary.js';

export const ${constant}: Topic = { name: '${topic}', summary: 'What happens to each ${file}.', keyedBy: '${file}' };
`);
  insertAfter(tree, `${src}/index.ts`, /^export \{[^}]*\} from '\.\/[a-z-]+\.js';\n/gm, `export { ${constant} } from './${file}.js';\n`);
  return { file, constant };
}

const definition = ({ name, constant, about, summary }) => `export const ${name} = defineEvent({
  type: '${name}.v1',
  topic: ${constant},
  summary: '${summary.replaceAll("'", "\\'")}',
  schema: z.looseObject({ ${about}Id: z.uuid(), at: moment }),
  key: (it) => it.${about}Id,
  subject: (it) => it.${about}Id,
  example: { ${about}Id: '01965a3c-8f00-7000-8000-00000000000a', at: '2026-03-02T11:00:00.000Z' },
});
`;

/** ParcelLost → "A parcel was lost." */
const sentence = (name) => {
  const words = name.match(/[A-Z][a-z]+/g).map((it) => it.toLowerCase());
  const noun = words.slice(0, -1).join(' ');
  return `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} was ${words.at(-1)}.`;
};

function needMoment(tree, file) {
  const content = read(tree, file);
  const imported = /^import \{ ([^}]*) \} from '\.\/vocabulary\.js';$/m.exec(content);
  if (imported?.[1].split(', ').includes('moment')) return;
  if (imported) return tree.write(file, content.replace(imported[0], `import { ${[...imported[1].split(', '), 'moment'].sort().join(', ')} } from './vocabulary.js';`));
  insertAfter(tree, file, /^import .*;\n/gm, `import { moment } from './vocabulary.js';\n`);
}

/** The list of every event, and the barrel. */
function list(tree, file, name) {
  const events = `${src}/events.ts`;
  const imports = new RegExp(`^import \\{([^}]*)\\} from '\\./${file}\\.js';$`, 'm');
  const content = read(tree, events);
  tree.write(events, imports.test(content) ? content.replace(imports, (all, names) => all.replace(names, joined(names, name))) : content.replace(/\n\n\/\*\*/, `\nimport { ${name} } from './${file}.js';\n\n/**`));
  insertAfter(tree, events, /^ {2}[A-Z][^\n]*,\n(?=\])/gm, `  ${name},\n`);

  const index = `${src}/index.ts`;
  const exported = new RegExp(`^export \\{([^}]*)\\} from '\\./${file}\\.js';$`, 'm');
  tree.write(index, read(tree, index).replace(exported, (all, names) => all.replace(names, joined(names, name))));
}

/** A name more in a list between braces, whether it stands on one line or on several. */
const joined = (names, name) => (names.includes('\n') ? `${names.trimEnd().replace(/,?$/, ',')}\n  ${name},\n` : `${names.trimEnd()}, ${name} `);
