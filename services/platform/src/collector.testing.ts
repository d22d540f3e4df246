import { createServer, type Server } from 'node:http';

/** A span as it was exported. */
export interface Span { readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly name: string; readonly kind: number; readonly attributes: { key: string; value: { stringValue?: string } }[]; service: string }
interface Export { resourceSpans?: { resource?: { attributes?: { key: string; value: { stringValue?: string } }[] }; scopeSpans?: { spans?: Span[] }[] }[] }

/** What a collector gets: OTLP over HTTP, in JSON. */
export class Collector {
  readonly spans: Span[] = [];
  private server: Server | undefined;

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        if (request.url === '/v1/traces') this.take(JSON.parse(Buffer.concat(chunks).toString()) as Export);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  of(traceId: string): Span[] {
    return this.spans.filter((it) => it.traceId === traceId);
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private take({ resourceSpans = [] }: Export): void {
    for (const { resource, scopeSpans = [] } of resourceSpans) {
      const service = resource?.attributes?.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      this.spans.push(...scopeSpans.flatMap(({ spans = [] }) => spans.map((it) => ({ ...it, service }))));
    }
  }
}
