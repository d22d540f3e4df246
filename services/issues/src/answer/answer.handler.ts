import { Controller, Inject } from '@nestjs/common';
import { AnswerFailed, CustomerAnswered, type EventOf } from '@vocloop/contracts';
import { On, type Dropped } from '@vocloop/messaging';
import { AnswerService } from './answer.service.js';

@Controller()
export class AnswerHandler {
  constructor(@Inject(AnswerService) private readonly answers: AnswerService) {}

  @On(CustomerAnswered, AnswerFailed)
  async settle(events: EventOf<typeof CustomerAnswered | typeof AnswerFailed>[]): Promise<Dropped[] | void> {
    return this.answers.settle(events);
  }
}
