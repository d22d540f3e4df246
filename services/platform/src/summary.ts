import { type IssueSnapshot, printable } from '@vocloop/contracts';
import type { Account } from '@vocloop/messaging';
import type { Api } from './api.js';
import type { Sent } from './importing.js';
import { eventCounts } from './settle.js';

/** What came of a run: the object that --json prints. */
export interface Summary {
  /** The log the events are kept in; of a platform that runs elsewhere we are not told. */
  readonly log: 'postgres' | 'kafka' | 'elsewhere';
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly scored: number;
  readonly dropped: number;
  readonly deadLettered: number;
  readonly inFlight: number;
  readonly issues: number;
  readonly routed: Readonly<Record<string, number>>;
  readonly delivered: number;
  readonly answered: number;
  readonly seconds: number;
}

export interface RoutedIssue {
  readonly issueId: string;
  readonly pod: string;
  readonly reason: string;
  readonly issue: IssueSnapshot;
}

/** Adds up the run from the services' own accounts and reports. `accepted` counts new feedback and revisions, which are scored each. */
export async function summarise(api: Api, accounts: readonly Account[], sent: Sent, log: Summary['log'], seconds: number): Promise<{ summary: Summary; routed: RoutedIssue[] }> {
  const scoring = accounts.find(({ service }) => service === 'sentiment')?.consumers.filter(({ topic }) => topic === 'voc.feedback.v1') ?? [];
  const counts = await eventCounts(api);
  const routed = (await api.all<RoutedIssue & { withdrawn?: boolean }>('/v1/assignments')).filter(({ withdrawn }) => !withdrawn);
  const sum = (values: readonly number[]) => values.reduce((total, it) => total + it, 0);
  const summary: Summary = {
    log,
    accepted: sent.accepted + sent.revised,
    duplicates: sent.duplicates + sent.stale,
    refused: sent.refused,
    scored: sum(scoring.map(({ done }) => done)),
    dropped: sum(scoring.map(({ dropped }) => dropped)),
    deadLettered: sum(accounts.map(({ deadLettered }) => deadLettered)),
    inFlight: sum(accounts.map(({ inFlight }) => inFlight)),
    issues: routed.length,
    routed: Object.fromEntries(Object.entries(Object.groupBy(routed, ({ pod }) => pod)).map(([pod, issues]) => [pod, issues?.length ?? 0] as const).toSorted(([a], [b]) => a.localeCompare(b))),
    delivered: counts.get('DeliverySucceeded.v1') ?? 0,
    answered: counts.get('CustomerAnswered.v1') ?? 0,
    seconds: Math.round(seconds * 10) / 10,
  };
  return { summary, routed };
}

/** Why a run is not accounted for, or undefined where all is. */
export function unaccounted(summary: Summary, accounts: readonly Account[]): string | undefined {
  const { accepted, scored, dropped, deadLettered, inFlight } = summary;
  const unbalanced = accounts.filter(({ balanced }) => !balanced).map(({ service }) => service);
  if (unbalanced.length > 0) return `the account of ${unbalanced.join(', ')} does not balance`;
  if (inFlight > 0) return `${inFlight} events are still in flight`;
  if (accepted > scored + dropped + deadLettered) return `${accepted} were accepted, but ${scored} scored, ${dropped} dropped and ${deadLettered} dead-lettered`;
  return undefined;
}

const number = (value: number): string => value.toLocaleString('en');

/** The run as people read it: the counts, then each pod with its gravest issues and why they are its. */
export function report(summary: Summary, routed: readonly RoutedIssue[]): string {
  const counts = [
    `${number(summary.accepted)} feedback accepted (${number(summary.duplicates)} duplicates, ${number(summary.refused)} refused), ${number(summary.scored)} scored in ${summary.seconds} s`,
    `${number(summary.issues)} issues found; pods told ${number(summary.delivered)} times; ${number(summary.answered)} customers answered`,
  ];
  const pods = Object.entries(Object.groupBy(routed, ({ pod }) => pod)).map(([pod, issues = []]) => {
    const gravest = issues.toSorted((a, b) => b.issue.severity.score - a.issue.severity.score || a.issue.title.localeCompare(b.issue.title));
    const lines = gravest.slice(0, 4).flatMap(({ issue, reason }) => [`    ${issue.severity.level.padEnd(8)} ${printable(issue.title)} (${number(issue.feedbackCount)} feedback, ${number(issue.customerCount)} customers)`, `             because ${printable(reason)}`]);
    return [`  ${printable(pod)}: ${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}`, ...lines, ...(issues.length > 4 ? [`    and ${issues.length - 4} more`] : [])].join('\n');
  });
  return [...counts, '', ...pods.toSorted()].join('\n');
}
