import { round } from './reasons.js';
import type { Word } from './words.js';

/** A theme that a text speaks of, how surely, by which words, and where: the numbers of the words that its phrases begin with. */
export interface Spoken { id: string; confidence: number; words: string[]; at: number[] }

const leastTheme = 0.4;
const mostThemes = 5;
const mostWords = 6;

/** Gathers what speaks for each theme of a text. What is said twice speaks once; what is said otherwise makes it surer. */
export class ThemesSpoken {
  private readonly byTheme = new Map<string, { said: Map<string, number>; at: number[] }>();

  /** `weight` in 0…1 is how sure the words make it; `at` is the number of the first of them, where they have a place. */
  add(id: string, words: string, weight: number, at?: number): void {
    const theme = this.byTheme.get(id) ?? { said: new Map<string, number>(), at: [] };
    theme.said.set(words, Math.max(theme.said.get(words) ?? 0, weight));
    if (at !== undefined) theme.at.push(at);
    this.byTheme.set(id, theme);
  }

  /** Most confident first; what is too unsure is left out. */
  all(): Spoken[] {
    return [...this.byTheme]
      .map(([id, { said, at }]) => ({ id, confidence: round(1 - [...said.values()].reduce((left, it) => left * (1 - it), 1)), words: [...said.keys()].slice(0, mostWords), at }))
      .filter((it) => it.confidence >= leastTheme)
      .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
      .slice(0, mostThemes);
  }
}

/** Words of a text from one to another, as a reader sees them. */
export function phraseOf(words: readonly Word[], from: number, to: number): string {
  let said = words[from]?.word ?? '';
  for (let at = from + 1; at <= to; at++) said += ` ${words[at]?.word ?? ''}`;
  return said;
}
