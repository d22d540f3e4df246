import { Module } from '@nestjs/common';
import { PastTextsService } from './past-texts.service.js';

@Module({ providers: [PastTextsService], exports: [PastTextsService] })
export class HistoryModule {}
