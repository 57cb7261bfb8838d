// Draws what was found. Everything of a record goes in as text.

import { element } from "./element.js";
import { passageOf } from "./passage.js";
import { addressOf, choosing, OFF } from "./state.js";
import { words } from "./words.js";

/** What records say: it has its own direction and, where that is not the pages', its language. */
const { language: lang, tones } = document.getElementById("search").dataset;
const own = { dir: "auto", lang };
const toneOf = new Map(Object.entries(JSON.parse(tones)));

/** The best result of a project, below it others and how to see all. */
export function groupItem({ texts: [found, ...others], rest }, search, wanted) {
  const item = resultItem(found, wanted);
  const also = others.map((other) => {
    const text = words.partOf(other.filters.kind[0], other.filters.date?.[0] ?? "");
    return element("li", {}, link(other.url, text, passageOf(other, wanted).anchor, wanted));
  });
  if (rest) {
    also.push(linkItem({ href: addressOf(choosing(search, "project", found.filters.project)) }, words.rest(rest)));
  }
  if (also.length) item.append(element("ul", { class: "result__also row", "aria-label": words.ofProject }, ...also));
  return item;
}

/** One result: where it leads, what it is, and the passage. `wanted` are the words that the page is to mark (found.js). */
function resultItem(found, wanted) {
  const passage = passageOf(found, wanted);
  const title = found.meta.title;
  const { kind: [kind], date: [date] = [], shown: [outcome] = [], project } = found.filters;
  return element(
    "li",
    { class: "result" },
    element("h2", { class: "result__title" }, link(found.url, title, passage.anchor, wanted)),
    element(
      "p",
      { class: "result__facts" },
      element("span", { class: "result__kind" }, kind),
      " ",
      date && !title.includes(date) ? element("span", { class: "result__date" }, date) : "",
      " ",
      kind === "Request" ? element("span", own, project.join(", ")) : "",
      " ",
      outcome ? element("strong", { class: `outcome outcome--${toneOf.get(outcome) ?? "absent"}` }, outcome) : "",
    ),
    element("p", { class: "result__excerpt", ...own }, ...excerpt(passage)),
  );
}

/** The index has `/people#ann-lee.html` for `/people/#ann-lee`, and `/projects/x#.html` for a page. */
const addressOfDocument = (address) => address.replace(/#(.*)\.html$/, (_, anchor) => `/${anchor && "#"}${anchor}`);

/** A link within this site; the bare words for an address that leads elsewhere. */
function link(address, text, anchor = "", wanted = []) {
  const target = new URL(addressOfDocument(address), document.baseURI);
  if (target.origin !== location.origin) return text;
  if (wanted.length) target.searchParams.set("found", wanted.join(" "));
  if (anchor) target.hash = anchor;
  return element("a", { href: target.href, ...own }, text);
}

function excerpt({ heading, excerpt, isCutBefore, isCutAfter }) {
  const drawn = (pieces) => pieces.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
  const part = heading.length ? element("span", { class: "result__part" }, ...drawn(heading)) : "";
  return [part, isCutBefore ? "… " : "", ...drawn(excerpt), isCutAfter ? "…" : ""];
}

/** A page that answers by itself, and its answer in one line. */
export function betItem({ title, also, line, url }) {
  const answer = line && line !== title ? element("p", { class: "search__answer", ...own }, line) : "";
  return element("li", {}, link(url.href, title), also ? words.alsoCalled(also) : "", answer);
}

/** A link in a list. */
export const linkItem = (attributes, ...text) => element("li", {}, element("a", attributes, ...text));

/** One filter that is on: a link to the search without it. */
export function chip(search, facet, legend, value) {
  const href = addressOf(choosing(search, facet, search.chosen[facet].filter((other) => other !== value)));
  const before = element("span", { class: "visually-hidden" }, words.remove);
  const cross = element("span", { "aria-hidden": "true" }, "×");
  return linkItem({ class: "chip", href }, before, `${legend}: `, element("bdi", {}, value), " ", cross);
}

/** The kinds of pages that have results, and all of them together: each shows only its own. */
export function kindLinks(search, counts, order) {
  const chosen = search.chosen.kind;
  const kinds = order.filter((kind) => counts[kind] || chosen.includes(kind) || (OFF.includes(kind) && counts[kind] !== 0));
  const all = kinds.reduce((sum, kind) => sum + (OFF.includes(kind) ? 0 : counts[kind] ?? 0), 0);
  const to = (kind, text, number, isCurrent) => {
    const href = addressOf(choosing(search, "kind", kind));
    const many = number === undefined ? "" : element("span", { class: "search__number" }, words.number(number));
    return linkItem({ href, "aria-current": isCurrent && "true" }, `${text} `, many);
  };
  return [
    to([], words.allKinds, all, !chosen.length),
    ...kinds.map((kind) => to([kind], words.kinds(kind), counts[kind] ?? (OFF.includes(kind) ? undefined : 0), chosen.includes(kind))),
  ];
}

/** Links to the pages of the results: the first, the last and those near this one. */
export function pageLinks(search, { page, pages }) {
  const to = (number, text, attributes) => linkItem({ href: addressOf({ ...search, page: number }), ...attributes }, text);
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number > 0 && number <= pages);
  const items = near.map((number) =>
    to(number, String(number), { "aria-label": words.pageNumber(number), "aria-current": number === page && "page" }),
  );
  const gap = (at) => (near[at] - near[at - 1] > 1 ? [element("li", { "aria-hidden": "true" }, "…")] : []);
  const previous = page > 1 ? [to(page - 1, words.previous, { rel: "prev" })] : [];
  const next = page < pages ? [to(page + 1, words.next, { rel: "next" })] : [];
  return [...previous, ...items.flatMap((item, at) => [...gap(at), item]), ...next];
}
