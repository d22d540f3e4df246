// What is generated from the code is generated again when a generator has changed it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findNode } from '../install.mjs';

export async function refreshDocuments(root) {
  const script = join(root, 'infra', 'docs.mjs');
  if (!existsSync(script)) return;
  const { status } = spawnSync(findNode(), [script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('the documents could not be written (see above): mend it, then run node infra/docs.mjs');
}

/** The lint's boundary rule reads Nx's graph from its cache, which does not know a new project yet. */
export function refreshGraph(root) {
  spawnSync(findNode(), [join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), 'show', 'projects'], { cwd: root, stdio: 'ignore', env: { ...process.env, NX_DAEMON: 'false' } });
}
