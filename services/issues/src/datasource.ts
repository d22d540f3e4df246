import { messagingMigrations } from '@vocloop/messaging';
import { AnswerEntity } from './answer/answer.entity.js';
import { AnsweringEntity } from './answer/answering.entity.js';
import { AnchorEntity } from './issue/anchor.entity.js';
import { ChangeEntity } from './issue/change.entity.js';
import { EvidenceEntity } from './issue/evidence.entity.js';
import { IssueCustomerEntity } from './issue/issue-customer.entity.js';
import { IssueEntity } from './issue/issue.entity.js';
import { CreateIssue1760000000000 } from './migrations/1760000000000-create-issue.js';
import { AddMeaning1760000000001 } from './migrations/1760000000001-add-meaning.js';
import { PolicyEntity } from './policy/policy.entity.js';

export const entities = [IssueEntity, IssueCustomerEntity, AnchorEntity, EvidenceEntity, ChangeEntity, PolicyEntity, AnswerEntity, AnsweringEntity];
export const migrations = [...messagingMigrations, CreateIssue1760000000000, AddMeaning1760000000001];
