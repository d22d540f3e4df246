// npm start: installs and builds what is missing, then runs the platform on a Node that is new enough. Works from Node 20 on.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileCache, findNode, install, nodeFlags, root } from './install.mjs';

install('prod');
const node = findNode();
const built = spawnSync(node, [join(root, 'infra', 'build.mjs')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
if (built.status !== 0) process.exit(1);

const child = spawn(node, [...nodeFlags(), join(root, 'services', 'platform', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'inherit'], env: { NODE_COMPILE_CACHE: compileCache, ...process.env } });
// Ctrl-C reaches the child by itself; it stops in order, and we wait for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
