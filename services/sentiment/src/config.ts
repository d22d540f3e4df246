import { logStrategy } from '@vocloop/messaging';
import { setting, settingsOf, wholeNumber, type ServiceConfig } from '@vocloop/service';
import { phoneRegion } from '@vocloop/text';
import type { z } from 'zod';

/** The settings of sentiment. */
export const sentimentSettings = settingsOf({
  VOC_PHONE_REGION: setting(phoneRegion.default('US'), { description: 'Country whose phone numbers are recognised without their country code.', example: 'DE' }),
  VOC_HANDOFF_MAX_AGE_HOURS: setting(wholeNumber(0, 1_000_000, 0), { description: 'No human is asked for where a turn of a chat was spoken longer ago than this; 0 for no limit. Set it before old chats are imported.', example: '24' }),
});
export type SentimentSettings = z.output<typeof sentimentSettings>;

/** What main.ts starts. */
export const config: ServiceConfig<typeof sentimentSettings> = { name: 'sentiment', settings: sentimentSettings, env: process.env, strategy: logStrategy };
