import { Inject, Injectable } from '@nestjs/common';
import { inTurns, type Correction, type Ordinary, type SentimentModel } from '@vocloop/text';
import { PastTextsService } from '../history/past-texts.service.js';
import { SENTIMENT_MODEL } from '../score/model.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';
import { correctionOf, type Lesson } from './lesson.js';

/** What nobody corrected tells what is right: so many texts. */
const ordinaryTexts = 500;
/** Of so many of the tenant's last records, which are looked for within so many of everybody's. */
const past = { most: 10_000, within: 200_000 };

/** Puts beside lessons what the model says of their texts, by the tenant's own themes, before any correction. */
@Injectable()
export class LessonService {
  constructor(
    private readonly taxonomies: TaxonomyService,
    private readonly past: PastTextsService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** Which model: what was learnt beside one need not be right beside another. */
  get beside(): string {
    return `${this.model.name} ${this.model.version}`;
  }

  /** A tenant's lessons as corrections, without those that the model does not score, and ordinary texts beside them; with the version of the taxonomy by which both were read, which may be older than the newest. */
  async of(tenant: string, lessons: readonly Lesson[]): Promise<{ corrections: Correction[]; ordinary: Ordinary[]; taxonomy: number }> {
    const taxonomy = (await this.taxonomies.of([tenant]))(tenant);
    const { texts } = await this.past.last(tenant, past);
    const read = async (of: readonly Lesson[]): Promise<Correction[]> => {
      const found: Correction[] = [];
      for await (const slice of inTurns(of)) found.push(...slice.flatMap((it) => correctionOf(it, this.model, { taxonomy }) ?? []));
      return found;
    };
    return { corrections: await read(lessons), ordinary: await read(texts.filter((it) => !it.corrected).slice(-ordinaryTexts)), taxonomy: taxonomy.version };
  }
}
