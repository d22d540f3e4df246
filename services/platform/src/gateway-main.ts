// The one address in front of services that run elsewhere: VOC_INGESTION_URL, VOC_SENTIMENT_URL, VOC_ISSUES_URL, VOC_ROUTING_URL, VOC_REPORTING_URL.
import { processLogger } from '@vocloop/service';
import { openOneAddress } from './one-address.js';
import { proxyTo, serviceNames } from './gateway.js';

const missing = serviceNames.filter((name) => !process.env[`VOC_${name.toUpperCase()}_URL`]);
if (missing.length > 0) {
  process.stderr.write(missing.map((name) => `VOC_${name.toUpperCase()}_URL is missing. Where the service ${name} answers. For example: http://${name}:3000\n`).join(''));
  process.exit(78);
}
const address = await openOneAddress(new Map(serviceNames.map((name) => [name, proxyTo(() => process.env[`VOC_${name.toUpperCase()}_URL`])])), { port: Number(process.env['PORT'] ?? 3000), host: process.env['HOST'] ?? '0.0.0.0' });
processLogger().info({ url: address.url }, 'the one address is ready');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void address.close());
