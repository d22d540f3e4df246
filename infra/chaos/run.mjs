// npm run chaos on a new machine: installs what is missing, then goes on as a Node that is new enough, with room for what a million events leave behind.
import { join } from 'node:path';
import { findNode, goOnAs, install } from '../install.mjs';

install('all');
goOnAs(findNode(), ['--max-old-space-size=12000', '--disable-warning=TimeoutNegativeWarning', join(import.meta.dirname, 'chaos.mjs'), ...process.argv.slice(2)]);
