import { Module } from '@nestjs/common';
import { ConversationRepository } from './conversation.repository.js';
import { ConversationService } from './conversation.service.js';

@Module({ providers: [ConversationRepository, ConversationService], exports: [ConversationService] })
export class ConversationModule {}
