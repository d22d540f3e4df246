// What the company's own systems count: deliveries and those on time, chairs shipped and returned, money. The planted events show here too.
import { day, iso, quarterBegins, weeks } from './calendar.mjs';
import { chance } from './random.mjs';

const within = (at, from, to) => at >= Date.parse(from) && at < Date.parse(to);

function daily(random, date) {
  const at = quarterBegins + date * day;
  const sunday = date % 7 === 6;
  const deliveries = sunday ? 0 : random.between(380, 460);
  const onTime = within(at, '2026-02-03', '2026-02-06') ? random.between(2, 9) / 100 : random.between(93, 98) / 100;
  const observedAt = iso(at + day - 1000);
  const fact = (kind, value, rest) => ({ kind, value, observedAt, ...rest, externalId: `${kind}-${observedAt.slice(0, 10)}` });
  return [
    fact('deliveries', deliveries, { source: 'warehouse', touchpoint: 'delivery' }),
    fact('deliveries_on_time', Math.round(deliveries * onTime), { source: 'warehouse', touchpoint: 'delivery' }),
    fact('revenue', random.between(52_000, 71_000), { source: 'ledger', unit: 'EUR' }),
  ];
}

function weekly(random, week) {
  const from = quarterBegins + week * 7 * day;
  const observedAt = iso(from + 7 * day - 1000);
  const aria = { source: 'warehouse', product: 'aria-chair', supplier: 'norvik-metal', touchpoint: 'product' };
  const fact = (kind, value, rest) => ({ kind, value, observedAt, ...rest, externalId: `${kind}-week-${week + 1}` });
  const shipped = random.between(150, 180);
  const returned = Math.round(shipped * (within(from, '2026-03-02', '2026-03-16') ? random.between(22, 27) : random.between(2, 4)) / 100);
  return [
    fact('units_shipped', shipped, aria),
    fact('units_returned', returned, aria),
    fact('customers', 2600, { source: 'crm' }),
    fact('customers_churned', random.between(9, 16) + (week === 5 ? 12 : 0), { source: 'crm' }),
  ];
}

/** The quarter's operational facts in the order of their time. */
export function factsOf(seed) {
  const random = chance(seed, 'facts');
  const facts = Array.from({ length: weeks * 7 }, (_, date) => [...daily(random, date), ...(date % 7 === 6 ? weekly(random, (date - 6) / 7) : [])]);
  return facts.flat();
}
