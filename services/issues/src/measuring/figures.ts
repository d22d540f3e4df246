/** Where a text was put, and where a person puts it. */
export interface Grouped { said: string; group: string }

const count = <T>(list: readonly T[], key: (it: T) => string): number[] => [...list.reduce((counts, it) => counts.set(key(it), (counts.get(key(it)) ?? 0) + 1), new Map<string, number>()).values()];
const both = ({ said, group }: Grouped): string => JSON.stringify([said, group]);
const figure = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Normalised mutual information of groups and labels, 0…1: what they tell of each other, over the mean of what each tells (Strehl and Ghosh, 2002, with the arithmetic mean). */
export function nmi(rows: readonly Grouped[]): number {
  const entropy = (key: (it: Grouped) => string): number => count(rows, key).reduce((sum, it) => sum - (it / rows.length) * Math.log(it / rows.length), 0);
  const [said, group] = [entropy((it) => it.said), entropy((it) => it.group)];
  return said + group === 0 ? 1 : figure((2 * (said + group - entropy(both))) / (said + group));
}

/** F1 of pairs, 0…1: of the pairs of texts that are in one group, and of those that have one label, how many are both. */
export function pairF1(rows: readonly Grouped[]): number {
  const pairs = (key: (it: Grouped) => string): number => count(rows, key).reduce((sum, it) => sum + (it * (it - 1)) / 2, 0);
  const all = pairs((it) => it.said) + pairs((it) => it.group);
  return all === 0 ? 1 : figure((2 * pairs(both)) / all);
}
