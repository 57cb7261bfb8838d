// The search page. One state, the address; every change of it comes through `go`, and is drawn by `run`.
//
// data-state of the container says how far a search is: idle, loading, results, nothing, failed (and plain, before this
// script runs or where it cannot).

import { betsFor, betsNear } from "./bets.js";
import { countAll, find, prepare, withOther } from "./index.js";
import { element } from "./element.js";
import { facets } from "./facets.js";
import { betItem, chip, groupItem, kindLinks, linkItem, pageLinks } from "./results.js";
import { addressOf, asked, asksNothing, choosing, FACETS, filtersIn, searchOf, withoutFilters } from "./state.js";
import { words } from "./words.js";
import "./menu.js";

const PER_PAGE = 10;
const TYPING = 100;
const PATIENCE = 250;
const SLOW = 4000;

const root = document.getElementById("search");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const [form, filters, status, ignored, chips, kinds, results, pages, names, nothing, failed, lists] = [
  "form", "filters", "status", "ignored", "chips", "kinds", "results", "pages", "names", "nothing", "failed", "lists",
].map(part);
const field = form.elements.namedItem("q");
const title = document.title;
const group = (facet) => root.querySelector(`[data-facet="${facet}"]`);
const showCounts = facets(filters, (facet, values) => go(choosing(search, facet, values)));

let search = searchOf(new URLSearchParams(location.search));
let turn = 0;
let counted = null; // the search whose numbers the filters show
let isTyping = false;
let typed = 0;

// --- changes of the search -------------------------------------------------------------------------------------------

/** Make it the search of the page; typing on changes the address of the same entry in the history. */
function go(next, { typing = false, focus = false } = {}) {
  const address = new URL(addressOf(next), document.baseURI).href;
  if (address !== location.href) history[typing && isTyping ? "replaceState" : "pushState"](looks(), "", address);
  isTyping = typing;
  return run(next, focus);
}

const goToWords = (how) => go({ ...search, query: asked(field.value), page: 1 }, how);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  goToWords();
});
field.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(goToWords, TYPING, { typing: true });
});
part("order").addEventListener("change", (event) => go({ ...search, order: event.target.value, page: 1 }));
filters.addEventListener("toggle", () => {
  history.replaceState(looks(), "");
  if (filters.open && counted !== search) run(search);
});
part("again").addEventListener("click", () => {
  status.focus();
  run(search, true);
});
root.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const opensElsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  if (!link || opensElsewhere || link.origin !== location.origin || link.pathname !== location.pathname) return;
  event.preventDefault();
  go(searchOf(new URL(link.href).searchParams), { focus: true });
});
/** Shows what the address asks for. */
function arrive() {
  isTyping = false;
  filters.open = Boolean(history.state?.isOpen);
  return run(searchOf(new URLSearchParams(location.search)));
}
window.addEventListener("popstate", arrive);

/** Beside the search, an entry of the history says whether its filters were in view: those who come back find them so. */
const looks = () => ({ isOpen: filters.open });

// --- by the arrow keys: from the words to the results, from one to the next, and back ---------------------------------

/** The best bets and the results, from the top. */
const links = () => [...root.querySelectorAll("[data-part=names]:not([hidden]) a, [data-part=results]:not([hidden]) h2 a")];

root.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  const stops = [field, ...links()];
  const at = stops.indexOf(event.target);
  const steps = { ArrowDown: 1, ArrowUp: -1, Escape: -at };
  const next = at < 0 ? null : stops[at + steps[event.key]];
  if (!next || next === event.target) return; // Escape empties the field
  event.preventDefault();
  next.focus();
});

// --- drawing it ------------------------------------------------------------------------------------------------------

async function run(next, focus = false) {
  clearTimeout(typed);
  search = next;
  const mine = ++turn;
  const isMine = () => mine === turn;
  showSearch();
  const withCounts = filters.open || filtersIn(search) > 0;
  if (withCounts) counted = search;
  const waits = wait(isMine);
  const hasBets = !filtersIn(search) && search.page === 1;
  try {
    if (asksNothing(search)) {
      const counts = withCounts ? await countAll() : null;
      if (isMine()) showIdle(counts);
    } else {
      const bets = hasBets ? betsFor(search.query).catch(() => null) : Promise.resolve([]);
      bets.then((known) => isMine() && showBets(known ?? []));
      const [found, known] = await Promise.all([find(search, { perPage: PER_PAGE, withCounts }), bets]);
      const others = hasBets && known?.length === 0 ? await otherBets(next.query, found) : [];
      if (isMine() && others.length) showBets(others);
      if (isMine()) show(found, known && known.length + others.length);
    }
  } catch (error) {
    if (isMine()) showFailed(error);
  } finally {
    waits.forEach(clearTimeout);
  }
  if (isMine() && focus) (status.textContent ? status : field).focus();
}

/** The bets for the query with other words in place of those that the index does not have. */
async function otherBets(query, { swaps, lost }) {
  const swapped = [...swaps].reduce((text, [word, [other]]) => withOther(text, word, other), query);
  const found = swaps.size ? await betsFor(swapped) : [];
  return found.length || !(swaps.size + lost.length) ? found : betsNear(query);
}

/** What is asked for, in the form. */
function showSearch() {
  if (field.value.trim() !== search.query) field.value = search.query;
  filters.querySelector("summary").textContent = words.filters(filtersIn(search));
  for (const radio of form.elements.namedItem("order")) radio.checked = radio.value === search.order;
}

/** The words for a search that takes its time. Old results stay for a moment, so that nothing flickers. */
function wait(isMine) {
  const hasOld = ["results", "nothing"].includes(root.dataset.state);
  const loading = () => isMine() && enter("loading", asksNothing(search) ? "" : words.loading);
  const slow = () => {
    if (!isMine() || root.dataset.state !== "loading") return;
    status.textContent = words.slow;
    lists.hidden = false;
  };
  if (!hasOld && !asksNothing(search)) loading();
  return [setTimeout(loading, PATIENCE), setTimeout(slow, SLOW)];
}

/** One state at a time: each shows its own parts. */
function enter(state, ...sentence) {
  root.dataset.state = state;
  status.replaceChildren(...sentence);
  ignored.replaceChildren();
  showChips();
  kinds.hidden = true;
  part("plain").hidden = true;
  filters.hidden = false;
  part("idle").hidden = state !== "idle";
  part("order").hidden = state === "idle";
  results.hidden = state !== "results";
  nothing.hidden = state !== "nothing";
  failed.hidden = state !== "failed";
  lists.hidden = !["nothing", "failed"].includes(state);
  if (state === "idle") names.hidden = true;
}

function showIdle(counts) {
  if (counts) showCounts(counts, search.chosen);
  enter("idle");
  document.title = title;
}

/** The filters that are on. With the one that was just taken away goes the focus. */
function showChips() {
  if (chips.contains(document.activeElement)) status.focus();
  const items = FACETS.flatMap((facet) => {
    const legend = group(facet).querySelector("legend").textContent;
    return search.chosen[facet].map((value) => chip(search, facet, legend, value));
  });
  if (items.length > 1) items.push(linkItem({ href: addressOf(withoutFilters(search)) }, words.clear));
  chips.querySelector("ul").replaceChildren(...items);
  chips.hidden = !items.length;
}

function showKinds({ total, counts: { kind } }) {
  const items = kindLinks(search, kind, JSON.parse(group("kind").dataset.order));
  kinds.querySelector("ul").replaceChildren(...items);
  kinds.hidden = !search.chosen.kind.length && (!total || items.length < 3);
}

/** `bets` is how many best matches there are; null when they did not load. */
function show(found, bets) {
  const many = filtersIn(search);
  const wasAmongLinks = links().includes(document.activeElement);
  if (counted === search) showCounts(found.counts, search.chosen);
  if (found.total) {
    const [number, expected, rest] = words.found(search, found, many);
    enter("results", number, element("span", { class: "search__expected" }, expected), rest);
    ignored.textContent = words.instead(found);
    part("list").replaceChildren(...found.shown.map((one) => groupItem(one, search, found.words)));
    pages.hidden = found.pages < 2;
    pages.querySelector("ul").replaceChildren(...pageLinks(search, found));
  } else {
    enter("nothing", words.nothing(search, many, bets));
    const why = bets ? [] : reasons(found, many);
    part("reasons").replaceChildren(...why.map((reason) => element("p", {}, reason)));
    part("without").hidden = !many;
    part("without").querySelector("a").href = addressOf(withoutFilters(search));
  }
  if (bets === null) ignored.append(` ${words.noBets}`);
  showKinds(found);
  if (wasAmongLinks) (links()[0] ?? field).focus();
  document.title = words.pageTitle(search, found, title);
}

function reasons({ lost, isSure, unfiltered }, many) {
  if (!search.query) return [words.noFiltered];
  if (!/[\p{L}\p{N}]/u.test(search.query)) return [words.noWords];
  if (lost.length) return [words.nowhere(lost, search.query, isSure)];
  if (many && unfiltered) return [words.filteredOut(unfiltered)];
  if (/["“”]/.test(search.query)) return [words.noPhrase];
  return search.query.includes(" ") ? [words.never] : [];
}

function showBets(found) {
  names.hidden = !found.length;
  names.querySelector("ul").replaceChildren(...found.map(betItem));
}

function showFailed(error) {
  console.warn("The search did not load.", error);
  enter("failed", words.failed);
  document.title = title;
}

await arrive();
if (asksNothing(search)) prepare();
