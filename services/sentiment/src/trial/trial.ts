import { z } from 'zod';
import { taxonomyBody } from '../taxonomy/taxonomy.js';

/** The body of `POST /v1/taxonomy/trial`. */
export const trialBody = z.strictObject({
  taxonomy: taxonomyBody,
  last: z.int().min(1).max(50_000).default(10_000).describe("How many of the tenant's records of the log to look back; each revision of a feedback is one."),
});

/** A text that a theme gains or loses. */
interface Changed { feedback: string; text: string }
/** A theme in how many texts, by the taxonomy in force and by the one tried; a few of the texts that change. */
interface ThemeTrial { id: string; before: number; after: number; gained: Changed[]; lost: Changed[] }
/** How many texts have no theme, and which have which, those first that change most. */
export interface Outcome { withoutTheme: { before: number; after: number }; themes: ThemeTrial[] }

const shownOfEach = 5;

/** Counts themes before and after. */
export class Tally {
  private readonly themes = new Map<string, ThemeTrial>();
  private readonly without = { before: 0, after: 0 };

  add(text: Changed, before: readonly string[], after: readonly string[]): void {
    if (before.length === 0) this.without.before++;
    if (after.length === 0) this.without.after++;
    for (const id of new Set([...before, ...after])) {
      const theme = this.themes.get(id) ?? { id, before: 0, after: 0, gained: [], lost: [] };
      const [was, is] = [before.includes(id), after.includes(id)];
      if (was) theme.before++;
      if (is) theme.after++;
      const changed = was ? theme.lost : theme.gained;
      if (was !== is && changed.length < shownOfEach) changed.push(text);
      this.themes.set(id, theme);
    }
  }

  result(): Outcome {
    const change = ({ before, after }: ThemeTrial): number => Math.abs(after - before);
    return { withoutTheme: this.without, themes: [...this.themes.values()].sort((a, b) => change(b) - change(a) || (a.id < b.id ? -1 : 1)) };
  }
}
