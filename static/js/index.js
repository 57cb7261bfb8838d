// The search index, opened so that no failure is silent.
//
// Pagefind logs a part that did not load, goes on without it and takes it for loaded from then on: a broken connection
// would read as "nothing found". So its requests pass through here, and an index one of whose requests failed is not
// believed but opened anew: once by itself (the site may have been published again since), then when asked to.

import { isSmall } from "./bets.js";
import { fold } from "./fold.js";
import { FACETS, LATEST, OFF } from "./state.js";
import { wordsLike } from "./vocabulary.js";

const folder = new URL("../pagefind/", document.baseURI).href;
const plainFetch = window.fetch.bind(window);
const WAYS = 8;

/** By the name of a document, that of the first of its project; and whether there is an index of the kinds that are off. */
let groups = new Map();
let hasMore = false;
/** The files that come with the list of contents, by their names. */
let files = {};

let current = null;
let times = 0;

window.fetch = async (resource, options) => {
  const address = new URL(resource instanceof Request ? resource.url : resource, document.baseURI);
  if (!address.href.startsWith(folder) || address.href.endsWith(".txt")) return plainFetch(resource, options);
  const content = files[address.href.slice(folder.length)];
  if (content) return new Response(Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)));
  const asker = current;
  try {
    const response = await plainFetch(resource, options);
    const content = await response.arrayBuffer();
    if (!response.ok || !isWhole(address.pathname, content)) throw new Error(`${address.pathname}: ${response.status}`);
    if (address.pathname.endsWith("/pagefind/pagefind-entry.json")) added(content);
    return new Response(content);
  } catch (error) {
    if (asker) asker.failure ??= error;
    throw error;
  }
};

/** What we add to Pagefind's list of contents. */
function added(content) {
  const entry = JSON.parse(new TextDecoder().decode(content));
  groups = new Map(entry.groups.flatMap((names) => names.map((name) => [name, names[0]])));
  hasMore = entry.more;
  files = entry.files;
}

/** Some servers answer with a page of their own, and 200, where a file is missing. */
function isWhole(path, content) {
  if (path.endsWith(".json")) return true; // read as JSON, or not at all
  const start = new Uint8Array(content, 0, Math.min(12, content.byteLength));
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  return isPacked || new TextDecoder().decode(start) === "pagefind_dcd"; // unpacked on the way
}

function open() {
  const script = `${folder}pagefind.js${times ? `?again=${times}` : ""}`; // a failed import is remembered by its address
  const metaCacheTag = times && Date.now(); // ?ts=0 is what the page has asked for already
  times += 1;
  // Pagefind's worker would be one more script to load; here there are few pages, and its requests can be watched.
  const options = { noWorker: true, metaCacheTag };
  return { pagefind: import(script).then((module) => module.createInstance(options)), more: null, failure: null };
}

/** What `work` makes of the index; its second argument adds the kinds that are off. Rejects when anything did not load. */
async function withIndex(work) {
  for (const isLast of [false, true]) {
    const index = (current ??= open());
    try {
      const pagefind = await index.pagefind;
      const made = await work(pagefind, async () => {
        await pagefind.search(""); // then it is known
        if (hasMore) await (index.more ??= pagefind.mergeIndex(`${folder}more/`));
      });
      if (index.failure) throw index.failure;
      return made;
    } catch (error) {
      if (current === index) current = null;
      if (isLast) throw error;
    }
  }
}

/** Loads what every search needs, before it is asked for. A failure will show when it is. */
export function prepare() {
  withIndex((pagefind) => pagefind.search("")).catch(() => {});
}

/**
 * Everything a page of results needs: how many there are, those of the page in groups, the words to mark, what was done about
 * words that the index does not have, how many there would be without filters, and the counts of the kinds of pages or, when
 * asked for, of all facets.
 */
export function find(search, { perPage, withCounts }) {
  return withIndex(async (pagefind, addMore) => {
    if (search.chosen.kind.some((kind) => OFF.includes(kind))) await addMore();
    const filters = filtersOf(search.chosen);
    const options = { filters, sort: search.order === LATEST || !search.query ? { date: "desc" } : {} };
    const ask = (term) => pagefind.search(term, options);
    const asked = wordsOf(search.query);
    let term = spoken(search.query);
    await (withCounts ? pagefind.filters() : pagefind.preload(term, { filters: { kind: "" } })); // what is loaded is counted
    let base = await ask(term);
    const isGrouped = search.query && !search.order && !search.chosen.project.length;
    const shown = (results) => pageOf(isGrouped ? grouped(results) : results.map((one) => [one]), search.page, perPage);
    shown(base.results).catch(() => {}); // it is loaded already when the index turns out to know all of the words
    const unknown = await unknownWords(pagefind, asked, base.results);
    const other = await otherWords(unknown);
    let words = asked.filter((word) => !unknown.includes(word)).concat(...other.swaps.values());
    if (unknown.length) ({ base, term } = await inAnyWay(ask, search.query, other));
    let left = [];
    if (!base.results.length && words.length > 1 && !/["“”]/.test(search.query)) {
      words = words.filter((word) => !isSmall(word));
      ({ base, term, left } = await withoutAWord(ask, words));
      words = words.filter((word) => !left.includes(word));
    }
    if (!base.results.length && !search.chosen.kind.length) {
      const { kind, ...rest } = filters;
      await addMore(); // there may be something of the kinds that are off
      const all = await pagefind.search(term, { ...options, filters: rest });
      if (all.results.length && !(await unknownWords(pagefind, words, all.results)).length) base = all;
    }
    const marked = words.filter((word) => !isSmall(word));
    const page = await shown(base.results);
    const counts = await countsOf(pagefind, term, filters, base, withCounts ? FACETS : ["kind"]);
    return { total: base.results.length, unfiltered: base.unfilteredResultCount, ...page, counts, words: marked.length ? marked : words, left, ...other };
  });
}

/**
 * For each word that the index does not know: the words of the index that have it in them, else the nearest that may have
 * been `meant`. Those that are like none are `lost`; whether they are nowhere is only sure when all words could be looked at.
 */
async function otherWords(unknown) {
  const found = { swaps: new Map(), meant: new Map(), lost: [], isSure: true };
  for (const word of unknown) {
    const section = word.match(/^s(\d+\w?)$/i);
    const like = section ? { having: [`section ${section[1]}`], near: [] } : await wordsLike(word).catch(() => null);
    const { having, near: [near] } = like ?? { having: [], near: [] };
    if (!like) found.isSure = false;
    if (near) found.meant.set(word, near);
    if (having.length || near) found.swaps.set(word, having.length ? having : [near]);
    else found.lost.push(word);
  }
  return found;
}

/** What is found by any of the words in place of each that the index does not have. Counts are those of the best way. */
async function inAnyWay(ask, query, { swaps, lost }) {
  let terms = [spoken(query, lost)];
  for (const [word, others] of swaps) {
    terms = terms.flatMap((term) => others.map((other) => withOther(term, word, other))).slice(0, WAYS);
  }
  const ways = await Promise.all(terms.map(async (term) => ({ term, base: await ask(term) })));
  const [best] = ways.sort((one, other) => other.base.results.length - one.base.results.length);
  const found = new Map();
  for (const one of ways.flatMap(({ base }) => base.results)) if (!(found.get(one.id)?.score >= one.score)) found.set(one.id, one);
  const results = [...found.values()].sort((one, other) => other.score - one.score);
  return { term: best.term, base: { ...best.base, results } };
}

/** A query with another word in place of one. */
export const withOther = (query, word, other) => query.replace(/[^\s"“”]+/g, (one) => (bare(one) === word ? other : one));

/** What is found by all words, or by all but one, else by one alone: the fewest, which is the rarest. */
async function withoutAWord(ask, words) {
  const without = (kept) => words.filter((word) => !kept.includes(word));
  const way = async (kept) => ({ term: kept.join(" "), left: without(kept), base: await ask(kept.join(" ")) });
  const all = await way(words);
  if (all.base.results.length || words.length < 2) return all;
  for (const tried of [words.map((word) => without([word])), words.map((word) => [word])]) {
    const ways = (await Promise.all(tried.map(way))).filter(({ base }) => base.results.length);
    if (ways.length) return ways.sort((one, other) => one.base.results.length - other.base.results.length)[0];
  }
  return all;
}

/** The results of one project together, where the best of them is. */
function grouped(results) {
  const found = new Map();
  for (const one of results) {
    const key = groups.get(one.id) ?? one.id;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(one);
  }
  return [...found.values()];
}

/** The texts of one page of the results, and which page of how many that is: of each group the best, of some two more. */
async function pageOf(all, wanted, perPage) {
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  const page = Math.min(wanted, pages);
  const mine = all.slice((page - 1) * perPage, page * perPage);
  let spare = perPage - mine.length;
  const shown = mine.map((group) => {
    const more = Math.min(spare, group.length - 1, 2);
    spare -= more;
    return Promise.all(group.slice(0, 1 + more).map((result) => result.data())).then((texts) => ({ texts, rest: group.length - texts.length }));
  });
  return { page, pages, shown: await Promise.all(shown) };
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
  return { kind: { none: OFF }, ...Object.fromEntries(used.map((facet) => [facet, { any: chosen[facet] }])) };
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
  const start = fold(word);
  return fold(text).startsWith(start.length > 5 ? start.replace(/(?:s|es?|e[dr]|y|ing?|ly|al)$/, "") : start);
}
