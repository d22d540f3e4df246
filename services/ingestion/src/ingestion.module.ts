import { type DynamicModule, Module } from '@nestjs/common';
import { factTopic, feedbackTopic, loopTopic } from '@vocloop/contracts';
import { DatabaseModule } from '@vocloop/database';
import { DeliveryModule, DeliveryOutcome } from '@vocloop/delivery';
import { MessagingModule } from '@vocloop/messaging';
import { AnswerController } from './answer/answer.controller.js';
import { AnswerHandler } from './answer/answer.handler.js';
import { AnswerRepository } from './answer/answer.repository.js';
import { AnswerService } from './answer/answer.service.js';
import { OutboundService } from './answer/outbound.service.js';
import type { IngestionSettings } from './config.js';
import { entities } from './datasource.js';
import { FactController } from './fact/fact.controller.js';
import { FactRepository } from './fact/fact.repository.js';
import { FactService } from './fact/fact.service.js';
import { CloudEventController } from './feedback/cloud-event.controller.js';
import { CorrectionService } from './feedback/correction.service.js';
import { FeedbackCollector } from './feedback/feedback.collector.js';
import { FeedbackController } from './feedback/feedback.controller.js';
import { FeedbackHandler } from './feedback/feedback.handler.js';
import { FeedbackRepository } from './feedback/feedback.repository.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { IntakeService } from './feedback/intake.service.js';
import { ReadingService } from './feedback/reading.service.js';
import { RescoringService } from './feedback/rescoring.service.js';
import { RefusalInterceptor } from './feedback/count-refusals.decorator.js';
import { KeyController } from './key/key.controller.js';
import { PrivacyService } from './privacy/privacy.service.js';
import { OnceInterceptor } from './request/once.decorator.js';
import { RequestRepository } from './request/request.repository.js';
import { RequestService } from './request/request.service.js';
import { SourceController } from './source/source.controller.js';
import { SourceRepository } from './source/source.repository.js';
import { SourceService } from './source/source.service.js';

/** The doors: feedback and facts in, masked and counted once; answers back out. */
@Module({})
export class IngestionModule {
  static forRoot(settings: IngestionSettings): DynamicModule {
    return {
      module: IngestionModule,
      imports: [
        DatabaseModule.forRoot({ service: 'ingestion', url: settings.DATABASE_URL, entities }),
        MessagingModule.forRoot({ service: 'ingestion', settings, publishes: [feedbackTopic, factTopic, loopTopic] }),
        DeliveryModule.forRoot({ service: 'ingestion' }),
      ],
      controllers: [FeedbackController, CloudEventController, FactController, SourceController, AnswerController, KeyController, FeedbackHandler, AnswerHandler],
      providers: [
        PrivacyService,
        FeedbackRepository, FeedbackService, ReadingService, CorrectionService, RescoringService, FeedbackCollector, IntakeService, RefusalInterceptor,
        FactRepository, FactService,
        SourceRepository, SourceService, AnswerRepository, AnswerService, OutboundService, { provide: DeliveryOutcome, useExisting: AnswerService },
        RequestRepository, RequestService, OnceInterceptor,
      ],
    };
  }
}
