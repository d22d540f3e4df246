import { Inject, Injectable } from '@nestjs/common';
import { events as definitions, type Event } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, notFound, SETTINGS } from '@vocloop/service';
import type { ReportingSettings } from '../config.js';
import type { Spoken } from '../feedback/reading.js';
import { flow, type Flow } from './flow.js';
import { FlowRepository, type FeedbackFilter, type KnownFeedback, type LinkedIssue, type Seen } from './flow.repository.js';
import { hopsOf } from './hop.js';
import { quantile, since, stages, type Stage, type StageChange } from './stage.js';

/** A feedback as lists show it: enough to recognise it and to see where it is. */
export interface FeedbackSeen extends Spoken {
  readonly id: string;
  readonly receivedAt: string | null;
  readonly label: string | null;
  readonly themes: readonly string[];
  readonly issues: readonly Omit<LinkedIssue, 'feedbackId'>[];
  readonly answeredAt: string | null;
}
export interface StageFigure {
  readonly stage: Stage;
  readonly since: string;
  readonly n: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}
export interface Pipeline {
  readonly from: string;
  readonly to: string;
  readonly stages: readonly StageFigure[];
  readonly topics: readonly Omit<Seen, 'tenant'>[];
}

const dayMs = 86_400_000;
const forgetMs = 1000;
const topicOf = new Map(definitions.map((it) => [it.type, it.topic.name]));

/** The way of every feedback, hop by hop, and the figures of the way. */
@Injectable()
export class FlowService {
  /** When the old steps of a tenant were last forgotten, in ms since 1970. */
  private readonly forgotAt = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly flows: FlowRepository,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ReportingSettings,
  ) {}

  /** Remembers the steps that a batch tells of, and now and then forgets those that are too old, in the consumer's transaction. */
  record(events: readonly Event[]): void {
    const seen = new Map<string, Seen>();
    for (const { tenantid: tenant, type, time } of events) {
      const old = seen.get(`${tenant} ${type}`);
      seen.set(`${tenant} ${type}`, { tenant, topic: topicOf.get(type) ?? 'unknown', type, events: (old?.events ?? 0) + 1, lastAt: old && old.lastAt > time ? old.lastAt : time });
    }
    this.flows.saveHops(events.flatMap(hopsOf));
    this.forget([...new Set(events.map((it) => it.tenantid))]);
    this.flows.addSeen([...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it));
  }

  /** Once a second for a tenant whose events come: a batch may be a single event, and looking costs more than that. */
  private forget(tenants: readonly string[]): void {
    const now = this.clock.now().getTime();
    const due = tenants.filter((it) => now - (this.forgotAt.get(it) ?? -Infinity) >= forgetMs);
    if (due.length === 0) return;
    for (const it of due) this.forgotAt.set(it, now);
    this.flows.forgetHops(due, new Date(now - this.settings.VOC_FLOW_RETENTION_DAYS * dayMs).toISOString());
  }

  /** Adds what a batch changes of the counts of stages, in the consumer's transaction. */
  count(changes: readonly StageChange[]): void {
    this.flows.addStages(changes);
  }

  /** The flow of one feedback; 404 where there is none. */
  async trace(tenant: string, id: string): Promise<{ feedback: FeedbackSeen } & Flow> {
    return this.database.transaction([tenant], async () => {
      const known = await this.flows.findFeedback(tenant, id);
      if (!known) throw notFound('feedback', id);
      const { conversation, author } = known.spoken;
      const issues = await this.flows.listIssues(tenant, [known.id]);
      // Of an issue that it was merged out of, only its own leaving matters, which the feedback's own hops tell.
      const subjects = [known.id, ...issues.filter((it) => it.belongs).map((it) => it.issueId), ...(conversation ? [conversation] : [])];
      return { feedback: shown(known, issues), ...flow({ feedbackId: known.id, conversation, author }, await this.flows.listHops(tenant, subjects)) };
    });
  }

  /** Feedback, newest first: everyone's, one customer's, or an issue's. One more than `limit` shows that there is more. */
  async list(tenant: string, filter: FeedbackFilter): Promise<FeedbackSeen[]> {
    return this.database.transaction([tenant], async () => {
      const found = await this.flows.listFeedback(tenant, filter);
      const issues = Map.groupBy(await this.flows.listIssues(tenant, found.map((it) => it.id)), (it) => it.feedbackId);
      return found.map((it) => shown(it, issues.get(it.id) ?? []));
    });
  }

  /** What reporting knows of the pipeline itself: what passed every stage and how quickly, and when each topic last spoke. */
  async pipeline(tenant: string, from: string, to: string): Promise<Pipeline> {
    return this.database.transaction([tenant], async () => {
      const counts = Map.groupBy(await this.flows.stageCounts(tenant, from, to), (it) => it.stage);
      const figures = stages.map((stage): StageFigure => {
        const buckets = (counts.get(stage) ?? []).map(({ bucket, n }) => [bucket, n] as const);
        return { stage, since: since[stage], n: buckets.reduce((sum, [, n]) => sum + n, 0), p50Ms: quantile(buckets, 0.5), p95Ms: quantile(buckets, 0.95) };
      });
      return { from, to, stages: figures, topics: await this.flows.listSeen(tenant) };
    });
  }
}

function shown({ id, spoken, scored, receivedAt, answeredAt }: KnownFeedback, issues: readonly LinkedIssue[]): FeedbackSeen {
  const score = scored?.revision === spoken.revision ? scored : null;
  return {
    id, ...spoken, receivedAt: receivedAt?.toISOString() ?? null, label: score?.label ?? null, themes: score?.themes ?? [],
    issues: issues.filter((it) => it.belongs).map(({ feedbackId: _, ...it }) => it), answeredAt: answeredAt?.toISOString() ?? null,
  };
}
