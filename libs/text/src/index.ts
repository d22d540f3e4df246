export { handoffOf, keptTurns, placeOf, turnOf, withTurn, type HandoffDecision, type Turn } from './conversation.js';
export { detectLanguage, type Detected } from './language.js';
export { maskFact, maskFeedback, maskNames, maskText, type Masked, type Masking } from './masking.js';
export { lexiconModel, unscored, type Request, type Scored, type SentimentModel } from './model.js';
export { phoneRegion } from './personal-data.js';
export { keywords, similarity, sketch, type Sketch } from './sketch.js';
export { isScored, languages, stem, type Language } from './stem.js';
export { themes, type Theme } from './themes.js';
export { tokenize, type Token, type TokenKind } from './tokenize.js';
