// What may have been meant by words that find nothing: words and names of the archive that are spelt nearly so.

import { fold } from "./fold.js";

const LEAST = 3;
const EACH = 3;

/** A word as its other forms are: in the singular, and in British and American spelling. `word` is folded. */
export function formOf(word) {
  const one = /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
  const plain = one.replace(/our/g, "or").replace(/([iy])z(?=[eia])/g, "$1s").replace(/ll/g, "l").replace(/[ao]e/g, "e");
  return plain.replace(/re$/, "er").replace(/ence$/, "ense").replace(/ogue$/, "og").replace(/gramme$/, "gram").replace(/dgem/, "dgm");
}

/** How many letters may be wrong in so many. */
const allowed = (letters) => (letters < LEAST ? 0 : letters < 7 ? 1 : letters < 16 ? 2 : 3);

/** Those of `others` that are like the text, with at most so many slips, the nearest first; of equals what is among `names`. */
export function nearest(text, others, names = new Set(), most = EACH) {
  const wanted = fold(text);
  const limit = Math.min(allowed(wanted.length), most);
  const near = others.flatMap((other) => {
    const folded = fold(other);
    if (folded.length < LEAST || Math.abs(folded.length - wanted.length) > limit) return [];
    const far = distance(wanted, folded);
    return far <= limit ? [{ other, far: far + (names.has(formOf(folded)) ? 0 : 0.3) }] : [];
  });
  const seen = new Set();
  const isNew = ({ other }) => !seen.has(fold(other)) && seen.add(fold(other));
  return near.sort((one, other) => one.far - other.far).filter(isNew).slice(0, EACH).map(({ other }) => other);
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
