const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", ı: "i", æ: "ae", œ: "oe", þ: "th", "&": " and " };

/** Letters and figures only, small, without accents and in plain letters: as words are compared. */
export function fold(text) {
  const small = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = small.replace(/[łøđðßıæœþ&]/g, (letter) => LETTERS[letter]);
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** A word as its other forms are: in the singular, and in British and American spelling. `word` is folded. */
export function formOf(word) {
  const one = /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
  const plain = one.replace(/our/g, "or").replace(/([iy])z(?=[eia])/g, "$1s").replace(/ll/g, "l").replace(/[ao]e/g, "e");
  return plain.replace(/re$/, "er").replace(/ence$/, "ense").replace(/ogue$/, "og").replace(/gramme$/, "gram").replace(/dgem/, "dgm");
}
