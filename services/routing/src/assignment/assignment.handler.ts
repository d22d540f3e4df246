import { Controller } from '@nestjs/common';
import { IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened, IssueRegressed, IssueSplit, IssueTransitioned, PodActed, type EventOf } from '@vocloop/contracts';
import { On, type Dropped } from '@vocloop/messaging';
import { AssignmentService, type Reassigned } from './assignment.service.js';

type IssueEvents = typeof IssueOpened | typeof IssueGrew | typeof IssueEscalated | typeof IssueRegressed | typeof IssueTransitioned | typeof IssueMerged | typeof IssueSplit | typeof IssueMuted | typeof IssueCommented;

@Controller()
export class AssignmentHandler {
  constructor(private readonly assignments: AssignmentService) {}

  @On(IssueOpened, IssueGrew, IssueEscalated, IssueRegressed, IssueTransitioned, IssueMerged, IssueSplit, IssueMuted, IssueCommented)
  async follow(events: EventOf<IssueEvents>[]): Promise<Dropped[] | void> {
    await this.assignments.follow(events);
  }

  /** Of what pods do, only handing on is routing's; the rest is for the issues service. */
  @On(PodActed)
  async reassign(events: EventOf<typeof PodActed>[]): Promise<Dropped[] | void> {
    const wishes = events.flatMap((event) => {
      const { action, issueId, pod, by, reason } = event.data;
      return action === 'reassign' && pod && reason ? [{ tenant: event.tenantid, issueId, pod, by, reason, event }] : [];
    });
    const outcomes = await this.assignments.reassign(wishes);
    const others = events.filter(({ data }) => data.action !== 'reassign').map((event) => ({ event, reason: 'only "reassign" changes the pod' }));
    return [...others, ...wishes.flatMap(({ event }, i) => refusal(event, outcomes[i]!))];
  }
}

// Sentences that name nothing: reasons are counted, and seen beyond the tenant.
function refusal(event: EventOf<typeof PodActed>, outcome: Reassigned): Dropped[] {
  switch (outcome.outcome) {
    case 'reassigned':
    case 'remembered':
      return [];
    case 'unknown_issue':
      return [{ event, reason: 'the issue went into another' }];
    case 'unknown_pod':
      return [{ event, reason: 'the rules know no such pod' }];
  }
}
