// npm start: installs and builds what is missing, then runs the platform on a Node that is new enough. Works from Node 20 on.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileCache, findNode, goOnAs, install, nodeFlags, root } from './install.mjs';

install('prod');
const node = findNode();
const built = spawnSync(node, [join(root, 'infra', 'build.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(1);

goOnAs(node, [...nodeFlags(), join(root, 'services', 'platform', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit'], env: { NODE_COMPILE_CACHE: compileCache, ...process.env } });
