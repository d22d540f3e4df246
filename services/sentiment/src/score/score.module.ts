import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { CorrectionModule } from '../correction/correction.module.js';
import { TaxonomyModule } from '../taxonomy/taxonomy.module.js';
import { sentimentModel } from './model.js';
import { OwnService } from './own.service.js';
import { ScoreController } from './score.controller.js';
import { ScoreHandler } from './score.handler.js';
import { ScoreService } from './score.service.js';

@Module({ imports: [ConversationModule, CorrectionModule, TaxonomyModule], controllers: [ScoreHandler, ScoreController], providers: [sentimentModel, OwnService, ScoreService] })
export class ScoreModule {}
