import { Module } from '@nestjs/common';
import { HistoryModule } from '../history/history.module.js';
import { sentimentModel } from '../score/model.js';
import { TaxonomyController } from './taxonomy.controller.js';
import { TaxonomyRepository } from './taxonomy.repository.js';
import { TaxonomyService } from './taxonomy.service.js';
import { TrialService } from './trial.service.js';

@Module({ imports: [HistoryModule], controllers: [TaxonomyController], providers: [sentimentModel, TaxonomyRepository, TaxonomyService, TrialService], exports: [TaxonomyService] })
export class TaxonomyModule {}
