import { Module } from '@nestjs/common';
import { sentimentModel } from '../score/model.js';
import { LayerController } from './layer.controller.js';
import { LayerRepository } from './layer.repository.js';
import { LayerService } from './layer.service.js';

@Module({ controllers: [LayerController], providers: [sentimentModel, LayerRepository, LayerService], exports: [LayerService] })
export class CorrectionModule {}
