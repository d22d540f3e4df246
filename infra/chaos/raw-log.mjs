// The log as it lies there, read without the code under test: every record of every topic, cut down to what the checker asks of it.
import { createHash, randomUUID } from 'node:crypto';

export const digestOf = (bytes) => createHash('sha256').update(bytes ?? '').digest('base64url').slice(0, 22);

/** What the checker asks of a record. `id` is the CloudEvent's, `mark` the load generator's, `digest` that of the bytes. */
function brief(topic, partition, offset, headers, value) {
  const type = headers.ce_type;
  const at = { topic, partition, offset, id: headers.ce_id, type, tenant: headers.ce_tenantid ?? 'default', source: headers.ce_source, cause: headers.ce_causationid };
  let data;
  try {
    data = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    return { ...at, digest: digestOf(value) };
  }
  if (/^voc\.(inbound|action)\./.test(topic)) return { ...at, digest: digestOf(value), mark: data?.attributes?.mark, issue: data?.issueId };
  const feedback = data?.feedback ?? {};
  const poison = /chaos poisons/.test(feedback.text ?? '');
  return {
    ...at, mark: feedback.attributes?.mark ?? markOfAct(data), feedback: feedback.id ?? data?.feedbackId, revision: feedback.revision, novelty: feedback.novelty, ...(poison && { poison, digest: digestOf(value) }),
    pod: data?.pod, previousPod: data?.previousPod, change: data?.change,
    issue: data?.issue?.id ?? data?.issueId, version: data?.issue?.version,
  };
}

/** The load generator marks what it does with an issue by the words that it gives for it. */
const markOfAct = (data) => /\b[a-z]+-act-\d+\b/.exec(data?.text ?? data?.reason ?? '')?.[0];

/** The log up to where it ends now, from its beginning or `since` such ends; `whole` gives back the records to append again, for forced redeliveries. */
export async function readLog(platform, { whole = false, topics, since = {} } = {}) {
  const ends = await readEnds(platform, topics);
  const records = platform.kafka ? await readKafka(platform, { since, ends, whole }) : await readPostgres(platform, { since, ends, whole });
  return { ends, records };
}

/** Where every partition ends, as `topic/partition`. */
export async function readEnds(platform, topics) {
  const wanted = (topic) => topic.startsWith('voc.') && (!topics || topics.includes(topic));
  if (!platform.kafka) {
    const heads = await platform.postgres.ask('SELECT topic, partition, next_offset::float8 AS end FROM log.head');
    return Object.fromEntries(heads.filter(({ topic }) => wanted(topic)).map(({ topic, partition, end }) => [`${topic}/${partition}`, end]));
  }
  const admin = platform.client().admin();
  try {
    await admin.connect();
    const found = (await admin.listTopics()).filter(wanted);
    const ends = await Promise.all(found.map(async (topic) => (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [`${topic}/${partition}`, Number(high)])));
    return Object.fromEntries(ends.flat());
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** What `topic/partition` names. */
function partsOf(at) {
  const [, topic, partition] = /(.*)\/(\d+)/.exec(at);
  return { topic, partition: Number(partition) };
}

async function readPostgres({ postgres }, { since, ends, whole }) {
  const records = [];
  // A partition at a time and bounded, so that a million events need not be in one answer.
  for (const [at, end] of Object.entries(ends)) {
    const { topic, partition } = partsOf(at);
    for (let from = since[at] ?? 0; from < end; from += 20_000) {
      const rows = await postgres.ask(`SELECT "offset", key, headers, payload, encoded FROM log.event_log WHERE topic = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4`, [topic, partition, from, Math.min(from + 20_000, end)]);
      for (const { offset, key, headers, payload, encoded } of rows) {
        const value = payload === null ? null : Buffer.from(payload, encoded ? 'base64' : 'utf8');
        records.push(whole ? { topic, partition, key, headers, value } : brief(topic, partition, Number(offset), headers, value));
      }
    }
  }
  return records;
}

async function readKafka(platform, { since, ends, whole }) {
  const open = new Set(Object.keys(ends).filter((at) => ends[at] > (since[at] ?? 0)));
  const records = [];
  if (open.size === 0) return records;
  const consumer = platform.client().consumer({ groupId: `chaos-${randomUUID()}` });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set([...open].map((at) => at.replace(/\/\d+$/, '')))], fromBeginning: true });
    await new Promise((done, failed) => {
      consumer.on('consumer.crash', ({ payload }) => failed(payload.error));
      const eachBatch = async ({ batch: { topic, partition, messages } }) => {
        const at = `${topic}/${partition}`;
        for (const { offset, key, headers, value } of messages) {
          if (!open.has(at) || Number(offset) >= ends[at] || Number(offset) < (since[at] ?? 0)) continue;
          const texts = Object.fromEntries(Object.entries(headers).map(([name, it]) => [name, String(it)]));
          records.push(whole ? { topic, partition, key: key?.toString() ?? null, headers: texts, value } : brief(topic, partition, Number(offset), texts, value));
        }
        if (Number(messages.at(-1)?.offset ?? -1) + 1 >= ends[at]) open.delete(at);
        if (open.size === 0) done();
      };
      consumer.run({ autoCommit: false, eachBatch }).catch(failed);
      for (const at of open) if (since[at]) consumer.seek({ ...partsOf(at), offset: String(since[at]) });
    });
    return records;
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
}
