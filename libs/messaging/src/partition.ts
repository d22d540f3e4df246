/**
 * The hash of a key, not negative: its remainder by the number of partitions is the key's partition. As Kafka's Java producer has it (murmur2
 * of the key's UTF-8 bytes), so that native producers and both homes of the log put a key in the same place.
 */
export const keyHash = (key: string): number => murmur2(Buffer.from(key)) & 0x7fffffff;

/** Murmur2 with Kafka's seed, as a signed 32-bit number. Source: org.apache.kafka.common.utils.Utils.murmur2. */
export function murmur2(bytes: Uint8Array): number {
  const multiplier = 0x5bd1e995;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = 0x9747b28c ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const mixed = Math.imul(words.getInt32(at, true), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  const left = bytes.subarray(whole);
  for (let at = left.length - 1; at >= 0; at--) hash ^= (left[at] ?? 0) << (8 * at);
  if (left.length > 0) hash = Math.imul(hash, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}
