import { config } from './config.js';
import { entities, migrations } from './datasource.js';
import { RoutingModule } from './routing.module.js';

export { RoutingModule };
/** What the one-process platform needs to know of this service. */
export const routingService = { ...config, module: RoutingModule, entities, migrations } as const;
