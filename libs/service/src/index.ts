export { Allow, Caller, Public } from './access/allow.decorator.js';
export { issueKey, keyIdOf, verifyKey, type IssuedKey } from './access/api-key.js';
export { ApiKeys, type ApiKey } from './access/api-keys.js';
export { accessMigrations } from './access/migrations.js';
export { scopes, type CallerOf, type Scope } from './access/scopes.js';
export { pseudonymOf } from './access/pseudonym.js';
export { Clock, newId } from './clock/clock.js';
export { Egress, EgressError, type EgressAnswer, type EgressRequest } from './egress/egress.js';
export { Health, type CheckResult, type Readiness } from './health/health.js';
export { TakesIfMatch, checkIfMatch, etagOf } from './if-match/if-match.js';
export { TakesTime } from './limits/answer-within.js';
export { hostile, type JsonLimits } from './limits/hostile.js';
export { ItemByItem, type RawRequest } from './limits/json-body.js';
export { describeService } from './openapi/describe.js';
export { openApiOf } from './openapi/openapi.js';
export { page, pageQuery, readCursor, type Page } from './page/page.js';
export { fieldErrors, pointerOf, type SchemaIssue } from './problem/field-errors.js';
export { Problem, conflict, forbidden, invalid, notFound, tooMany, unauthorized, unavailable, type FieldError, type ProblemOptions } from './problem/problem.js';
export { invalidBy, isDatabaseAway, problemOf } from './problem/problem-of.js';
export { answerProblem, faultOfHead, refuseExpectation, refuseUnreadable } from './problem/unreadable.js';
export { renderEnvExample, renderSettingsTable } from './settings/settings-docs.js';
export {
  SettingsError, commonSettings, list, loadSettings, setting, settingsOf, wholeNumber,
  type CommonSettings, type SettingNotes,
} from './settings/settings.js';
export { createService, serverLimits, type Service, type ServiceModuleOf, type ServiceOptions } from './start/create-service.js';
export { prepareProcess, stopOnSignals } from './start/process.js';
export { SETTINGS } from './start/service.module.js';
export { Shutdown } from './start/shutdown.js';
export { start, type Running, type ServiceConfig } from './start/start.js';
export { asService, currentService } from './telemetry/current-service.js';
export { processLogger } from './telemetry/logging.js';
export { currentTraceId } from './telemetry/request-trace.js';
export { durationBuckets, meter, renderMetrics, startTelemetry, stopTelemetry, tracer } from './telemetry/telemetry.js';
