// The search index, opened so that no failure is silent.
//
// Pagefind logs a part that did not load, goes on without it and takes it for loaded from then on: a broken connection
// would read as "nothing found". So its requests pass through here, and an index one of whose requests failed is not
// believed but opened anew: once by itself (the site may have been published again since), then when asked to.

import { FACETS, NEWEST } from "./state.js";

export class SearchFailed extends Error {}

const folder = new URL("../pagefind/", document.baseURI).href;
const plainFetch = window.fetch.bind(window);

let current = null;
let times = 0;

window.fetch = async (resource, options) => {
  const address = new URL(resource instanceof Request ? resource.url : resource, document.baseURI);
  if (!address.href.startsWith(folder)) return plainFetch(resource, options);
  const asker = current;
  try {
    const response = await plainFetch(resource, options);
    const content = await response.arrayBuffer();
    if (!response.ok || !isWhole(address.pathname, content)) throw new Error(`${address.pathname}: ${response.status}`);
    return new Response(content);
  } catch (error) {
    if (asker) asker.failure ??= error;
    throw error;
  }
};

/** Some servers answer with a page of their own, and 200, where a file is missing. */
function isWhole(path, content) {
  if (path.endsWith(".json")) return true; // read as JSON, or not at all
  const start = new Uint8Array(content, 0, Math.min(12, content.byteLength));
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  return isPacked || new TextDecoder().decode(start) === "pagefind_dcd"; // unpacked on the way
}

class Index {
  failure = null;

  constructor() {
    const script = `${folder}pagefind.js${times ? `?again=${times}` : ""}`; // a failed import is remembered by its address
    times += 1;
    // Pagefind's worker would be one more script to load; here there are few pages, and its requests can be watched.
    this.pagefind = import(script).then((module) => module.createInstance({ noWorker: true }));
  }
}

/** What `work` makes of the index. Rejects with SearchFailed when anything could not be loaded. */
async function withIndex(work) {
  for (const isLast of [false, true]) {
    const index = (current ??= new Index());
    try {
      const made = await work(await index.pagefind);
      if (index.failure) throw index.failure;
      return made;
    } catch (error) {
      if (current === index) current = null;
      if (isLast) throw new SearchFailed(String(error), { cause: error });
    }
  }
}

/** Loads what every search needs, before it is asked for. A failure will show when it is. */
export function prepare() {
  withIndex((pagefind) => pagefind.search("")).catch(() => {});
}

/**
 * Everything a page of results needs: how many there are, those of the page, the words that the index knows and those that
 * it does not, how many there would be without filters and, when asked for, the counts of all facets.
 */
export function find(search, { perPage, withCounts }) {
  return withIndex(async (pagefind) => {
    if (withCounts) await pagefind.filters(); // only then does a search count
    const term = spoken(search.query);
    const filters = filtersOf(search.chosen);
    const options = { filters, sort: search.order === NEWEST || term === null ? { date: "desc" } : {} };
    const base = await pagefind.search(term, options);
    const results = base.results;
    const pages = Math.max(1, Math.ceil(results.length / perPage));
    const page = Math.min(search.page, pages);
    const asked = wordsOf(term ?? "");
    const [shown, counts, unknown] = await Promise.all([
      Promise.all(results.slice((page - 1) * perPage, page * perPage).map((result) => result.data())),
      withCounts ? countsOf(pagefind, term, filters, base) : null,
      unknownWords(pagefind, asked),
    ]);
    const words = asked.filter((word) => !unknown.includes(word));
    return { total: results.length, unfiltered: base.unfilteredResultCount, page, pages, shown, counts, words, unknown };
  });
}

/** The number of pages with each value of each facet, for a search of nothing. */
export function countAll() {
  return withIndex((pagefind) => pagefind.filters());
}

/** What is asked of Pagefind; null finds everything. Telephones type curly quotation marks; signs are in no word. */
function spoken(query) {
  if (!query) return null;
  const words = query.replace(/[“”„‟«»]/g, '"').split(/\s+/);
  return words.map((word) => word.replace(/^[^\p{L}\p{N}"]+|[^\p{L}\p{N}"]+$/gu, "")).join(" ").trim();
}

/** Any of the values of one facet, and all facets together. A plain list would mean all of its values at once. */
function filtersOf(chosen) {
  const used = FACETS.filter((facet) => chosen[facet].length);
  return Object.fromEntries(used.map((facet) => [facet, { any: chosen[facet] }]));
}

/** For each value, how many results it would have if it were chosen in its facet, all other facets being as they are. */
async function countsOf(pagefind, term, filters, base) {
  const counts = {};
  for (const facet of FACETS) {
    const { [facet]: own, ...others } = filters;
    const counted = own ? await pagefind.search(term, { filters: others }) : base;
    counts[facet] = counted.filters[facet] ?? {};
  }
  return counts;
}

function wordsOf(term) {
  return [...new Set(term.split(/[\s"]+/))].filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Pagefind leaves out of account a word that the index does not know: such words are to be named. */
async function unknownWords(pagefind, words) {
  const found = await Promise.all(words.map((word) => pagefind.search(word)));
  return words.filter((_, place) => !found[place].results.length);
}
