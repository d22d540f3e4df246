import { Module } from '@nestjs/common';
import { AnswerHandler } from './answer.handler.js';
import { AnswerRepository } from './answer.repository.js';
import { AnswerService } from './answer.service.js';
import { AnsweringService } from './answering.service.js';

@Module({ controllers: [AnswerHandler], providers: [AnswerRepository, AnswerService, AnsweringService], exports: [AnswerService, AnsweringService] })
export class AnswerModule {}
