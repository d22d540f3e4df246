import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

const byDefault = { kafka: false, once: false, json: false, port: 3000 };

describe('the command line of npm start', () => {
  it.each<[string, string[], Record<string, string>, object | 'help']>([
    ['nothing', [], {}, byDefault],
    ['a file', ['--import', 'a.csv', '--mapping', 'text=comment', '--rules', 'r.yaml'], {}, { ...byDefault, importFile: 'a.csv', mapping: 'text=comment', rules: 'r.yaml' }],
    ['the switches', ['--kafka', '--once', '--json'], {}, { ...byDefault, kafka: true, once: true, json: true }],
    ['a port over PORT', ['--port', '0'], { PORT: '4000' }, { ...byDefault, port: 0 }],
    ['PORT', [], { PORT: '4000' }, { ...byDefault, port: 4000 }],
    ['a platform elsewhere', ['--url', 'https://voc.example/', '--key', 'voc_a', '--once'], {}, { ...byDefault, once: true, elsewhere: { url: 'https://voc.example', key: 'voc_a' } }],
    ['its key from the environment', ['--url', 'http://localhost:3000'], { VOC_API_KEY: 'voc_b' }, { ...byDefault, elsewhere: { url: 'http://localhost:3000', key: 'voc_b' } }],
    ['a key in the environment alone', [], { VOC_API_KEY: 'voc_b' }, byDefault],
    ['help', ['--help'], {}, 'help'],
  ])('takes %s', (_, argv, env, options) => {
    expect(readOptions(argv, env)).toEqual(options);
  });

  it.each<[string, string[], Record<string, string>, string]>([
    ['a mapping without a file', ['--mapping', 'text=a'], {}, '--import FILE'],
    ['a port that is none', ['--port', '70000'], {}, '"70000"'],
    ['a wrong PORT', [], { PORT: 'http' }, '"http"'],
    ['a word it does not know', ['--imort', 'a.csv'], {}, '--imort'],
    ['a url that is none', ['--url', 'localhost:3000', '--key', 'voc_a'], {}, '--url must begin with http:// or https://, not "localhost:3000"'],
    ['a platform elsewhere without its key', ['--url', 'http://a'], {}, 'VOC_API_KEY'],
    ['a key for nowhere', ['--key', 'voc_a'], {}, '--url URL'],
    ['a log for a platform that it does not start', ['--url', 'http://a', '--key', 'voc_a', '--kafka'], {}, '--kafka'],
    ['a port for a platform that it does not start', ['--url', 'http://a', '--key', 'voc_a', '--port', '1'], {}, '--port'],
  ])('refuses %s, with the mend', (_, argv, env, said) => {
    expect(() => readOptions(argv, env)).toThrow(said);
  });
});
