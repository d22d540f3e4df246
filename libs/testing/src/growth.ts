/** What a matcher costs: milliseconds of the processor for 100 kB, and how many times that is of what half of it costs. */
export interface Growth {
  readonly ms: number;
  readonly times: number;
}

/** Below this, in milliseconds, no growth can be told: compiling and collecting count too. What looks at every pair of 100,000 characters takes seconds. */
const resolution = 20;

/** Tries a matcher on 50 and on 100 kB of a repeated unit: the best of several rounds, in the processor's time, since a clock's tells of the machine's other work too. */
export function growthOf(matcher: (text: string) => unknown, unit: string): Growth {
  const cost = (text: string): number => {
    const before = process.cpuUsage();
    matcher(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const [half, whole] = [50_000, 100_000].map((size) => unit.repeat(Math.ceil(size / unit.length))) as [string, string];
  matcher(half.slice(0, 2000));
  const rounds = Array.from({ length: 4 }, () => [cost(half), cost(whole)] as const);
  const [least, most] = [Math.min(...rounds.map(([it]) => it)), Math.min(...rounds.map(([, it]) => it))];
  return { ms: most, times: Math.max(most, resolution) / Math.max(least, resolution) };
}
