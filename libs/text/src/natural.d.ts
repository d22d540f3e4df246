/* natural has types at its root only, and its root loads drivers for three databases: these are the parts that are used. */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_es.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_de.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_fr.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_it.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
declare module 'natural/lib/natural/stemmers/porter_stemmer_pt.js' { const stemmer: { stem(word: string): string }; export default stemmer; }
