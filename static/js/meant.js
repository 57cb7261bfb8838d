// What may have been meant by words that find nothing: names and words of the archive that are spelt nearly so.

import { fold } from "./fold.js";

const EACH = 3;
const LEAST = 3;

/** How many letters may be wrong in so many. */
const allowed = (letters) => (letters < LEAST ? 0 : letters < 7 ? 1 : letters < 16 ? 2 : 3);

/** Other searches, the nearest first. `unknown` are the words of `query` that the archive does not have. */
export function meantBy(query, unknown, names) {
  const whole = nearest(query, names);
  const all = [...whole, ...corrected(query, unknown, names)].sort((one, other) => one.far - other.far);
  const seen = new Set([fold(query)]);
  return all.map(({ text }) => text).filter((text) => !seen.has(fold(text)) && seen.add(fold(text)));
}

/** The query with words of the archive in place of those that it does not have; those that are like none are left out. */
function corrected(query, unknown, names) {
  const known = [...new Set(names.flatMap(wordsOf))];
  const near = new Map(unknown.map((word) => [word, nearest(word, known)]));
  if (![...near.values()].some((words) => words.length)) return [];
  return Array.from({ length: EACH }, (_, place) => {
    let far = 0;
    const words = query.split(/\s+/).map((text) => {
      const word = unknown.find((one) => text.includes(one));
      if (!word) return text;
      const other = near.get(word)[place] ?? near.get(word)[0];
      far += other?.far ?? allowed(word.length) + 1;
      return other ? text.replace(word, () => other.text) : "";
    });
    return { text: words.filter(Boolean).join(" "), far };
  });
}

/** The words of a name, and each with the next: the space between two may be what was left out. */
function wordsOf(name) {
  const words = (name.match(/[\p{L}\p{N}]+/gu) ?? []).map(small);
  return words.flatMap((word, place) => (place ? [word, `${words[place - 1]} ${word}`] : [word]));
}

/** As within a sentence, abbreviations apart. */
const small = (word) => (/\p{Lu}/u.test(word.slice(1)) ? word : word.toLowerCase());

function nearest(text, others) {
  const wanted = fold(text);
  const limit = allowed(wanted.length);
  const near = others.flatMap((other) => {
    const folded = fold(other);
    if (folded.length < LEAST || Math.abs(folded.length - wanted.length) > limit) return [];
    const far = distance(wanted, folded);
    return far <= limit ? [{ text: other, far }] : [];
  });
  return near.sort((one, other) => one.far - other.far).slice(0, EACH);
}

/** How many letters to add, drop, change or swap with the next (Damerau and Levenshtein, no letter touched twice). */
function distance(one, other) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length];
}
