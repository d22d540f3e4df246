import { Controller, Inject } from '@nestjs/common';
import { FeedbackScored, IssueRouted, PodActed, type EventOf } from '@vocloop/contracts';
import { On, OnUnordered, type Dropped } from '@vocloop/messaging';
import { Clock } from '@vocloop/service';
import { ActionService, type Command, type Done } from './action.service.js';
import { GatheringService } from './gathering.service.js';

@Controller()
export class IssueHandler {
  constructor(
    @Inject(GatheringService) private readonly gathering: GatheringService,
    @Inject(ActionService) private readonly actions: ActionService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Unordered: revisions are compared by their number, so a whole touchpoint does not wait behind one poison feedback. */
  @OnUnordered(FeedbackScored)
  async gather(events: EventOf<typeof FeedbackScored>[]): Promise<Dropped[] | void> {
    return this.gathering.gather(events);
  }

  @On(PodActed)
  async act(events: EventOf<typeof PodActed>[]): Promise<Dropped[] | void> {
    return this.perform(events, ({ tenantid: tenantId, time, data: { issueId, action, by, reason, text, pod } }) => ({ tenantId, issueId, act: { action, by, reason, text, pod, at: this.upToNow(time) } }));
  }

  @On(IssueRouted)
  async route(events: EventOf<typeof IssueRouted>[]): Promise<Dropped[] | void> {
    return this.perform(events, ({ tenantid: tenantId, data: { issueId, pod, by, decision, at } }) => ({ tenantId, issueId, act: { action: 'route', by, reason: decision.reason, pod, at: this.upToNow(at) } }));
  }

  /** A sender's clock may be ahead; nobody acts in the future. */
  private upToNow(time: string): string {
    return new Date(Math.min(Date.parse(time), this.clock.now().getTime())).toISOString();
  }

  private async perform<Taken extends EventOf<typeof PodActed | typeof IssueRouted>>(events: readonly Taken[], commandOf: (event: Taken) => Command): Promise<Dropped[]> {
    const results = await this.actions.act(events.map((event) => ({ ...commandOf(event), causedBy: event })));
    return results.flatMap((result, at) => (result.outcome === 'done' ? [] : [{ event: events[at]!, reason: whyDropped(result) }]));
  }
}

/** Reasons are counted, so they name no issue. */
function whyDropped(result: Exclude<Done, { outcome: 'done' }>): string {
  switch (result.outcome) {
    case 'unknown': return 'there is no such issue';
    case 'unchanged': return `nothing to change: ${result.reason}`;
    case 'refused': return result.code === 'not_allowed' ? result.reason : result.code === 'merged' ? 'the issue was merged into another' : 'routing carries out a reassignment';
  }
}
