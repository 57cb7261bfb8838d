// Every word of the index, loaded when the index does not know one that was typed. Here a word is found that is behind
// a sign or within a number or a text without spaces, and what may have been meant by one that is nowhere.

import { namesOfAll, once } from "./bets.js";
import { fold } from "./fold.js";
import { formOf, nearest } from "./meant.js";

const MOST = 6;
const LONG = 5;
const SURE = 9;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * For a word that the index does not know: the words of the index that have it in them, else those that are spelt nearly
 * so, the nearest first, words of names before others. Rejects when the words cannot be loaded: then nothing is known.
 */
export async function wordsLike(word) {
  const wanted = squeezed(word);
  const words = await load();
  const ranked = (rank) => words.filter((one) => rankOf(one, wanted) === rank).map(({ text }) => text);
  const same = ranked(SAME);
  const having = (same.length ? same : [...ranked(PART), ...ranked(INSIDE)]).slice(0, MOST);
  if (having.length) return { having, near: [] };
  const names = await namesOfAll().catch(() => new Set());
  const near = nearest(word, words.map(({ text }) => text), names, wanted.length < SURE ? 1 : 2);
  return { having: [], near: near.filter((text) => isLikely(wanted, squeezed(text))) };
}

const [SAME, PART, INSIDE] = [0, 1, 2];

function rankOf({ whole, form, parts }, wanted) {
  if (whole === wanted || form === formOf(wanted)) return SAME;
  if (parts.length > 1 && wanted.length > 2 && parts.some((part) => part.startsWith(wanted))) return PART;
  const isPart = wanted.length >= LONG || /\d\d/.test(wanted) || WITHOUT_SPACES.test(wanted);
  return isPart && whole.includes(wanted) ? INSIDE : Infinity;
}

/** Other words are not slips: “retention” is not “detention”, and “car” is not “can”, though “rsik” is “risk”. */
function isLikely(one, other) {
  const letters = (word) => [...word].sort().join("");
  return letters(one) === letters(other) || (one.length >= LONG && one[0] === other[0]);
}

const squeezed = (text) => fold(text).replaceAll(" ", "");

const load = once("../pagefind/words.txt", (text) =>
  text.split("\n").reverse().map((word) => { // small letters first
    const parts = fold(word).split(" ");
    const whole = parts.join("");
    return { text: word, whole, form: formOf(whole), parts };
  }),
);
