import { Inject, Injectable } from '@nestjs/common';
import type { Correction, SentimentModel } from '@vocloop/text';
import { SENTIMENT_MODEL } from '../score/model.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';
import { correctionOf, type Lesson } from './correction.js';

/** What the model says of corrected texts, by their tenant's themes, before anything is learnt from them. */
@Injectable()
export class BeforeService {
  constructor(
    private readonly taxonomies: TaxonomyService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** Makes corrections of a tenant's lessons; undefined of those that the model does not score. */
  async of(tenant: string): Promise<(lesson: Lesson) => Correction | undefined> {
    const taxonomy = (await this.taxonomies.of([tenant]))(tenant);
    return (lesson) => correctionOf(lesson, this.model, { taxonomy });
  }
}
