import { DeliveryAttemptEntity, DeliveryEntity } from './delivery/delivery.entity.js';
import { CreateDelivery1700000001000 } from './migrations/1700000001000-create-delivery.js';

export { deliveryStates, type Delivery, type DeliveryAttempt, type DeliveryState } from './delivery/delivery.js';
export { DeliveryOutcome } from './delivery/delivery.courier.js';
export { DeliveryModule, type DeliveryModuleOptions } from './delivery/delivery.module.js';
export { Deliveries, type DeliveryQuery, type DeliveryRequest } from './delivery/delivery.service.js';
export { secretFault } from './delivery/webhook.js';
export { deliverySettings, type DeliverySettings } from './settings.js';

/** Migrations to list in the datasource of a service that delivers. */
export const deliveryMigrations = [CreateDelivery1700000001000];
/** Entities to list there. */
export const deliveryEntities = [DeliveryEntity, DeliveryAttemptEntity];
