import { blendedModel, type SentimentModel } from '@vocloop/text';

/** Where the model is injected: `@Inject(SENTIMENT_MODEL) model: SentimentModel`. */
export const SENTIMENT_MODEL = Symbol('SentimentModel');

/** The model that scores; another one takes its place here. */
export const sentimentModel = { provide: SENTIMENT_MODEL, useValue: blendedModel satisfies SentimentModel };
