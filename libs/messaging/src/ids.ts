import { newId } from '@vocloop/service';
import { v5, validate } from 'uuid';

const namespace = 'b8f4d9a2-6a3b-5c1e-9d57-0f6f3c2a7e41';

/** A new event's id: UUIDv7, so that ids sort by time. */
export const newEventId = newId;

/** The id of what a step makes of an input: the same input and step give the same id (UUIDv5), so a second run makes the same event. */
export const derivedId = (id: string, step: string): string => v5(`${id}/${step}`, namespace);

/**
 * What the inbox knows an event by. Our own ids are unique as they are. Foreign producers choose theirs,
 * so theirs count within their tenant and source only: nobody can have another's event dropped as a duplicate.
 */
export const inboxId = (event: { id: string; source: string; tenantid: string }, foreign: boolean): string =>
  !foreign && validate(event.id) ? event.id : v5(JSON.stringify([event.tenantid, event.source, event.id]), namespace);

/** Where the inbox keeps an event: under its own day. What foreign producers write may come again with another time, so theirs share one day. */
export const inboxEntry = (event: { id: string; source: string; tenantid: string; time: string }, foreign: boolean): { id: string; time: string } => ({
  id: inboxId(event, foreign),
  time: foreign ? '1970-01-01T00:00:00.000Z' : event.time,
});
