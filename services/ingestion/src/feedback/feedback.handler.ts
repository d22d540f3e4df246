import { Controller } from '@nestjs/common';
import { FactSubmitted, FeedbackSubmitted, type EventOf } from '@vocloop/contracts';
import { OnUnordered, PoisonError, RetryLater, type Dropped } from '@vocloop/messaging';
import { lackOf } from '../fact/fact.js';
import { FactService } from '../fact/fact.service.js';
import { Collision } from './apart.js';
import { FeedbackService } from './feedback.service.js';
import { eventIdentity } from './intake.service.js';

type Submitted = EventOf<typeof FeedbackSubmitted | typeof FactSubmitted>;

/** Takes what native producers write to the log. */
@Controller()
export class FeedbackHandler {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly facts: FactService,
  ) {}

  /** Unordered: revisions go by their source's own clock, so nothing that is good waits behind what is not. */
  @OnUnordered(FeedbackSubmitted, FactSubmitted)
  async handle(events: Submitted[]): Promise<Dropped[] | void> {
    const feedback = events.filter((it): it is EventOf<typeof FeedbackSubmitted> => it.type === FeedbackSubmitted.type);
    const facts = events.filter((it): it is EventOf<typeof FactSubmitted> => it.type === FactSubmitted.type);
    // All that lack the same are told at once: each telling begins the batch anew.
    const lack = facts.map(({ data }) => lackOf(data)).find((it) => it !== undefined);
    if (lack) throw new PoisonError(facts.filter(({ data }) => lackOf(data)?.detail === lack.detail), lack.code, `/data${lack.pointer} ${lack.detail}`);
    try {
      const receipts = await this.feedback.take(feedback.map((event) => this.feedback.prepare({ tenant: event.tenantid, input: { ...event.data, occurredAt: event.data.occurredAt ?? event.time }, identity: eventIdentity(event), causedBy: event })));
      const factReceipts = await this.facts.take(facts.map((event) => ({ tenant: event.tenantid, input: event.data, identity: eventIdentity(event), causedBy: event })));
      return [...dropped(feedback, receipts), ...dropped(facts, factReceipts)];
    } catch (error) {
      // The same came by HTTP at the very moment; begun anew, this batch finds it.
      if (error instanceof Collision) throw new RetryLater('the same is being stored by another process', { cause: error });
      throw error;
    }
  }
}

/** Duplicates and overtaken revisions have no effect: dropped, with the reason. */
const dropped = (events: readonly Submitted[], receipts: readonly { readonly status: string; readonly reason: string }[]): Dropped[] =>
  events.flatMap((event, index) => {
    const { status, reason } = receipts[index]!;
    return status === 'duplicate' || status === 'stale' ? [{ event, reason: `${status}: ${reason}` }] : [];
  });
