import { describe, expect, it } from '@jest/globals';
import { renderEnvExample, renderSettingsTable } from './settings-docs.js';
import { SettingsError, loadSettings, setting, settingsOf, wholeNumber } from './settings.js';

const schema = settingsOf({ VOC_TRIES: setting(wholeNumber(1, 9, 3), { description: 'How often | to try.' }) });
const right = { DATABASE_URL: 'postgres://x:geheim@localhost/x', VOC_KEY_PEPPER: 'x'.repeat(32) };
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadSettings(schema, env);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
};

describe('settings', () => {
  it('have defaults; an empty variable counts as left out', () => {
    expect(loadSettings(schema, { ...right, PORT: '', VOC_EGRESS_ALLOW: 'a.b, 10.0.0.0/8' })).toMatchObject({ PORT: 3000, VOC_LOG: 'postgres', VOC_TRIES: 3, KAFKA_BROKERS: [], VOC_EGRESS_ALLOW: ['a.b', '10.0.0.0/8'] });
  });

  it('are refused all at once, each with its mend, and no secret is shown', () => {
    const problems = problemsOf({ PORT: 'abc', VOC_LOG: 'kafka', LOG_LEVEL: 'loud', VOC_TRIES: '10', VOC_KEY_PEPPER: 'tooshort', DATABASE_URL: 'mysql://root:geheim@x' });
    expect(problems.map((it) => it.split(' ')[0]).sort()).toEqual(['DATABASE_URL', 'KAFKA_BROKERS', 'LOG_LEVEL', 'PORT', 'VOC_KEY_PEPPER', 'VOC_TRIES']);
    const text = problems.join('\n');
    expect(text).toContain('PORT must be a whole number from 0 to 65535 (it is "abc")');
    expect(text).toContain('LOG_LEVEL must be one of fatal, error');
    expect(text).toContain('Make one: openssl rand -base64 48');
    expect(text).not.toMatch(/geheim|tooshort/);
  });

  it('that are needed are named', () => {
    expect(problemsOf({}).map((it) => it.split('.')[0])).toEqual(['DATABASE_URL is missing', 'VOC_KEY_PEPPER is missing']);
  });

  it('render as an example and as a table', () => {
    expect(renderEnvExample(schema)).toContain('# Secret that API keys and pseudonyms are hashed with. Whoever changes it makes all keys invalid. Make one: openssl rand -base64 48\nVOC_KEY_PEPPER=\n');
    expect(renderEnvExample(schema)).toContain('\n# PORT=3000\n'.slice(1));
    expect(renderSettingsTable(schema)).toContain('| `VOC_TRIES` | `3` | How often \\| to try. |');
    expect(renderSettingsTable(schema)).toContain('| `DATABASE_URL` | **needed** |');
  });
});
