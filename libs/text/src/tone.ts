import type { Score } from '@vocloop/contracts';
import { half } from './blend.js';
import { round } from './reasons.js';
import type { Spoken } from './spoken.js';
import { isContrast, type Weighed } from './valence.js';
import type { Word } from './words.js';

/**
 * The themes of a text with how each is spoken of: by what is said in the parts of the text that name it, where a part ends with a clause and with a "but".
 * A theme whose parts say nothing good or bad, or which all that is said belongs to, is spoken of as the text is.
 */
export function toned(themes: readonly Spoken[], words: readonly Word[], moves: readonly Weighed[], polarity: number): Score['themes'] {
  if (themes.length === 0) return [];
  const parts = partsOf(words);
  const voices = moves.filter(({ weight }) => weight !== 0).map(({ from, weight }) => ({ part: parts[from], weight }));
  return themes.map(({ at, ...theme }) => {
    const own = new Set(at.map((it) => parts[it]));
    const said = voices.filter(({ part }) => own.has(part));
    if (said.length === 0 || said.length === voices.length) return { ...theme, polarity };
    const sum = said.reduce((all, { weight }) => all + weight, 0);
    return { ...theme, polarity: round(sum / Math.hypot(sum, half)) };
  });
}

/** The number of each word's part. */
function partsOf(words: readonly Word[]): number[] {
  let part = 0;
  return words.map((word, at) => {
    if (at > 0 && (word.clause !== words[at - 1]?.clause || isContrast(word))) part++;
    return part;
  });
}
