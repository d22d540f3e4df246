import { deliveryEntities, deliveryMigrations } from '@vocloop/delivery';
import { messagingMigrations } from '@vocloop/messaging';
import { FactEntity } from './fact/fact.entity.js';
import { CountEntity } from './feedback/count.entity.js';
import { FeedbackEntity } from './feedback/feedback.entity.js';
import { CreateIngestion1760000000000 } from './migrations/1760000000000-create-ingestion.js';
import { RequestEntity } from './request/request.entity.js';
import { AnswerEntity } from './answer/answer.entity.js';
import { SourceEntity } from './source/source.entity.js';

export const entities = [FeedbackEntity, CountEntity, FactEntity, SourceEntity, AnswerEntity, RequestEntity, ...deliveryEntities];
export const migrations = [...messagingMigrations, ...deliveryMigrations, CreateIngestion1760000000000];
