import { randomUUID } from 'node:crypto';
import { issueKey } from '@vocloop/service';
import type { Operation } from './hostile.testing.js';
import { services } from './services.js';

type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;
/** What fills the parameter of a path, by what comes before it. */
export type Ids = Readonly<Record<string, string>>;

export const rules = (word: string) => `pods:\n  triage:\n    name: Triage\n    members: [{ name: ${word}, role: cx_specialist }]\n  till:\n    name: ${word} till\n    members: [{ name: ${word}, role: product_engineer }]\ntriage: triage\nrules:\n  - { name: ${word} tills, match: { touchpoint: checkout }, pod: till }\n`;
export const complaint = (word: string, at: number) => ({ source: 'till', channel: 'survey', touchpoint: 'checkout', externalId: `same-${at}`, customer: `same-${at}`, text: `The checkout is broken, my payment failed twice. Awful ${word}.` });

/** A tenant's own id for every path that takes one, or the name that all tenants use; what the loop makes none of by itself is planted. */
export async function idsOf(tenant: string, sql: Sql): Promise<Ids> {
  const [evidence] = await sql<{ issue: string; feedback: string }>(`SELECT issue_id AS issue, feedback_id AS feedback FROM issues.evidence WHERE tenant_id = $1 AND issue_id IN (SELECT id FROM issues.issue WHERE detected_at IS NOT NULL) LIMIT 1`, [tenant]);
  const { issue, feedback } = evidence!;
  const [answer, delivery, key] = [randomUUID(), randomUUID(), issueKey('').id];
  await sql(`INSERT INTO ingestion.answer (tenant_id, answer_id, issue_id, feedback_id, source, state, reason, due, created_at, changed_at) VALUES ($1, $2, $3, $4, 'till', 'failed', 'no_webhook', '{}', now(), now())`, [tenant, answer, issue, feedback]);
  await sql(`INSERT INTO routing.delivery (tenant_id, id, about, url, secret, type, body, state, created_at) VALUES ($1, $2, $3, 'https://hooks.example.com/', 'whsec_', 'IssueOpened.v1', '{}', 'gave_up', now())`, [tenant, delivery, issue]);
  await sql(`INSERT INTO access.api_key (id, tenant_id, name, hash, scopes) VALUES ($1, $2, 'spare', '', '{}')`, [key, tenant]);
  const letters = await Promise.all(services.map(async ({ name }) => {
    const letter = randomUUID();
    await sql(`INSERT INTO ${name}.dead_letter (id, tenant_id, topic, partition, "offset", headers, state, error_class, error_code, error_message, attempts)
      VALUES ($1, $2, 'voc.insight.v1', 0, (SELECT 900000 + count(*) FROM ${name}.dead_letter), '{}', 'dead', 'X', 'x', 'x', 1)`, [letter, tenant]);
    return [`/v1/services/${name}/dead-letters/`, letter] as const;
  }));
  return {
    '/v1/feedback/': feedback, '/v1/flows/': feedback, '/v1/issues/': issue, '/v1/assignments/': issue, '/v1/answers/': answer, '/v1/deliveries/': delivery, '/v1/keys/': key,
    ...Object.fromEntries(letters), '/v1/sources/': 'till', '/v1/pods/': 'till',
  };
}

/** Whether its path names something that one tenant has and another has not. */
export const isById = ({ path }: Pick<Operation, 'path'>): boolean => /\{(?!name|pod)/.test(path);

/** The path with its parameter filled, and with the query that it cannot do without. */
export const filled = ({ path }: Pick<Operation, 'path'>, ids: Ids): string => path.replace(/^(.*)\{\w+\}/, (_, before: string) => {
  if (!ids[before]) throw new Error(`no id is known for ${path}`);
  return before + ids[before];
}) + (path === '/v1/metrics' ? '?metric=volume' : '');

/** What a stranger would send: right in itself, so that nothing but the tenant decides. */
export const bodyOf = ({ method, path }: Pick<Operation, 'method' | 'path'>, ids: Ids): unknown => bodies[`${method} ${path.replace(/^\/v1\/services\/\w+/, '')}`]?.(ids);

const bodies: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /v1/feedback': () => complaint('zulu', 0),
  'POST /v1/feedback/batch': () => [complaint('zulu', 1)],
  'POST /v1/events': () => ({ specversion: '1.0', id: 'one', source: '/till', type: 'FeedbackSubmitted.v1', data: complaint('zulu', 2) }),
  'POST /v1/facts': () => ({ items: [{ kind: 'sales', value: 1, observedAt: '2026-03-02T00:00:00Z', source: 'till', touchpoint: 'checkout' }] }),
  'PUT /v1/sources/{name}': () => ({ answerWebhook: null }),
  'POST /v1/keys': () => ({ name: 'till', scopes: ['feedback:write'] }),
  'POST /v1/score': () => ({ text: 'hello' }),
  'POST /v1/feedback/rescoring': () => ({}),
  'PUT /v1/feedback/{id}/correction': () => ({ label: 'negative', by: 'zulu' }),
  'PUT /v1/score/layers/in-force': () => ({ version: 0 }),
  'PUT /v1/taxonomy': () => ({ themes: [{ id: 'delivery' }] }),
  'POST /v1/taxonomy/trial': () => ({ taxonomy: { themes: [{ id: 'delivery' }] } }),
  'POST /v1/issues/{id}/actions': () => ({ action: 'acknowledge', by: 'zulu' }),
  'POST /v1/issues/{id}/merge': (ids) => ({ into: ids['/v1/issues/'], by: 'zulu', reason: 'mine' }),
  'POST /v1/issues/{id}/split': (ids) => ({ feedbackIds: [ids['/v1/feedback/']], by: 'zulu', reason: 'mine' }),
  'PUT /v1/issue-policy': () => ({}),
  'POST /v1/assignments/{issueId}': () => ({ pod: 'till', reason: 'mine', by: 'zulu' }),
  'PUT /v1/rules': () => ({ yaml: rules('zulu') }),
  'POST /dead-letters/{id}/replay': () => ({}),
  'POST /dead-letters/replay': () => ({}),
  'POST /dead-letters/{id}/discard': () => ({ reason: 'mine' }),
};
