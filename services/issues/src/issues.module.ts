import { type DynamicModule, Module } from '@nestjs/common';
import { issueTopic, loopTopic } from '@vocloop/contracts';
import { DatabaseModule } from '@vocloop/database';
import { MessagingModule } from '@vocloop/messaging';
import type { IssuesSettings } from './config.js';
import { entities } from './datasource.js';
import { IssueModule } from './issue/issue.module.js';

@Module({})
export class IssuesModule {
  static forRoot(settings: IssuesSettings): DynamicModule {
    return {
      module: IssuesModule,
      imports: [
        DatabaseModule.forRoot({ service: 'issues', url: settings.DATABASE_URL, entities }),
        MessagingModule.forRoot({ service: 'issues', settings, publishes: [issueTopic, loopTopic] }),
        IssueModule,
      ],
    };
  }
}
