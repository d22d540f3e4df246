import { Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { checkIfMatch, Clock, newId } from '@vocloop/service';
import { RulesService, type Candidate, type RulesInForce } from '../rules/rules.service.js';
import type { Fault } from '../rules/rules-yaml.js';
import { AnnouncementService } from './announcement.service.js';
import { redecide, type Done } from './assignment.js';
import { AssignmentRepository } from './assignment.repository.js';

export interface ChangeOptions {
  /** The ETag of the version that the change was made from: if it is not in force any more, nothing is done. */
  readonly ifMatch?: string | undefined;
  /** Decide every open issue anew that no person has placed, not just those in triage. */
  readonly reassign: boolean;
}

export type Changed =
  | { readonly outcome: 'adopted' | 'unchanged'; readonly version: number; readonly moved: number }
  | { readonly outcome: 'faulty'; readonly faults: readonly Fault[] };

/** An open issue that rules would give to another pod: at once, or only where all are decided anew. */
export interface Move {
  readonly issueId: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly when: 'at once' | 'only with reassign=true';
}

export type Preview = { readonly outcome: 'fine'; readonly moves: readonly Move[] } | { readonly outcome: 'faulty'; readonly faults: readonly Fault[] };

/** How rules change: the new version, and the issues that it moves, in one transaction that nobody decides beside. */
@Injectable()
export class RulesChangeService {
  constructor(
    private readonly database: Database,
    private readonly repository: AssignmentRepository,
    private readonly rules: RulesService,
    private readonly announcements: AnnouncementService,
    private readonly clock: Clock,
  ) {}

  async change(candidate: Candidate, { ifMatch, reassign }: ChangeOptions): Promise<Changed> {
    return this.database.transaction([candidate.tenant], async () => {
      checkIfMatch(ifMatch, await this.rules.lock(candidate.tenant), 'rules file');
      const adoption = await this.rules.adopt(candidate);
      if (adoption.outcome === 'faulty') return adoption;
      this.announcements.prepare(candidate.tenant, [...adoption.rules.pods.keys()]);
      return { outcome: adoption.outcome, version: adoption.version, moved: await this.move(candidate.tenant, adoption, reassign) };
    });
  }

  /** What a change would do, without doing it. */
  async preview(tenant: string, yaml: string): Promise<Preview> {
    return this.database.transaction([tenant], async () => {
      const parsed = await this.rules.check(tenant, yaml);
      if (!parsed.ok) return { outcome: 'faulty', faults: parsed.faults };
      const inForce = { rules: parsed.file.rules, version: (await this.rules.inForce([tenant])).get(tenant)!.version + 1 };
      const moves = (await this.repository.findOpen(tenant)).flatMap((before): Move[] => {
        const step = redecide(before, inForce, this.clock.now().toISOString(), true);
        if (!step) return [];
        const atOnce = redecide(before, inForce, this.clock.now().toISOString(), false) !== undefined;
        const { decision } = step.assignment;
        return [{ issueId: before.issueId, title: before.issue.title, from: before.pod, to: decision.pod, reason: decision.reason, when: atOnce ? 'at once' : 'only with reassign=true' }];
      });
      return { outcome: 'fine', moves };
    });
  }

  /** Moves what the rules place elsewhere; answers how many issues that were. */
  private async move(tenant: string, inForce: RulesInForce, all: boolean): Promise<number> {
    const at = this.clock.now().toISOString();
    const done = (await this.repository.lockOpen(tenant)).flatMap((before): Done[] => {
      const step = redecide(before, inForce, at, all);
      return step ? [{ step, cause: { id: newId() } }] : [];
    });
    await this.announcements.carryOut(done, new Map([[tenant, inForce]]));
    return done.length;
  }
}
