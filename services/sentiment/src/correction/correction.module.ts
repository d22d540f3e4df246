import { Module } from '@nestjs/common';
import { HistoryModule } from '../history/history.module.js';
import { sentimentModel } from '../score/model.js';
import { TaxonomyModule } from '../taxonomy/taxonomy.module.js';
import { LayerController } from './layer.controller.js';
import { LayerRepository } from './layer.repository.js';
import { LayerService } from './layer.service.js';
import { LessonService } from './lesson.service.js';

@Module({ imports: [HistoryModule, TaxonomyModule], controllers: [LayerController], providers: [sentimentModel, LessonService, LayerRepository, LayerService], exports: [LayerService] })
export class CorrectionModule {}
