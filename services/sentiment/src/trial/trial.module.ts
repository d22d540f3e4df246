import { Module } from '@nestjs/common';
import { CorrectionModule } from '../correction/correction.module.js';
import { HistoryModule } from '../history/history.module.js';
import { sentimentModel } from '../score/model.js';
import { TaxonomyModule } from '../taxonomy/taxonomy.module.js';
import { TrialController } from './trial.controller.js';
import { TrialService } from './trial.service.js';

@Module({ imports: [CorrectionModule, HistoryModule, TaxonomyModule], controllers: [TrialController], providers: [sentimentModel, TrialService] })
export class TrialModule {}
