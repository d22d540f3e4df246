import { Module } from '@nestjs/common';
import { AnswerModule } from '../answer/answer.module.js';
import { PolicyController } from '../policy/policy.controller.js';
import { PolicyModule } from '../policy/policy.module.js';
import { ActionController } from './action.controller.js';
import { ActionService } from './action.service.js';
import { AnnouncementService } from './announcement.service.js';
import { EvidenceRepository } from './evidence.repository.js';
import { GatheringService } from './gathering.service.js';
import { IdentityService } from './identity.service.js';
import { IssueController } from './issue.controller.js';
import { IssueHandler } from './issue.handler.js';
import { IssueRepository } from './issue.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { ReadingService } from './reading.service.js';

@Module({
  imports: [PolicyModule, AnswerModule],
  // The policy's routes stand here, because a new threshold makes candidates be looked at again.
  controllers: [IssueController, ActionController, PolicyController, IssueHandler],
  providers: [IssueRepository, EvidenceRepository, ReadingRepository, AnnouncementService, GatheringService, ActionService, IdentityService, ReadingService],
})
export class IssueModule {}
