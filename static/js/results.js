// Draws what was found. Everything of a record goes in as text.

import { element } from "./element.js";
import { passageOf } from "./passage.js";
import { addressOf } from "./state.js";
import { words } from "./words.js";

/** One result: where it leads, what it is, and the passage. */
export function resultItem(found, wordCount, tones) {
  const passage = passageOf(found, wordCount);
  const filters = found.filters;
  const title = found.meta.title || found.url;
  const kind = filters.kind?.[0] ?? "";
  const date = filters.date?.[0] ?? "";
  const outcome = filters.shown?.[0] ?? "";
  return element(
    "li",
    { class: "result" },
    element("h2", { class: "result__title" }, link(found.url, passage.anchor, title)),
    element(
      "p",
      { class: "result__facts" },
      element("span", { class: "result__kind" }, kind),
      " ",
      date && !title.includes(date) ? element("span", { class: "result__date" }, words.dated(kind, date)) : "",
      " ",
      outcome ? element("strong", { class: `outcome outcome--${tones[outcome] ?? "absent"}` }, outcome) : "",
    ),
    element("p", { class: "result__excerpt" }, ...excerpt(passage)),
  );
}

/** A link within this site; the bare words for an address that leads elsewhere. */
function link(address, anchor, text) {
  const target = new URL(address, document.baseURI);
  if (target.origin !== location.origin) return text;
  if (anchor) target.hash = anchor;
  return element("a", { href: target.href }, text);
}

function excerpt({ heading, excerpt, isCutBefore, isCutAfter }) {
  const told = excerpt.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
  const part = heading ? element("span", { class: "result__part" }, `${heading}: `) : "";
  return [part, isCutBefore ? "… " : "", ...told, isCutAfter ? "…" : ""];
}

/** A project whose name fits. */
export function nameItem({ title, alias, url }) {
  return element("li", {}, link(url.href, "", title), alias ? words.alsoCalled(alias) : "");
}

/** Links to the pages of the results: the first, the last and those near this one. */
export function pageLinks(search, { page, pages }) {
  const to = (number) => addressOf({ ...search, page: number });
  const near = (number) => number === 1 || number === pages || Math.abs(number - page) < 2;
  const items = [];
  if (page > 1) items.push(element("li", {}, element("a", { href: to(page - 1), rel: "prev" }, words.previous)));
  for (let number = 1; number <= pages; number += 1) {
    if (near(number)) {
      const current = number === page ? "page" : null;
      const named = { href: to(number), "aria-label": words.pageNumber(number), "aria-current": current };
      items.push(element("li", {}, element("a", named, String(number))));
    } else if (near(number - 1)) items.push(element("li", { "aria-hidden": "true" }, "…"));
  }
  if (page < pages) items.push(element("li", {}, element("a", { href: to(page + 1), rel: "next" }, words.next)));
  return items;
}
