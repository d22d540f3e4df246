// node infra/docs.mjs: writes what documents say of the code (.env.example, the settings in docs/operating.md, docs/openapi.json, docs/asyncapi.json).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moveToNewNode, root } from './install.mjs';

moveToNewNode();
await (await import('./build.mjs')).build();
const { documents, withSettings } = await import('../services/platform/dist/documents.js');
const { files, settings } = await documents();
for (const [path, text] of files) writeFileSync(join(root, path), text);
const operating = join(root, 'docs/operating.md');
writeFileSync(operating, withSettings(readFileSync(operating, 'utf8'), settings));
process.exit(0);
