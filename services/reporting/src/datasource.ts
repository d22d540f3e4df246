import { messagingMigrations } from '@vocloop/messaging';
import { FactEntity, FactSumEntity } from './feedback/fact.entity.js';
import { FeedbackEntity } from './feedback/feedback.entity.js';
import { HopEntity, StageCountEntity, TopicCountEntity } from './flow/flow.entity.js';
import { AnswerEntity, IssueEntity, LinkEntity } from './issue/issue.entity.js';
import { OwnershipEntity } from './metric/ownership.entity.js';
import { RollupEntity } from './metric/rollup.entity.js';
import { CreateReporting1760000000000 } from './migrations/1760000000000-create-reporting.js';

export const entities = [FeedbackEntity, FactEntity, FactSumEntity, RollupEntity, OwnershipEntity, HopEntity, StageCountEntity, TopicCountEntity, IssueEntity, LinkEntity, AnswerEntity];
export const migrations = [...messagingMigrations, CreateReporting1760000000000];
