import { inBatches, wholeLoop } from './loop.mjs';

const of = ({ perSecond }) => perSecond;
const unit = 'feedback/s';

/** The whole loop in one process with and without what watches over it. Traces go to a collector (which throws them away), metrics are read every second. */
export const costs = {
  name: 'costs',
  lines: [
    { path: 'the whole loop in one process: tracing and metrics on', who: 'ours', of, unit, rival: 'untraced', against: 'off', goal: { least: 0.9 } },
    { path: 'the whole loop in one process: row-level security on', who: 'plain', of, unit, rival: 'unsecured', against: 'off', goal: { least: 0.9 } },
  ],
  async prepare(stand) {
    const environments = { ours: await stand.traced(), untraced: { OTEL_SDK_DISABLED: 'true' }, plain: {}, unsecured: {} };
    const count = stand.events(10_000);
    const contestants = {};
    let reading;
    for (const [who, environment] of Object.entries(environments)) {
      const platform = await stand.oneProcess(environment);
      await platform.putRules();
      if (who === 'unsecured') await unsecure(platform);
      if (who === 'ours') reading = setInterval(() => void fetch(`${platform.urlOf()}/metrics`).then((it) => it.text(), () => undefined), 1000);
      contestants[who] = (turn) => wholeLoop(stand, platform, { run: `${who}-${turn}`, count, ...inBatches });
    }
    return { ...contestants, close: () => clearInterval(reading) };
  },
};

/** Takes row-level security away, and lets the index of identities begin with what is looked up then: ours finds its tenant by the policy, and would search three times without it. */
async function unsecure(platform) {
  for (const { it } of await platform.query('SELECT oid::regclass::text AS it FROM pg_class WHERE relrowsecurity')) await platform.query(`ALTER TABLE ${it} DISABLE ROW LEVEL SECURITY`);
  for (const it of ['feedback', 'fact']) await platform.query(`ALTER TABLE ingestion.${it} DROP CONSTRAINT ${it}_identity, ADD CONSTRAINT ${it}_identity UNIQUE (source, identity, tenant_id)`);
}
