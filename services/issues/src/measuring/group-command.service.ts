import { detectLanguage, labelledCommand, languageTag, meaningOf, oneFile, rowsIn, sketch, tokenize, useVectors, wantsFigures } from '@vocloop/text';
import { Anchors, saysEnough, themeless, type Anchor, type Said } from '../issue/grouping.js';
import { nmi, pairF1 } from './figures.js';

const usage = `npx voc group FILE [options]     puts texts together that speak of the same, a JSON line for each

FILE has a text a line, or text<TAB>label, in UTF-8; - is standard input. Texts are gathered in one pass, as the issues service gathers feedback of one touchpoint in which no theme was found; texts that say too little
for that stand alone.

  --language CODE  the language that every text has (en, de, …); told text by text, where left out
  --measure        every row must have a label; a last line {"figures": …}: groups, how they agree with the labels (normalised mutual information, F1 of pairs), texts a second
  --quiet          only the figures
  --vectors FILE   a table of what English words mean in the place of the shipped one, as npm run train makes it

A line has the text, group: the number of the group's first text, and similarity: how near the text was to the group, 1 where it began one.
`;

const flag = { type: 'boolean' } as const;

/** Runs `voc group`. */
export const run = labelledCommand('group', usage, { language: { type: 'string' }, measure: flag, quiet: flag, vectors: { type: 'string' } }, async ({ values, positionals }, write, read) => {
  const [file, language] = [oneFile(positionals), languageTag(values.language)?.toLowerCase().split('-')[0]];
  wantsFigures(values);
  const rows = await rowsIn(file, { label: values.measure });
  if (values.vectors !== undefined) takeVectors(values.vectors, await read(values.vectors));
  const began = performance.now();
  const grouped = groupsOf(rows.map(({ text }) => text), language);
  const seconds = (performance.now() - began) / 1000;
  if (!values.quiet) rows.forEach(({ text, label }, at) => write({ text, ...grouped[at], ...(label && { said: label }) }));
  if (!values.measure) return;
  const judged = rows.map(({ label = '' }, at) => ({ said: label, group: String(grouped[at]?.group) }));
  write({ figures: { rows: rows.length, groups: new Set(judged.map(({ group }) => group)).size, nmi: nmi(judged), pairF1: pairF1(judged), perSecond: Math.round(rows.length / seconds) } });
});

function takeVectors(file: string, bytes: Buffer): void {
  try {
    useVectors(bytes);
  } catch {
    throw new Error(`--vectors: ${file} is no table of vectors as npm run train makes it`);
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
