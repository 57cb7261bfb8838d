// The sentences of the search page that scripts write.

const number = new Intl.NumberFormat("en");

const counted = (many, one) => `${many ? number.format(many) : "no"} ${many === 1 ? one : `${one}s`}`;
const listed = (texts, last = "and") => [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter(Boolean).join(` ${last} `);
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const pageOf = (page, pages) => `page ${page} of ${pages}`;
const quoted = (texts, last) => listed(texts.map((text) => `“${text}”`), last);
const what = ({ query }, filters) =>
  [query && ` for ${query.includes('"') ? query : quoted([query])}`, filters && ` with ${counted(filters, "filter")}`].filter(Boolean).join("");

export const words = {
  loading: "Searching …",
  slow: "Still loading the search index. This can take a while on a slow connection.",
  failed: "The search did not load.",
  noBets: "The best matches did not load. Check your connection and search again.",
  next: "Next page",
  previous: "Previous page",

  /** What came of a search, for the status line: how much; what goes without saying on a small screen; and the rest. */
  found(search, { total, page, pages }, filters) {
    const order = search.order && search.query ? ", latest first" : "";
    const where = pages > 1 ? `, ${pageOf(page, pages)}` : "";
    const [expected, rest] = order || page > 1 ? ["", order + where] : [where, ""];
    return [capital(counted(total, "result")), what(search, filters) + expected, `${rest}.`];
  },
  nothing: (search, filters, hasBets) => `No ${hasBets ? "other " : ""}results${what(search, filters)}.`,
  /** What was searched for in place of the words that were typed. `lost` are words that the index does not have. */
  instead({ lost, meant, left }) {
    const others = meant.size ? `${quoted([...meant.values()])}${lost.length ? " and the other words" : ""}` : "the other words";
    const slips = [...meant.keys(), ...lost];
    const said = slips.length ? [`Nothing was found for ${quoted(slips, "or")}, so we searched for ${others}.`] : [];
    if (left.length) said.push(`Nothing was found with all of the words. These results are without ${quoted(left)}.`);
    return said.join(" ");
  },
  /** Why nothing was found. */
  nowhere(lost, query, isSure) {
    if (!isSure) return "We could not look at all words. Check your connection and try again, or try another word.";
    const which = lost[0] === query ? "" : `Nothing was found for ${quoted(lost, "or")}. `;
    return `${which}Check the spelling, or try another word.`;
  },
  noWords: "Type a word or a number to search for.",
  never: "Nothing was found with all of these words. Try fewer.",
  noPhrase: "This exact phrase was not found. Try it without the quotation marks.",
  filteredOut: (without) => `Without the filters there ${without === 1 ? "is" : "are"} ${counted(without, "result")}.`,
  noFiltered: "No page fits all the filters.",
  /** Said before a filter's name, to those who do not see the cross. */
  remove: "Remove filter ",
  clear: "Clear all filters",
  allKinds: "All",
  kinds: (kind) => (kind === "Person" ? "People" : `${kind}s`),
  number: (many) => number.format(many),
  filters: (many) => `Filter and sort${many ? ` (${counted(many, "filter")})` : ""}`,
  narrow: (legend) => `Narrow down: ${legend.toLowerCase()}`,
  narrowed: (shown, all) => `${shown} of ${all} shown`,
  partOf: (kind, date) => (kind === "Project" || !date ? kind : `${kind}, ${date.replace(/, (until|ran out) .*/, "")}`),
  ofProject: "More about this project",
  rest: (number) => `${counted(number, "more result")} about this project`,
  decisionsOf: (what) => `Decisions: ${what}`,
  decisions: (number, latest) => (number === 1 ? `One decision: ${latest}.` : `${capital(counted(number, "decision"))}, the latest: ${latest}.`),
  requestsOf: (what) => `Requests: ${what}`,
  requests: (number) => `${capital(counted(number, "request"))}.`,
  meetings: "Meetings",
  noMeeting: "None of that day is recorded here.",
  itemOf: (item, meeting) => `Item ${item.replaceAll("-", ".")} of the ${meeting[0].toLowerCase()}${meeting.slice(1)}`,
  alsoCalled: (name) => ` (also called “${name}”)`,
  pageTitle: ({ query }, { page, pages }, base) => [query, pages > 1 && pageOf(page, pages), base].filter(Boolean).join(" – "),
  pageNumber: (page) => `Page ${page}`,
};
