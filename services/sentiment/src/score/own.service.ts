import { Injectable } from '@nestjs/common';
import type { Own } from '@vocloop/text';
import { LayerService } from '../correction/layer.service.js';
import { TaxonomyService } from '../taxonomy/taxonomy.service.js';

/** What tenants have of their own beside the model: themes, and what corrections taught. */
@Injectable()
export class OwnService {
  constructor(
    private readonly taxonomies: TaxonomyService,
    private readonly layers: LayerService,
  ) {}

  /** What is in force for these tenants. In a transaction nobody waits for what is not ready: then it throws RetryLater. */
  async of(tenants: readonly string[], { inTransaction }: { inTransaction: boolean }): Promise<(tenant: string) => Own> {
    const [taxonomyOf, layerOf] = await Promise.all([inTransaction ? this.taxonomies.readyOf(tenants) : this.taxonomies.of(tenants), this.layers.of(tenants)]);
    return (tenant) => ({ taxonomy: taxonomyOf(tenant), layer: layerOf(tenant) });
  }
}
