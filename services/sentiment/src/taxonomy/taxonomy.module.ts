import { Module } from '@nestjs/common';
import { sentimentModel } from '../score/model.js';
import { SaidService } from './said.service.js';
import { TaxonomyController } from './taxonomy.controller.js';
import { TaxonomyRepository } from './taxonomy.repository.js';
import { TaxonomyService } from './taxonomy.service.js';
import { TrialService } from './trial.service.js';

@Module({ controllers: [TaxonomyController], providers: [sentimentModel, TaxonomyRepository, TaxonomyService, SaidService, TrialService], exports: [TaxonomyService, SaidService] })
export class TaxonomyModule {}
