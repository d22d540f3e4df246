import { Module } from '@nestjs/common';
import { sentimentModel } from '../score/model.js';
import { TaxonomyModule } from '../taxonomy/taxonomy.module.js';
import { BeforeService } from './before.service.js';
import { LayerController } from './layer.controller.js';
import { LayerRepository } from './layer.repository.js';
import { LayerService } from './layer.service.js';

@Module({ imports: [TaxonomyModule], controllers: [LayerController], providers: [sentimentModel, BeforeService, LayerRepository, LayerService], exports: [LayerService] })
export class CorrectionModule {}
