import { describe, expect, it } from '@jest/globals';
import { lexiconModel } from './model.js';
import { themePhrases, themes } from './themes.js';

const scoreOf = (text: string, language?: string) => lexiconModel.read(text, language).score;

const ids = new Set(themes.map(({ id }) => id));

it('no word of grammar is a theme', () => {
  for (const text of ['Não consigo falar com ninguém, horrível.', 'Estou com um problema']) expect(scoreOf(text, 'pt').themes.map(({ id }) => id)).not.toContain('food');
  expect(scoreOf('A comida estava fria', 'pt').themes.map(({ id }) => id)).toContain('food');
});

describe('themes', () => {
  it.each([
    ['en', 'The parcel was left at the wrong address', 'delivery'], ['en', 'My flight was delayed by three hours', 'punctuality'], ['en', 'I was charged twice on my invoice', 'billing'],
    ['en', 'I want my money back, where is my refund', 'refund'], ['en', 'The promo code does not work in the cart', 'checkout'], ['en', 'I cannot log in, my password is refused', 'account'],
    ['en', 'The leg of the chair is broken, poor quality', 'quality'], ['en', 'The menu is confusing and hard to use', 'usability'], ['en', 'The page is slow and takes forever to load', 'performance'],
    ['en', 'The app crashes since the update', 'reliability'], ['en', 'The wifi on board did not work', 'connectivity'], ['en', 'The agent was rude to us', 'staff'], ['en', 'On hold for two hours', 'wait_time'],
    ['en', 'Nobody answered my emails', 'communication'], ['en', 'It is out of stock again', 'availability'], ['en', 'Way too expensive', 'price'], ['en', 'They sent the wrong size and the return label is missing', 'returns'],
    ['en', 'The cable caught fire', 'safety'], ['en', 'I could not change my reservation', 'booking'], ['en', 'They lost my suitcase', 'luggage'], ['en', 'The room was filthy', 'cleanliness'],
    ['en', 'There was no legroom in my seat', 'comfort'], ['en', 'The breakfast was cold', 'food'], ['en', 'They sold my personal data', 'privacy'], ['en', 'You cancelled my flight', 'cancellation'],
    ['en', 'My miles never showed up', 'rewards'], ['en', 'Someone stole my identity', 'fraud'], ['en', 'My credit report is inaccurate', 'reporting_errors'], ['en', 'A collector calls about a debt that is not mine', 'debt_collection'],
    ['en', 'My mortgage servicer refuses', 'loan'],
    ['es', 'El paquete llegó a la dirección equivocada', 'delivery'], ['es', 'El vuelo salió con mucho retraso', 'punctuality'], ['es', 'La aplicación se cierra sola', 'reliability'], ['es', 'El camarero fue grosero', 'staff'],
    ['es', 'Quiero mi reembolso', 'refund'], ['es', 'Perdieron mi maleta', 'luggage'],
    ['de', 'Das Paket wurde falsch zugestellt', 'delivery'], ['de', 'Der Flug hatte Verspätung', 'punctuality'], ['de', 'Die App stürzt ständig ab', 'reliability'], ['de', 'Der Mitarbeiter war unfreundlich', 'staff'],
    ['de', 'Wo bleibt die Rückerstattung', 'refund'], ['de', 'Mein Koffer ist verloren', 'luggage'],
    ['fr', 'Le colis a été livré chez le voisin', 'delivery'], ['fr', 'Le vol avait du retard', 'punctuality'], ['fr', "L'appli plante tout le temps", 'reliability'], ['fr', 'Le vendeur était impoli', 'staff'],
    ['fr', "J'attends mon remboursement", 'refund'], ['fr', 'Ma valise est perdue', 'luggage'],
    ['it', 'Il pacco è stato lasciato dal vicino', 'delivery'], ['it', 'Il volo era in ritardo', 'punctuality'], ['it', "L'app si blocca continuamente", 'reliability'], ['it', 'Il commesso era scortese', 'staff'],
    ['it', 'Aspetto il mio rimborso', 'refund'], ['it', 'Hanno perso la mia valigia', 'luggage'],
    ['pt', 'O pacote foi deixado no vizinho', 'delivery'], ['pt', 'O voo saiu com atraso', 'punctuality'], ['pt', 'O aplicativo trava o tempo todo', 'reliability'], ['pt', 'O vendedor foi grosseiro', 'staff'],
    ['pt', 'Quero o meu reembolso', 'refund'], ['pt', 'Perderam a minha mala', 'luggage'],
  ])('%s: "%s" speaks of %s', (language, text, theme) => {
    const found = scoreOf(text, language).themes;
    expect(found.map(({ id }) => id)).toContain(theme);
    expect(found.find(({ id }) => id === theme)?.words.length).toBeGreaterThan(0);
  });

  it.each([
    ['de', 'Im Buch fehlt eine Seite', ['booking', 'reliability']], ['de', 'Wir sind gestern dort gewesen und haben eingekauft', ['staff']], ['de', 'Der Umstand ist mir bekannt, ich zähle darauf', ['usability', 'billing']],
    ['fr', 'Depuis un mois je lis ce livre', ['cleanliness', 'delivery', 'comfort']], ['fr', 'Le meilleur du pays, je conseille', ['billing', 'staff']], ['fr', 'Je suis prêt, vous savez', ['loan', 'support']],
    ['es', 'Buenas tardes, lo he recibido hoy', ['punctuality', 'billing']], ['es', 'Sin embargo seguro que dan la cara', ['debt_collection', 'safety', 'quality']], ['es', 'Espero volver, vale', ['wait_time', 'checkout']],
    ['it', 'Volevo tornare presto', ['booking', 'loan']], ['it', 'Ho letto che bisogna correre in camera', ['delivery', 'staff']], ['it', 'Le ferie sono insolite', ['safety', 'debt_collection']],
    ['pt', 'Em toda parte, na quarta de manhã, foi mal e negativo', ['quality', 'comfort', 'luggage', 'reporting_errors']], ['en', 'I called my mother, nice phone', ['wait_time']],
  ])('%s: "%s" speaks of none of %s', (language, text, none) => expect(scoreOf(text, language).themes.map(({ id }) => id).filter((id) => none.includes(id))).toEqual([]));

  it('puts the most confident first', () => {
    const found = scoreOf('The courier lost my parcel, the delivery never came, and I called', 'en').themes;
    expect(found[0]?.id).toBe('delivery');
    expect(found.map(({ confidence }) => confidence)).toEqual(found.map(({ confidence }) => confidence).sort((a, b) => b - a));
  });

  it('finds none where none is named', () => expect(scoreOf('That is bad', 'en').themes).toEqual([]));

  it.each(Object.entries(themePhrases))('%s has phrases for every theme, and for no other', (_, table) => {
    const named = table.trim().split('\n').map((line) => line.split(' ')[0] as string);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    expect([...ids].filter((id) => !named.includes(id))).toEqual([]);
  });
});
