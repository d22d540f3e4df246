/** Words for groups of people. A model reads them all as one word, so that it cannot learn what others say of some of them. */
const identities = new Set(`muslim muslims islam islamic christian christians christianity catholic catholics jew jews jewish hindu hindus buddhist atheist atheists black blacks white whites asian asians african
  africans arab arabs latino latina latinos hispanic gay gays lesbian lesbians bisexual straight queer trans transgender woman women man men male males female females girl girls boy boys guy guys lady ladies
  elderly young disabled immigrant immigrants refugee refugees foreigner foreigners he she him her his hers american americans mexican mexicans german germans french british english irish italian italians
  spanish polish russian russians chinese japanese korean indian indians pakistani nigerian nigerians turkish iranian israeli canadian canadians european europeans`.split(/\s+/));
const somebody = 'somebody';

/** True for a folded English word that says which group people belong to. */
export const isIdentity = (folded: string): boolean => identities.has(folded);

/** A word, or the one word that stands for every group. */
export const withoutIdentity = (folded: string): string => (isIdentity(folded) ? somebody : folded);
