// The names of projects, which come before all other results: the index finds words, and a name is more than its words.

import { fold } from "./fold.js";

const address = new URL("names.json", document.baseURI);
const LIMIT = 5;

let loaded = null;

/** The projects with this name or one that begins so, the nearest first; by a word inside the name when they are few. */
export async function projectsNamed(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const near = (await load()).projects.flatMap(([title, url, also]) => {
    const ranks = [title, ...also].map((name) => rankOf(fold(name), wanted));
    const rank = Math.min(...ranks);
    const alias = also[ranks.indexOf(rank) - 1] ?? "";
    return rank < Infinity ? [{ title, alias, url: new URL(url, document.baseURI), rank }] : [];
  });
  near.sort((one, other) => one.rank - other.rank || one.title.localeCompare(other.title));
  return near.length > LIMIT ? near.filter(({ rank }) => rank < INSIDE).slice(0, LIMIT) : near;
}

/** The archive's own words: names of projects, topics, abbreviations and what they stand for. */
export async function namesOfAll() {
  const { projects, words } = await load();
  return [...projects.flatMap(([title, , also]) => [title, ...also]), ...words];
}

const [SAME, BEGINNING, INSIDE] = [0, 1, 2];

function rankOf(name, wanted) {
  if (name === wanted) return SAME;
  if (name.startsWith(wanted)) return BEGINNING;
  return ` ${name} `.includes(` ${wanted} `) ? INSIDE : Infinity;
}

function load() {
  loaded ??= fetch(address).then((response) => {
    if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
    return response.json();
  });
  loaded.catch(() => (loaded = null)); // the next search asks again
  return loaded;
}
