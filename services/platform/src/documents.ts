import { asyncApi } from '@vocloop/contracts';
import { type CommonSettings, commonSettings, describeService, loadSettings, renderEnvExample, renderSettingsTable, type ServiceModuleOf } from '@vocloop/service';
import { z } from 'zod';
import { mergeDocuments } from './docs-page.js';
import { services } from './services.js';

const forDocuments = { DATABASE_URL: 'postgres://nobody@localhost/none', VOC_KEY_PEPPER: 'documents are made without any secret' };

/** What documents say of the code, made from the code: whole files by their paths, and the part of docs/operating.md between its settings marks. */
export async function documents(): Promise<{ files: ReadonlyMap<string, string>; settings: string }> {
  const json = (document: unknown) => `${JSON.stringify(document, null, 2)}\n`;
  const files = new Map([
    ['.env.example', renderEnvExample(z.object(Object.assign({}, ...services.map(({ settings }) => settings.shape)) as z.ZodRawShape))],
    ['docs/openapi.json', json(mergeDocuments(await Promise.all(services.map(async ({ name, module, settings }) => describeService(module as ServiceModuleOf<CommonSettings>, { name, settings: loadSettings(settings, forDocuments) as CommonSettings })))))],
    ['docs/asyncapi.json', json(asyncApi())],
  ]);
  return { files, settings: settingsTables() };
}

const marks = /(<!-- settings -->\n)[^]*?(\n<!-- end of settings -->)/;

/** Puts the tables between the marks of a page. */
export function withSettings(page: string, settings: string): string {
  if (!marks.test(page)) throw new Error('docs/operating.md has lost its marks: <!-- settings --> and <!-- end of settings -->');
  return page.replace(marks, (_, before: string, after: string) => `${before}${settings}${after}`);
}

/** One table of what all share, then one for each set of services that share something of their own. */
function settingsTables(): string {
  const own = services.flatMap(({ name, settings }) => Object.entries(settings.shape as z.ZodRawShape).filter(([key]) => !(key in commonSettings)).map(([key, schema]) => ({ key, schema, name })));
  const users = Map.groupBy(own, ({ key }) => key);
  const shared = Map.groupBy([...users.values()], (uses) => uses.map(({ name }) => name).join(' and '));
  const tables = [...shared].map(([names, settings]) => `Of ${names}:\n\n${renderSettingsTable(z.object(Object.fromEntries(settings.flatMap(([it]) => (it ? [[it.key, it.schema]] : [])))))}`);
  return [`Of every service:\n\n${renderSettingsTable(z.object(commonSettings))}`, ...tables].join('\n').trimEnd();
}
