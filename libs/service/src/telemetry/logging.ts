import { trace } from '@opentelemetry/api';
import { printableLines } from '@vocloop/contracts';
import { pino, type Logger as PinoLogger } from 'pino';
import { currentService } from './current-service.js';

let root: PinoLogger | undefined;

const secrets = ['authorization', 'cookie', 'password', 'secret', 'token'].flatMap((it) => [it, `*.${it}`, `*.headers.${it}`, `headers.${it}`]);

/**
 * The process's one logger: a JSON object a line, with the service and the trace it belongs to, and secrets removed.
 * The first call decides the level.
 */
export function processLogger(level = 'info'): PinoLogger {
  root ??= pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secrets, censor: '[redacted]' },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      const service = currentService();
      return { ...(service && { service }), ...(span && { trace_id: span.traceId, span_id: span.spanId }) };
    },
    hooks: { streamWrite: printableLines },
  });
  return root;
}
