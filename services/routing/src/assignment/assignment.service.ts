import { Injectable } from '@nestjs/common';
import { IssueMerged, type Event, type EventOf, type IssueSnapshot } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Clock, newId } from '@vocloop/service';
import { decideByPerson } from '../rules/decide.js';
import { RulesService } from '../rules/rules.service.js';
import { circumstancesOf, move, react, withdraw, type Assignment, type Done } from './assignment.js';
import { AnnouncementService } from './announcement.service.js';
import { AssignmentRepository } from './assignment.repository.js';

type IssueEvent = Event<{ issue: IssueSnapshot }>;

/** A person's wish that another pod takes an issue; `event` is what brought it, where it came by the log. */
export interface Reassignment {
  readonly tenant: string;
  readonly issueId: string;
  readonly pod: string;
  readonly by: string;
  readonly reason: string;
  readonly event?: Event;
}

/** That an issue was reassigned, or why not. */
export type Reassigned =
  | { readonly outcome: 'reassigned'; readonly assignment: Assignment }
  | { readonly outcome: 'unknown_issue' }
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
    const inForce = await this.rules.inForce([...new Set(events.map(({ tenantid }) => tenantid))]);
    const known = await this.load(events.flatMap((event) => [event.data.issue.id, ...mergedIn(event)].map((issueId) => ({ tenant: event.tenantid, issueId }))));
    const at = this.clock.now().toISOString();
    const done: Done[] = [];
    for (const event of events) {
      const circumstances = circumstancesOf(inForce.get(event.tenantid)!, at);
      const steps = [react(known.get(keyOf(event.tenantid, event.data.issue.id)), event, circumstances)];
      for (const merged of mergedIn(event)) {
        const before = known.get(keyOf(event.tenantid, merged));
        if (before) steps.push(withdraw(before));
      }
      for (const step of steps) {
        known.set(keyOf(step.assignment.tenant, step.assignment.issueId), step.assignment);
        done.push({ step, cause: { id: event.id, event } });
      }
    }
    await this.announcements.carryOut(done, inForce);
  }

  /** Does what people wish, in order, in the running transaction; answers wish by wish. */
  async reassign(wishes: readonly Reassignment[]): Promise<Reassigned[]> {
    const inForce = await this.rules.inForce([...new Set(wishes.map(({ tenant }) => tenant))]);
    const known = await this.load(wishes);
    const at = this.clock.now().toISOString();
    const done: Done[] = [];
    const outcomes = wishes.map((wish): Reassigned => {
      const { rules, version } = inForce.get(wish.tenant)!;
      const before = known.get(keyOf(wish.tenant, wish.issueId));
      if (!before || before.withdrawn) return { outcome: 'unknown_issue' };
      if (!rules.pods.has(wish.pod)) return { outcome: 'unknown_pod', pods: [...rules.pods.keys()] };
      const step = move(before, decideByPerson(wish.pod, version, wish.by, wish.reason), wish.by, circumstancesOf({ rules, version }, at));
      known.set(keyOf(wish.tenant, wish.issueId), step.assignment);
      done.push({ step, cause: { id: wish.event?.id ?? newId(), event: wish.event } });
      return { outcome: 'reassigned', assignment: step.assignment };
    });
    await this.announcements.carryOut(done, inForce);
    return outcomes;
  }

  async reassignOne(wish: Reassignment): Promise<Reassigned> {
    return this.database.transaction([wish.tenant], async () => (await this.reassign([wish]))[0]!);
  }

  private async load(issues: readonly { tenant: string; issueId: string }[]): Promise<Map<string, Assignment>> {
    return new Map((await this.repository.lock(issues)).map((it) => [keyOf(it.tenant, it.issueId), it]));
  }
}

const keyOf = (tenant: string, issueId: string): string => `${tenant}/${issueId}`;

/** The issue that this event put into another, if it did. */
const mergedIn = (event: IssueEvent): string[] => (event.type === IssueMerged.type ? [(event as EventOf<typeof IssueMerged>).data.merged] : []);

