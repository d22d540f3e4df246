import type { Sketch } from '@vocloop/text';

/**
 * What tells problems of one theme apart: aspects in order, each with the concepts (of `@vocloop/text`, the same in every language) that show it.
 * A text has the first aspect that it shows. Few on purpose: an aspect belongs here only where another pod, or another fix, would be needed.
 */
const aspects = new Map<string, readonly (readonly [aspect: string, label: string, ...concepts: string[]])[]>([
  ['delivery', [['damaged', 'damaged on arrival', '#damaged'], ['wrong', 'wrong item', '#wrong_item']]],
  ['luggage', [['damaged', 'damaged', '#damaged'], ['missing', 'late or missing', '#late', '#lost']]],
  ['billing', [['overcharged', 'charged wrongly', '#overcharged']]],
  ['account', [['login', 'cannot log in', '#login']]],
]);

/** The aspect of a theme that a text shows; undefined where it shows none. */
export function aspectOf(theme: string, sketch: Sketch): string | undefined {
  const shown = new Set(sketch.terms.map(([term]) => term));
  return aspects.get(theme)?.find(([, , ...concepts]) => concepts.some((it) => shown.has(it)))?.[0];
}

/** An aspect as people say it. */
export const aspectLabel = (theme: string, aspect: string): string => aspects.get(theme)?.find(([id]) => id === aspect)?.[1] ?? aspect;
