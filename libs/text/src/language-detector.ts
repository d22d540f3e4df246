import { bucketOf, edges, hashOf, languageCell, languageOf, markOf, scoreOf, type LanguageTable } from './language-table.js';

/** The language that the letters of a text speak for most, and the next one; scores are in [0, 1). `reliable` where there is enough to go by. */
export interface Told { code: string; score: number; next?: { code: string; score: number }; reliable: boolean }

const [size, stride] = [4, 3];
const apostrophe = 39;
/** How much of a word and of a text is read, in bytes; a text ends with the first word past `enough`. */
const most = { word: 70, characters: 1000, bytes: 380, enough: 350 };
/** The sum a piece at which a score is one half. */
const half = 25;
const reliable = { pieces: 3, ofAverage: 0.75 };

/**
 * Tells the language of a text by the pieces of its words: four bytes each, every third one, with the word's ends. What each says of 60 languages, and how
 * that becomes a score, is ELD's by Nito T.M. (github.com/nitotm/efficient-language-detector-js).
 */
export class LanguageDetector {
  private readonly sums: Int32Array;
  /** Hashes of the pieces that this text has had; zero is none. A text has fewer than 200. */
  private readonly seen = new Int32Array(512);
  private readonly word = new Uint8Array(most.bytes + 4);
  private length = 0;
  private pieces = 0;

  constructor(private readonly table: LanguageTable) {
    this.sums = new Int32Array(table.codes.length);
  }

  /** Undefined where no piece of the text is known; the text is in lower case with straight apostrophes. */
  detect(text: string): Told | undefined {
    this.sums.fill(0);
    this.seen.fill(0);
    this.pieces = 0;
    this.read(text);
    const { codes, averages } = this.table;
    let [best, next, first, second] = [-1, -1, 0, 0];
    for (let at = 0; at < this.sums.length; at++) {
      const sum = this.sums[at]!;
      if (sum > first) [best, next, first, second] = [at, best, sum, first];
      else if (sum > second) [next, second] = [at, sum];
    }
    if (best < 0) return undefined;
    const score = this.scaled(first);
    return {
      code: codes[best]!, score, reliable: this.pieces >= reliable.pieces && score >= averages[best]! * reliable.ofAverage,
      ...(next >= 0 && { next: { code: codes[next]!, score: this.scaled(second) } }),
    };
  }

  private scaled(sum: number): number {
    const each = sum / this.pieces;
    return each / (each + half);
  }

  private read(text: string): void {
    const end = Math.min(text.length, most.characters);
    let bytes = 0;
    for (let at = 0; at < end && bytes <= most.bytes; ) {
      const code = text.charCodeAt(at);
      if (this.isLetter(code)) {
        bytes += this.put(code);
        at++;
        continue;
      }
      let to = at + 1;
      while (to < end && !this.isLetter(text.charCodeAt(to))) to++;
      // Apostrophes right before a letter are its word's; anything else ends the word.
      let kept = to;
      while (kept > at && text.charCodeAt(kept - 1) === apostrophe) kept--;
      if (kept > at) {
        if (bytes > most.enough) break;
        if (bytes > 0) bytes++;
        this.endWord();
      }
      for (; kept < to && bytes <= most.bytes; kept++) bytes += this.put(apostrophe);
      at = to;
    }
    this.endWord();
  }

  private isLetter(code: number): boolean {
    return ((this.table.letters[code >>> 3]! >>> (code & 7)) & 1) === 1;
  }

  /** Adds a character to the word, as the symbols of its UTF-8, and gives how many bytes that are; letters past 0xffff are not read. */
  private put(code: number): number {
    const { word, table: { symbols } } = this;
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    if (width === 1) word[this.length++] = symbols[code]!;
    else {
      word[this.length++] = symbols[width === 2 ? 0xc0 | (code >>> 6) : 0xe0 | (code >>> 12)]!;
      if (width === 3) word[this.length++] = symbols[0x80 | ((code >>> 6) & 0x3f)]!;
      word[this.length++] = symbols[0x80 | (code & 0x3f)]!;
    }
    return width;
  }

  private endWord(): void {
    const { length } = this;
    if (length === 0) return;
    const end = Math.min(length, most.word);
    let at = 0;
    for (; at + size < end; at += stride) this.add(this.keyOf(at, at + size) | (at === 0 ? edges.begins : 0));
    // The end of a word that is too long counts as a piece that nobody knows.
    if (length > end) this.pieces++;
    else this.add(this.keyOf(Math.max(0, end - size), end) | (at === 0 ? edges.begins : 0) | edges.ends);
    this.length = 0;
  }

  private keyOf(from: number, to: number): number {
    let key = 0;
    for (let at = from; at < to; at++) key = (key << 7) | this.word[at]!;
    return key;
  }

  private add(key: number): void {
    const { seen, sums, table: { starts, cells } } = this;
    const hash = hashOf(key);
    let slot = hash >>> 21;
    for (; seen[slot] !== 0; slot = (slot + 1) % seen.length) if (seen[slot] === hash) return;
    seen[slot] = hash;
    this.pieces++;
    const [bucket, mark] = [bucketOf(hash), markOf(hash)];
    const end = starts[bucket + 1]!;
    let at = starts[bucket]!;
    while (at < end && cells[at] !== mark) at++;
    while (++at < end && cells[at]! >= languageCell) sums[languageOf(cells[at]!)]! += scoreOf(cells[at]!);
  }
}
