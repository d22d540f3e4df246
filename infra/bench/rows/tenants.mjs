const perSecond = 50;
// Of the default limit's burst alone the sender would take more of a small machine than the platform.
const limit = 100;
const line = (who, against) => ({ path: `a tenant's p99, one feedback by HTTP, beside another who is over a limit of ${limit} a second`, of: ({ p99 }) => p99, unit: 'ms', who, rival: 'ours', against, goal: { most: 1.5 } });

/** What a calm tenant waits for while a noisy one asks for more than he may: for many requests, for large batches, for large bodies. */
export const tenants = {
  name: 'tenants',
  lines: [line('requests', 'alone; the other sends requests, five times his limit'), line('batches', 'alone; the other sends batches of 1000'), line('bodies', 'alone; the other sends bodies of 4 MB that nobody can read')],
  async prepare(stand) {
    const platform = await stand.platform({ services: ['ingestion'], env: { VOC_RATE_LIMIT: String(limit) } });
    const noisy = await platform.keyOf('noisy');
    const noise = await stand.process('noise.mjs');
    const url = platform.urlOf('ingestion');
    const seconds = Math.max(4, 20 * stand.scale);
    const beside = (who, ask) => async (turn) => {
      const run = `${who}-${turn}`;
      // Both begin at once, so what the noisy one may send in a burst is in the figures.
      const noisily = ask && noise.ask({ url, key: noisy, run, seconds, ...ask });
      const { p50, p99 } = await stand.send({ url, key: platform.key, run, count: Math.round(perSecond * seconds), perSecond, connections: 8 });
      const { taken, refused } = (await noisily) ?? {};
      if (ask && !refused) throw new Error(`the noisy tenant was not over his limit: ${taken} taken, ${refused} refused`);
      return { p50, p99, ...(ask && { taken, refused }) };
    };
    return {
      ours: beside('alone'),
      requests: beside('requests', { perSecond: 5 * limit, connections: 32 }),
      batches: beside('batches', { perSecond: 10, batch: 1000, connections: 4 }),
      bodies: beside('bodies', { perSecond: 10, bytes: 4_000_000, connections: 4 }),
    };
  },
};
