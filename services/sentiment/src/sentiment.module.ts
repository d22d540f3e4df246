import { type DynamicModule, Module } from '@nestjs/common';
import { handoff, insight } from '@vocloop/contracts';
import { DatabaseModule } from '@vocloop/database';
import { MessagingModule } from '@vocloop/messaging';
import type { SentimentSettings } from './config.js';
import { entities } from './datasource.js';
import { ScoreModule } from './score/score.module.js';
import { TrialModule } from './trial/trial.module.js';

@Module({})
export class SentimentModule {
  static forRoot(settings: SentimentSettings): DynamicModule {
    return {
      module: SentimentModule,
      imports: [
        DatabaseModule.forRoot({ service: 'sentiment', url: settings.DATABASE_URL, entities }),
        MessagingModule.forRoot({ service: 'sentiment', settings, publishes: [insight, handoff] }),
        ScoreModule,
        TrialModule,
      ],
    };
  }
}
