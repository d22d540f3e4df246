import { createHmac } from 'node:crypto';

/** The keyed hash, 22 characters, that stands for what must not be stored: the same for the same tenant in every service, and no use to anybody without the pepper. */
export const pseudonymOf = (pepper: string, tenant: string, reference: string): string => createHmac('sha256', pepper).update(`${tenant}\n${reference}`).digest('base64url').slice(0, 22);
