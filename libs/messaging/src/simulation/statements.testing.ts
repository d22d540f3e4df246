import type { Row, Statement, Transaction } from './server.testing.js';

/** A statement by its text, in which … stands for whatever does not matter here. What does matter is written out, so that a change of it is noticed. */
export const on = <Parameters extends readonly unknown[]>(text: string, work: (transaction: Transaction, parameters: Parameters) => readonly unknown[]): readonly [RegExp, Statement] => [
  new RegExp(`^${text.split('…').map((it) => it.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`),
  work as unknown as Statement,
];

export interface OffsetRow extends Row {
  topic: string; partition: number; first_offset: bigint; next_offset: bigint;
  done: number; dropped: number; duplicates: number; dead_lettered: number; parked: number; skipped: number; expired: number;
}
export interface LetterRow extends Row {
  id: string; tenant_id: string; topic: string; partition: number; offset: bigint; key: string | null; order_key: string | null; event_id: string | null; event_type: string | null;
  headers: Record<string, string>; payload: Buffer | null; state: 'dead' | 'parked' | 'replayed' | 'discarded'; error_class: string; error_code: string; error_message: string;
  attempts: number; traceparent: string | null; note: string | null; created_at: Date; settled_at: Date | null;
}
export interface OutboxEntry extends Row { seq: number; topic: string; key: string; keyHash: number; headers: Record<string, string>; payload: string }

const isOpen = ({ state }: LetterRow): boolean => state === 'dead' || state === 'parked';
const byOffset = (one: LetterRow, other: LetterRow): number => Number(one.offset - other.offset);
const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);

const positions = [
  on<[string, number[], string[]]>('INSERT INTO consumer_offset (topic, partition, first_offset, next_offset) … ON CONFLICT DO NOTHING', (it, [topic, partitions, firsts]) => {
    const fresh = { done: 0, dropped: 0, duplicates: 0, dead_lettered: 0, parked: 0, skipped: 0, expired: 0 };
    it.insert<OffsetRow>('consumer_offset', partitions.map((partition, at) => [`${topic}/${partition}`, { topic, partition, first_offset: BigInt(firsts[at]!), next_offset: BigInt(firsts[at]!), ...fresh }]));
    return [];
  }),
  on<[string, number[], string[]]>('WITH behind AS ( SELECT … WHERE o.topic = $1 AND o.next_offset < t.first FOR UPDATE OF o ), moved AS (…', (it, [topic, partitions, firsts]) => {
    const first = new Map(partitions.map((partition, at) => [partition, BigInt(firsts[at]!)]));
    const behind = it.forUpdate<OffsetRow>('consumer_offset', (row) => row.topic === topic && row.next_offset < (first.get(row.partition) ?? 0n));
    if (behind.length > 0) throw new Error('nothing expires in this world');
    return [];
  }),
  on<[string | null]>('SELECT * FROM consumer_offset WHERE $1::text IS NULL OR topic = $1 ORDER BY topic, partition', (it, [topic]) =>
    it.select<OffsetRow>('consumer_offset', (row) => topic === null || row.topic === topic).sort((one, other) => (one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1)),
  ),
  on<[string, number[], string[], string[]]>(
    'UPDATE consumer_offset SET next_offset = t.next, moved_at = now() FROM … WHERE topic = $1 AND partition = t.p AND next_offset = t.expected RETURNING partition',
    (it, [topic, partitions, froms, tos]) => {
      const at = (row: OffsetRow): number => partitions.indexOf(row.partition);
      return it.update<OffsetRow>('consumer_offset', (row) => row.topic === topic && at(row) >= 0 && row.next_offset === BigInt(froms[at(row)]!), (row) => ({ ...row, next_offset: BigInt(tos[at(row)]!) }));
    },
  ),
  on<[string, number]>('SELECT 1 FROM consumer_offset WHERE topic = $1 AND partition = $2 FOR UPDATE', (it, [topic, partition]) =>
    it.forUpdate<OffsetRow>('consumer_offset', (row) => row.topic === topic && row.partition === partition),
  ),
  on<[string, number[], number[], number[], number[], number[], number[], number[]]>('UPDATE consumer_offset o SET done = o.done + t.done, dropped = … WHERE topic = $1 AND partition = t.p', (it, [topic, partitions, ...columns]) => {
    const names = ['done', 'dropped', 'duplicates', 'dead_lettered', 'parked', 'skipped'] as const;
    return it.update<OffsetRow>('consumer_offset', (row) => row.topic === topic && partitions.includes(row.partition), (row) => {
      const at = partitions.indexOf(row.partition);
      return { ...row, ...Object.fromEntries(names.map((name, n) => [name, row[name] + columns[n]![at]!])) };
    });
  }),
  on<[string, string[], number[]]>('INSERT INTO consumer_drop AS d … ON CONFLICT (topic, reason) DO UPDATE SET events = d.events + excluded.events', (it, [topic, reasons, events]) => {
    const rows = reasons.map((reason, at) => [`${topic}/${reason}`, { topic, reason, events: events[at]! }] as const);
    return it.insert('consumer_drop', [...rows].sort(([one], [other]) => (one < other ? -1 : 1)), (old, given) => ({ ...old, events: old.events + given.events }));
  }),
  on('SELECT topic, reason, events FROM consumer_drop … LIMIT 500', (it) => it.select('consumer_drop', () => true)),
  on<[string[], string[]]>('INSERT INTO inbox (day, event_id) … ON CONFLICT DO NOTHING RETURNING event_id', (it, [days, ids]) =>
    it.insert('inbox', ids.map((event_id, at) => [`${days[at]!.slice(0, 10)}/${event_id}`, { event_id }] as const)),
  ),
  on('SELECT maintain_inbox()', () => []),
];

const outbox = [
  on<[string[], string[], string[], string[], number[], string, string[]]>('INSERT INTO outbox (id, type, aggregatetype, aggregateid, key_hash, headers, payload) SELECT * FROM unnest(…', (it, [, , topics, keys, hashes, headers, payloads]) => {
    const headerLines = headers.split('\n');
    const rows = topics.map((topic, at): OutboxEntry => ({ seq: it.server.next('outbox'), topic, key: keys[at]!, keyHash: hashes[at]!, headers: JSON.parse(headerLines[at]!) as Record<string, string>, payload: payloads[at]! }));
    return it.insert('outbox', rows.map((row) => [String(row.seq), row] as const));
  }),
  on("SELECT pg_try_advisory_xact_lock(hashtext('relay ' || current_schema())) AS locked, set_config('idle_in_transaction_session_timeout', '120s', true)", (it) => [{ locked: it.tryLock('relay') }]),
  on<[number]>('SELECT seq, … FROM outbox ORDER BY seq LIMIT $1', (it, [limit]) => it.select<OutboxEntry>('outbox', () => true).sort((one, other) => one.seq - other.seq).slice(0, limit)),
  on<[number[]]>('DELETE FROM outbox WHERE seq = ANY($1::bigint[])', (it, [seqs]) => it.update<OutboxEntry>('outbox', ({ seq }) => seqs.includes(seq), () => null)),
  on('SELECT count(*) AS rows, … FROM outbox', (it) => [{ rows: it.scan('outbox').length, oldest: null }]),
];

const letters = [
  on<unknown[][]>('INSERT INTO dead_letter (id, tenant_id, …) … ON CONFLICT (topic, partition, "offset") DO NOTHING', (it, [ids, ...columns]) => {
    const names = ['tenant_id', 'topic', 'partition', 'offset', 'key', 'order_key', 'event_id', 'event_type', 'headers', 'payload', 'state', 'error_class', 'error_code', 'error_message', 'attempts', 'traceparent'];
    const rows = ids!.map((id, at) => {
      const row = { id, note: null, created_at: new Date(), settled_at: null, ...Object.fromEntries(names.map((name, n) => [name, columns[n]![at]])) } as unknown as LetterRow;
      return { ...row, offset: BigInt(row.offset), headers: JSON.parse(row.headers as unknown as string) as Record<string, string> };
    });
    if (rows.some(({ tenant_id: tenant }) => !it.tenants.includes(tenant))) throw Object.assign(new Error('new row violates row-level security policy'), { code: '42501' });
    return it.insert('dead_letter', rows.map((row) => [`${row.topic}/${row.partition}/${row.offset}`, row] as const));
  }),
  on<[string, string[], string[]]>("SELECT DISTINCT tenant_id, order_key FROM dead_letter JOIN … ON tenant_id = t.tenant AND order_key = t.k WHERE topic = $1 AND state IN ('dead', 'parked')", (it, [topic, tenants, keys]) =>
    it.select<LetterRow>('dead_letter', (row) => row.topic === topic && isOpen(row) && tenants.some((tenant, at) => row.tenant_id === tenant && row.order_key === keys[at])),
  ),
  on<[string, string]>('SELECT * FROM dead_letter WHERE tenant_id = $1 AND id = $2', (it, [tenant, id]) => it.select<LetterRow>('dead_letter', (row) => row.tenant_id === tenant && row.id === id)),
  on<[string, string]>('SELECT * FROM dead_letter WHERE tenant_id = $1 AND id = $2 FOR UPDATE', (it, [tenant, id]) =>
    it.forUpdate<LetterRow>('dead_letter', (row) => row.tenant_id === tenant && row.id === id).map(([, row]) => row),
  ),
  on<[string, string[] | null, string | null, string | null, string | null, number]>('SELECT * FROM dead_letter WHERE tenant_id = $1 AND ($2::text[] IS NULL OR state = ANY($2)) … ORDER BY id DESC LIMIT $6', (it, [tenant, states, topic, code, before, limit]) =>
    it.select<LetterRow>('dead_letter', (row) => row.tenant_id === tenant && (!states || states.includes(row.state)) && (!topic || row.topic === topic) && (!code || row.error_code === code) && (!before || row.id < before))
      .sort(byId).reverse().slice(0, limit),
  ),
  on<[string, string | null, string | null, number]>("SELECT id FROM dead_letter d WHERE tenant_id = $1 AND … (state = 'dead' OR (state = 'parked' AND NOT EXISTS (…))) ORDER BY id LIMIT $4", (it, [tenant, topic, code, limit]) => {
    const open = it.select<LetterRow>('dead_letter', (row) => row.tenant_id === tenant && isOpen(row));
    const isFirst = (row: LetterRow): boolean => !open.some((other) => other.topic === row.topic && other.order_key === row.order_key && row.order_key !== null && other.offset < row.offset);
    return open.filter((row) => (!topic || row.topic === topic) && (!code || row.error_code === code) && (row.state === 'dead' || isFirst(row))).sort(byId).slice(0, limit);
  }),
  on<[string, string, string]>(`SELECT * FROM dead_letter WHERE tenant_id = $1 AND topic = $2 AND order_key = $3 AND state IN ('dead', 'parked') ORDER BY "offset" LIMIT 1`, (it, [tenant, topic, key]) =>
    it.select<LetterRow>('dead_letter', (row) => row.tenant_id === tenant && row.topic === topic && row.order_key === key && isOpen(row)).sort(byOffset).slice(0, 1),
  ),
  on<[string, LetterRow['state'], string | null]>('UPDATE dead_letter SET state = $2, note = coalesce($3, note), settled_at = now() WHERE id = $1', (it, [id, state, note]) =>
    it.update<LetterRow>('dead_letter', (row) => row.id === id, (row) => ({ ...row, state, note: note ?? row.note })),
  ),
  on<[string, LetterRow['state'], string, string, string]>("UPDATE dead_letter SET state = 'dead', attempts = attempts + 1, error_class = $3, error_code = $4, error_message = $5 WHERE id = $1 AND state = $2 RETURNING 1", (it, [id, state, error_class, error_code, error_message]) =>
    it.update<LetterRow>('dead_letter', (row) => row.id === id && row.state === state, (row) => ({ ...row, state: 'dead', attempts: row.attempts + 1, error_class, error_code, error_message })),
  ),
  on("DELETE FROM dead_letter WHERE id IN (… settled_at < now() - interval '14 days' …)", () => []),
];

/** What the production's repositories say to Postgres. */
export const messagingStatements = [...positions, ...outbox, ...letters];
