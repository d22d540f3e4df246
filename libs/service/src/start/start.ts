import { printableLines } from '@vocloop/contracts';
import type { z } from 'zod';
import { SettingsError, loadSettings, type CommonSettings } from '../settings/settings.js';
import { processLogger } from '../telemetry/logging.js';
import { createService, type Service, type ServiceModuleOf, type ServiceOptions } from './create-service.js';
import { prepareProcess, stopOnSignals } from './process.js';

/** What a service's config.ts exports: its name, the schema of its settings, and where they are read from. */
export interface ServiceConfig<Schema extends z.ZodObject> {
  readonly name: string;
  readonly settings: Schema;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly strategy?: ServiceOptions<CommonSettings>['strategy'];
}

/** A service that answers at `url`. */
export interface Running extends Service {
  readonly url: string;
}

/** Runs a service as its own process until a signal stops it. Wrong settings end it with status 78 and a line for each. */
export async function start<Schema extends z.ZodObject>(module: ServiceModuleOf<z.output<Schema>>, { name, settings: schema, env, strategy }: ServiceConfig<Schema>): Promise<Running> {
  const settings = settingsOrExit(schema, env);
  await prepareProcess(name, settings);
  try {
    const service = await createService(module as ServiceModuleOf<CommonSettings>, { name, settings, ...(strategy && { strategy }) });
    stopOnSignals(() => service.close(), settings.VOC_STOP_SECONDS);
    const url = await service.listen();
    processLogger().info({ url }, `${name} is ready`);
    return { ...service, url };
  } catch (err) {
    processLogger().fatal({ err }, `${name} did not start: ${(err as Error).message}`);
    process.exit(1);
  }
}

function settingsOrExit(schema: z.ZodObject, env: Readonly<Record<string, string | undefined>>): CommonSettings {
  try {
    return loadSettings(schema, env) as unknown as CommonSettings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${printableLines(error.message)}\n`);
    process.exit(78);
  }
}
