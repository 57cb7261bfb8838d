// The search index, opened so that no failure is silent.
//
// Pagefind logs a part that did not load, goes on without it and takes it for loaded from then on: a broken connection
// would read as "nothing found". So its requests pass through here, and an index one of whose requests failed is not
// believed but opened anew: once by itself (the site may have been published again since), then when asked to.

import { fold } from "./fold.js";
import { FACETS, LATEST } from "./state.js";

class SearchFailed extends Error {}

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
 * it does not, how many there would be without filters, and the counts of the kinds of pages or, when asked for, of all
 * facets.
 */
export function find(search, { perPage, withCounts }) {
  return withIndex(async (pagefind) => {
    const filters = filtersOf(search.chosen);
    const options = { filters, sort: search.order === LATEST || !search.query ? { date: "desc" } : {} };
    let term = spoken(search.query);
    await (withCounts ? pagefind.filters() : pagefind.preload(term, { filters: { kind: "" } })); // what is loaded is counted
    let base = await pagefind.search(term, options);
    const asked = wordsOf(search.query);
    let [page, unknown] = await Promise.all([
      pageOf(base.results, search.page, perPage),
      unknownWords(pagefind, asked, base.results),
    ]);
    if (unknown.length) {
      term = spoken(search.query, unknown);
      base = await pagefind.search(term, options);
      page = await pageOf(base.results, search.page, perPage);
    }
    const counts = await countsOf(pagefind, term, filters, base, withCounts ? FACETS : ["kind"]);
    const words = asked.filter((word) => !unknown.includes(word));
    return { total: base.results.length, unfiltered: base.unfilteredResultCount, ...page, counts, words, unknown };
  });
}

/** The texts of one page of the results, and which page of how many that is. */
async function pageOf(results, wanted, perPage) {
  const pages = Math.max(1, Math.ceil(results.length / perPage));
  const page = Math.min(wanted, pages);
  const shown = await Promise.all(results.slice((page - 1) * perPage, page * perPage).map((result) => result.data()));
  return { page, pages, shown };
}

/** Whether the search finds something, and knows all its words. */
export function isFound(search) {
  return withIndex(async (pagefind) => {
    const { results } = await pagefind.search(spoken(search.query), { filters: filtersOf(search.chosen) });
    return results.length > 0 && !(await unknownWords(pagefind, wordsOf(search.query), results)).length;
  });
}

/** The number of pages with each value of each facet, for a search of nothing. */
export function countAll() {
  return withIndex((pagefind) => pagefind.filters());
}

/** What is asked of Pagefind; null finds everything. Words that the index does not have are left out of it, save in a phrase. */
function spoken(query, unknown = []) {
  if (!query) return null;
  const words = plain(query).split(/\s+/).map(bare);
  return words.filter((word) => !unknown.includes(word)).join(" ").trim();
}

/** Telephones type curly quotation marks. */
const plain = (query) => query.replace(/[“”„‟«»]/g, '"');
/** Signs are in no word of the index. */
const bare = (word) => word.replace(/^[^\p{L}\p{N}"]+|[^\p{L}\p{N}"]+$/gu, "");

/** Any of the values of one facet, and all facets together. A plain list would mean all of its values at once. */
function filtersOf(chosen) {
  const used = FACETS.filter((facet) => chosen[facet].length);
  return Object.fromEntries(used.map((facet) => [facet, { any: chosen[facet] }]));
}

/** For each value, how many results it would have if it were chosen in its facet, all other facets being as they are. */
async function countsOf(pagefind, term, filters, base, facets) {
  const counts = {};
  for (const facet of facets) {
    const { [facet]: own, ...others } = filters;
    const counted = own ? await pagefind.search(term, { filters: others }) : base;
    counts[facet] = counted.filters[facet] ?? {};
  }
  return counts;
}

function wordsOf(query) {
  return [...new Set(plain(query).split(/[\s"]+/).map(bare))].filter(Boolean);
}

/**
 * Pagefind takes a word that the index does not have for the longest beginning of it that a word has. Most words show
 * themselves on the first of the `results` for all of them; only for the others the index is asked again.
 */
async function unknownWords(pagefind, words, [first]) {
  const doubtful = await notOn(first, words);
  const known = await Promise.all(doubtful.map((word) => isKnown(pagefind, word)));
  return doubtful.filter((_, place) => !known[place]);
}

/** Whether the index has the word, in any of its forms, or words that begin with it. */
async function isKnown(pagefind, word) {
  const exact = await pagefind.search(`"${word}"`);
  if (exact.results.length) return true;
  const [near] = (await pagefind.search(word)).results;
  return !(await notOn(near, [word])).length;
}

/** Those of the words with which no word begins that was found on the page. */
async function notOn(result, words) {
  if (!result || !words.length) return words;
  const { content, locations } = await result.data();
  const texts = content.split(/\s+/);
  return words.filter((word) => !locations.some((at) => isBeginning(word, texts[at])));
}

/** Up to its ending: the index knows "investigat", and of "investigatin" nothing. */
function isBeginning(word, text) {
  const [start, whole] = [fold(word), fold(text)];
  return whole.startsWith(start.slice(0, Math.max(start.length - 2, 4)));
}
