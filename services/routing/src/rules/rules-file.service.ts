import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { routingTopic } from '@vocloop/contracts';
import { Topics } from '@vocloop/messaging';
import { SETTINGS } from '@vocloop/service';
import { RulesChangeService, type Changed } from '../assignment/rules-change.service.js';
import type { RoutingSettings } from '../config.js';
import { RulesService } from './rules.service.js';

/** The tenant that the file belongs to. */
export const fileTenant = 'default';

/** The file that a setting names: read at start, and when somebody asks for it. */
@Injectable()
export class RulesFileService implements OnApplicationBootstrap {
  private readonly log = new Logger('rules');

  constructor(
    @Inject(SETTINGS) private readonly settings: RoutingSettings,
    private readonly rules: RulesService,
    private readonly changes: RulesChangeService,
    private readonly topics: Topics,
  ) {}

  /** Once deliveries can be queued, and before any event is taken, so that none is decided without the rules. A file that was loaded before does not undo what the API has put since. */
  async onApplicationBootstrap(): Promise<void> {
    await this.topics.ensure([{ name: routingTopic.name, partitions: this.settings.VOC_PARTITIONS }]);
    const yaml = await this.read();
    if (yaml !== undefined && !(await this.rules.isLastFile(fileTenant, yaml))) {
      const changed = await this.adopt(yaml, false);
      if (changed.outcome === 'faulty') throw new Error(`the rules file ${this.settings.VOC_RULES_FILE} has faults:\n${changed.faults.map(({ detail }) => `  ${detail}`).join('\n')}`);
      this.log.log(`rules of ${this.settings.VOC_RULES_FILE}: ${changed.outcome}, version ${changed.version}`);
    }
  }

  /** Reads the file again; undefined where no file is set. */
  async reload(reassign: boolean): Promise<Changed | undefined> {
    const yaml = await this.read();
    return yaml === undefined ? undefined : this.adopt(yaml, reassign);
  }

  private adopt(yaml: string, reassign: boolean): Promise<Changed> {
    return this.changes.change({ tenant: fileTenant, yaml, origin: 'file', by: `file ${basename(this.settings.VOC_RULES_FILE ?? '')}` }, { reassign });
  }

  private async read(): Promise<string | undefined> {
    const { VOC_RULES_FILE: file } = this.settings;
    if (!file) return undefined;
    try {
      return await readFile(file, 'utf8');
    } catch (cause) {
      throw new Error(`the rules file ${file} cannot be read: ${(cause as Error).message}; mend VOC_RULES_FILE, or leave it out`, { cause });
    }
  }
}
