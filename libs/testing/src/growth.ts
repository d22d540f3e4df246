/** What a matcher costs: milliseconds of the processor for 100 kB, and how many times that is of what half of it costs. */
export interface Growth {
  readonly ms: number;
  readonly times: number;
}

/** Below this, in milliseconds, no clock tells a growth. */
const resolution = 3;
/** Compiling and collecting count too, and come by chance: of so many rounds, one is without them. */
const tries = 12;

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
  const rounds = Array.from({ length: tries }, () => [cost(half), cost(whole)] as const);
  const [ofHalf, ofWhole] = [Math.min(...rounds.map(([it]) => it)), Math.min(...rounds.map(([, it]) => it))];
  return { ms: ofWhole, times: Math.max(ofWhole, resolution) / Math.max(ofHalf, resolution) };
}
