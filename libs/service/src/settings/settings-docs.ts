import { z } from 'zod';
import { notesOf } from './settings.js';

interface Row {
  readonly name: string;
  readonly needed: boolean;
  readonly byDefault: string;
  readonly values: string;
  readonly notes: ReturnType<typeof notesOf>;
}

function rowsOf(schema: z.ZodObject): Row[] {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties: Record<string, { enum?: unknown[] }>; required?: string[] };
  return Object.entries(schema.shape).map(([name, field]) => {
    const said = described.properties[name] ?? {};
    // A JSON schema cannot say what a default becomes behind a transform; parsing nothing can.
    const byDefault = (field as z.ZodType).safeParse(undefined).data;
    return { name, needed: (described.required ?? []).includes(name), byDefault: Array.isArray(byDefault) ? byDefault.join(',') : String(byDefault ?? ''), values: (said.enum ?? []).join(', '), notes: notesOf(field as z.ZodType) };
  });
}

/** A `.env.example` of a schema: needed settings with how to make them, the others commented out with their defaults. */
export function renderEnvExample(schema: z.ZodObject): string {
  const blocks = rowsOf(schema).map(({ name, needed, byDefault, values, notes }) => {
    const hints = [notes.description, values && `One of: ${values}.`, notes.make && `Make one: ${notes.make}`].filter(Boolean);
    const value = needed ? (notes.example ?? '') : byDefault;
    return `# ${hints.join(' ')}\n${needed ? '' : '# '}${name}=${value}`;
  });
  return `${blocks.join('\n\n')}\n`;
}

/** A Markdown table of a schema's settings. */
export function renderSettingsTable(schema: z.ZodObject): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const lines = rowsOf(schema).map(({ name, needed, byDefault, values, notes }) => {
    const text = [notes.description, values && `One of ${values}.`, notes.make && `Make one: \`${notes.make}\``].filter(Boolean).join(' ');
    return `| \`${name}\` | ${needed ? '**needed**' : byDefault && `\`${cell(byDefault)}\``} | ${cell(text)} |`;
  });
  return ['| setting | default | what it is |', '| --- | --- | --- |', ...lines, ''].join('\n');
}
