interface Family {
  readonly about: string[];
  readonly samples: Map<string, string>;
}

const nameOf = (line: string): string => /^(?:# (?:HELP|TYPE) )?([\w:]+)/.exec(line)?.[1] ?? '';

/**
 * Several expositions in Prometheus' text format as one, in which each family stands once. Services carry their name in a label, so their
 * series differ; where all live in one process, each tells of all, and the first is taken.
 */
export function mergeMetrics(texts: readonly string[]): string {
  const families = new Map<string, Family>();
  for (const text of texts) {
    let family: Family = { about: [], samples: new Map() };
    const told = new Set(families.keys());
    for (const line of text.split('\n').filter(Boolean)) {
      if (!line.startsWith('#')) {
        const series = line.slice(0, line.lastIndexOf(' '));
        if (!family.samples.has(series)) family.samples.set(series, line);
        continue;
      }
      const name = nameOf(line);
      family = families.get(name) ?? { about: [], samples: new Map() };
      families.set(name, family);
      if (!told.has(name)) family.about.push(line);
    }
  }
  return `${[...families.values()].flatMap(({ about, samples }) => [...about, ...samples.values()]).join('\n')}\n`;
}
