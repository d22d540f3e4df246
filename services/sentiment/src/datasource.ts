import { messagingMigrations } from '@vocloop/messaging';
import { ConversationEntity } from './conversation/conversation.entity.js';
import { CreateConversation1760000000000 } from './migrations/1760000000000-create-conversation.js';
import { CorrectionEntity, LayerChoiceEntity, LayerEntity, UnlearntEntity } from './correction/correction.entity.js';
import { CreateCorrection1760000000002 } from './migrations/1760000000002-create-correction.js';
import { LearnThemes1760000000003 } from './migrations/1760000000003-learn-themes.js';
import { CreateUnlearnt1760000000004 } from './migrations/1760000000004-create-unlearnt.js';
import { KeepHandoff1760000000005 } from './migrations/1760000000005-keep-handoff.js';
import { CreateTaxonomy1760000000001 } from './migrations/1760000000001-create-taxonomy.js';
import { TaxonomyVersionEntity } from './taxonomy/taxonomy.entity.js';

export const entities = [ConversationEntity, TaxonomyVersionEntity, CorrectionEntity, LayerEntity, LayerChoiceEntity, UnlearntEntity];
export const migrations = [...messagingMigrations, CreateConversation1760000000000, CreateTaxonomy1760000000001, CreateCorrection1760000000002, LearnThemes1760000000003, CreateUnlearnt1760000000004, KeepHandoff1760000000005];
