import { deliverySettings } from '@vocloop/delivery';
import { logStrategy } from '@vocloop/messaging';
import { setting, settingsOf, wholeNumber, type ServiceConfig } from '@vocloop/service';
import { phoneRegion } from '@vocloop/text';
import type { z } from 'zod';

/** The settings of ingestion. */
export const settings = settingsOf({
  ...deliverySettings,
  VOC_PHONE_REGION: setting(phoneRegion.default('US'), { description: 'Country whose phone numbers are recognised without their country code.', example: 'DE' }),
  VOC_INTAKE_QUEUE: setting(wholeNumber(100, 1_000_000, 10_000), { description: 'How many feedback may wait for their commit; past it, requests of a tenant who has more than his share there are answered 503.' }),
});
export type IngestionSettings = z.output<typeof settings>;

/** What main.ts starts. */
export const config: ServiceConfig<typeof settings> = { name: 'ingestion', settings, env: process.env, strategy: logStrategy };
