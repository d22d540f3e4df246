import { Controller } from '@nestjs/common';
import {
  AnswerDue, AnswerFailed, CustomerAnswered, DeliveryFailed, DeliverySucceeded, IssueCommented, IssueEscalated, IssueGrew, IssueMerged, IssueMuted, IssueOpened,
  IssueRegressed, IssueRouted, IssueSplit, IssueTransitioned, OwnershipChanged, type Event, type EventOf,
} from '@vocloop/contracts';
import { On } from '@vocloop/messaging';
import type { IssueEvent } from './issue-event.js';
import { IssueService } from './issue.service.js';

/** Issues, where they went, and the answers that came of them. */
@Controller()
export class IssueHandler {
  constructor(private readonly issues: IssueService) {}

  @On(IssueOpened, IssueGrew, IssueEscalated, IssueRegressed, IssueTransitioned, IssueMerged, IssueSplit, IssueMuted, IssueCommented)
  async happened(events: IssueEvent[]): Promise<void> {
    await this.issues.happened(events);
  }

  @On(IssueRouted, DeliverySucceeded, DeliveryFailed, OwnershipChanged)
  async routed(events: Event[]): Promise<void> {
    await this.issues.routed(events);
  }

  @On(AnswerDue, CustomerAnswered, AnswerFailed)
  async answered(events: (EventOf<typeof AnswerDue> | EventOf<typeof CustomerAnswered> | EventOf<typeof AnswerFailed>)[]): Promise<void> {
    await this.issues.answered(events);
  }
}
