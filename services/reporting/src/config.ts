import { logStrategy } from '@vocloop/messaging';
import { setting, settingsOf, wholeNumber, type ServiceConfig } from '@vocloop/service';
import type { z } from 'zod';

export const reportingSettings = settingsOf({
  VOC_FLOW_RETENTION_DAYS: setting(wholeNumber(1, 36_500, 400), { description: 'For how many days reporting keeps the steps of flows; figures are kept for good.' }),
});
export type ReportingSettings = z.output<typeof reportingSettings>;

export const config = {
  name: 'reporting',
  settings: reportingSettings,
  env: process.env,
  strategy: logStrategy,
} satisfies ServiceConfig<typeof reportingSettings>;
