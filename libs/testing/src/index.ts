export { anEvent, type Envelope, type PartOf } from './an-event.js';
export { eventually } from './eventually.js';
export { describeWithKafka, freshTopic, testKafka } from './kafka.js';
export { freshDatabase, testPostgres, type FreshDatabase } from './postgres.js';
