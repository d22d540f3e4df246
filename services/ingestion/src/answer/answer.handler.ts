import { Controller } from '@nestjs/common';
import { AnswerDue, type EventOf } from '@vocloop/contracts';
import { On, type Dropped } from '@vocloop/messaging';
import { AnswerService } from './answer.service.js';

@Controller()
export class AnswerHandler {
  constructor(private readonly answers: AnswerService) {}

  @On(AnswerDue)
  async handle(events: EventOf<typeof AnswerDue>[]): Promise<Dropped[] | void> {
    await this.answers.take(events);
  }
}
