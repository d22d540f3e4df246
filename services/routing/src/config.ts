import { deliverySettings } from '@vocloop/delivery';
import { logStrategy } from '@vocloop/messaging';
import { setting, settingsOf, type ServiceConfig } from '@vocloop/service';
import { z } from 'zod';

export const settings = settingsOf({
  ...deliverySettings,
  VOC_RULES_FILE: setting(z.string().optional(), {
    description: "File with the pods, ownership and rules that the default tenant starts with. Without it, and until PUT /v1/rules, one triage pod gets everything.",
    example: 'infra/sample/rules.yaml',
  }),
});
export type RoutingSettings = z.output<typeof settings>;

/** Who the routing service is, and where its settings come from. */
export const config: ServiceConfig<typeof settings> = { name: 'routing', settings, env: process.env, strategy: logStrategy };
