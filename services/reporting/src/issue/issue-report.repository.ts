import { Injectable } from '@nestjs/common';
import type { Decision, IssueSnapshot, IssueStatus, SeverityLevel } from '@vocloop/contracts';
import { Database } from '@vocloop/database';

export interface PodCount {
  readonly pod: string | null;
  readonly status: IssueStatus;
  readonly severity: SeverityLevel;
  readonly n: number;
}
/** Durations in seconds; null where none has ended. */
export interface Durations {
  readonly n: number;
  readonly median: number | null;
  readonly p90: number | null;
}
export interface PodTimes {
  readonly pod: string | null;
  readonly severity: SeverityLevel | null;
  readonly acknowledge: Durations;
  readonly resolve: Durations;
}
export interface ReportedIssue {
  readonly snapshot: IssueSnapshot;
  readonly status: IssueStatus;
  readonly pod: string | null;
  readonly decision: Decision | null;
  readonly openedAt: Date | null;
  readonly routedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly reopened: number;
  readonly due: number;
  readonly answered: number;
  readonly failed: number;
}
export interface RecentAnswer {
  readonly id: string;
  readonly issueId: string;
  readonly feedbackId: string;
  readonly title: string | null;
  readonly source: string;
  readonly message: string | null;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly failedAt: Date | null;
  readonly error: string | null;
}

const duration = (from: string, to: string): string => `extract(epoch FROM ${to} - ${from})`;
const durations = (from: string, to: string): string =>
  `json_build_object('n', count(${duration(from, to)}), 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY ${duration(from, to)}), 'p90', percentile_cont(0.9) WITHIN GROUP (ORDER BY ${duration(from, to)}))`;

/** Reads what pages and reports ask of issues. */
@Injectable()
export class IssueReportRepository {
  constructor(private readonly database: Database) {}

  counts(tenant: string): Promise<PodCount[]> {
    return this.database.query(`SELECT pod, status, severity, count(*)::int AS n FROM issue WHERE tenant_id = $1 AND status IS NOT NULL GROUP BY pod, status, severity`, [tenant]);
  }

  /** Per pod and severity, per pod (severity null), and over all (pod null too). An acknowledgement is timed from the routing, a resolution from the opening. */
  times(tenant: string): Promise<PodTimes[]> {
    return this.database.query(
      `SELECT pod, severity, ${durations('coalesce(routed_at, opened_at)', 'acknowledged_at')} AS acknowledge, ${durations('opened_at', 'resolved_at')} AS resolve
       FROM issue WHERE tenant_id = $1 AND status IS NOT NULL AND pod IS NOT NULL
       GROUP BY GROUPING SETS ((pod, severity), (pod), ()) ORDER BY pod NULLS FIRST, severity NULLS FIRST`,
      [tenant],
    );
  }

  /** Those that need work first, the gravest before the rest; read backwards from an index. */
  list(tenant: string, pod: string | undefined, limit: number): Promise<ReportedIssue[]> {
    return this.database.query(
      `SELECT snapshot, status, pod, decision, opened_at AS "openedAt", routed_at AS "routedAt", acknowledged_at AS "acknowledgedAt", resolved_at AS "resolvedAt", reopened, due, answered, failed
       FROM issue WHERE tenant_id = $1 AND severity_score IS NOT NULL AND ($2::text IS NULL OR pod = $2)
       ORDER BY is_open DESC, severity_score DESC, id DESC LIMIT $3`,
      [tenant, pod ?? null, limit],
    );
  }

  answers(tenant: string, limit: number): Promise<RecentAnswer[]> {
    return this.database.query(
      `SELECT a.id, a.issue_id AS "issueId", a.feedback_id AS "feedbackId", i.snapshot ->> 'title' AS title, a.source, a.message,
              a.due_at AS "dueAt", a.answered_at AS "answeredAt", a.failed_at AS "failedAt", a.error
       FROM answer a LEFT JOIN issue i ON i.tenant_id = a.tenant_id AND i.id = a.issue_id
       WHERE a.tenant_id = $1 ORDER BY a.last_at DESC, a.id DESC LIMIT $2`,
      [tenant, limit],
    );
  }

  async answerCounts(tenant: string): Promise<{ due: number; answered: number; failed: number }> {
    const [row] = await this.database.query<{ due: number; answered: number; failed: number }>(
      `SELECT coalesce(sum(due), 0)::int AS due, coalesce(sum(answered), 0)::int AS answered, coalesce(sum(failed), 0)::int AS failed FROM issue WHERE tenant_id = $1`,
      [tenant],
    );
    return row ?? { due: 0, answered: 0, failed: 0 };
  }
}
