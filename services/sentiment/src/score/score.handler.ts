import { Controller } from '@nestjs/common';
import { FeedbackReceived, FeedbackRevised, type EventOf } from '@vocloop/contracts';
import { On } from '@vocloop/messaging';
import { LayerService } from '../correction/layer.service.js';
import { ScoreService } from './score.service.js';

@Controller()
export class ScoreHandler {
  constructor(
    private readonly scores: ScoreService,
    private readonly layers: LayerService,
  ) {}

  @On(FeedbackReceived, FeedbackRevised)
  async received(events: EventOf<typeof FeedbackReceived | typeof FeedbackRevised>[]): Promise<void> {
    await this.layers.receive(events);
    await this.scores.receive(events);
  }
}
