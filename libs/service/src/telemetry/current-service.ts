import { context, createContextKey } from '@opentelemetry/api';

const SERVICE = createContextKey('voc.service');

/** The service that the running code belongs to; several may share a process. */
export const currentService = (): string | undefined => context.active().getValue(SERVICE) as string | undefined;

/** Runs work as a service's: its log lines carry the service's name. */
export const asService = <T>(name: string, work: () => T): T => context.with(context.active().setValue(SERVICE, name), work);
