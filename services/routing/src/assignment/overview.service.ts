import { Injectable } from '@nestjs/common';
import { podTopic, type Decision } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { page, readCursor, type Page } from '@vocloop/service';
import { z } from 'zod';
import { decide } from '../rules/decide.js';
import { factsOfIssue, type Member, type Pod, type Rule, type Rules } from '../rules/rules.js';
import { RulesService } from '../rules/rules.service.js';
import type { Assignment } from './assignment.js';
import { AssignmentRepository, type MadeDecision, type PodCounts } from './assignment.repository.js';

export interface PodOverview {
  readonly id: string;
  readonly name: string;
  readonly members: readonly Member[];
  /** Gets what nobody else owns. */
  readonly triage: boolean;
  readonly touchpoints: readonly string[];
  readonly products: readonly string[];
  /** Names of the rules that lead here. */
  readonly rules: readonly string[];
  readonly topic: string;
  readonly webhook?: { readonly url: string };
  readonly counts: Omit<PodCounts, 'pod'>;
}

export interface AssignmentDetail {
  readonly assignment: Assignment;
  readonly history: readonly MadeDecision[];
  /** Where the issue, as it is now, would go with the rules in force now. */
  readonly today: Decision;
}

export interface AssignmentQuery {
  readonly pod?: string | undefined;
  readonly open?: boolean | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const none: Omit<PodCounts, 'pod'> = { total: 0, open: 0, muted: 0, critical: 0, high: 0 };

/** What people see of pods and of who has what. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly database: Database,
    private readonly repository: AssignmentRepository,
    private readonly rules: RulesService,
  ) {}

  async list(tenant: string, { pod, open, limit, cursor }: AssignmentQuery): Promise<Page<Assignment>> {
    const after = readCursor(cursor, z.object({ assignedAt: z.iso.datetime(), issueId: z.uuid() }));
    const found = await this.database.transaction([tenant], () => this.repository.list(tenant, { pod, open, after, limit: limit + 1 }));
    return page(found, limit, ({ assignedAt, issueId }) => ({ assignedAt, issueId }));
  }

  async find(tenant: string, issueId: string): Promise<AssignmentDetail | undefined> {
    return this.database.transaction([tenant], async () => {
      const assignment = await this.repository.find(tenant, issueId);
      if (!assignment) return undefined;
      const { rules, version } = (await this.rules.inForce([tenant])).get(tenant)!;
      return { assignment, history: await this.repository.decisionsAbout(tenant, issueId), today: decide(rules, version, factsOfIssue(assignment.issue)) };
    });
  }

  async pods(tenant: string): Promise<PodOverview[]> {
    return this.database.transaction([tenant], async () => {
      const { rules } = (await this.rules.inForce([tenant])).get(tenant)!;
      const counts = await this.repository.countByPod(tenant);
      return [...rules.pods.values()].map((pod) => overviewOf(tenant, pod, rules, counts));
    });
  }

  async pod(tenant: string, id: string): Promise<PodOverview | undefined> {
    return this.database.transaction([tenant], async () => {
      const { rules } = (await this.rules.inForce([tenant])).get(tenant)!;
      const pod = rules.pods.get(id);
      return pod && overviewOf(tenant, pod, rules, await this.repository.countByPod(tenant, id));
    });
  }
}

function overviewOf(tenant: string, { id, name, members, webhook }: Pod, rules: Rules, found: readonly PodCounts[]): PodOverview {
  const { pod: _, ...counts } = found.find((it) => it.pod === id) ?? { pod: id, ...none };
  const owned = (of: Rules['touchpoints']): string[] => [...of.values()].filter(({ pod }) => pod === id).map((it) => it.name);
  return {
    id, name, members,
    triage: rules.triage === id,
    touchpoints: owned(rules.touchpoints),
    products: owned(rules.products),
    rules: leadingTo(id, rules.rules),
    topic: podTopic(tenant, id).name,
    ...(webhook && { webhook: { url: webhook.url } }),
    counts,
  };
}

const leadingTo = (pod: string, rules: readonly Rule[]): string[] => rules.flatMap((rule) => [...(rule.pod === pod ? [rule.name] : []), ...leadingTo(pod, rule.rules)]);
