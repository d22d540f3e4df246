import type { Severity, SeverityLevel } from '@vocloop/contracts';

/** What severity is judged by: running figures of an issue, none of which needs its evidence to be read again. */
export interface Figures {
  readonly feedback: number;
  readonly customers: number;
  /** Feedback of customers in a segment that the tenant values highly. */
  readonly valued: number;
  /** Mean polarity, -1 to 1. */
  readonly polarity: number;
  /** Mean frustration and urgency, 0 to 1. */
  readonly frustration: number;
  readonly urgency: number;
  /** Feedback of the latest seven days of its own time, and of the seven before. */
  readonly week: number;
  readonly weekBefore: number;
}

/** Scores from which a level begins. */
const begins: Record<SeverityLevel, number> = { low: 0, medium: 25, high: 50, critical: 75 };
const order: readonly SeverityLevel[] = ['low', 'medium', 'high', 'critical'];
/** So far below its beginning must a score fall before the level does: a score that sways about a border must not flap. */
const hysteresis = 8;

const share = (value: number, of: number): number => Math.min(1, Math.max(0, value / of));
/** 0 for one, 1 for a thousand and more; each tenfold adds a third. */
const magnitude = (count: number): number => share(Math.log10(Math.max(1, count)), 3);

/**
 * How grave an issue is: up to 25 points for volume in the latest week, 25 for customers touched, 25 for tone (negativity, frustration, urgency),
 * 10 for customers of value, 15 for growth over the week before. `before` is the level so far, for hysteresis.
 */
export function severityOf(it: Figures, before?: SeverityLevel): Severity {
  const negativity = share(-it.polarity, 1);
  const tone = 15 * negativity + 6 * share(it.frustration, 1) + 4 * share(it.urgency, 1);
  const value = it.feedback > 0 ? 10 * Math.min(1, 2 * (it.valued / it.feedback)) : 0;
  const growth = growthOf(it);
  const points = 25 * magnitude(it.week) + 25 * magnitude(it.customers) + tone + value + 15 * growth;
  const score = Math.round(Math.min(100, points) * 10) / 10;
  return { score, level: levelOf(score, before), reasons: reasonsOf(it, growth) };
}

/** 0 where the latest week is no fuller than the one before, 1 where it is four times as full; few feedback count less. */
const growthOf = ({ week, weekBefore }: Figures): number =>
  week <= weekBefore ? 0 : share(Math.log2(week / Math.max(1, weekBefore)), 2) * share(week, 10);

function levelOf(score: number, before?: SeverityLevel): SeverityLevel {
  const plain = order.findLast((level) => score >= begins[level]) ?? 'low';
  if (!before || order.indexOf(plain) >= order.indexOf(before)) return plain;
  return score >= begins[before] - hysteresis ? before : plain;
}

/** True where a level is worse than another. */
export const isWorse = (level: SeverityLevel, than: SeverityLevel): boolean => order.indexOf(level) > order.indexOf(than);

function reasonsOf(it: Figures, growth: number): string[] {
  const tone = it.polarity <= -0.5 ? 'very negative' : it.polarity <= -0.15 ? 'negative' : 'matter of fact';
  return [
    `${it.feedback} feedback from ${plural(it.customers, 'customer')}, ${it.week} in the latest 7 days`,
    `${tone} on average (${it.polarity.toFixed(2)})`,
    ...(it.frustration >= 0.3 ? [`customers are frustrated (${it.frustration.toFixed(2)})`] : []),
    ...(it.urgency >= 0.3 ? [`customers call it urgent (${it.urgency.toFixed(2)})`] : []),
    ...(it.valued > 0 ? [`${plural(it.valued, 'feedback', 'feedback')} from valued segments`] : []),
    ...(growth > 0.1 && it.weekBefore > 0 ? [`growing: ${it.week} against ${it.weekBefore} in the 7 days before`] : []),
  ];
}

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Feedback of the latest seven days, and of the seven before, from counts by day ("2026-03-02"). */
export function weeks(days: Readonly<Record<string, number>>): { week: number; weekBefore: number } {
  const latest = Object.keys(days).reduce((max, it) => (it > max ? it : max), '');
  if (!latest) return { week: 0, weekBefore: 0 };
  const end = Date.parse(latest);
  let week = 0;
  let weekBefore = 0;
  for (const [day, count] of Object.entries(days)) {
    const age = (end - Date.parse(day)) / 86_400_000;
    if (age < 7) week += count;
    else if (age < 14) weekBefore += count;
  }
  return { week, weekBefore };
}
