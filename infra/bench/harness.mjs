// Measures rows. A row's contestants take turns (A B A B …), so that whatever else the machine does falls on all of them; the first turn of each
// is warm-up and thrown away. Ratios are made turn by turn: their median is the figure, their least and most are the spread.

/** The middle of a list of numbers. */
export const median = (values) => quantile(values, 0.5);

/** The value below which this share of a list lies; between two, what lies between them. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** How much y grows with each x: the slope of the line that lies closest to the points, by least squares. */
export function slopeOf(points) {
  const mean = (at) => points.reduce((sum, it) => sum + it[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  return points.reduce((sum, it) => sum + (it[0] - x) * (it[1] - y), 0) / (points.reduce((sum, it) => sum + (it[0] - x) ** 2, 0) || 1);
}

/** What the last quarter of a series usually has more than the first. */
export function growthOf(values) {
  const quarter = Math.max(1, Math.floor(values.length / 4));
  return median(values.slice(-quarter)) - median(values.slice(0, quarter));
}

/**
 * Measures a row: `{ name, lines, prepare(stand) }`, with `repetitions` where it has its own. `prepare` answers `{ ours, …rivals, close }`, functions that run once and answer figures;
 * each line says what of them it shows: `{ path, of, over, unit, who, rival, against, goal }`. Resolves to a result for each line.
 */
export async function measure(row, stand, { repetitions, say = () => {} }) {
  const { close, ...contestants } = await row.prepare(stand);
  const turns = row.repetitions ?? repetitions;
  const runs = new Map(Object.keys(contestants).map((who) => [who, []]));
  try {
    for (const { who = 'ours', rival = who } of row.lines) for (const it of [who, rival]) if (!runs.has(it)) throw new Error(`${row.name}: there is no ${it}`);
    for (let turn = 0; turn <= turns; turn++) {
      for (const [who, run] of Object.entries(contestants)) {
        const figures = await run(turn);
        say(`${row.name} ${turn === 0 ? 'warm-up' : `${turn}/${turns}`} ${who}: ${JSON.stringify(figures, (_, it) => (typeof it === 'number' ? Number(it.toPrecision(4)) : it))}`);
        if (turn > 0) runs.get(who).push(figures);
      }
    }
  } finally {
    await close?.();
  }
  return row.lines.map((line) => judge(line, runs));
}

/**
 * What a line comes to. `over` tells of the figures what they were measured on: `[size, what]`. `goal` is `{ least }` or `{ most }` of the ratio, or, where there is
 * no rival, of the figure itself; it is judged from the size `from` on only, and may hang on the figures.
 */
export function judge({ path, of, over, unit = '', who = 'ours', rival, against = '', goal: goalOf }, runs) {
  const figures = runs.get(who);
  const ours = figures.map(of);
  const theirs = rival === undefined ? undefined : runs.get(rival).map(of);
  const ratios = theirs?.map((it, turn) => ours[turn] / it);
  const judged = ratios ?? ours;
  const figure = median(judged);
  const goal = typeof goalOf === 'function' ? goalOf(figures[0]) : goalOf;
  const [size, what] = over?.(figures[0]) ?? [];
  return {
    path, ...(over && { over: `${size.toLocaleString('en')} ${what}` }), ours: rounded(median(ours)), against: theirs ? rounded(median(theirs)) : null,
    ratio: ratios ? rounded(figure) : null, spread: [Math.min(...judged), Math.max(...judged)].map(rounded),
    goal: goal ? goalText(goal, ratios ? '' : unit) : null, met: goal && !(size < goal.from) ? figure >= (goal.least ?? -Infinity) && figure <= (goal.most ?? Infinity) : null,
    unit, rival: against,
  };
}

const goalText = ({ least, most, from }, unit) => `${least === undefined ? `at most ${most}` : `at least ${least}`}${unit && ` ${unit}`}${from ? ` over ${from.toLocaleString('en')}` : ''}`;

/** Four digits are more than a shared machine can promise. */
const rounded = (value) => Number(value.toPrecision(4));

const number = (value) => (value === null ? '' : value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3))));

/** Results as a table in Markdown, which reads well on a terminal too. */
export function tableOf(results) {
  const verdict = (goal, met) => (met === null ? (goal ? "smaller than the goal's" : '') : met ? 'met' : '**missed**');
  const rows = results.map(({ path, over, rival, ours, against, unit, ratio, spread, goal, met }) => [
    over ? `${path}, over ${over}` : path, rival, `${number(ours)} ${unit}`.trim(), against === null ? '' : `${number(against)} ${unit}`.trim(), number(ratio), spread.map(number).join(' – '), goal ?? '', verdict(goal, met),
  ]);
  const head = ['path', 'against', 'ours', 'theirs', 'ratio', 'spread', 'goal', ''];
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at].length)));
  const line = (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
