import type { Policy } from '../policy/policy.js';

/** When one customer spoke; `customer` is the feedback's own id where nobody is named. */
export interface Mark {
  readonly at: string;
  readonly customer: string;
}

export interface Passed {
  /** The time of the evidence that completed the earliest window. */
  readonly at: string;
  readonly reason: string;
}

const day = 86_400_000;

/**
 * The earliest window of the feedback's own time that holds enough feedback of enough customers; undefined where there is none.
 * It looks for any such window, so the answer depends on the marks alone and not on the order in which they arrived.
 */
export function passes(marks: readonly Mark[], policy: Pick<Policy, 'minFeedback' | 'minCustomers' | 'windowDays'>): Passed | undefined {
  const sorted = [...marks].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const times = sorted.map(({ at }) => Date.parse(at));
  const inside = new Map<string, number>();
  let start = 0;
  for (let end = 0; end < sorted.length; end++) {
    count(inside, sorted[end]!.customer, 1);
    while (times[end]! - times[start]! > policy.windowDays * day) count(inside, sorted[start++]!.customer, -1);
    const feedback = end - start + 1;
    if (feedback >= policy.minFeedback && inside.size >= policy.minCustomers)
      return { at: sorted[end]!.at, reason: `${feedback} feedback from ${inside.size} customers within ${days(policy.windowDays)} passed the threshold of ${policy.minFeedback} and ${policy.minCustomers}` };
  }
  return undefined;
}

/** The fullest window so far, for those who want to know how far a candidate is from the threshold. */
export function fullest(marks: readonly Mark[], windowDays: number): { feedback: number; customers: number } {
  const sorted = [...marks].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const inside = new Map<string, number>();
  let start = 0;
  let best = { feedback: 0, customers: 0 };
  for (let end = 0; end < sorted.length; end++) {
    count(inside, sorted[end]!.customer, 1);
    while (Date.parse(sorted[end]!.at) - Date.parse(sorted[start]!.at) > windowDays * day) count(inside, sorted[start++]!.customer, -1);
    const here = { feedback: end - start + 1, customers: inside.size };
    if (here.feedback > best.feedback || (here.feedback === best.feedback && here.customers > best.customers)) best = here;
  }
  return best;
}

function count(inside: Map<string, number>, customer: string, by: 1 | -1): void {
  const now = (inside.get(customer) ?? 0) + by;
  if (now === 0) inside.delete(customer);
  else inside.set(customer, now);
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
