import type { Score } from '@vocloop/contracts';
import { half } from './blend.js';
import { round } from './reasons.js';
import type { Spoken } from './spoken.js';
import { isContrast, isLink, type Weighed } from './valence.js';
import type { Word } from './words.js';

/**
 * The themes of a text with how each is spoken of: by what is said in the parts of the text that name it. A part ends with a clause, with a "but", and with an "and" between a theme
 * that is praised and one that is blamed, unless something was mended: what was wrong before is no blame then. A theme whose parts say nothing good or bad, or which all that is said belongs to, is spoken of as the text is.
 */
export function toned(themes: readonly Spoken[], words: readonly Word[], moves: readonly Weighed[], { polarity, isMended }: { polarity: number; isMended: boolean }): Score['themes'] {
  if (themes.length === 0) return [];
  const parts = partsOf(words, isMended ? [] : themes, moves);
  const voices = moves.filter(({ weight }) => weight !== 0).map(({ from, weight }) => ({ part: parts[from], weight }));
  return themes.map(({ at, ...theme }) => {
    const own = new Set(at.map((it) => parts[it]));
    const said = voices.filter(({ part }) => own.has(part));
    if (said.length === 0 || said.length === voices.length) return { ...theme, polarity };
    const sum = said.reduce((all, { weight }) => all + weight, 0);
    return { ...theme, polarity: round(sum / Math.hypot(sum, half)) };
  });
}

/** Words that no end of a clause, "but" or "and" parts, and whether it is an "and" that they follow. */
interface Stretch { size: number; isLinked: boolean; isNamed: boolean; sum: number }

/** The number of each word's part. */
function partsOf(words: readonly Word[], themes: readonly Spoken[], moves: readonly Weighed[]): number[] {
  const parts: number[] = [];
  let before: Pick<Stretch, 'isNamed' | 'sum'> = { isNamed: false, sum: 0 };
  let part = 0;
  for (const stretch of stretchesOf(words, new Set(themes.flatMap(({ at }) => at)), moves)) {
    const turns = before.isNamed && stretch.isNamed && before.sum * stretch.sum < 0;
    if (stretch.isLinked && !turns) before = { isNamed: before.isNamed || stretch.isNamed, sum: before.sum + stretch.sum };
    else {
      before = stretch;
      part++;
    }
    for (let count = 0; count < stretch.size; count++) parts.push(part);
  }
  return parts;
}

function stretchesOf(words: readonly Word[], named: ReadonlySet<number>, moves: readonly Weighed[]): Stretch[] {
  const weights = new Float64Array(words.length);
  for (const { from, weight } of moves) (weights[from] as number) += weight;
  const stretches: Stretch[] = [];
  let current: Stretch | undefined;
  for (const [at, word] of words.entries()) {
    const ends = word.clause !== words[at - 1]?.clause || isContrast(word);
    if (!current || ends || isLink(word)) stretches.push((current = { size: 0, isLinked: !ends, isNamed: false, sum: 0 }));
    current.size++;
    current.isNamed ||= named.has(at);
    current.sum += weights[at] as number;
  }
  return stretches;
}
