import { Inject, Injectable } from '@nestjs/common';
import type { IssueSnapshot } from '@vocloop/contracts';
import { Database } from '@vocloop/database';
import { PolicyService } from '../policy/policy.service.js';
import { EvidenceRepository } from './evidence.repository.js';
import { algorithm } from './grouping.js';
import { isOpened, keyOf, snapshotOf, wordsOf, type Change, type Evidence, type Issue, type OpenedIssue } from './issue.js';
import { IssueRepository } from './issue.repository.js';
import type { Counts, ListCursor, Narrowed } from './listing.js';
import { ReadingRepository } from './reading.repository.js';
import { fullest } from './threshold.js';

/** A candidate, and how far it is from the threshold. */
export interface Gathering {
  readonly id: string;
  readonly title: string;
  readonly touchpoint: string;
  readonly theme: string;
  readonly feedbackCount: number;
  readonly customerCount: number;
  /** The fullest window of its own time. */
  readonly fullestWindow: { readonly feedback: number; readonly customers: number; readonly days: number };
  readonly missing: { readonly feedback: number; readonly customers: number };
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly examples: readonly string[];
  readonly grouping: IssueSnapshot['grouping'];
}

/** Everything that is read of issues; each is one transaction that sees one tenant. */
@Injectable()
export class ReadingService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReadingRepository) private readonly reading: ReadingRepository,
    @Inject(IssueRepository) private readonly issues: IssueRepository,
    @Inject(EvidenceRepository) private readonly evidence: EvidenceRepository,
    @Inject(PolicyService) private readonly policies: PolicyService,
  ) {}

  list(tenant: string, filter: Narrowed, after: ListCursor | undefined, limit: number): Promise<{ issues: OpenedIssue[]; counts: Counts }> {
    return this.database.transaction([tenant], async () => ({ issues: await this.reading.list(tenant, filter, after, limit), counts: await this.reading.counts(tenant, filter) }));
  }

  /** An issue; undefined where there is none, or only a candidate. */
  find(tenant: string, id: string): Promise<OpenedIssue | undefined> {
    return this.database.transaction([tenant], async () => {
      const issue = await this.issues.find(tenant, id);
      return issue && isOpened(issue) ? issue : undefined;
    });
  }

  evidenceOf(tenant: string, id: string, after: { at: string; id: string } | undefined, limit: number): Promise<Evidence[]> {
    return this.database.transaction([tenant], () => this.evidence.page(tenant, id, after, limit));
  }

  history(tenant: string, id: string, after: string | undefined, limit: number): Promise<Change[]> {
    return this.database.transaction([tenant], () => this.reading.history(tenant, id, after, limit));
  }

  candidates(tenant: string, after: { by: number; id: string } | undefined, limit: number): Promise<Gathering[]> {
    return this.database.transaction([tenant], async () => {
      const { minFeedback, minCustomers, windowDays } = (await this.policies.of([tenant]))(tenant);
      const found = await this.reading.candidates(tenant, after, limit);
      const marks = await this.evidence.marks(found.map((it) => ({ tenantId: tenant, issueId: it.id, from: it.firstSeenAt, to: it.lastSeenAt })), 500);
      return found.map((it) => gatheringOf(it, { ...fullest(marks.get(keyOf(tenant, it.id)) ?? [], windowDays), days: windowDays }, minFeedback, minCustomers));
    });
  }
}

function gatheringOf(it: Issue, fullestWindow: Gathering['fullestWindow'], minFeedback: number, minCustomers: number): Gathering {
  const { id, title, touchpoint, theme, feedbackCount, customerCount, firstSeenAt, lastSeenAt } = it;
  return {
    id, title, touchpoint, theme, feedbackCount, customerCount, firstSeenAt, lastSeenAt, fullestWindow,
    missing: { feedback: Math.max(0, minFeedback - fullestWindow.feedback), customers: Math.max(0, minCustomers - fullestWindow.customers) },
    examples: it.examples.map(({ text }) => text),
    grouping: { fingerprint: it.fingerprint, algorithm: algorithm.name, version: algorithm.version, words: wordsOf(it, 6) },
  };
}

/** An issue as the API shows it: as events carry it, with its version. */
export const shown = (issue: OpenedIssue): IssueSnapshot => ({ ...snapshotOf(issue, algorithm), openReason: issue.openReason, resolution: issue.resolution });
