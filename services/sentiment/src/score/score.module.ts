import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { ScoreController } from './score.controller.js';
import { ScoreHandler } from './score.handler.js';
import { ScoreService } from './score.service.js';

@Module({ imports: [ConversationModule], controllers: [ScoreHandler, ScoreController], providers: [ScoreService] })
export class ScoreModule {}
