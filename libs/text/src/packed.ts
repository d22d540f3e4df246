/** A header and arrays of numbers as bytes: the length of the header in four bytes, the header (JSON), the arrays one after the other. */
export function pack(header: string, ...arrays: readonly ArrayBufferView[]): Uint8Array {
  const head = new TextEncoder().encode(header);
  const parts = [Uint32Array.of(head.length), head, ...arrays];
  const bytes = new Uint8Array(parts.reduce((sum, it) => sum + it.byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

/** The header of what `pack` wrote, and at which byte the arrays begin. */
export function unpack<Header>(bytes: Uint8Array): { header: Header; from: number } {
  const from = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, from))) as Header, from };
}

/** The bytes from there on as a buffer of their own, in which numbers of two and four bytes can be read in place: they must begin at a multiple of as many. */
export const numbersFrom = (bytes: Uint8Array, from: number): ArrayBuffer => new Uint8Array(bytes.subarray(from)).buffer;
