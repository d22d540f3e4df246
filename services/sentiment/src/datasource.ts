import { messagingMigrations } from '@vocloop/messaging';
import { ConversationEntity } from './conversation/conversation.entity.js';
import { CreateConversation1760000000000 } from './migrations/1760000000000-create-conversation.js';

export const entities = [ConversationEntity];
export const migrations = [...messagingMigrations, CreateConversation1760000000000];
