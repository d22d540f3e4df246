import type { Reason } from '@vocloop/contracts';
import type { Reading } from './reading.js';

const mostReasons = 8;

/** Those that weigh most, either way. */
export const strongest = <T extends { weight: number }>(items: readonly T[], most = mostReasons): T[] => [...items].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, most);

/** A stretch of words as it stands in the text. */
export function quoted({ text, words }: Pick<Reading, 'text' | 'words'>, { from, to }: { from: number; to: number }, weight: number): Reason {
  const [first, last] = [words[from], words[to]];
  if (!first || !last) throw new Error(`There are no words ${from} to ${to}.`);
  return { word: text.slice(first.at, last.at + last.text.length), at: first.at, weight: round(weight) };
}

/** Three digits are kept; never -0. */
export const round = (value: number): number => Math.round(value * 1000) / 1000 || 0;
