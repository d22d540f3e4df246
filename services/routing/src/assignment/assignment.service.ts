import { Injectable } from '@nestjs/common';
import { IssueMerged, type Event, type EventOf, type IssueSnapshot } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, newId } from '@vocloop/service';
import { decideByPerson } from '../rules/decide.js';
import { RulesService } from '../rules/rules.service.js';
import { circumstancesOf, move, react, withdraw, type Assignment, type Done, type Foretold, type Wish } from './assignment.js';
import { AnnouncementService } from './announcement.service.js';
import { AssignmentRepository } from './assignment.repository.js';

type IssueEvent = Event<{ issue: IssueSnapshot }>;

/** A person's wish that another pod takes an issue; `event` is what brought it, where it came by the log. */
export interface Reassignment extends Wish {
  readonly tenant: string;
  readonly issueId: string;
  readonly event?: Event;
}

/** That an issue was reassigned, will be once it opens (where the wish came by the log), or why not. */
export type Reassigned =
  | { readonly outcome: 'reassigned'; readonly assignment: Assignment }
  | { readonly outcome: 'remembered' | 'unknown_issue' }
  | { readonly outcome: 'unknown_pod'; readonly pods: readonly string[] };

/** What becomes of issues' assignments, by events and by people: load, decide purely, store, announce. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly database: Database,
    private readonly repository: AssignmentRepository,
    private readonly rules: RulesService,
    private readonly announcements: AnnouncementService,
    private readonly clock: Clock,
  ) {}

  /** Takes what happened to issues, in order, in the running transaction. */
  async follow(events: readonly IssueEvent[]): Promise<void> {
    const subjects = events.flatMap((event) => [event.data.issue.id, ...mergedIn(event)].map((issueId) => ({ tenant: event.tenantid, issueId })));
    const [inForce, , { known, foretold }] = await Promise.all([this.rules.inForce([...new Set(events.map(({ tenantid }) => tenantid))]), this.repository.make(subjects), this.load(subjects)]);
    const at = this.clock.now().toISOString();
    const done: Done[] = [];
    for (const event of events) {
      const circumstances = circumstancesOf(inForce.get(event.tenantid)!, at);
      const key = keyOf(event.tenantid, event.data.issue.id);
      const steps = [react(known.get(key), event, circumstances, foretold.get(key))];
      for (const issueId of mergedIn(event)) {
        const before = known.get(keyOf(event.tenantid, issueId));
        if (before) steps.push(withdraw(before));
        else foretold.set(keyOf(event.tenantid, issueId), { tenant: event.tenantid, issueId, withdrawn: true });
      }
      for (const step of steps) {
        if (!step) continue;
        known.set(keyOf(step.assignment.tenant, step.assignment.issueId), step.assignment);
        done.push({ step, cause: { id: event.id, event } });
      }
    }
    await this.repository.saveForetold([...foretold.values()]);
    await this.announcements.carryOut(done, inForce);
  }

  /** Does what people wish, in order, in the running transaction; answers wish by wish. */
  async reassign(wishes: readonly Reassignment[]): Promise<Reassigned[]> {
    const inForce = await this.rules.inForce([...new Set(wishes.map(({ tenant }) => tenant))]);
    await this.repository.make(wishes.filter(({ event, tenant, pod }) => event && inForce.get(tenant)!.rules.pods.has(pod)));
    const { known, foretold } = await this.load(wishes);
    const at = this.clock.now().toISOString();
    const done: Done[] = [];
    const outcomes = wishes.map((wish): Reassigned => {
      const { rules, version } = inForce.get(wish.tenant)!;
      const { tenant, issueId, pod, by, reason } = wish;
      const key = keyOf(tenant, issueId);
      const before = known.get(key);
      if (before?.withdrawn || foretold.get(key)?.withdrawn || (!before && !wish.event)) return { outcome: 'unknown_issue' };
      if (!rules.pods.has(pod)) return { outcome: 'unknown_pod', pods: [...rules.pods.keys()] };
      if (!before) {
        foretold.set(key, { tenant, issueId, withdrawn: false, wish: { pod, by, reason } });
        return { outcome: 'remembered' };
      }
      const step = move(before, decideByPerson(pod, version, by, reason), by, circumstancesOf({ rules, version }, at));
      known.set(key, step.assignment);
      done.push({ step, cause: { id: wish.event?.id ?? newId(), event: wish.event } });
      return { outcome: 'reassigned', assignment: step.assignment };
    });
    await this.repository.saveForetold([...foretold.values()]);
    await this.announcements.carryOut(done, inForce);
    return outcomes;
  }

  async reassignOne(wish: Reassignment): Promise<Reassigned> {
    return this.database.transaction([wish.tenant], async () => (await this.reassign([wish]))[0]!);
  }

  private async load(issues: readonly { tenant: string; issueId: string }[]): Promise<{ known: Map<string, Assignment>; foretold: Map<string, Foretold> }> {
    const { assignments, foretold } = await this.repository.lock(issues);
    return { known: byKey(assignments), foretold: byKey(foretold) };
  }
}

const keyOf = (tenant: string, issueId: string): string => `${tenant}/${issueId}`;
const byKey = <T extends { tenant: string; issueId: string }>(found: readonly T[]): Map<string, T> => new Map(found.map((it) => [keyOf(it.tenant, it.issueId), it]));

/** The issue that this event put into another, if it did. */
const mergedIn = (event: IssueEvent): string[] => (event.type === IssueMerged.type ? [(event as EventOf<typeof IssueMerged>).data.merged] : []);

