import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule } from '@vocloop/database';
import { MessagingModule } from '@vocloop/messaging';
import type { ReportingSettings } from './config.js';
import { entities } from './datasource.js';
import { FeedbackHandler } from './feedback/feedback.handler.js';
import { FeedbackRepository } from './feedback/feedback.repository.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { FlowController } from './flow/flow.controller.js';
import { FlowRepository } from './flow/flow.repository.js';
import { FlowService } from './flow/flow.service.js';
import { IssueReportController } from './issue/issue-report.controller.js';
import { IssueReportRepository } from './issue/issue-report.repository.js';
import { IssueReportService } from './issue/issue-report.service.js';
import { IssueHandler } from './issue/issue.handler.js';
import { IssueRepository } from './issue/issue.repository.js';
import { IssueService } from './issue/issue.service.js';
import { MetricController } from './metric/metric.controller.js';
import { MetricRepository } from './metric/metric.repository.js';
import { MetricService } from './metric/metric.service.js';
import { PageController } from './page/page.controller.js';

/** Read models of everything: metrics, issues, flows, and the page that shows them. */
@Module({})
export class ReportingModule {
  static forRoot(settings: ReportingSettings): DynamicModule {
    return {
      module: ReportingModule,
      imports: [
        DatabaseModule.forRoot({ service: 'reporting', url: settings.DATABASE_URL, entities }),
        MessagingModule.forRoot({ service: 'reporting', settings, publishes: [] }),
      ],
      controllers: [FeedbackHandler, IssueHandler, MetricController, IssueReportController, FlowController, PageController],
      providers: [FeedbackRepository, FeedbackService, IssueRepository, IssueService, IssueReportRepository, IssueReportService, MetricRepository, MetricService, FlowRepository, FlowService],
    };
  }
}
