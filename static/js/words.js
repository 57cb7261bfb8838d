// The sentences of the search page that scripts write.

const number = new Intl.NumberFormat("en");

function counted(many, one, others = `${one}s`) {
  return `${many ? number.format(many) : "no"} ${many === 1 ? one : others}`;
}

function listed(texts, last = "and") {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${last} ${texts[texts.length - 1]}`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const quoted = (texts, last) => listed(texts.map((text) => `“${text}”`), last);
const what = ({ query }, filters) =>
  [query && ` for ${query.includes('"') ? query : quoted([query])}`, filters && ` with ${counted(filters, "filter")}`].filter(Boolean).join("");

export const words = {
  loading: "Searching …",
  slow: "Still loading the search index. This can take a while on a slow connection.",
  failed: "The search did not load.",
  next: "Next page",
  previous: "Previous page",

  /** What came of a search, for the status line: how much; what goes without saying on a small screen; and the rest. */
  found(search, { total, page, pages }, filters) {
    const order = search.order && search.query ? ", latest first" : "";
    const where = pages > 1 ? `, page ${page} of ${pages}` : "";
    const [expected, rest] = order || page > 1 ? ["", order + where] : [where, ""];
    return [capital(counted(total, "result")), what(search, filters) + expected, `${rest}.`];
  },
  nothing(search, filters) {
    return `No results${what(search, filters)}.`;
  },
  /** Before the links of other searches, between them and after them. */
  meant: ["Did you mean ", " or ", "?"],
  /** Words that the index does not have, in a search that found something without them. */
  ignored(unknown) {
    return `No results contain ${quoted(unknown, "or")}, so we searched for the other words.`;
  },
  /** Why nothing was found. */
  nowhere(unknown, query) {
    const which = unknown[0] === query ? "" : `No page contains ${quoted(unknown, "or")}. `;
    return `${which}Check the spelling, or try another word.`;
  },
  noWords: "Type a word or a number to search for.",
  never: "No page contains all of these words. Try fewer.",
  noPhrase: "This exact phrase does not appear anywhere. Try it without the quotation marks.",
  filteredOut(without) {
    return `Without the filters there ${without === 1 ? "is" : "are"} ${counted(without, "result")}.`;
  },
  noFiltered: "No page fits all the filters.",
  /** Said before a filter's name, to those who do not see the cross. */
  remove: "Remove filter ",
  clear: "Clear all filters",
  allKinds: "All",
  kinds: (kind) => `${kind}s`,
  number: (many) => number.format(many),
  filters(many) {
    return many ? `Filter and sort (${counted(many, "filter")})` : "Filter and sort";
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
