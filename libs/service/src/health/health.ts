import { Injectable } from '@nestjs/common';

/** What a check found: that all is well, or what is wrong. */
export type CheckResult = { readonly name: string; readonly ok: true } | { readonly name: string; readonly ok: false; readonly reason: string };

/** Whether a service can work, with what each check found. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly CheckResult[];
}

const CHECK_MS = 2000;
const REMEMBERED_MS = 500;

/** What a service needs in order to take work, by name; asked by /health/ready. */
@Injectable()
export class Health {
  private readonly checks = new Map<string, () => Promise<void>>();
  private last: { readonly at: number; readonly readiness: Promise<Readiness> } | undefined;
  private stopping = false;

  /** Registers a check: it rejects, with a reason, while the thing is away. A check that takes over 2 s has failed. */
  register(name: string, check: () => Promise<void>): void {
    this.checks.set(name, check);
  }

  /** From now on the service is not ready, so that nobody sends it more work. */
  stop(): void {
    this.stopping = true;
    this.last = undefined;
  }

  /** Whether all checks pass; asked at most twice a second however often it is called. */
  readiness(): Promise<Readiness> {
    if (!this.last || Date.now() - this.last.at > REMEMBERED_MS) this.last = { at: Date.now(), readiness: this.ask() };
    return this.last.readiness;
  }

  private async ask(): Promise<Readiness> {
    if (this.stopping) return { ready: false, checks: [{ name: 'running', ok: false, reason: 'the service is stopping' }] };
    const checks = await Promise.all([...this.checks].map(([name, check]) => run(name, check)));
    return { ready: checks.every((it) => it.ok), checks };
  }
}

async function run(name: string, check: () => Promise<void>): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS / 1000} s`)), CHECK_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, reason: (error as Error).message || String(error) };
  } finally {
    clearTimeout(timer);
  }
}
