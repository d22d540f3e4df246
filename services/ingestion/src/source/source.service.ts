import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocloop/database';
import { checkIfMatch, notFound, page, readCursor, type Page } from '@vocloop/service';
import { z } from 'zod';
import { OutboundService } from '../answer/outbound.service.js';
import { SourceRepository, type SourceRow } from './source.repository.js';
import type { SourceInput } from './source.js';

/** A source as its tenant sees it: never the secret, but once. */
export interface Source extends Omit<SourceRow, 'answerUrl' | 'version'> {
  readonly answerWebhook: { readonly url: string; readonly secret?: string } | null;
}

@Injectable()
export class SourceService {
  constructor(
    @Inject(Database) private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly outbound: OutboundService,
  ) {}

  async list(tenant: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<Source>> {
    const after = readCursor(cursor, z.string());
    const rows = await this.database.transaction([tenant], () => this.sources.list(tenant, after, limit + 1));
    return page(rows.map((row) => sourceOf(row)), limit, ({ name }) => name);
  }

  async find(tenant: string, name: string): Promise<{ source: Source; version: number }> {
    const row = await this.database.transaction([tenant], () => this.sources.find(tenant, name));
    if (!row) throw notFound('source', name);
    return { source: sourceOf(row), version: row.version };
  }

  /** Sets where a source's answers go, and sends those that waited for it. A secret that was made here is in the answer, this once. */
  async set(tenant: string, name: string, { answerWebhook }: SourceInput, ifMatch: string | undefined): Promise<{ source: Source; version: number }> {
    return this.database.transaction([tenant], async () => {
      const { version, hasSecret } = await this.sources.lockVersion(tenant, name);
      checkIfMatch(ifMatch, version, 'source');
      const made = answerWebhook && !answerWebhook.secret && !hasSecret ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
      const secret = answerWebhook?.secret ?? made;
      const row = await this.sources.setWebhook(tenant, name, answerWebhook && { url: answerWebhook.url, ...(secret && { secret }) });
      await this.outbound.sendUnsent(tenant, name);
      return { source: sourceOf(row, secret), version: row.version };
    });
  }
}

const sourceOf = ({ answerUrl, version: _version, ...row }: SourceRow, secret?: string): Source => ({
  ...row,
  answerWebhook: answerUrl === null ? null : { url: answerUrl, ...(secret && { secret }) },
});
