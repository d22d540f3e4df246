import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { Feedback } from '@vocloop/contracts';
import { blendedModel, unscored } from '@vocloop/text';
import type { Repository } from 'typeorm';
import { Score } from './entities.js';
import { Events } from './providers.js';

@Controller()
export class SentimentController {
  constructor(
    @Inject(Score) private readonly scores: Repository<Score>,
    @Inject(Events) private readonly events: Events,
  ) {}

  @EventPattern('peer.feedback')
  async score(@Payload() feedback: Feedback) {
    const spoken = feedback.text && (feedback.author ?? 'customer') === 'customer';
    const score = spoken ? blendedModel.read(feedback.text!, feedback.language).score : unscored();
    await this.scores.save({ feedbackId: feedback.id, polarity: score.polarity, label: score.label, themes: score.themes });
    await this.events.emit('peer.insight', feedback.touchpoint, { feedback, score });
  }
}
