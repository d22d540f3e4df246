/* natural has types at its root only, and its root loads drivers for three databases: these are the parts that are used. */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_es.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_de.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_fr.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/sentiment/Spanish/afinnShortSortedSpanish.json' { const words: Record<string, number>; export default words; }
declare module 'natural/lib/natural/sentiment/French/pattern-sentiment-fr.json' { const words: Record<string, { polarity: string; subjectivity: string }>; export default words; }
declare module 'natural/lib/natural/sentiment/German/pattern-sentiment-de.json' { const words: Record<string, { polarity: string; sense: string }>; export default words; }
