import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServerResponse } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { type Target, owners, problem } from './gateway.js';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png', '.html': 'text/html; charset=utf-8', '.map': 'application/json' };

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Vocloop API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css"></head><body><div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/show.js"></script></body></html>`;
const show = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', persistAuthorization: true });`;

interface Document { openapi: string; info: object; paths: Record<string, unknown>; components?: { schemas?: Record<string, unknown>; securitySchemes?: Record<string, unknown> }; tags?: unknown[] }

/** One OpenAPI document of all services, which have their paths to themselves; schemas of one name are the same schema. */
export function mergeDocuments(documents: readonly Document[]): Document {
  const merged = { openapi: documents[0]?.openapi ?? '3.1.0', info: { title: 'Vocloop', version: '1', description: 'Voice-of-customer loops: feedback in, the right pod told, the customer answered.' }, paths: {}, components: { schemas: {}, securitySchemes: {} } };
  for (const { paths, components } of documents) {
    Object.assign(merged.paths, paths);
    Object.assign(merged.components.schemas, components?.schemas);
    Object.assign(merged.components.securitySchemes, components?.securitySchemes);
  }
  return merged;
}

/** The API's documentation at the one address: /docs, with /openapi.json behind it. `ask` fetches a service's own document. */
export function documentation(ask: (path: string) => Promise<unknown>): { docs: Target; openapi: Target } {
  const services = [...new Set(owners.map(([, service]) => service))];
  const openapi: Target = (_request, response) => {
    Promise.all(services.map(async (it) => ask(`/v1/services/${it}/openapi.json`)))
      .then((documents) => send(response, 'application/json', JSON.stringify(mergeDocuments(documents as Document[]))))
      .catch(() => problem(response, 503, 'unavailable', 'A service that documents itself is away for now; try again.'));
  };
  const docs: Target = (request, response) => {
    const name = normalize((request.url ?? '').split('?', 1)[0] ?? '').slice('/docs/'.length);
    if (name === '') return send(response, 'text/html; charset=utf-8', page);
    if (name === 'show.js') return send(response, 'text/javascript', show);
    const file = join(assets, name);
    if (!/^[\w.-]+$/.test(name) || !existsSync(file)) return problem(response, 404, 'not_found', `There is no ${name} here.`);
    response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  };
  return { docs, openapi };
}

function send(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}
