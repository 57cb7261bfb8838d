// The sentences of the search page that scripts write.

const number = new Intl.NumberFormat("en");

export function counted(many, one, others = `${one}s`) {
  return `${many ? number.format(many) : "no"} ${many === 1 ? one : others}`;
}

export function listed(texts, last = "and") {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${last} ${texts[texts.length - 1]}`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const quoted = (texts, last) => listed(texts.map((text) => `“${text}”`), last);
const what = ({ query }, filters) =>
  [query && ` for ${query.includes('"') ? query : quoted([query])}`, filters && ` with ${counted(filters, "filter")}`].filter(Boolean).join("");

export const words = {
  loading: "Searching …",
  slow: "Still loading the search index. This can take a while on a slow connection.",
  failed: "The search did not work: a part of the search index could not be loaded.",
  next: "Next page",
  previous: "Previous page",

  /** What came of a search, for the status line. */
  found(search, { total, page, pages }, filters) {
    const where = pages > 1 ? `, page ${page} of ${pages}` : "";
    return `${capital(counted(total, "result"))}${what(search, filters)}${where}.`;
  },
  nothing(search, filters) {
    return `Nothing was found${what(search, filters)}.`;
  },
  /** Before the links of other searches, between them and after them. */
  meant: ["Did you mean ", " or ", "?"],
  /** Words that the index does not have, in a search that found something without them. */
  ignored(unknown) {
    const isOne = unknown.length === 1;
    return `${quoted(unknown)} ${isOne ? "is" : "are"} nowhere in the archive and ${isOne ? "was" : "were"} left out of the search.`;
  },
  /** Why nothing was found. */
  nowhere(unknown) {
    return `${quoted(unknown, "and")} ${unknown.length === 1 ? "is" : "are"} nowhere in the archive. Check the spelling, or try another word.`;
  },
  noWords: "A search needs a word or a number.",
  never: "Each of these words is in the archive, but no page has them all. Try fewer words.",
  noPhrase: "These words stand nowhere in this order. Try them without the quotation marks.",
  filteredOut(without) {
    return `Without the filters there ${without === 1 ? "is" : "are"} ${counted(without, "result")}.`;
  },
  noFiltered: "No page has all the chosen values.",
  /** Said before a filter's name, to those who do not see the cross. */
  remove: "Remove filter ",
  clear: "Clear all filters",
  allKinds: "All",
  kinds: (kind) => `${kind}s`,
  number: (many) => number.format(many),
  filters(many) {
    return many ? `Filters (${many} chosen)` : "Filters";
  },
  narrow(legend) {
    return `Narrow down: ${legend.toLowerCase()}`;
  },
  narrowed(shown, all) {
    return `${shown} of ${all} shown`;
  },
  dated(kind, date) {
    return kind === "Project" ? `last reviewed ${date}` : date;
  },
  alsoCalled(name) {
    return ` (also called “${name}”)`;
  },
  pageTitle(search, { page, pages }, base) {
    const named = search.query ? `${search.query} – ` : "";
    const where = pages > 1 ? `page ${page} of ${pages} – ` : "";
    return `${named}${where}${base}`;
  },
  pageNumber(page) {
    return `Page ${page}`;
  },
};
