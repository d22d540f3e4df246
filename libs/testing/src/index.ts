export { anEvent, type Envelope, type PartOf } from './an-event.js';
export { eventually } from './eventually.js';
export { growthOf, type Growth } from './growth.js';
export { describeWithKafka, describeWithOwnBroker, freshTopic, testKafka } from './kafka.js';
export { OwnBroker } from './own-broker.js';
export { PlatformRun, PlatformTrial, type Ending } from './platform.js';
export { freshDatabase, testPostgres, type FreshDatabase } from './postgres.js';
