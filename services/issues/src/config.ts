import { logStrategy } from '@vocloop/messaging';
import { settingsOf, type ServiceConfig } from '@vocloop/service';
import type { z } from 'zod';

/** Issues has no settings of its own: what decides is each tenant's policy. */
export const settings = settingsOf({});
export type IssuesSettings = z.output<typeof settings>;

/** What main.ts starts. */
export const config: ServiceConfig<typeof settings> = { name: 'issues', settings, env: process.env, strategy: logStrategy };
