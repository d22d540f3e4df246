import { decodeVectors, Vectors } from '../vectors.js';
import { bytesOf } from './bytes.js';

let vectors: Vectors | undefined;

/** What English texts mean, as vectors; their table is read when it is first asked for. */
export const englishVectors = (): Vectors => (vectors ??= new Vectors(decodeVectors(bytesOf('vectors-en'))));
