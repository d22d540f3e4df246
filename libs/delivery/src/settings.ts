import { setting, wholeNumber } from '@vocloop/service';
import { z } from 'zod';

const delays = z
  .string()
  .regex(/^\d{1,6}(\s*,\s*\d{1,6}){0,19}$/, 'must be at most 20 whole numbers of seconds, separated by commas')
  .transform((text) => text.split(',').map(Number));

/** The settings of a service that delivers: spread this shape into the service's own. */
export const deliverySettings = {
  VOC_DELIVERY_DELAYS: setting(delays.default([5, 60, 300, 900, 2700, 7200, 14_400]), { description: 'Seconds to wait before each further try of a webhook; after the last it is given up.' }),
  VOC_DELIVERY_TIMEOUT_SECONDS: setting(wholeNumber(1, 60, 10), { description: 'How long a receiver of webhooks may take to answer.' }),
  VOC_DELIVERY_CONCURRENCY: setting(wholeNumber(1, 500, 32), { description: 'Webhooks that one process sends at the same time.' }),
  VOC_DELIVERY_PER_HOST: setting(wholeNumber(2, 100, 8), { description: 'Webhooks that are sent to one host at the same time.' }),
};
/** The parsed settings of deliveries. */
export type DeliverySettings = z.output<z.ZodObject<typeof deliverySettings>>;
