// Planted faults: what a hurried hand could have written. Each is put into a test build of its own, and the checker must find it by the name of what it violates.
import { poisonText } from './words.mjs';

const messaging = 'libs/messaging/src';

/**
 * Each: the edits that plant it on either log (or the `sql` of a database that was set up so), the violation it leads to, and the circumstances that
 * bring it out: with which services dying at which points, and which faults beside the load; `quietWithin` where it takes longer to tell.
 */
export const plants = [
  {
    name: 'inbox-off', says: 'what was seen before is handled again', violates: 'I2 effect twice',
    edits: [{ file: `${messaging}/effect.ts`, find: 'const isNew = added.delete(id);', replace: 'const isNew = added.delete(id) || true;' }],
    faults: ['redeliver'],
  },
  {
    name: 'offset-before-effect', says: 'the offset is committed before the effect', violates: 'I2 effect missing',
    edits: [{
      file: `${messaging}/effect.ts`,
      find: `await database.transaction([...new Set(items.map(tenantOf))], async () => {
      // Asked at once, carried out in this order: who stands behind an open letter is read after the position is held.
      const [, blocked] = await Promise.all([consumers.advance(consumed.topic, [...progress.values()]), this.blocked(items, consumed)]);`,
      replace: `await database.transaction([], async () => {\n      await consumers.advance(consumed.topic, [...progress.values()]);\n    });
    globalThis.crashPoint?.('plant.between');\n    await database.transaction([...new Set(items.map(tenantOf))], async () => {\n      const blocked = await this.blocked(items, consumed);`,
    }],
    crashes: { sentiment: ['plant.between:2'], issues: ['plant.between:2'], reporting: ['plant.between:2'] },
  },
  {
    name: 'naive-cursor', says: 'the relay remembers the last row it took and asks for later ones', violates: 'I4 outbox', quietWithin: 60_000,
    edits: [
      { file: `${messaging}/postgres/postgres-log.ts`, find: '    const moved = await database.query<{ topic', replace: "    const held = this as unknown as { cursor?: string };\n    const [newest] = await database.query<{ seq: string }>('SELECT coalesce(max(seq), 0) AS seq FROM outbox');\n    const moved = await database.query<{ topic" },
      { file: `${messaging}/postgres/postgres-log.ts`, find: 'DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox ORDER BY', replace: 'DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE seq > ${held.cursor ?? 0} ORDER BY' },
      { file: `${messaging}/postgres/postgres-log.ts`, find: '    if (moved.length > 0) database.afterCommit(', replace: '    held.cursor = newest!.seq;\n    if (moved.length > 0) database.afterCommit(' },
      { file: `${messaging}/outbox.repository.ts`, find: 'FROM outbox ORDER BY seq LIMIT $1`, [limit]);', replace: 'FROM outbox WHERE seq > $2 ORDER BY seq LIMIT $1`, [limit, (this as unknown as { cursor?: string }).cursor ?? 0]);' },
      { file: `${messaging}/outbox.repository.ts`, find: '    this.database.atCommit(`DELETE FROM outbox WHERE seq', replace: '    (this as unknown as { cursor?: string }).cursor = rows.at(-1)!.seq;\n    this.database.atCommit(`DELETE FROM outbox WHERE seq' },
      // A commit that takes as long as on a busy disk, now and then.
      { file: 'libs/database/src/database.ts', find: '  const outcomes = await Promise.allSettled([', replace: '  if (last.length > 0 && Math.random() < 0.2) {\n    await Promise.all(last.splice(0).map(async ([sql, parameters]) => runner.query(sql, [...parameters])));\n    await new Promise((resolve) => setTimeout(resolve, 40));\n  }\n  const outcomes = await Promise.allSettled([' },
    ],
  },
  {
    name: 'no-compare-and-swap', says: 'a consumer writes its position without looking', violates: 'I4 unbalanced',
    edits: [{ file: `${messaging}/consumer.repository.ts`, find: ' AND next_offset = t.expected RETURNING', replace: ' RETURNING' }],
    faults: ['zombie'],
  },
  {
    name: 'dead-letter-dropped', says: 'what cannot be taken is skipped', violates: 'I2 dead letter missing',
    edits: [{ file: `${messaging}/effect.ts`, find: '      await letters.insert(dead);', replace: '' }],
  },
  {
    name: 'revision-counted-twice', says: 'a revision is added without taking the old one away', violates: 'I2 figures differ',
    edits: [{ file: 'services/reporting/src/feedback/feedback.service.ts', find: 'rollup.replace(it.tenant, contribution(old), contribution(it.reading));', replace: 'rollup.replace(it.tenant, undefined, contribution(it.reading));' }],
  },
  {
    name: 'answer-sent-twice', says: 'an answer gets a second delivery', violates: 'I2 answered twice',
    edits: [{
      file: 'services/ingestion/src/answer/answer.service.ts',
      find: 'webhook ? [{ id: data.answerId, tenant: tenantid, about: data.issueId, url: webhook.url, secret: webhook.secret, type: AnswerDue.type, body: data, traceparent }] : []));',
      replace: "webhook ? ['', '-again'].map((more) => ({ id: `${data.answerId}${more}`, tenant: tenantid, about: data.issueId, url: webhook.url, secret: webhook.secret, type: AnswerDue.type, body: data, traceparent })) : []));",
    }],
  },
  {
    name: 'order-ignored', says: 'the relay appends what it took in any order', violates: 'I3 order',
    edits: [
      { file: `${messaging}/relay.ts`, find: 'await log.append(rows.map((row)', replace: 'await log.append(rows.toReversed().map((row)' },
      { file: `${messaging}/postgres/postgres-log.ts`, find: 'PARTITION BY topic, partition ORDER BY seq) - 1', replace: 'PARTITION BY topic, partition ORDER BY seq DESC) - 1' },
    ],
  },
  {
    name: 'ack-before-durable', says: 'a commit is told before it is on the disk', violates: 'I1 lost', edits: [],
    sql: ['ALTER DATABASE vocloop SET synchronous_commit = off', "ALTER SYSTEM SET wal_writer_delay = '10s'", 'SELECT pg_reload_conf()'],
    faults: ['kill-postgres'],
  },
  {
    name: 'idempotency-off', says: 'a request sent again is carried out again', violates: 'I1 twice',
    edits: [{ file: 'services/ingestion/src/request/once.decorator.ts', find: '    if (key === undefined) return next.handle();', replace: '    if (key === undefined || key) return next.handle();' }],
    crashes: { ingestion: ['collector.committed:10', 'collector.committed:20', 'collector.committed:30'] },
  },
  {
    name: 'settled-before-post', says: 'a webhook is marked as arrived before it is sent', violates: 'I2 not delivered', quietWithin: 60_000,
    edits: [
      { file: 'libs/delivery/src/delivery/delivery.courier.ts', find: '    const { attempt, result } = await this.try(outgoing);', replace: "    const attempt: DeliveryAttempt = { at: new Date(), status: 204, error: null, ms: 0, answer: '' };\n    const result: Result = { kind: 'answered', status: 204, retryAfterMs: undefined };" },
      { file: 'libs/delivery/src/delivery/delivery.courier.ts', find: '    await database.transaction([tenant], () => this.settle(claim, outgoing, attempt, verdict));', replace: "    await database.transaction([tenant], () => this.settle(claim, outgoing, attempt, verdict));\n    globalThis.crashPoint?.('plant.between');\n    await this.try(outgoing);" },
    ],
    crashes: { routing: ['plant.between:1'] },
  },
  {
    name: 'said-aloud', says: 'a service tells its log what a customer said', violates: 'I5 words in a log',
    edits: [{ file: 'services/sentiment/src/score/score.service.ts', find: '    for (const { event, score } of understood) {', replace: '    for (const { event, score } of understood) {\n      console.log(event.data.feedback.text);' }],
  },
  {
    name: 'tenant-mixed', says: 'everybody is the default tenant', violates: "I5 another tenant's",
    edits: [{ file: 'services/ingestion/src/feedback/feedback.service.ts', find: 'publish(FeedbackReceived, tenant, {', replace: "publish(FeedbackReceived, 'default', {" }],
  },
];

/** What every test build has beside its crash points: a handler that fails for some, and claims of dead processes that run out sooner than an operator would want. */
export const always = [
  { file: 'services/sentiment/src/score/score.service.ts', find: '    const understood: (', replace: `    if (events.some((it) => it.data.feedback.text?.includes('${poisonText}'))) throw new Error('a planted handler fault');\n    const understood: (` },
  { file: 'services/ingestion/src/request/request.service.ts', find: 'const LOCK_MS = 60_000;', replace: 'const LOCK_MS = 3_000;' },
  { file: 'libs/delivery/src/delivery/delivery.module.ts', find: 'claimSeconds ?? settings.VOC_DELIVERY_TIMEOUT_SECONDS + 20', replace: 'claimSeconds ?? settings.VOC_DELIVERY_TIMEOUT_SECONDS + 2' },
];

/** Nothing is planted, and everything is tried that any plant is tried with: what is found here is nobody's fault but the build's own. */
export const control = {
  name: 'none', says: 'nothing is planted', violates: 'nothing', edits: [], faults: [...new Set(plants.flatMap((it) => it.faults ?? []))], quietWithin: 120_000,
  crashes: { ingestion: plants.flatMap(({ crashes }) => crashes?.ingestion ?? []) },
};

/** What is found of anything that was not given the time to come to rest. */
const restless = ['I2 not delivered', 'I4 lag', 'I4 outbox'];

/** What a trial says of its plant: what counts, and whether it was caught by its name. Where something still moves, restlessness counts only where it is what was planted, and the sound build comes to rest. */
export function judged({ violates }, { violations, still }, isSound) {
  const found = still.length === 0 ? violations : violations.filter(({ name }) => !restless.includes(name) || (name === violates && isSound));
  return { violations: found, passed: found.some(({ name }) => name === violates) };
}
