import { logStrategy } from '@vocloop/messaging';
import { settingsOf, type ServiceConfig } from '@vocloop/service';
import type { z } from 'zod';

/** Reporting has no settings of its own. */
export const reportingSettings = settingsOf({});
export type ReportingSettings = z.output<typeof reportingSettings>;

export const config = {
  name: 'reporting',
  settings: reportingSettings,
  env: process.env,
  strategy: logStrategy,
} satisfies ServiceConfig<typeof reportingSettings>;
