import { Inject, Injectable } from '@nestjs/common';
import { IssueCommented, IssueMuted, IssueTransitioned, type Event } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { Publisher } from '@vocloop/messaging';
import { checkIfMatch } from '@vocloop/service';
import type { Cause } from '../answer/answer.repository.js';
import { AnsweringService } from '../answer/answering.service.js';
import { perform, type Act, type Acted, type Effect } from './action.js';
import { AnnouncementService } from './announcement.service.js';
import { algorithm } from './grouping.js';
import { isOpened, keyOf, snapshotOf, type Change, type Issue, type OpenedIssue } from './issue.js';
import { IssueRepository } from './issue.repository.js';

/** An act and whom it is for. */
export interface Command {
  readonly tenantId: string;
  readonly issueId: string;
  readonly act: Act;
  readonly causedBy?: Event;
  /** The ETag of the issue that the caller saw, where it minds. */
  readonly ifMatch?: string | undefined;
}

export type Done = (Acted & { readonly outcome: 'done' }) | (Exclude<Acted, { outcome: 'done' }> & { readonly issue?: OpenedIssue })
  | { readonly outcome: 'unknown' };

/** What pods and people do with issues, by HTTP and by `voc.action.v1` alike. */
@Injectable()
export class ActionService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(IssueRepository) private readonly issues: IssueRepository,
    @Inject(Publisher) private readonly publisher: Publisher,
    @Inject(AnnouncementService) private readonly announcements: AnnouncementService,
    @Inject(AnsweringService) private readonly answering: AnsweringService,
  ) {}

  /** Performs acts in their order; each issue's row is read and written once. The result of each stands at its place. */
  act(commands: readonly Command[]): Promise<Done[]> {
    const tenants = [...new Set(commands.map(({ tenantId }) => tenantId))];
    return this.database.transaction(tenants, async () => {
      const issues = await this.issues.lock(commands.map(({ tenantId, issueId }) => ({ tenantId, id: issueId })));
      const changed = new Map<string, Issue>();
      const changes: Change[] = [];
      const resolved = new Map<string, { issue: OpenedIssue; causedBy: Event | undefined }>();
      const results = commands.map((command): Done => {
        const key = keyOf(command.tenantId, command.issueId);
        const result = this.one(issues.get(key), command);
        if (result.outcome !== 'done') return result;
        issues.set(key, result.issue);
        changed.set(key, result.issue);
        changes.push(...result.effects.map((effect) => this.tell(result.issue, effect, command)));
        if (result.issue.resolution > 0 && result.effects.some((it) => it.kind === 'transitioned' && it.to === 'resolved')) resolved.set(key, { issue: result.issue, causedBy: command.causedBy });
        return result;
      });
      for (const [key, sinceResolved] of await this.issues.countSince([...resolved.values()].map(({ issue }) => issue))) changed.set(key, { ...changed.get(key)!, sinceResolved });
      await this.issues.save([...changed.values()]);
      await this.issues.record(changes);
      await this.answering.begin([...resolved.values()].map(({ issue, causedBy }) => ({ tenant: issue.tenantId, issueId: issue.id, cause: causedBy ? causeOf(causedBy) : null })));
      return results;
    });
  }

  private one(issue: Issue | undefined, { act, ifMatch }: Command): Done {
    if (!issue || !isOpened(issue)) return { outcome: 'unknown' };
    checkIfMatch(ifMatch, issue.version, 'issue');
    const acted = perform(issue, act);
    return acted.outcome === 'done' ? acted : { ...acted, issue };
  }

  private tell(issue: OpenedIssue, effect: Effect, { act: { by, at }, causedBy }: Command): Change {
    const snapshot = snapshotOf(issue, algorithm);
    const options = { ...(causedBy && { causedBy }) };
    const change = (kind: Change['kind'], reason: string, detail: Change['detail']): Change => this.announcements.change(issue, { kind, by, reason, detail, at });
    switch (effect.kind) {
      case 'transitioned':
        this.publisher.publish(IssueTransitioned, issue.tenantId, { issue: snapshot, from: effect.from, to: effect.to, by, reason: effect.reason, at }, options);
        return change('transitioned', effect.reason, { from: effect.from, to: effect.to });
      case 'commented':
        this.publisher.publish(IssueCommented, issue.tenantId, { issue: snapshot, by, text: effect.text }, options);
        return change('commented', effect.text, {});
      case 'muted':
      case 'unmuted':
        this.publisher.publish(IssueMuted, issue.tenantId, { issue: snapshot, by, reason: effect.reason }, options);
        return change(effect.kind, effect.reason, {});
      case 'routed':
        return change('routed', effect.reason, { pod: effect.pod });
    }
  }
}

const causeOf = ({ id, correlationid, traceparent }: Event): Cause => ({ id, correlationid, ...(traceparent && { traceparent }) });
