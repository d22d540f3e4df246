import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { sentimentModel } from './model.js';
import { ScoreController } from './score.controller.js';
import { ScoreHandler } from './score.handler.js';
import { ScoreService } from './score.service.js';

@Module({ imports: [ConversationModule], controllers: [ScoreHandler, ScoreController], providers: [sentimentModel, ScoreService] })
export class ScoreModule {}
