import { Inject, Injectable } from '@nestjs/common';
import { inTurns, type Correction, type Ordinary, type SentimentModel } from '@vocloop/text';
import { SENTIMENT_MODEL } from '../score/model.js';
import { SaidService } from '../taxonomy/said.service.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';
import { correctionOf, type Lesson } from './correction.js';

/** What nobody corrected tells what is right: of so many of the log's last records, so many texts. */
const ordinary = { records: 10_000, texts: 500 };

/** What the model says of a tenant's texts, by its themes, before anything is learnt from them. */
@Injectable()
export class BeforeService {
  constructor(
    private readonly taxonomies: TaxonomyService,
    private readonly texts: SaidService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** A tenant's lessons as corrections, without those that the model does not score, and ordinary texts beside them. */
  async of(tenant: string, lessons: readonly Lesson[]): Promise<{ corrections: Correction[]; ordinary: Ordinary[] }> {
    const taxonomy = (await this.taxonomies.of([tenant]))(tenant);
    const { said } = await this.texts.last(tenant, ordinary.records);
    const read = async (texts: readonly Lesson[]): Promise<Correction[]> => {
      const found: Correction[] = [];
      for await (const slice of inTurns(texts)) found.push(...slice.flatMap((it) => correctionOf(it, this.model, { taxonomy }) ?? []));
      return found;
    };
    return { corrections: await read(lessons), ordinary: await read(said.filter((it) => !it.corrected).slice(-ordinary.texts)) };
  }
}
