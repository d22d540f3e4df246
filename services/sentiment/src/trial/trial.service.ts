import { Inject, Injectable } from '@nestjs/common';
import type { Reach } from '@vocloop/messaging';
import { tooMany } from '@vocloop/service';
import { inTurns, Taxonomy, type SentimentModel, type TaxonomyDefinition } from '@vocloop/text';
import { LayerService } from '../correction/layer.service.js';
import { PastTextsService } from '../history/past-texts.service.js';
import { SENTIMENT_MODEL } from '../score/model.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';
import { Tally, type Outcome } from './trial.js';

/**
 * What a taxonomy would have made of the texts that the log holds. `records` of the tenant's were found in it, the oldest of which came at `since` (null without any); `reach` says how far
 * was read for them: until they were enough, to the beginning of the log, or as far as is allowed.
 */
export interface Trial extends Outcome { texts: number; records: number; reach: Reach; since: string | null }

/** So many records of the log are looked through at most, all tenants' counted. */
const within = 1_000_000;
/** A trial takes memory for what it reads: so many tenants may try one at a time, each one taxonomy. */
const tenantsAtOnce = 2;

/** Tries taxonomies on history. */
@Injectable()
export class TrialService {
  private readonly running = new Set<string>();

  constructor(
    private readonly past: PastTextsService,
    private readonly taxonomies: TaxonomyService,
    private readonly layers: LayerService,
    @Inject(SENTIMENT_MODEL) private readonly model: SentimentModel,
  ) {}

  /** Tries a taxonomy. Throws 429 while the tenant tries another, or too many others do. */
  async run(tenant: string, given: TaxonomyDefinition, last: number): Promise<Trial> {
    const definition = this.taxonomies.sound(given, '/taxonomy');
    if (this.running.has(tenant)) throw tooMany('A taxonomy of yours is being tried already; try again in a few seconds.', 5);
    if (this.running.size >= tenantsAtOnce) throw tooMany('Other taxonomies are being tried just now; try again in a few seconds.', 5);
    this.running.add(tenant);
    try {
      return await this.compare(tenant, definition, last);
    } finally {
      this.running.delete(tenant);
    }
  }

  /** Reads the tenant's last texts in their newest revision by both taxonomies, each beside the layer in force. What a person corrected stays as he said, whatever the taxonomy. */
  private async compare(tenant: string, definition: TaxonomyDefinition, last: number): Promise<Trial> {
    const [inForce, layer] = [(await this.taxonomies.of([tenant]))(tenant), (await this.layers.of([tenant]))(tenant)];
    const tried = await Taxonomy.of(definition, inForce.version + 1);
    const { texts: all, ...found } = await this.past.last(tenant, { most: last, within });
    const texts = all.filter((it) => !it.corrected);
    const tally = new Tally();
    for await (const slice of inTurns(texts)) for (const { id, text, language } of slice) {
      const [before, after] = [inForce, tried].map((taxonomy) => this.model.read(text, language, { taxonomy, layer }).score.themes.map((it) => it.id)) as [string[], string[]];
      tally.add({ feedback: id, text }, before, after);
    }
    return { texts: texts.length, ...found, ...tally.result() };
  }
}
