import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createService, loadSettings, prepareProcess, type CommonSettings, type Service, type ServiceModuleOf } from '@vocloop/service';
import { type Target, proxyTo } from './gateway.js';
import { freePort } from './postgres.js';
import { services } from './services.js';

/** The five services: whom to hand requests to once they are ready, and how to stop, also while they start. */
export interface RunningServices {
  readonly ready: Promise<ReadonlyMap<string, Target>>;
  stop(): Promise<void>;
}

type EnvironmentOf = (service: string) => Record<string, string | undefined>;

/** All five in this process. */
export function startInProcess(environmentOf: EnvironmentOf): RunningServices {
  const started: Service[] = [];
  const start = async (): Promise<ReadonlyMap<string, Target>> => {
    await prepareProcess('vocloop', { LOG_LEVEL: environmentOf('ingestion')['LOG_LEVEL'] as CommonSettings['LOG_LEVEL'] });
    for (const { name, module, settings, strategy } of services) {
      const parsed = loadSettings(settings, environmentOf(name)) as CommonSettings;
      started.push(await createService(module as ServiceModuleOf<CommonSettings>, { name, settings: parsed, ...(strategy && { strategy }) }));
    }
    await Promise.all(started.map(async (service) => service.consume()));
    return new Map(started.map((service) => [service.name, (request, response) => service.dispatch(request, response)]));
  };
  const ready = start();
  const stop = async () => {
    await ready.catch(() => undefined);
    for (const service of started.toReversed()) await service.close();
  };
  return { ready, stop };
}

/** Each in a process of its own; one that dies is started again. */
export function startProcesses(environmentOf: EnvironmentOf, say: (line: string) => void): RunningServices {
  const running = services.map(({ name }) => new ServiceProcess(name, environmentOf, say));
  const started = Promise.all(running.map(async (it) => it.start()));
  return {
    ready: started.then(() => new Map(running.map((it) => [it.name, proxyTo(() => it.url)]))),
    stop: async () => { await Promise.all(running.map(async (it) => it.stop())); },
  };
}

const require = createRequire(import.meta.url);
/** So long a service may take to stop in order. */
const patienceMs = 25_000;

class ServiceProcess {
  url: string | undefined;
  private child: ChildProcess | undefined;
  private stopping = false;
  private failures = 0;

  constructor(
    readonly name: string,
    private readonly environmentOf: EnvironmentOf,
    private readonly say: (line: string) => void,
  ) {}

  /** Resolves when the service is ready. */
  async start(): Promise<void> {
    const port = await freePort();
    if (this.stopping) throw new Error(`${this.name} is not started any more`);
    const main = join(dirname(require.resolve(`@vocloop/${this.name}`)), 'main.js');
    // The channel tells the child when this process is gone, however it went.
    const child = spawn(process.execPath, [...process.execArgv.filter((it) => !it.startsWith('--inspect')), main], {
      env: { ...this.environmentOf(this.name), PORT: String(port), HOST: '127.0.0.1', VOC_WITH_PARENT: '1' },
      // Their logs go beside ours: stdout is for the result.
      stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
      detached: true,
    });
    this.child = child;
    const ended = new Promise<never>((_, reject) => child.once('exit', (code, signal) => reject(new Error(`${this.name} ended (${signal ?? code})`))));
    ended.catch(() => void this.restart(child));
    const url = `http://127.0.0.1:${port}`;
    await Promise.race([ended, ready(url)]);
    this.url = url;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    // What it accepted is safe wherever it stands: one that hangs must not outlive us.
    const late = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(late);
  }

  private async restart(child: ChildProcess): Promise<void> {
    if (this.stopping || !this.url || this.child !== child) return;
    this.url = undefined;
    this.say(`${this.name} ended (${child.signalCode ?? child.exitCode}); it is started again`);
    for (; !this.stopping; this.failures++) {
      try {
        await sleep(Math.min(200 * 2 ** this.failures, 5000));
        if (this.stopping) return;
        await this.start();
        this.failures = 0;
        return;
      } catch (error) {
        this.say(`${this.name} does not start: ${(error as Error).message}`);
      }
    }
  }
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
}
