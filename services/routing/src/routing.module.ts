import { Module, type DynamicModule } from '@nestjs/common';
import { routingTopic } from '@vocloop/contracts';
import { DatabaseModule } from '@vocloop/database';
import { DeliveryModule, DeliveryOutcome } from '@vocloop/delivery';
import { MessagingModule } from '@vocloop/messaging';
import { AnnouncementService } from './assignment/announcement.service.js';
import { AssignmentController } from './assignment/assignment.controller.js';
import { AssignmentHandler } from './assignment/assignment.handler.js';
import { AssignmentRepository } from './assignment/assignment.repository.js';
import { AssignmentService } from './assignment/assignment.service.js';
import { HandoffHandler } from './assignment/handoff.handler.js';
import { HandoffService } from './assignment/handoff.service.js';
import { OverviewService } from './assignment/overview.service.js';
import { RulesChangeService } from './assignment/rules-change.service.js';
import type { RoutingSettings } from './config.js';
import { entities } from './datasource.js';
import { DeliveryController } from './pod/delivery.controller.js';
import { PodController } from './pod/pod.controller.js';
import { PodService } from './pod/pod.service.js';
import { WebhookOutcomeService } from './pod/webhook-outcome.service.js';
import { RulesController } from './rules/rules.controller.js';
import { RulesFileService } from './rules/rules-file.service.js';
import { RulesRepository } from './rules/rules.repository.js';
import { RulesService } from './rules/rules.service.js';
import { YamlBodyService } from './rules/yaml-body.service.js';

/** Which pod gets an issue, why, and that it hears of it. */
@Module({})
export class RoutingModule {
  static forRoot(settings: RoutingSettings): DynamicModule {
    return {
      module: RoutingModule,
      imports: [
        DatabaseModule.forRoot({ service: 'routing', url: settings.DATABASE_URL, entities }),
        MessagingModule.forRoot({ service: 'routing', settings, publishes: [routingTopic] }),
        DeliveryModule.forRoot({ service: 'routing' }),
      ],
      controllers: [AssignmentHandler, HandoffHandler, AssignmentController, PodController, RulesController, DeliveryController],
      providers: [
        RulesRepository, RulesService, RulesFileService, YamlBodyService,
        AssignmentRepository, AssignmentService, AnnouncementService, HandoffService, OverviewService, RulesChangeService,
        PodService, { provide: DeliveryOutcome, useClass: WebhookOutcomeService },
      ],
    };
  }
}
