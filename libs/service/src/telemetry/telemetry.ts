import { context, metrics, propagation, trace, type Meter, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';

interface Telemetry {
  readonly exporter: PrometheusExporter;
  readonly stop: () => Promise<void>;
}

let starting: Promise<Telemetry> | undefined;

/** Bounds in seconds for histograms of durations: the SDK's own are for milliseconds. */
export const durationBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A meter by a library's or service's name. Ask after startTelemetry: what was made before measures nothing. */
export const meter = (name: string): Meter => metrics.getMeter(name);

/** A tracer by a library's or service's name. */
export const tracer = (name: string): Tracer => trace.getTracer(name);

/**
 * Starts traces and metrics for the process, once however often it is called. Traces go out where the standard variables
 * say so (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER); otherwise nothing is recorded, but every request still has a trace id.
 */
export async function startTelemetry(serviceName: string, env: Readonly<Record<string, string | undefined>> = process.env): Promise<void> {
  if (env['OTEL_SDK_DISABLED'] !== 'true') await (starting ??= begin(serviceName, env));
}

async function begin(serviceName: string, env: Readonly<Record<string, string | undefined>>): Promise<Telemetry> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const name = env['OTEL_SERVICE_NAME'] ?? serviceName;
  return { exporter, stop: exportsTraces(env) ? await exporting(name, exporter) : unrecorded(name, exporter) };
}

function exportsTraces(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['OTEL_TRACES_EXPORTER']) return env['OTEL_TRACES_EXPORTER'] !== 'none';
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

/** The whole SDK, loaded only here: it brings every exporter there is, a sixth of what it takes to start a service. */
async function exporting(serviceName: string, exporter: PrometheusExporter): Promise<() => Promise<void>> {
  const [{ NodeSDK }, { PgInstrumentation }] = await Promise.all([import('@opentelemetry/sdk-node'), import('@opentelemetry/instrumentation-pg')]);
  const sdk = new NodeSDK({
    serviceName,
    // The detectors of process and host would publish the command line and the machine's name.
    resourceDetectors: [],
    metricReaders: [exporter],
    logRecordProcessors: [],
    instrumentations: [new PgInstrumentation({ requireParentSpan: true })],
  });
  sdk.start();
  return () => sdk.shutdown();
}

/** Spans that have ids, for logs and for what is published, but cost nothing else. */
function unrecorded(serviceName: string, exporter: PrometheusExporter): () => Promise<void> {
  const resource = resourceFromAttributes({ 'service.name': serviceName });
  const meters = new MeterProvider({ resource, readers: [exporter] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }));
  trace.setGlobalTracerProvider(new TracerProvider({ resource, sampler: { shouldSample: () => ({ decision: 0 }), toString: () => 'Unrecorded' } }));
  metrics.setGlobalMeterProvider(meters);
  return () => meters.shutdown();
}

/** All metrics of the process in Prometheus' text format, without the labels that would tell of the machine. */
export async function renderMetrics(): Promise<string> {
  const started = await starting;
  if (!started) return '';
  const { resourceMetrics } = await started.exporter.collect();
  return new PrometheusSerializer(undefined, false, undefined, true, true).serialize(resourceMetrics);
}

/** Sends what is still to be sent and stops; the last thing that a process does. */
export async function stopTelemetry(): Promise<void> {
  await (await starting)?.stop();
}
