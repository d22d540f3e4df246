// What the load's customers say.

/** Where, and what. */
export const problems = [
  ['delivery', 'The parcel came four days late and nobody told me.'], ['checkout', 'Paying took three attempts, then the card was charged twice.'],
  ['billing', 'The invoice is wrong again and nobody corrects it.'], ['support-phone', 'I waited forty minutes on the phone and nobody answered.'],
  ['returns', 'My refund has not come after three weeks.'], ['app', 'The app crashes whenever I open my orders.'],
];
export const praise = ['Quick and friendly, thank you.', 'The garden chair is comfortable.', 'All good.', 'Great service, I will come again.'];

/** One in a thousand feedback says this, and the scoring of it throws. */
export const poisonText = 'chaos poisons the handler';
