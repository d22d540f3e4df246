import { Injectable } from '@nestjs/common';

/** What a service stops once no request and no event comes in any more, and before its database is closed: workers, timers, relays. */
@Injectable()
export class Shutdown {
  private readonly steps: { readonly name: string; readonly stop: () => Promise<void> }[] = [];

  /** Registers a step; the last registered stops first. */
  register(name: string, stop: () => Promise<void>): void {
    this.steps.push({ name, stop });
  }

  /** Runs every step, also where one fails; resolves to the failures. */
  async run(): Promise<Error[]> {
    const failures: Error[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.stop();
      } catch (cause) {
        failures.push(new Error(`stopping ${step.name} failed`, { cause }));
      }
    }
    return failures;
  }
}
