import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { detectLanguage, meaningOf, rowsOf, sketch, tokenize } from '@vocloop/text';
import { Anchors, saysEnough, themeless, type Anchor, type Said } from '../issue/grouping.js';
import { nmi, pairF1 } from './figures.js';

/** What the command needs of the process it runs in. */
interface Io { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `npx voc group FILE [options]     puts texts together that speak of the same, a JSON line for each

FILE has a text a line, or text<TAB>label. Texts are gathered in one pass, as the issues service gathers feedback of one touchpoint in which no theme was found; texts that say too little
for that stand alone.

  --language CODE  the language that every text has (en, de, …); told text by text, where left out
  --measure        a last line {"figures": …}: groups, how they agree with the labels (normalised mutual information, F1 of pairs), texts a second
  --quiet          only the figures
`;

/** Runs `voc group`. */
export async function run(argv: readonly string[], { stdout, stderr }: Io): Promise<number> {
  try {
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { language: { type: 'string' }, measure: flag, quiet: flag, help: { ...flag, short: 'h' } } });
    if (values.help) return stdout.write(usage), 0;
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error('name one file');
    const rows = rowsOf(await readFile(file, 'utf8'));
    const began = performance.now();
    const grouped = groupsOf(rows.map(({ text }) => text), values.language?.toLowerCase());
    const seconds = (performance.now() - began) / 1000;
    if (!values.quiet) rows.forEach(({ text, label }, at) => stdout.write(`${JSON.stringify({ text, ...grouped[at], ...(label && { said: label }) })}\n`));
    if (values.measure) {
      const judged = rows.flatMap(({ label }, at) => (label ? [{ said: label, group: String(grouped[at]?.group) }] : []));
      stdout.write(`${JSON.stringify({ figures: { rows: rows.length, groups: new Set(grouped.map(({ group }) => group)).size, ...(judged.length > 0 && { nmi: nmi(judged), pairF1: pairF1(judged) }), perSecond: Math.round(rows.length / seconds) } })}\n`);
    }
    return 0;
  } catch (error) {
    stderr.write(`voc group: ${(error as Error).message}\nSee: npx voc group --help\n`);
    return 2;
  }
}

const scope = { key: themeless, theme: themeless, aspect: undefined, product: undefined, supplier: undefined };

/** The group of each text, named by the number of its first, and how near the text was to it. */
function groupsOf(texts: readonly string[], language: string | undefined): { group: number; similarity: number }[] {
  const anchors = new Anchors([]);
  return texts.map((text, at) => {
    const said = saidOf(text, language);
    const occurredAt = new Date(at).toISOString();
    if (!saysEnough(said)) return { group: at, similarity: 1 };
    const found = anchors.find(scope, said, occurredAt);
    if (!found) anchors.put(leaderOf(said, at, occurredAt));
    else anchors.joined(found, { ...said, feedbackId: String(at), occurredAt });
    return found ? { group: Number(found.anchor.issueId), similarity: Math.round(found.similarity * 1e3) / 1e3 } : { group: at, similarity: 1 };
  });
}

function saidOf(text: string, known: string | undefined): Said {
  const language = known === undefined ? detectLanguage(tokenize(text)) : { code: known, confidence: 1 };
  return { sketch: sketch(text, language), meaning: meaningOf(text, language.code) };
}

const leaderOf = ({ sketch: words, meaning }: Said, at: number, occurredAt: string): Anchor => ({
  tenantId: 'default', fingerprint: String(at), scope: scope.key, issueId: String(at), sketch: words, learned: false, feedbackId: String(at), occurredAt, meaning: meaning ?? null,
});
