import { describe, expect, it } from '@jest/globals';
import { detectLanguage } from './language.js';
import { tokenize } from './tokenize.js';

const codeOf = (text: string, declared?: string): string => detectLanguage(tokenize(text), declared).code;

describe('the language of a text', () => {
  it.each([
    ['en', 'awesome device'], ['en', "that's super cute. :) happy birthday!"], ['en', 'Poor construction'],
    ['de', 'Das war gar nicht gut'], ['fr', "C'est vraiment nul"], ['es', 'Muy mala atención al cliente'], ['it', 'Servizio pessimo, mai più'], ['pt', 'Péssimo atendimento, não recomendo'],
    ['pt', 'Ótimo atendimento, recomendo'], ['es', '¿Tienen talla M?'], ['es', '¡Ojo con el pedido XL!'], ['und', 'wow'], ['und', 'Joomla'],
  ])('%s: %j', (code, text) => expect(codeOf(text)).toBe(code));

  it.each([
    ['nl', 'De app is super handig en de service was goed'], ['da', 'God service, god mad, fin app'], ['ro', 'Hotel super, personal super, restaurant bun'], ['de', 'Hotel super, service top, restaurant bar'],
  ])('is what its source declares, where English knows the words as well: %s', (declared, text) => expect(codeOf(text, declared)).toBe(declared));

  it('goes by the letters, where those surely say another one than English', () => expect(codeOf('De app is super handig en de service was goed')).toBe('nl'));
});
