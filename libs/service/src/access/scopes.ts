/** What an API key may be allowed to do. */
export const scopes = [
  'feedback:write', 'feedback:read', 'facts:write', 'issues:read', 'issues:write', 'routing:read', 'routing:write', 'reports:read', 'operate', 'admin',
] as const;
/** One thing that a key may be allowed. */
export type Scope = (typeof scopes)[number];

/** Who calls: the tenant, the key and its scopes. */
export interface CallerOf {
  readonly tenant: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
}

/** Why a caller may not, or that it may. */
export type Permission = { readonly may: true } | { readonly may: false; readonly reason: string };

/** A caller needs one of the scopes that a route names. */
export function permission(caller: CallerOf, needed: readonly Scope[]): Permission {
  if (needed.some((it) => caller.scopes.includes(it))) return { may: true };
  return { may: false, reason: `This needs a key with the scope ${needed.map((it) => `"${it}"`).join(' or ')}; yours has ${caller.scopes.map((it) => `"${it}"`).join(', ') || 'none'}.` };
}
