import type { Reason, Score } from '@vocloop/contracts';
import { isDenied } from './marks.js';
import { Phrasebook } from './phrasebook.js';
import type { Reading } from './reading.js';
import { quoted, round, strongest } from './reasons.js';
import type { Language } from './stem.js';

/** Words of Ekman's emotions in the languages that no weights tell them for, by judgement: lines of "emotion: phrases" in the notation of `Phrasebook`. Joy and blame without such a word follow from the label. */
const tables: Record<Exclude<Language, 'en'>, string> = {
  de: `
anger: wütend, wut, sauer, stinksauer, zornig, ärgern, ärgerlich, verärgert, genervt, nervt, frechheit, unverschämt, unverschämtheit, empört, empörend, unmöglich, inakzeptabel, hasse, die nase voll, platzt mir der kragen, es reicht
disgust: eklig, ekelhaft, ekel, widerlich, abstoßend, zum kotzen, angewidert, unhygienisch, verschimmelt, kakerlake, stinkt
fear: angst, ängstlich, fürchte, befürchte, panik, besorgt, sorge mich, sorgen, beunruhigt, beunruhigend, erschrocken, nervös, gefährlich, bedrohlich
joy: freue, gefreut, freude, froh, glücklich, begeistert, liebe es, spaß, zufrieden, dankbar, vielen dank, herrlich, lache, stolz
sadness: traurig, trauer, enttäuscht, enttäuschend, enttäuschung, schade, bedauere, bedauerlich, leider, weine, geweint, einsam, vermisse, deprimiert, tut mir leid
surprise: überrascht, überraschend, überraschung, erstaunt, erstaunlich, unerwartet, hätte nicht gedacht, verblüfft, wow, unglaublich, fassungslos
`,
  es: `
anger: enfadado, enfadada, enojado, enojada, furioso, furiosa, rabia, indignado, indignada, indignante, cabreado, cabreada, harto, harta, vergonzoso, vergüenza, inaceptable, me molesta, odio, me da coraje, una falta de respeto
disgust: asco, asqueroso, asquerosa, repugnante, da asco, náuseas, vomitivo, cucaracha, apesta, cochinada
fear: miedo, temo, preocupado, preocupada, preocupante, me preocupa, asustado, asustada, pánico, nervioso, nerviosa, peligroso, terror, angustia
joy: feliz, contento, contenta, alegre, alegría, encantado, encantada, me encanta, me encantó, disfruté, satisfecho, satisfecha, agradecido, agradecida, muchas gracias, orgulloso, divertido
sadness: triste, tristeza, decepcionado, decepcionada, decepción, decepcionante, lástima, una pena, lamento, lloro, llorando, solo y triste, extraño mucho, deprimido, deprimida
surprise: sorprendido, sorprendida, sorpresa, sorprendente, increíble, asombrado, inesperado, no me esperaba, no esperaba, vaya, alucinante
`,
  fr: `
anger: en colère, furieux, furieuse, énervé, énervée, agacé, agaçant, scandaleux, scandale, honteux, une honte, inadmissible, inacceptable, révolté, révoltant, marre, ras le bol, exaspéré, je déteste, se moque, insupportable
disgust: dégoûtant, dégoûté, dégoûtée, dégueulasse, écoeurant, répugnant, infect, immonde, cafard, cafards, pue
fear: peur, inquiet, inquiète, inquiétant, angoissé, angoisse, panique, crains, craindre, effrayé, effrayant, dangereux, stressé, terrifié
joy: heureux, heureuse, content, contente, ravi, ravie, joie, enchanté, enchantée, adore, plaisir, satisfait, satisfaite, merci beaucoup, un grand merci, fier, fière, rigolé
sadness: triste, tristesse, déçu, déçue, déception, décevant, décevante, dommage, regrette, malheureusement, pleure, pleuré, seul et triste, me manque, déprimé, navré, navrée
surprise: surpris, surprise, surprenant, étonné, étonnée, étonnant, inattendu, je ne m attendais pas, incroyable, stupéfait, oh là là
`,
  it: `
anger: arrabbiato, arrabbiata, furioso, furiosa, rabbia, incazzato, incazzata, indignato, indignata, vergognoso, vergogna, inaccettabile, stufo, stufa, odio, irritato, irritante, scandaloso, una presa in giro, non ne posso più
disgust: schifo, schifoso, schifosa, disgustoso, disgustosa, disgustato, ripugnante, nauseante, scarafaggi, puzza, che schifo
fear: paura, preoccupato, preoccupata, preoccupante, preoccupa, spaventato, spaventata, panico, ansia, terrore, temo, pericoloso, nervoso, nervosa
joy: felice, felicissimo, felicissima, contento, contenta, gioia, entusiasta, adoro, mi piace, divertente, soddisfatto, soddisfatta, soddisfatti, grazie mille, orgoglioso, allegro
sadness: triste, tristezza, deluso, delusa, delusi, delusione, deludente, peccato, purtroppo, dispiace, dispiaciuto, piango, pianto, mi manca, depresso
surprise: sorpreso, sorpresa, sorprendente, stupito, stupita, inaspettato, incredibile, non me lo aspettavo, sbalordito, accipicchia
`,
  pt: `
anger: raiva, irritado, irritada, furioso, furiosa, indignado, indignada, revoltado, revoltada, absurdo, vergonha, vergonhoso, inaceitável, ódio, odeio, farto, farta, cansei, falta de respeito, palhaçada, de saco cheio
disgust: nojo, nojento, nojenta, repugnante, asqueroso, enjoado, barata, baratas, fedor, fede, que nojo
fear: medo, preocupado, preocupada, preocupante, me preocupa, assustado, assustada, pânico, ansioso, ansiosa, receio, perigoso, terror, nervoso
joy: feliz, felizes, contente, alegre, alegria, adorei, amei, encantado, encantada, satisfeito, satisfeita, grato, grata, muito obrigado, muito obrigada, orgulho, divertido
sadness: triste, tristeza, decepcionado, decepcionada, desapontado, desapontada, decepção, desilusão, pena, infelizmente, lamento, chorei, chorando, saudade, saudades, deprimido
surprise: surpreso, surpresa, surpreendido, surpreendida, surpreendente, inesperado, incrível, não esperava, espantado, espantada, nossa
`,
};
const books = new Map<Language, Phrasebook<string>>();

/** What a label says of the emotion where no word tells it, and how sure that is beside the label: praise is joy, and blame anger more often than grief, fear or disgust. */
export const byLabel: Partial<Record<Score['label'], { label: string; share: number }>> = { positive: { label: 'joy', share: 1 }, negative: { label: 'anger', share: 0.5 }, neutral: { label: 'neutral', share: 1 } };

/** The emotion of a text by the words for it that are not denied, and where there are none by its label, with the words that told: those for the emotion, or those for the label. As sure as those words agree. */
export function feelingOf(reading: Reading, { label, confidence }: Pick<Score, 'label' | 'confidence'>): { emotion: NonNullable<Score['emotion']>; feelings: Reason[] } {
  const { words, language } = reading;
  const told: { emotion: string; from: number; to: number }[] = [];
  if (language !== 'en') bookOf(language).scan(words, ({ meaning, from, to }) => { if (!isDenied(words, from, to, language)) told.push({ emotion: meaning, from, to }); });
  const counts = new Map<string, number>();
  for (const { emotion } of told) counts.set(emotion, (counts.get(emotion) ?? 0) + 1);
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  if (!best) {
    const { label: emotion, share } = byLabel[label] ?? { label: 'neutral', share: 1 };
    const sure = round(confidence * share);
    const sided = strongest(reading.items.filter(({ weight }) => (label === 'positive' && weight > 0) || (label === 'negative' && weight < 0)), 3);
    const all = sided.reduce((sum, { weight }) => sum + weight, 0);
    return { emotion: { label: emotion, confidence: sure }, feelings: sided.map((it) => quoted(reading, it, round((sure * it.weight) / all))) };
  }
  const share = round(best[1] / (told.length + 1));
  return { emotion: { label: best[0], confidence: share }, feelings: told.filter(({ emotion }) => emotion === best[0]).map((it) => quoted(reading, it, round(share / best[1]))) };
}

function bookOf(language: Exclude<Language, 'en'>): Phrasebook<string> {
  const known = books.get(language);
  if (known) return known;
  const book = new Phrasebook<string>(language);
  for (const line of tables[language].trim().split('\n')) {
    const [emotion, phrases] = line.split(': ') as [string, string];
    for (const it of phrases.split(', ')) book.add(it.includes(' ') ? it : `=${it}`, emotion);
  }
  books.set(language, book);
  return book;
}
