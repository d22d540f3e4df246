import { podActionFields, type IssueStatus } from '@vocloop/contracts';
import { z } from 'zod';
import type { OpenedIssue } from './issue.js';
import { transition, type Move } from './lifecycle.js';

/** What a person or a pod does with an issue: the acts of the contract, and `triage`. */
export const actionBody = z.strictObject({ ...podActionFields, action: z.enum([...podActionFields.action.options, 'triage']) })
  .refine((it) => it.action !== 'comment' || it.text, { path: ['text'], message: 'comment needs text' });

/** One act on one issue; `route` comes from routing only. */
export interface Act {
  readonly action: z.output<typeof actionBody>['action'] | 'route';
  readonly by: string;
  readonly reason?: string | undefined;
  readonly text?: string | undefined;
  readonly pod?: string | undefined;
  /** When it was done: decides what "after the resolution" means. */
  readonly at: string;
}

export type Effect =
  | { readonly kind: 'transitioned'; readonly from: IssueStatus; readonly to: IssueStatus; readonly reason: string }
  | { readonly kind: 'routed'; readonly pod: string; readonly reason: string }
  | { readonly kind: 'commented'; readonly text: string }
  | { readonly kind: 'muted' | 'unmuted'; readonly reason: string };

export type Acted =
  | { readonly outcome: 'done'; readonly issue: OpenedIssue; readonly effects: readonly Effect[] }
  | { readonly outcome: 'unchanged'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly code: 'merged' | 'not_allowed' | 'use_assignments'; readonly reason: string };

/** What an act makes of an issue. Doing the same twice changes nothing the second time; comments are the exception. */
export function perform(issue: OpenedIssue, act: Act): Acted {
  if (issue.mergedInto) return { outcome: 'refused', code: 'merged', reason: `this issue was merged into ${issue.mergedInto}; act on that one` };
  switch (act.action) {
    case 'comment': return { outcome: 'done', issue: next(issue), effects: [{ kind: 'commented', text: act.text ?? '' }] };
    case 'mute': return mute(issue, true, act);
    case 'unmute': return mute(issue, false, act);
    case 'reassign': return { outcome: 'refused', code: 'use_assignments', reason: `reassigning is routing's: POST /v1/assignments/${issue.id}; sent by voc.action.v1, routing carries it out` };
    case 'route': return route(issue, act);
    case 'triage': case 'acknowledge': case 'start': case 'resolve': case 'verify': case 'close': case 'reopen':
      return move(issue, act.action, act);
  }
}

function move(issue: OpenedIssue, action: Move, act: Act): Acted {
  const made = transition(issue.status, action);
  if (action === 'resolve' && made.outcome === 'unchanged' && act.text !== undefined && act.text !== issue.answerText) {
    return { outcome: 'refused', code: 'not_allowed', reason: 'it is resolved already, and its customers are told the words of that; reopen it to resolve it with others' };
  }
  if (made.outcome === 'unchanged') return made;
  if (made.outcome === 'refused') return { outcome: 'refused', code: 'not_allowed', reason: made.reason };
  const reason = act.reason ?? act.text ?? action;
  const effects: Effect[] = [{ kind: 'transitioned', from: issue.status, to: made.to, reason }];
  const moved = { ...next(issue), status: made.to };
  if (made.to !== 'resolved') return { outcome: 'done', issue: moved, effects };
  // A clock that is behind cannot resolve what was not known yet.
  const resolvedAt = act.at > issue.detectedAt ? act.at : issue.detectedAt;
  return { outcome: 'done', effects, issue: { ...moved, resolution: issue.resolution + 1, resolvedAt, answerText: act.text ?? null, sinceResolved: 0 } };
}

/** Routing names the pod; an issue that is at work already keeps its status. */
function route(issue: OpenedIssue, act: Act): Acted {
  const pod = act.pod ?? null;
  const reason = act.reason ?? 'routed';
  const made = transition(issue.status, 'route');
  const routed: Effect[] = pod !== null && pod !== issue.pod ? [{ kind: 'routed', pod, reason }] : [];
  const moved: Effect[] = made.outcome === 'moved' ? [{ kind: 'transitioned', from: issue.status, to: made.to, reason }] : [];
  if (routed.length + moved.length === 0) return { outcome: 'unchanged', reason: 'it is at that pod already' };
  return { outcome: 'done', issue: { ...next(issue), pod, status: made.outcome === 'moved' ? made.to : issue.status }, effects: [...routed, ...moved] };
}

function mute(issue: OpenedIssue, muted: boolean, { action, reason }: Act): Acted {
  if (issue.muted === muted) return { outcome: 'unchanged', reason: `it is ${muted ? '' : 'not '}muted already` };
  return { outcome: 'done', issue: { ...next(issue), muted }, effects: [{ kind: muted ? 'muted' : 'unmuted', reason: reason ?? action }] };
}

const next = (issue: OpenedIssue): OpenedIssue => ({ ...issue, version: issue.version + 1 });
