import { logStrategy } from '@vocloop/messaging';
import { settingsOf, type ServiceConfig } from '@vocloop/service';
import type { z } from 'zod';

/** Sentiment has no settings of its own. */
export const sentimentSettings = settingsOf({});
export type SentimentSettings = z.output<typeof sentimentSettings>;

/** What main.ts starts. */
export const config: ServiceConfig<typeof sentimentSettings> = { name: 'sentiment', settings: sentimentSettings, env: process.env, strategy: logStrategy };
