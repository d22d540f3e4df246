// The five events that are planted, and the feedback that tells of them. What is here is the truth that the platform is tried on.
import { day, hour, iso, minute, momentBetween, momentOn, quarterEnds, weekOf } from './calendar.mjs';
import { customerCount, customerNumber, products, sources } from './company.mjs';
import { attributesOf, waitAt } from './background.mjs';
import { converse } from './conversations.mjs';
import { entry } from './entry.mjs';
import { eventTexts } from './languages.mjs';
import { write } from './phrases.mjs';
import { chance } from './random.mjs';
import { rudeAgents, rudeOpenings } from './texts/chats.mjs';
import { relief } from './texts/en-events.mjs';

const moment = (text) => Date.parse(text);
const repeated = (count, times) => Array.from({ length: times }, () => count);

/** Each event: what a reader of the truth needs, and how many feedback it brings on each of its days. */
export const plans = [
  {
    id: 'delivery-outage', what: 'The sorting depot stands still for three days: no parcel moves, and tracking is stuck.',
    begins: moment('2026-02-03T05:00:00Z'), ends: moment('2026-02-06T05:00:00Z'), touchpoint: 'delivery', themes: ['delivery', 'punctuality'], pod: 'logistics',
    perDay: [55, 70, 55], languages: { en: 74, de: 14, es: 6, fr: 6 }, texts: 'outage',
    ways: { 'survey:delivery': 30, ticket: 25, social: 30, call: 15 }, attributes: { depot: 'north' },
  },
  {
    id: 'app-release-5.3.0', what: 'Release 5.3.0 of the app crashes; 5.3.1 mends it a week later.',
    begins: moment('2026-01-19T06:00:00Z'), ends: moment('2026-01-26T10:00:00Z'), touchpoint: 'app', themes: ['reliability', 'performance', 'usability'], version: '5.3.0', pod: 'app',
    perDay: [26, 30, 26, 22, 18, 14, 12], languages: { en: 76, de: 12, es: 6, fr: 6 }, texts: 'release',
    ways: { 'review:appReview': 55, survey: 20, social: 15, ticket: 10 }, attributes: { app_version: '5.3.0' }, relief: { texts: 'release', count: 18, touchpoint: 'app', attributes: { app_version: '5.3.1' } },
  },
  {
    id: 'bad-lot-aria', what: 'A lot of Aria chairs by Norvik Metal has welds that fail: legs break.',
    begins: moment('2026-03-02T07:00:00Z'), ends: moment('2026-03-16T07:00:00Z'), touchpoint: 'product', themes: ['quality', 'safety', 'reliability'], product: 'aria-chair', supplier: 'norvik-metal', lot: 'NM-2609', pod: 'supplier-quality',
    perDay: [13, 10, 9, 9, 8, 7, 7, 9, 9, 8, 7, 6, 5, 4], languages: { en: 86, de: 6, es: 4, fr: 4 }, texts: 'lot',
    ways: { review: 60, ticket: 25, social: 15 }, attributes: { lot: 'NM-2609' }, relief: { texts: 'lot', count: 12, touchpoint: 'product', attributes: { lot: 'NM-2612' } },
  },
  {
    id: 'rude-handover', what: 'The evening shift of support chat goes to a partner whose agents are curt and rude.',
    begins: moment('2026-02-16T16:00:00Z'), ends: moment('2026-03-02T00:00:00Z'), touchpoint: 'support-chat', themes: ['staff', 'support'], pod: 'care',
    perDay: [14, 9, 9, 8, 8, 6, 5, 9, 8, 8, 7, 7, 5, 4], languages: { en: 90, de: 4, es: 3, fr: 3 }, texts: 'rude', evening: true,
    ways: { 'survey:chatSurvey': 1 }, attributes: { shift: 'evening', team: 'partner' }, relief: { texts: 'rude', count: 12, touchpoint: 'support-chat', attributes: { shift: 'evening', team: 'own' } },
  },
  {
    id: 'phone-wait-drift', what: 'Callers wait longer every week of the quarter, from four minutes to twenty; about the eighth week their patience ends.',
    level: 'eight complaints about the wait in one day; before, never more than three in seven days',
    begins: moment('2026-02-23T07:00:00Z'), ends: quarterEnds, touchpoint: 'support-phone', themes: ['wait_time', 'support'], pod: 'care',
    perDay: [12, 2, 2, 2, 2, 1, 1, 4, 3, 3, 3, 3, 2, 2, 5, 4, 3, 3, 3, 2, 2, 6, 4, 4, 4, 4, 2, 2, 6, 5, 5, 4, 4, 3, 3, 7, 6, 5, 5, 5, 4], languages: { en: 92, de: 4, es: 2, fr: 2 }, texts: 'wait',
    ways: { call: 1 }, attributes: {}, forerunners: ['2026-01-21', '2026-01-29', '2026-02-04', '2026-02-10', '2026-02-12', '2026-02-18', '2026-02-20'],
  },
];

// Moments of an event: as many as the plan says on each of its days (a day is 24 hours from its beginning), with the day's rhythm.
function momentsOf(random, plan) {
  return plan.perDay.flatMap((count, index) =>
    repeated(0, count).map(() => {
      const from = plan.begins + index * day;
      if (plan.evening) return momentBetween(random, from + 20 * minute, from + 7 * hour);
      const at = momentOn(random, Math.floor(from / day) * day, Object.keys(plan.ways)[0]);
      return at < from ? momentBetween(random, from + 3 * hour, from + 14 * hour) : at;
    }),
  );
}

function told(random, plan, at, who) {
  const language = random.weighted(plan.languages);
  const [channel, source = channel] = random.weighted(plan.ways).split(':');
  const own = plan.touchpoint === 'support-phone' ? { wait_minutes: waitAt(random, at) } : attributesOf(random, plan.touchpoint, at);
  const slots = { ...(plan.product && { product: products[plan.product].name }), ...(own.wait_minutes && { minutes: String(own.wait_minutes + 3) }) };
  return entry(random, {
    at, channel, from: sources[source], touchpoint: plan.touchpoint, text: write(random, plan.deal(language), slots), tone: 'negative', language, who,
    productId: plan.product, attributes: { ...own, ...plan.attributes }, event: plan.event ?? plan.id,
  });
}

// Every second complaint about a rude agent is made in the chat itself, to the agent's face.
function insulted(random, plan, at, who, index) {
  const turns = [
    ['customer', random.pick(rudeOpenings)],
    ['agent', random.pick(rudeAgents)],
    ['customer', plan.deal('en'), { event: plan.id }],
  ];
  return converse(random, { id: `evening-${String(index).padStart(3, '0')}`, at, turns, who, attributes: plan.attributes });
}

function planted(seed, it) {
  const random = chance(seed, it.id);
  const customer = random.dealer(Array.from({ length: customerCount }, (_, number) => number));
  const who = () => customerNumber(customer());
  const dealers = {};
  const plan = { ...it, deal: (language) => (dealers[language] ??= random.dealer(eventTexts(language, it.texts)))() };
  const complaints = momentsOf(random, plan).flatMap((at, index) =>
    plan.evening && index % 2 === 0 ? insulted(random, plan, at, who(), index) : [told(random, plan, at, who())],
  );
  const before = (plan.forerunners ?? []).map((date) => told(random, { ...plan, languages: { en: 1 }, event: `${plan.id}/before` }, momentOn(random, moment(`${date}T00:00:00Z`), 'call'), who()));
  return [...complaints, ...before, ...relieved(random, plan, who)];
}

// When the fix has come, some say so in the fortnight after: a win that a chart can find.
function relieved(random, plan, who) {
  if (!plan.relief) return [];
  const { texts, count, touchpoint, attributes } = plan.relief;
  const deal = random.dealer(relief[texts]);
  return repeated(0, count).map(() => {
    const at = momentBetween(random, plan.ends + 4 * hour, plan.ends + 14 * day);
    const [channel, source = channel] = random.weighted(plan.ways).split(':');
    return entry(random, { at, channel, from: sources[source], touchpoint, text: write(random, deal()), tone: 'positive', language: 'en', who: who(), productId: plan.product, attributes: { ...attributesOf(random, touchpoint, at), ...attributes } });
  });
}

/** All entries of all planted events; each complaint carries its event's id in `event`. */
export const plantedEvents = (seed) => plans.flatMap((plan) => planted(seed, plan));

/** The truth about the events, with the ids of the feedback that tell of each (`forerunners`: said before it began). */
export function truthOf(plan, entries) {
  const { begins, ends, perDay, languages, texts, ways, attributes, relief: _, forerunners, evening, ...told } = plan;
  const ids = (event) => entries.filter((it) => it.event === event).map((it) => it.input.externalId);
  const externalIds = ids(plan.id);
  return { ...told, begins: iso(begins), ends: iso(ends), weeks: [weekOf(begins), weekOf(Math.min(ends, quarterEnds) - 1)], feedback: externalIds.length, externalIds, forerunners: ids(`${plan.id}/before`) };
}
