import { Inject, Injectable } from '@nestjs/common';
import { isScored, type Correction, type SentimentModel } from '@vocloop/text';
import { SENTIMENT_MODEL } from '../score/model.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';
import type { Lesson } from './layer.repository.js';

/** What the model says of corrected texts, by their tenant's themes, before anything is learnt from them. */
@Injectable()
export class BeforeService {
  constructor(
    private readonly taxonomies: TaxonomyService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** Makes a correction of a lesson; undefined where the model scores no texts of its language. */
  async of(tenant: string): Promise<(lesson: Lesson) => Correction | undefined> {
    const taxonomy = (await this.taxonomies.of([tenant]))(tenant);
    return ({ text, language: declared, label, themes }) => {
      const { polarity, label: read, confidence, themes: found, language: { code } } = this.model.read(text, declared ?? undefined, { taxonomy }).score;
      if (read === 'unscored' || !isScored(code)) return undefined;
      return { text, language: code, before: { polarity, label: read, confidence, themes: found }, label: label ?? undefined, themes: themes ?? undefined };
    };
  }
}
