import { deliveryEntities, deliveryMigrations } from '@vocloop/delivery';
import { messagingMigrations } from '@vocloop/messaging';
import { AssignmentEntity } from './assignment/assignment.entity.js';
import { DecisionEntity } from './assignment/decision.entity.js';
import { CreateRouting1760000000000 } from './migrations/1760000000000-create-routing.js';
import { PodSecretEntity, RulesVersionEntity } from './rules/rules.entity.js';

export const entities = [RulesVersionEntity, PodSecretEntity, AssignmentEntity, DecisionEntity, ...deliveryEntities];
export const migrations = [...messagingMigrations, ...deliveryMigrations, CreateRouting1760000000000];
