import { Injectable } from '@nestjs/common';
import { isOver, severities, type IssueSnapshot, type SeverityLevel } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { IssueReportRepository, type PodCount, type PodTimes, type RecentAnswer, type ReportedIssue } from './issue-report.repository.js';

export interface PodFigures {
  readonly pod: string | null;
  readonly n: number;
  readonly open: number;
  /** Open issues by severity. */
  readonly severities: Readonly<Record<SeverityLevel, number>>;
}
export interface IssueShown extends IssueSnapshot, Omit<ReportedIssue, 'snapshot' | 'status' | 'due' | 'answered' | 'failed'> {
  readonly answers: { readonly due: number; readonly answered: number; readonly failed: number };
}
export interface IssueReport {
  readonly byStatus: readonly { readonly status: string; readonly n: number }[];
  readonly byPod: readonly PodFigures[];
  /** Seconds to acknowledge (from routing) and to resolve (from opening), by pod and severity; severity null is all of the pod's, pod null all of everyone's. */
  readonly times: readonly PodTimes[];
  readonly answers: { readonly due: number; readonly answered: number; readonly failed: number };
  readonly items: readonly IssueShown[];
}

/** What becomes of issues, for pages and reports. */
@Injectable()
export class IssueReportService {
  constructor(
    private readonly database: Database,
    private readonly issues: IssueReportRepository,
  ) {}

  async report(tenant: string, pod: string | undefined, limit: number): Promise<IssueReport> {
    return this.database.transaction([tenant], async () => {
      const counts = await this.issues.counts(tenant);
      const times = await this.issues.times(tenant);
      const answers = await this.issues.answerCounts(tenant);
      const items = await this.issues.list(tenant, pod, limit);
      return { byStatus: byStatus(counts), byPod: byPod(counts), times, answers, items: items.map(shown) };
    });
  }

  async recentAnswers(tenant: string, limit: number): Promise<{ items: readonly RecentAnswer[] }> {
    return this.database.transaction([tenant], async () => ({ items: await this.issues.answers(tenant, limit) }));
  }
}

const sum = (counts: readonly PodCount[]): number => counts.reduce((total, { n }) => total + n, 0);

const byStatus = (counts: readonly PodCount[]): IssueReport['byStatus'] => [...Map.groupBy(counts, (it) => it.status)].map(([status, found]) => ({ status, n: sum(found) })).sort((a, b) => b.n - a.n);

function byPod(counts: readonly PodCount[]): PodFigures[] {
  const figures = [...Map.groupBy(counts, (it) => it.pod)].map(([pod, found]): PodFigures => {
    const open = found.filter((it) => !isOver(it.status));
    const ofLevel = (level: SeverityLevel): number => sum(open.filter((it) => it.severity === level));
    return { pod, n: sum(found), open: sum(open), severities: Object.fromEntries(severities.map((it) => [it, ofLevel(it)])) as Record<SeverityLevel, number> };
  });
  return figures.sort((a, b) => b.open - a.open || b.n - a.n);
}

const shown = ({ snapshot, due, answered, failed, ...it }: ReportedIssue): IssueShown => ({ ...snapshot, ...it, answers: { due, answered, failed } });
