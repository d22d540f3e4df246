// Adding to a list in a file that is there: found by a pattern, or refused by name, so that a list which moved is noticed at once.

/** Puts text after the last match of a pattern in a file of the tree. */
export function insertAfter(tree, file, pattern, text) {
  const content = read(tree, file);
  const last = [...content.matchAll(pattern)].at(-1);
  if (!last) throw new Error(`${file}: nothing matches ${pattern}, after which "${text.trim()}" belongs. Has the list moved? Then infra/nx must follow.`);
  const at = last.index + last[0].length;
  tree.write(file, content.slice(0, at) + text + content.slice(at));
}

/** Adds a service to the list ['ingestion', 'sentiment', …] of a file. */
export const addToServices = (tree, file, name) => insertAfter(tree, file, /\['ingestion', 'sentiment', (?:'\w+', )*'\w+'(?=\])/g, `, '${name}'`);

export function read(tree, file) {
  const content = tree.read(file, 'utf8');
  if (content === null) throw new Error(`${file} is not there`);
  return content;
}

/** parcel-lost or parcel → ParcelLost, Parcel. */
export const pascal = (name) => name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());
