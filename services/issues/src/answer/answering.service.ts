import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@vocloop/database';
import type { Answering, Due } from './answer.repository.js';
import { AnswerService } from './answer.service.js';

/** After so long it looks again whether something is left: what failed, or what another process left behind. */
const again = 30_000;

/** Answers the customers of resolved issues after the resolution has committed, a bounded transaction at a time; what a killed process leaves, the next start takes up. */
@Injectable()
export class AnsweringService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('answers');
  private working: Promise<void> | undefined;
  private asked = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(AnswerService) private readonly answers: AnswerService,
    @Inject(Database) private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), again).unref();
    this.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.working;
  }

  /** Remembers, in the running transaction, that the customers of these issues are due an answer. */
  async begin(list: readonly Due[]): Promise<void> {
    if (list.length === 0) return;
    await this.answers.begin(list);
    this.database.afterCommit(this, () => this.wake());
  }

  /** Resolves when everything that was asked for by now is done, or has failed and waits for another turn. */
  async idle(): Promise<void> {
    while (this.working) await this.working;
  }

  private wake(): void {
    this.asked = true;
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      if (this.asked && !this.stopped) this.wake();
    });
  }

  private async work(): Promise<void> {
    try {
      while (this.asked && !this.stopped) {
        this.asked = false;
        let some = await this.answers.open();
        while (some.length > 0 && !this.stopped) {
          for (const one of some) await this.answer(one).catch(this.failed);
          some = await this.answers.open(some.at(-1));
        }
      }
    } catch (error) {
      this.failed(error);
    }
  }

  /** One that fails holds up no other; it has its next turn later. */
  private readonly failed = (error: unknown): void => this.log.warn(`customers could not be answered yet: ${(error as Error).message}`);

  private async answer(one: Answering): Promise<void> {
    let after: string | undefined = '';
    while (after !== undefined && !this.stopped) after = await this.answers.answerSome(one, after);
  }
}
