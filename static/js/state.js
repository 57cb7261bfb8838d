// The search that an address asks for, and the address of a search. Nothing else holds it: reload, Back and a shared
// link show the same.

export const FACETS = ["kind", "project", "outcome", "stage", "year", "missing"];
export const LATEST = "latest";
/** The kinds that are found only when they are asked for. */
export const OFF = JSON.parse(document.querySelector('[data-facet="kind"]').dataset.off);
const LONGEST = 300;
const MOST = 100;

/** The words of a query: no more than anybody types. What an address may hold would stop the page for minutes. */
export function asked(text) {
  return text.trim().slice(0, LONGEST).trim();
}

/** The search of an address; `parameters` is a URLSearchParams. */
export function searchOf(parameters) {
  const chosen = FACETS.map((facet) => [facet, [...new Set(parameters.getAll(facet).filter(Boolean))].slice(0, MOST)]);
  return {
    query: asked(parameters.get("q") ?? ""),
    chosen: Object.fromEntries(chosen),
    order: [LATEST, "newest"].includes(parameters.get("order")) ? LATEST : "", // older links say newest
    page: Math.max(1, Number.parseInt(parameters.get("page") ?? "", 10) || 1),
  };
}

/** The address of a search, relative to the search page. */
export function addressOf({ query, chosen, order, page }) {
  const parameters = new URLSearchParams();
  if (query) parameters.append("q", query);
  for (const facet of FACETS) for (const value of chosen[facet]) parameters.append(facet, value);
  if (order) parameters.append("order", order);
  if (page > 1) parameters.append("page", page);
  const written = parameters.toString();
  return written ? `?${written}` : "./";
}

/** The first page of a search with these values of one facet. */
export const choosing = (search, facet, values) => ({ ...search, chosen: { ...search.chosen, [facet]: values }, page: 1 });

export const withoutFilters = (search) => FACETS.reduce((without, facet) => choosing(without, facet, []), search);

/** How many values are chosen, over all facets. */
export const filtersIn = ({ chosen }) => Object.values(chosen).flat().length;

export const asksNothing = (search) => !search.query && !filtersIn(search);
