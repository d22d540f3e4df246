import { Controller } from '@nestjs/common';
import { FactObserved, FeedbackReceived, FeedbackRevised, FeedbackScored, HandoffRequested, type EventOf } from '@vocloop/contracts';
import { OnUnordered } from '@vocloop/messaging';
import { FlowService } from '../flow/flow.service.js';
import { FeedbackService } from './feedback.service.js';

/** Feedback, scores, facts and hand-offs. Unordered: readings join in any order, so nothing need wait behind a dead letter. */
@Controller()
export class FeedbackHandler {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly flows: FlowService,
  ) {}

  @OnUnordered(FeedbackReceived, FeedbackRevised)
  async received(events: (EventOf<typeof FeedbackReceived> | EventOf<typeof FeedbackRevised>)[]): Promise<void> {
    await this.feedback.receive(events);
  }

  @OnUnordered(FeedbackScored)
  async scored(events: EventOf<typeof FeedbackScored>[]): Promise<void> {
    await this.feedback.score(events);
  }

  @OnUnordered(FactObserved)
  async observed(events: EventOf<typeof FactObserved>[]): Promise<void> {
    await this.feedback.observe(events);
  }

  @OnUnordered(HandoffRequested)
  async handedOff(events: EventOf<typeof HandoffRequested>[]): Promise<void> {
    this.flows.record(events);
  }
}
