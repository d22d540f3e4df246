/** Emoji and emoticons by valence: their meaning is the same in every language. */
const byValence: [number, string][] = [
  [3, '😍 🥰 😘 🤩 ❤ ♥ 💕 💖 💗 💙 💚 💛 💜 🧡 🩷 🩵 🤍 🤎 💞 💓 💝 💘 💟 ❣ 😻 🎉 🥳 🎊 💯 🏆 🥇 🏅 👑 💐 🫶 <3'],
  [2, '😊 😀 😃 😄 😁 🙂 😎 👍 👏 🙌 👌 😋 😇 💪 ✨ 🌟 ⭐ 💫 🤗 ☺ 😉 ✌ 🙏 😂 🤣 😆 😌 😚 😙 😗 😽 😸 😹 😺 🤠 🤝 🤙 🤘 💋 👯 💃 🕺 🍾 🥂 🍻 🎈 🎁 🎂 🌈 🌹 🌷 🌸 🌺 🌻 ☀ 🌞 😛 😜 😝 🤪 🥹 🫡 💎 🔝 :) :-) :d :-d =) ;) ;-) (: ;d =d :p :-p :-* ^^ ^_^'],
  [1, '🎶 🎵 🍀 ☘ 👋 🤞 🙈 😏 🤭 🔥 🚀'],
  [-1, '😐 😑 😕 🙄 😒 😬 🤔 😴 🥱 🫤 😶 🙃 🤨 😪 😳 🤐 🥴 🚫 ❌ :/ :-/ :| -_- :o 😅'],
  [-2, '😞 😔 😟 🙁 ☹ 😢 😣 😖 😫 😩 😤 👎 💔 😓 😥 😭 🤦 🤷 😰 😨 😱 😧 😦 🥺 😿 🙀 🤕 🤒 🤧 😷 🥵 🥶 😵 🤯 🤡 ⛔ 🥀 :( :-( :\'( =( ): </3 ;( :c'],
  [-3, '😡 😠 🤬 🤮 🤢 💩 🖕 😾 👿 >:('],
];
const valences = new Map(byValence.flatMap(([valence, list]) => list.split(' ').map((it): [string, number] => [it, valence])));
const angry = new Set('😡 😠 🤬 😤 🖕 👿 >:( 🤮 🙄 🤦'.split(' '));

const plain = (emoji: string): string => emoji.toLowerCase().replace(/\ufe0f|[\u{1f3fb}-\u{1f3ff}]|\u200d.*/gu, '');

/** The valence of an emoji in -5…5, whatever its skin tone; 0 where it has none. */
export const emojiValence = (emoji: string): number => valences.get(emoji) ?? valences.get(plain(emoji)) ?? 0;

/** True for an emoji that shows anger rather than sorrow. */
export const isAngry = (emoji: string): boolean => angry.has(emoji) || angry.has(plain(emoji));
