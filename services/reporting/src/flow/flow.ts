import type { Hop, Step } from './hop.js';

/** A hop as it is told: with its time since the flow began and since the hop before, in milliseconds. */
export interface TracedHop {
  readonly step: Step;
  readonly at: string;
  readonly sinceStartMs: number;
  readonly sincePreviousMs: number;
  readonly about: 'feedback' | 'issue' | 'conversation';
  readonly detail: Readonly<Record<string, unknown>>;
  readonly eventId: string;
  readonly traceId: string | null;
}

/** What a flow waits for next, in words. `step` is null where nothing more is due. */
export interface Awaited {
  readonly step: Step | null;
  readonly why: string;
}

export interface Flow {
  readonly hops: readonly TracedHop[];
  /** Hops of the issue that say nothing new of this feedback (the pod was told again of the same issue). */
  readonly more: number;
  readonly awaited: Awaited;
}

export interface FlowOf {
  readonly feedbackId: string;
  readonly conversation?: string | undefined;
  /** Who spoke; only the customer is scored. */
  readonly author?: 'customer' | 'agent' | 'bot' | undefined;
}

/** Joins the hops of a feedback, of its issues and of its conversation to one flow, in time's order; and says what is missing. */
export function flow(of: FlowOf, hops: readonly Hop[]): Flow {
  const sorted = [...hops].sort((a, b) => order(a) - order(b) || a.eventId.localeCompare(b.eventId));
  const told = withoutRepeats(sorted);
  const start = told.length > 0 ? Date.parse(told[0]!.at) : 0;
  return {
    hops: told.map((it, index) => ({
      step: it.step,
      at: it.at,
      sinceStartMs: Date.parse(it.at) - start,
      sincePreviousMs: Date.parse(it.at) - Date.parse(told[Math.max(0, index - 1)]!.at),
      about: it.subject === of.feedbackId ? 'feedback' : it.subject === of.conversation ? 'conversation' : 'issue',
      detail: it.detail,
      eventId: it.eventId,
      traceId: it.traceId,
    })),
    more: sorted.length - told.length,
    awaited: awaited(of, new Set(told.map((it) => it.step))),
  };
}

/** Steps of one millisecond stand in the loop's order. */
const rank: Partial<Record<Step, number>> = { received: 0, revised: 1, scored: 2, opened: 3, gathered: 4, routed: 5, delivered: 6 };
const order = (it: Hop): number => Date.parse(it.at) + (rank[it.step] ?? 9) / 100;

/** Of deliveries that tell one pod by one channel of the same subject, the first says that it was told; the rest are left out. */
function withoutRepeats(hops: readonly Hop[]): Hop[] {
  const seen = new Set<string>();
  return hops.filter((it) => {
    if (it.step !== 'delivered') return true;
    const key = [it.subject, it.detail.pod, it.detail.channel].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

function awaited({ author }: FlowOf, reached: ReadonlySet<Step>): Awaited {
  if (reached.has('answered')) return { step: null, why: 'the customer was answered' };
  if (reached.has('answer_failed')) return { step: 'answered', why: 'the answer could not be handed over: see the hop; mend the source\'s answer webhook and replay it' };
  if (reached.has('answer_due')) return { step: 'answered', why: 'the answer is on its way to the source' };
  if (reached.has('resolved')) return { step: 'answer_due', why: 'the issue is resolved; the answer to this customer is being prepared, or there is no customer to answer' };
  if (reached.has('acknowledged') || reached.has('started')) return { step: 'resolved', why: 'the pod works on the issue' };
  if (reached.has('delivered')) return { step: 'acknowledged', why: 'the pod was told and has not acknowledged yet' };
  if (reached.has('delivery_failed')) return { step: 'delivered', why: 'every attempt to tell the pod failed; replay the delivery' };
  if (reached.has('routed')) return { step: 'delivered', why: 'the pod is being told' };
  if (reached.has('gathered')) return { step: 'routed', why: 'the issue has not been given to a pod yet' };
  if (reached.has('scored')) return { step: 'gathered', why: 'no issue so far: it may be no problem, or its like has not gathered enough evidence yet' };
  if (author === 'agent' || author === 'bot') return { step: null, why: `a turn of the ${author}; only the customer's words are scored` };
  return { step: 'scored', why: 'not scored yet' };
}
