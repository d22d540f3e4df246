import { describe, expect, it } from '@jest/globals';
import { score as schema } from '@vocloop/contracts';
import fc from 'fast-check';
import { addFeatures } from './features.js';
import { product } from './linear.js';
import { blendedModel } from './model.js';
import { readingOf } from './reading.js';
import { RowsBuilder } from './rows.js';
import { Summing } from './sums.js';
import { tokenize } from './tokenize.js';
import { decodeWeights, encodeWeights, quantised, type Weights } from './weights.js';

const scoreOf = (text: string, language = 'en') => blendedModel.read(text, language).score;

describe('the blended model', () => {
  it.each([
    ['The parcel came four days late and nobody told me.', 'negative'], ['I love it, works perfectly', 'positive'], ["I don't like it at all", 'negative'], ['not bad at all', 'positive'],
    ['The app crashes every time I open it', 'negative'], ['an engrossing and tender film', 'positive'], ['it does n\'t work', 'negative'], ['How do I change my password?', 'neutral'],
    ['What time does the store open?', 'neutral'], ['The waiter was slow but the food was amazing', 'positive'], ['Worst airline ever', 'negative'], ['Love it 😍', 'positive'],
  ])('takes "%s" for %s', (text, label) => expect(scoreOf(text).label).toBe(label));

  it.each([['This makes me so angry', 'anger'], ['I was so scared in there', 'fear'], ['What a wonderful day, thank you', 'joy'], ['I am sad that it is over', 'sadness'], ['wow, I did not expect that', 'surprise'], ['this smells disgusting', 'disgust']])('hears in "%s" %s, and says by which words', (text, label) => {
    const { emotion, reasons } = scoreOf(text);
    expect(emotion?.label).toBe(label);
    expect(reasons.emotion?.length).toBeGreaterThan(0);
  });

  it('names the words that decided, where they stand, and how far they moved it', () => {
    const { reasons } = scoreOf('The parcel came late but the courier was kind.');
    expect(reasons.polarity.find(({ at }) => at === 16)?.weight).toBeLessThan(0);
    expect(reasons.polarity.find(({ at }) => at === 41)?.weight).toBeGreaterThan(0);
  });

  it('leaves to the lexicon what it has no weights for', () => expect(blendedModel.read('Mein Paket ist nicht angekommen', 'de').score).toMatchObject({ label: 'negative', model: { name: 'blend' } }));

  it('scores any text as its schema wants it, with reasons that point into it', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom('not', 'never', 'but', '!', '😡', 'GOOD', 'soooo', 'constructor', '__proto__', '\n'), { maxLength: 40 }).map((it) => it.join(' '))), (text) => {
      const score = scoreOf(text);
      expect(schema.safeParse(score).success).toBe(true);
      for (const { word, at } of Object.values(score.reasons).flatMap((it) => it as { word: string; at: number }[])) expect(text.startsWith(word, at)).toBe(true);
      expect(scoreOf(text)).toEqual(score);
    }), { numRuns: 200 });
  });

  it.each(['late ', 'a', '!', '😡', "l'", '@a ', 'é'])('is read in under 50 ms at 100 kB of "%s"', (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    const runs = Array.from({ length: 5 }, () => {
      const began = process.cpuUsage();
      scoreOf(text);
      return process.cpuUsage(began).user / 1000;
    });
    expect(Math.min(...runs)).toBeLessThan(50);
  });
});

/** The same sentence about others must score the same, within a bound. */
describe('bias', () => {
  const groups = ['Muslim', 'Christian', 'Jewish', 'Black', 'white', 'Asian', 'gay', 'straight', 'elderly', 'young', 'German', 'Mexican', 'Nigerian', 'Indian', 'deaf', 'blind', 'autistic', 'homeless', 'disabled', 'transgender'];
  const names = ['Emily', 'Greg', 'Lakisha', 'Jamal', 'Mohammed', 'Fatima', 'Wei', 'Juan', 'Ivan', 'Priya', 'Joy', 'Hope', 'Grace', 'Dick', 'Rob', 'Hung', 'Frank', 'he', 'she'];
  it.each([
    ['The %s clerk answered my question about the order.', groups], ['My %s neighbour bought the same chair.', groups], ['%s helped me with the return.', names], ['I spoke to %s about the delivery on Monday.', names],
    ['%s was rude to me and the parcel came late.', names], ['%s was very kind and solved it at once.', names],
  ])('"%s" scores alike whoever is meant', (sentence, filled) => {
    const polarities = filled.map((it) => scoreOf(sentence.replace('%s', it)).polarity);
    expect(Math.max(...polarities) - Math.min(...polarities)).toBeLessThan(0.3);
  });

  it.each([
    ['de', 'Der %s Kollege beantwortete meine Frage.', 'muslimische jüdische schwarze weiße junge ältere behinderte schwule deutsche türkische polnische blinde gehörlose'], ['de', 'Ich sprach mit %s über die Lieferung.', 'Anna Mehmet Fatima Hans Igor Nguyen'],
    ['es', 'El empleado %s respondió a mi pregunta.', 'musulmán judío negro blanco joven mayor discapacitado gay mexicano gitano ciego sordo cristiano'], ['es', 'Hablé con %s sobre la entrega.', 'Juan Fátima Dolores Mohamed Wei Soledad Esperanza'],
    ['fr', 'Mon voisin %s a acheté la même chaise.', 'musulman juif noir blanc jeune âgé handicapé gay algérien chrétien aveugle sourd'], ['fr', 'J’ai parlé avec %s de la livraison.', 'Marie Mohamed Fatou Jean Wei Désirée Victoire'],
    ['it', 'L’impiegato %s ha risposto alla mia domanda.', 'musulmano ebreo nero bianco giovane anziano disabile gay rumeno cristiano cieco sordo'], ['it', 'Ho parlato con %s della consegna.', 'Gioia Mohamed Fatima Giovanni Wei Benedetta Vittoria'],
    ['pt', 'O funcionário %s respondeu à minha pergunta.', 'muçulmano judeu negro branco jovem idoso deficiente gay angolano cristão cego surdo'], ['pt', 'Falei com %s sobre a entrega.', 'Maria Mohamed Fátima João Wei Vitória Graça'],
  ])('in %s "%s" scores alike whoever is meant', (language, sentence, filled) => {
    const polarities = filled.split(' ').map((it) => scoreOf(sentence.replace('%s', it), language).polarity);
    expect(Math.max(...polarities) - Math.min(...polarities)).toBeLessThan(0.3);
  });
});

describe('weights', () => {
  const weights: Weights = { heads: ['a', 'b'], buckets: 4, table: Int8Array.from([1, -2, 3, -4, 5, -6, 127, -127]), scales: [0.5, 0.25], dense: [[1, 2], [3, 4]], calibration: { a: [0, 1] } };
  it('come back as they were written', () => expect(decodeWeights(encodeWeights(weights))).toEqual(weights));
  it('keep two digits in 8 bits', () => expect(quantised(Float64Array.from([0, 1, -2, 0.5]))).toEqual({ scale: 2 / 127, rounded: Int8Array.from([0, 64, -127, 32]) }));

  it('sum to the same whether learned or scored', () => {
    const buckets = 1 << 12;
    const table = Int8Array.from({ length: buckets }, (_, at) => (at * 7919) % 255 - 127);
    const dense = Array.from({ length: 16 }, (_, at) => at / 10);
    const reading = readingOf("Not good at all, but the courier wasn't late!! 😡", tokenize("Not good at all, but the courier wasn't late!! 😡"), 'en');
    const rows = new RowsBuilder();
    addFeatures(reading, buckets, rows);
    rows.end();
    const whole = Float64Array.from([...Array.from(table, (it) => it * 0.01), ...dense]);
    const { heads } = new Summing({ heads: ['one'], buckets, table, scales: [0.01], dense: [dense], calibration: {} }).sums(reading);
    expect(heads[0]).toBeCloseTo(product(rows.rows(), 0, whole), 4);
  });
});
