import { trace } from '@opentelemetry/api';
import { printableLines, sayable } from '@vocloop/contracts';
import { pino, type Logger as PinoLogger, type SerializedError } from 'pino';
import { currentService } from './current-service.js';

let root: PinoLogger | undefined;

const secrets = ['authorization', 'cookie', 'password', 'secret', 'token'].flatMap((it) => [it, `*.${it}`, `*.headers.${it}`, `headers.${it}`]);

/** What an error is logged as. */
interface Told extends Pick<SerializedError, 'type' | 'message' | 'stack'> {
  readonly code?: unknown;
  readonly query?: unknown;
  readonly raw?: Error;
  readonly aggregateErrors?: readonly Told[];
}

function told({ type, message, stack, code, query, aggregateErrors, raw }: Told): Told {
  let [said, stackSaid] = [message, stack];
  // Both hold the messages of all causes.
  for (let it: unknown = raw; it instanceof Error; it = it.cause) {
    const { message: full } = it;
    const short = sayable(it);
    said = said.replace(full, () => short);
    stackSaid = stackSaid.replace(full, () => short);
  }
  return { type, message: said, stack: stackSaid, code, query, aggregateErrors: aggregateErrors?.map(told) };
}

/** What the log says of an error: not what a statement was given, nor the rows that a database names, for those are customers' words. Nest's logger has to be told too: it puts its own in the place of ours. */
const serializers = { err: pino.stdSerializers.wrapErrorSerializer((error) => (typeof (error as Partial<Told> | null)?.stack === 'string' ? told(error as Told) : error)) };

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
    serializers,
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

/** How Nest's logger writes to the process's one. */
export const nestLogger = (level?: string) => ({ pinoHttp: { logger: processLogger(level), autoLogging: false, serializers, wrapSerializers: false }, forRoutes: [] });
