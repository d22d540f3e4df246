import { Controller } from '@nestjs/common';
import { FeedbackReceived, FeedbackRevised, type EventOf } from '@vocloop/contracts';
import { On } from '@vocloop/messaging';
import { ScoreService } from './score.service.js';

@Controller()
export class ScoreHandler {
  constructor(private readonly scores: ScoreService) {}

  @On(FeedbackReceived, FeedbackRevised)
  async received(events: EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    await this.scores.receive(events);
  }
}
