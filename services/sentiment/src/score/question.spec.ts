import { describe, expect, it } from '@jest/globals';
import { scoreQuestion } from './question.js';

describe('the body of /v1/score', () => {
  it.each([
    [{ text: 'hello' }], [{ text: 'hello', conversation: 'c', turn: 3, language: 'en' }], [{ turns: [{ text: 'hello' }] }], [{ turns: [{ author: 'bot', text: 'Hi', turn: 0 }, { author: 'customer', text: 'hello' }], conversation: 'c' }],
  ])('may be %j', (body) => expect(scoreQuestion.safeParse(body).success).toBe(true));

  it.each([
    [{}, ['text']], [{ text: '' }, ['text']], [{ text: 'a', turns: [{ text: 'b' }] }, ['text']], [{ turns: [] }, ['turns']], [{ turns: [{ author: 'robot', text: 'a' }] }, ['turns', 0, 'author']],
    [{ text: 'a', language: 'English!' }, ['language']], [{ text: 'a', turn: -1 }, ['turn']], [{ text: 'a', conversation: 'c' }, ['turn']], [{ turns: [{ text: 'a' }], turn: 1 }, ['turn']], [{ text: 'x'.repeat(20_001) }, ['text']],
  ])('may not be %j, and says where', (body, path) => {
    expect(scoreQuestion.safeParse(body).error?.issues.map((it) => it.path)).toContainEqual(path);
  });

  it('names what it does not know', () => expect(scoreQuestion.safeParse({ text: 'a', txt: 'b' }).error?.issues[0]?.message).toMatch(/txt/));
});
