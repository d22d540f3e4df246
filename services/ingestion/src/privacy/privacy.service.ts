import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { pseudonymOf, SETTINGS } from '@vocloop/service';
import type { Masking } from '@vocloop/text';
import type { IngestionSettings } from '../config.js';
import { canonical } from './canonical.js';

/** SHA-256 of content, whatever the order of its fields. */
export const hashOf = (content: object): string => createHash('sha256').update(canonical(content)).digest('base64url');

/** The keyed hashes that stand for what must not be stored: the same for the same tenant, and no use to anybody without the pepper. */
@Injectable()
export class PrivacyService {
  constructor(@Inject(SETTINGS) private readonly settings: IngestionSettings) {}

  /** How a tenant's input is masked. */
  maskingFor(tenant: string): Masking {
    return { region: this.settings.VOC_PHONE_REGION, pseudonym: (reference) => this.pseudonym(tenant, reference) };
  }

  /** A keyed hash, 22 characters. */
  pseudonym(tenant: string, reference: string): string {
    return pseudonymOf(this.settings.VOC_KEY_PEPPER, tenant, reference);
  }
}
