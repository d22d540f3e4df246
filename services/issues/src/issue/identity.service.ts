import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { keywords } from '@vocloop/text';
import { newId } from '@vocloop/service';
import { AnsweringService } from '../answer/answering.service.js';
import { AnnouncementService, toldOf } from './announcement.service.js';
import { EvidenceRepository } from './evidence.repository.js';
import { gather, weigh, type Weighed } from './gathering.js';
import { combined, emptied, lessons, reopenedBy, splitOff, strangers } from './identity.js';
import { isOpened, keyOf, type Issue, type OpenedIssue } from './issue.js';
import { IssueRepository } from './issue.repository.js';
import { isUnresolved } from './lifecycle.js';
import { customerMoves, type GroupMove } from './regrouping.js';

export type Merged = { readonly outcome: 'done' | 'unchanged'; readonly issue: OpenedIssue } | { readonly outcome: 'unknown'; readonly id: string } | { readonly outcome: 'refused'; readonly reason: string };
export type Split = { readonly outcome: 'done'; readonly issue: OpenedIssue; readonly from: OpenedIssue } | { readonly outcome: 'unknown' }
  | { readonly outcome: 'strangers'; readonly at: readonly number[] } | { readonly outcome: 'refused'; readonly reason: string };

/** Merges and splits by people: they change what later evidence joins, and no later batch undoes them. */
@Injectable()
export class IdentityService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(IssueRepository) private readonly issues: IssueRepository,
    @Inject(EvidenceRepository) private readonly evidence: EvidenceRepository,
    @Inject(AnnouncementService) private readonly announcements: AnnouncementService,
    @Inject(AnsweringService) private readonly answering: AnsweringService,
  ) {}

  merge(tenantId: string, id: string, intoId: string, by: string, reason: string): Promise<Merged> {
    return this.database.transaction([tenantId], async () => {
      await this.issues.ownIdentity(tenantId);
      const found = await this.issues.lock([{ tenantId, id }, { tenantId, id: intoId }]);
      const [from, into] = [found.get(keyOf(tenantId, id)), found.get(keyOf(tenantId, intoId))];
      if (!from) return { outcome: 'unknown', id };
      if (!into || !isOpened(into)) return { outcome: 'unknown', id: intoId };
      if (from.mergedInto === into.id) return { outcome: 'unchanged', issue: into };
      const reasonNot = whyNotMerge(from, into);
      if (reasonNot) return { outcome: 'refused', reason: reasonNot };
      return { outcome: 'done', issue: await this.join(from, into, by, reason) };
    });
  }

  private async join(from: Issue, into: OpenedIssue, by: string, reason: string): Promise<OpenedIssue> {
    const moved = (await this.evidence.of([from])).get(keyOf(from.tenantId, from.id)) ?? [];
    await this.evidence.moveAll(from.tenantId, from.id, into.id);
    const customers = await this.issues.joinCustomers(from, into);
    await this.issues.redirect(from.tenantId, from.id, into.id);
    const together = reopenedBy(from, combined(into, from, customers));
    const sinceResolved = (await this.issues.countSince(together.resolvedAt ? [together] : [])).get(keyOf(into.tenantId, into.id)) ?? 0;
    const issue = { ...together, sinceResolved };
    const pointer = emptied(from, into.id);
    await this.issues.save([issue, pointer]);
    await this.announcements.merged({ issue, before: into }, { issue: pointer, before: from }, moved.map(toldOf), by, reason);
    // Whoever came with it and was never answered is due what the others were told.
    if (!isUnresolved(issue.status)) await this.answering.begin([{ tenant: issue.tenantId, issueId: issue.id, cause: null }]);
    return issue;
  }

  split(tenantId: string, id: string, feedbackIds: readonly string[], by: string, reason: string): Promise<Split> {
    return this.database.transaction([tenantId], async () => {
      await this.issues.ownIdentity(tenantId);
      const from = (await this.issues.lock([{ tenantId, id }])).get(keyOf(tenantId, id));
      if (!from || !isOpened(from)) return { outcome: 'unknown' };
      if (from.mergedInto) return { outcome: 'refused', reason: `this issue was merged into ${from.mergedInto}; split that one` };
      const found = await this.evidence.lock(feedbackIds.map((feedbackId) => ({ tenantId, feedbackId })));
      const at = strangers(feedbackIds, found, from);
      if (at.length > 0) return { outcome: 'strangers', at };
      if (found.size >= from.feedbackCount) return { outcome: 'refused', reason: 'a split must leave some evidence behind; to rename or close the issue, act on it' };
      return this.part(from, [...found.values()].map(weigh), by, reason);
    });
  }

  private async part(from: OpenedIssue, moved: readonly Weighed[], by: string, reason: string): Promise<Split> {
    const { tenantId } = from;
    const empty = splitOff(from, newId(), moved, keywords(moved.map(({ sketch }) => sketch), 3));
    await this.evidence.save(moved.map(({ evidence }) => ({ ...evidence, issueId: empty.id, reason: splitReason })));
    const moves: GroupMove[] = [{ group: from, joined: [], left: [...moved], event: undefined }, { group: empty, joined: [...moved], left: [], event: undefined }];
    const customers = await this.issues.moveCustomers(customerMoves(moves));
    const spans = await this.evidence.spans([from]);
    const anonymous = moved.filter(({ evidence }) => !evidence.customer).length;
    const span = spans.get(keyOf(tenantId, from.id));
    const left = { ...gather(from, [], moved, (customers.get(keyOf(tenantId, from.id)) ?? 0) - anonymous), ...(span && { firstSeenAt: span.first, lastSeenAt: span.last }) } as OpenedIssue;
    const issue = gather(empty, moved, [], (customers.get(keyOf(tenantId, empty.id)) ?? 0) + anonymous) as OpenedIssue;
    const stayed = (await this.evidence.page(tenantId, from.id, undefined, 50)).map(weigh);
    await this.issues.save([left, issue]);
    await this.issues.saveAnchors([...lessons(moved, issue.id, issue.id), ...lessons(stayed, from.id, issue.id)]);
    const evidence = moved.map((it) => toldOf({ ...it.evidence, reason: splitReason }));
    await this.announcements.split(issue, left, evidence, by, reason);
    return { outcome: 'done', issue, from: left };
  }
}

/** Who and why stand once in the split's own event: a thousand times they would make it too large for a log. */
const splitReason = 'split off by a person';

function whyNotMerge(from: Issue, into: OpenedIssue): string | undefined {
  if (from.id === into.id) return 'an issue cannot be merged into itself';
  if (from.mergedInto) return `it was merged into ${from.mergedInto} already; merge that one`;
  if (into.mergedInto) return `${into.id} was itself merged into ${into.mergedInto}; merge into that one`;
  return undefined;
}
