import { describe, expect, it } from '@jest/globals';
import { blendedModel } from './model.js';

const felt = (text: string, language: string) => blendedModel.read(text, language).score;

describe('emotions without a trained head', () => {
  it.each([
    ['de', 'Ich bin so wütend, eine Frechheit', 'anger'], ['de', 'Das Zimmer war ekelhaft', 'disgust'], ['de', 'Ich habe Angst um mein Konto', 'fear'], ['de', 'Ich habe mich sehr gefreut', 'joy'], ['de', 'Ich bin traurig und enttäuscht', 'sadness'],
    ['es', 'Estoy furioso con ustedes', 'anger'], ['es', 'Qué asco de comida', 'disgust'], ['es', 'Estoy muy preocupada por mi cuenta', 'fear'], ['es', 'Me encantó, estoy feliz', 'joy'], ['es', 'Qué decepción tan triste', 'sadness'],
    ['fr', 'Je suis furieuse, c est une honte', 'anger'], ['fr', 'Des cafards dans la chambre, répugnant', 'disgust'], ['fr', 'Je suis très inquiète', 'fear'], ['fr', 'Ravie de mon achat', 'joy'], ['fr', 'Très déçue et triste', 'sadness'],
    ['it', 'Sono furioso, è vergognoso', 'anger'], ['it', 'Che schifo, scarafaggi in camera', 'disgust'], ['it', 'Sono preoccupata per il mio conto', 'fear'], ['it', 'Sono felicissimo', 'joy'], ['it', 'Che delusione, che peccato', 'sadness'],
    ['pt', 'Estou furioso, é um absurdo', 'anger'], ['pt', 'Que nojo, baratas no quarto', 'disgust'], ['pt', 'Estou preocupada com a minha conta', 'fear'], ['pt', 'Amei, estou feliz', 'joy'], ['pt', 'Estou triste e decepcionada', 'sadness'],
    ['de', 'Damit hätte ich nicht gerechnet, ich bin überrascht', 'surprise'], ['es', 'Qué sorpresa', 'surprise'],
  ])('%s: "%s" is %s, with the words for it', (language, text, emotion) => {
    const score = felt(text, language);
    expect(score.emotion?.label).toBe(emotion);
    expect(score.reasons.emotion?.length).toBeGreaterThan(0);
  });

  it.each([['de', 'Ich habe keine Angst davor, alles bestens', 'joy'], ['de', 'Morgen fahre ich nach Berlin', 'neutral'], ['es', 'Nadie contesta, pésimo servicio', 'anger']])('%s: "%s" is %s by its label', (language, text, emotion) => expect(felt(text, language).emotion?.label).toBe(emotion));
});
