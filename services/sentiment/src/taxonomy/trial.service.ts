import { Inject, Injectable } from '@nestjs/common';
import { tooMany } from '@vocloop/service';
import { inTurns, Taxonomy, type SentimentModel, type TaxonomyDefinition } from '@vocloop/text';
import { PastTextsService } from '../history/past-texts.service.js';
import { SENTIMENT_MODEL } from '../score/model.js';
import { TaxonomyService } from './taxonomy.service.js';

/** A text that a theme gains or loses. */
interface Changed { feedback: string; text: string }
/** A theme in how many texts, by the taxonomy in force and by the one tried; a few of the texts that change. */
interface ThemeTrial { id: string; before: number; after: number; gained: Changed[]; lost: Changed[] }
/** What a taxonomy would have made of the texts that the log holds; `since` is when the oldest of them came, null without any. */
export interface Trial { texts: number; since: string | null; withoutTheme: { before: number; after: number }; themes: ThemeTrial[] }

const shownOfEach = 5;

/** Tries taxonomies on history. */
@Injectable()
export class TrialService {
  private running = false;

  constructor(
    private readonly past: PastTextsService,
    private readonly taxonomies: TaxonomyService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** Tries a taxonomy, one at a time, since it takes memory for what it reads. Throws 429 while another is tried. */
  async run(tenant: string, given: TaxonomyDefinition, last: number): Promise<Trial> {
    const definition = this.taxonomies.sound(given, '/taxonomy');
    if (this.running) throw tooMany('A taxonomy is being tried already; try again in a few seconds.', 5);
    this.running = true;
    try {
      return await this.compare(tenant, definition, last);
    } finally {
      this.running = false;
    }
  }

  /** Reads the log's last records, takes the tenant's texts of them in their newest revision, and reads each by both taxonomies. */
  private async compare(tenant: string, definition: TaxonomyDefinition, last: number): Promise<Trial> {
    const inForce = (await this.taxonomies.of([tenant]))(tenant);
    const tried = await Taxonomy.of(definition, inForce.version + 1);
    const { texts, since } = await this.past.last(tenant, last);
    const trial = new Tally();
    for await (const slice of inTurns(texts)) for (const { id, text, language } of slice) {
      const [before, after] = [inForce, tried].map((taxonomy) => this.model.read(text, language, { taxonomy }).score.themes.map((it) => it.id)) as [string[], string[]];
      trial.add({ feedback: id, text }, before, after);
    }
    return { texts: texts.length, since, ...trial.result() };
  }
}

/** Counts themes before and after. */
class Tally {
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

  /** Themes that change most come first. */
  result(): Pick<Trial, 'withoutTheme' | 'themes'> {
    const change = ({ before, after }: ThemeTrial): number => Math.abs(after - before);
    return { withoutTheme: this.without, themes: [...this.themes.values()].sort((a, b) => change(b) - change(a) || (a.id < b.id ? -1 : 1)) };
  }
}
