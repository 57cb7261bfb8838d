const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", ı: "i", æ: "ae", œ: "oe", þ: "th", "&": " and " };

/** Letters and figures only, small, without accents and in plain letters: as words are compared. */
export function fold(text) {
  const small = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const plain = small.replace(/[łøđðßıæœþ&]/g, (letter) => LETTERS[letter]);
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
