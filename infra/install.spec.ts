import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { limits, nodeFlags, root } from './install.mjs';

describe("the flags of the platform's Node", () => {
  it.each([
    ['', ['--max-semi-space-size=32', '--max-old-space-size=768']],
    ['--no-warnings --max-old-space-size=2048', ['--max-semi-space-size=32']],
    ['--max_old_space_size=2048 --max-semi-space-size=64', []],
  ])('leave to NODE_OPTIONS "%s" what it sets', (options, flags) => {
    expect(nodeFlags(options)).toEqual([expect.stringContaining('setSourceMapsSupport'), ...flags]);
  });

  it('are those of the image, which has no maps but ours', () => {
    expect(readFileSync(join(root, 'infra/docker/Dockerfile'), 'utf8')).toContain(`NODE_OPTIONS="--enable-source-maps ${limits.join(' ')}"`);
  });
});
