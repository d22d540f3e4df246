import { Injectable } from '@nestjs/common';
import type { Database } from '@vocloop/database';
import { z } from 'zod';
import { page, readCursor, type Page } from '../page/page.js';
import { unauthorized } from '../problem/problem.js';
import { issueKey, keyIdOf, verifyKey } from './api-key.js';
import type { CallerOf, Scope } from './scopes.js';

/** A key as its tenant sees it: never the token, which is shown once, nor its hash. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

interface KeyRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly hash: Buffer;
  readonly scopes: string[];
}

/** How long a lookup is remembered. A revoked key stops working within 5 s everywhere. */
const REMEMBERED_MS = 4000;
const REMEMBERED_KEYS = 10_000;

/** Makes, lists and revokes a tenant's API keys, and tells who calls with one. Only ingestion's role may do more than tell. */
@Injectable()
export class ApiKeys {
  private readonly remembered = new Map<string, { readonly until: number; readonly row: Promise<KeyRow | undefined> }>();

  constructor(private readonly database: () => Pick<Database, 'transaction' | 'query'>, private readonly pepper: string, private readonly now: () => number = Date.now) {}

  /** Makes a key; the token in the answer is shown this once. */
  async create(tenant: string, name: string, scopes: readonly Scope[]): Promise<ApiKey & { readonly token: string }> {
    const { token, id, hash } = issueKey(this.pepper);
    const [row] = await this.database().transaction([tenant], () =>
      this.database().query<ApiKey>(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`, [id, tenant, name, hash, scopes]),
    );
    return { ...(row as ApiKey), token };
  }

  /** A tenant's keys, oldest first, revoked ones too. */
  async list(tenant: string, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ApiKey>> {
    const after = readCursor(cursor, z.tuple([z.iso.datetime(), z.string()]));
    const rows = await this.database().transaction([tenant], () =>
      this.database().query<ApiKey>(
        `SELECT ${columns} FROM access.api_key WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) > ($2, $3)) ORDER BY date_trunc('milliseconds', created_at), id LIMIT $4`,
        [tenant, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
      ),
    );
    return page(rows, limit, (last) => [last.createdAt.toISOString(), last.id]);
  }

  /** Revokes a key: undefined where the tenant has no such key; a key that is revoked stays as it is. */
  async revoke(tenant: string, id: string): Promise<ApiKey | undefined> {
    const rows = await this.database().transaction([tenant], () =>
      this.database().query<ApiKey>(`UPDATE access.api_key SET revoked_at = coalesce(revoked_at, now()) WHERE tenant_id = $1 AND id = $2 RETURNING ${columns}`, [tenant, id]),
    );
    this.remembered.delete(id);
    return rows[0];
  }

  /** Who calls with this `Authorization` header; a Problem (401) says what to send instead. */
  async callerOf(authorization: string | undefined): Promise<CallerOf> {
    if (!authorization) throw unauthorized('Send an API key: "Authorization: Bearer voc_…".');
    const token = /^Bearer ([!-~]+)$/i.exec(authorization.trim())?.[1];
    const id = token && keyIdOf(token);
    if (!id) throw unauthorized('This is not an API key of Vocloop, or a letter of it is wrong. Send "Authorization: Bearer voc_…".');
    const row = await this.find(id);
    if (!row || !verifyKey(token, row.hash, this.pepper)) throw unauthorized('This API key is not known, or was revoked. Ask your admin for a new one.');
    return { tenant: row.tenant_id, keyId: row.id, scopes: row.scopes };
  }

  private async find(id: string): Promise<KeyRow | undefined> {
    const known = this.remembered.get(id);
    if (known && known.until > this.now()) return known.row;
    const row = this.lookUp(id);
    this.remember(id, row);
    try {
      return await row;
    } catch (error) {
      this.remembered.delete(id);
      throw error;
    }
  }

  private remember(id: string, row: Promise<KeyRow | undefined>): void {
    this.remembered.delete(id);
    this.remembered.set(id, { until: this.now() + REMEMBERED_MS, row });
    if (this.remembered.size > REMEMBERED_KEYS) this.remembered.delete(this.remembered.keys().next().value ?? '');
  }

  private async lookUp(id: string): Promise<KeyRow | undefined> {
    const rows = await this.database().transaction([], () => this.database().query<KeyRow>('SELECT id, tenant_id, hash, scopes FROM access.find_key($1)', [id]));
    return rows[0];
  }
}

const columns = 'id, name, scopes, created_at AS "createdAt", revoked_at AS "revokedAt"';
