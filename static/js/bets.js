// The pages that answer a search by themselves, before the index is read: projects by their names, and what is asked by the
// archive's own words (outcomes, states, topics, people, days, items), alone or together: “outcome B 2023” is a list.

import { fold } from "./fold.js";
import { formOf, nearest } from "./meant.js";
import { words } from "./words.js";

const PROJECTS = 5;
const MOST = 6;
const EACH = 3;
const MONTHS = "january february march april may june july august september october november december".split(" ");
const EMPTY = new Set(
  ("a all an and any are as at be by did do does for from give given had has have how i in is it list many may me of on or " +
    "our reached show that the their there they this to was we were what when where which who whom whose why will with about went got " +
    "last latest recently discussed mentioned raised said say says talked advice model run runs ran out expire expires end ends valid " +
    "decision decided outcome request ask asks asked project proposal review reviewed meeting report record stage state status committee panel board").split(" ").map(formOf),
);
/** Choices of each list, in the order of its address. */
const LISTS = { decisions: ["outcome", "stage", "year", "project"], requests: ["state", "project", "topic", "year"] };

/** At most a few of { title, also, line, url }, the best first. */
export async function betsFor(query) {
  const known = await load();
  const tokens = tokensOf(query);
  if (!tokens.length) return [];
  const answers = answersTo(tokens, known);
  const wanted = meaning(tokens);
  const named = projectsNamed(tokens, known);
  const projects = (named.length || !wanted.length ? named : projectsNamed(wanted, known)).filter(({ rank }) => rank < OWNER || !answers.length);
  const isNamed = projects.length && projects[0].rank < (answers.length ? BEGINNING : INSIDE);
  if (/["“”]/.test(query)) return projects.filter(({ rank }) => rank < INSIDE);
  const near = answers.length || isNamed ? [] : partly(tokens, known);
  const all = isNamed ? [...projects, ...answers] : [...answers, ...projects, ...near];
  const seen = new Set();
  return all.filter(({ url }) => !seen.has(url.href) && seen.add(url.href)).slice(0, MOST);
}

/** The same for the name that is spelt nearly so. */
export async function betsNear(query) {
  const { projects, bets } = await load();
  const [name] = nearest(query, [...projects.flatMap(({ title, also }) => [title, ...also]), ...bets.map(({ title }) => title)]);
  return name ? betsFor(name) : [];
}

/** The words of the names of all, folded: what a misspelt word is compared with first. */
export async function namesOfAll() {
  return (await load()).vocabulary;
}

/** Whether a word says nothing of what is looked for, as “what” and “list”. */
export const isSmall = (word) => EMPTY.has(formOf(fold(word)));

const tokensOf = (text) => fold(text.replace(/[’']s\b/gu, "")).split(" ").filter(Boolean).map(formOf);
const meaning = (tokens) => tokens.filter((token) => !EMPTY.has(token));

// --- projects --------------------------------------------------------------------------------------------------------

const [SAME, BEGINNING, INSIDE, WORDS, OWNER] = [0, 1, 2, 3, 4];

/** Those with this name or one that begins so, the nearest first; by words inside the name, or by whose it is, when few. */
function projectsNamed(tokens, { projects }) {
  const near = projects.flatMap(({ names, by, ...project }) => {
    const ranks = names.map((name) => rankOf(name, tokens));
    const rank = Math.min(...ranks, by.some((name) => rankOf(name, tokens) <= BEGINNING) ? OWNER : Infinity);
    const also = rank < OWNER ? (project.also[ranks.indexOf(rank) - 1] ?? "") : "";
    return rank < Infinity ? [{ ...project, also, rank }] : [];
  });
  near.sort((one, other) => one.rank - other.rank || one.title.length - other.title.length || one.title.localeCompare(other.title));
  const best = near.filter(({ rank }) => rank <= BEGINNING || rank === near[0].rank || near.length <= PROJECTS);
  return best.slice(0, PROJECTS);
}

function rankOf({ tokens, whole }, wanted) {
  const asked = wanted.join("");
  if (whole === asked) return SAME;
  if (whole.startsWith(asked)) return BEGINNING;
  if (` ${tokens.join(" ")} `.includes(` ${wanted.join(" ")} `)) return INSIDE;
  const least = meaning(wanted);
  return least.length > 1 && least.every((word) => tokens.includes(word)) ? WORDS : Infinity;
}

// --- answers ---------------------------------------------------------------------------------------------------------

/** What answers the words when all of them are understood. */
function answersTo(tokens, known) {
  const { rest, days, year, month } = daysIn(tokens);
  const { rest: others, item } = itemIn(rest, known);
  const parts = partsOf(others, known, Boolean(year || days || item));
  if (!parts) return [];
  const isRequests = tokens.includes("request");
  const isDated = days || item || (month && !parts.length);
  if (isDated || parts.some(([bet]) => bet.isChair && (month || days))) return meetingsOn({ days, year, month, item }, known);
  if (!parts.length) return year ? list(isRequests ? "requests" : "decisions", { year }, known) : [];
  return combined(parts, year, known, isRequests);
}

/** The bets that each piece of the words may mean, what is left being a project; null when a word belongs to none. */
function partsOf(tokens, { phrases, longest, projects }, hasMore) {
  const parts = [];
  const others = [];
  const isOf = (bet, at, length) => {
    const rest = tokens.filter((_, place) => place < at || place >= at + length);
    return Object.keys(bet.choices).length || bet.isPerson || (!hasMore && !meaning(rest).length);
  };
  for (let at = 0; at < tokens.length; ) {
    let length = Math.min(longest, tokens.length - at);
    const found = () => {
      const bets = phrases.get(tokens.slice(at, at + length).join(" ")) ?? [];
      return bets.filter(([bet, isOnly]) => (!isOnly || tokens.length === 1) && isOf(bet, at, length));
    };
    while (length && !found().length) length -= 1;
    if (length) parts.push(found().map(([bet]) => bet));
    else if (!EMPTY.has(tokens[at])) others.push(tokens[at]);
    at += length || 1;
  }
  if (!others.length) return parts;
  const named = parts.length || hasMore ? projectsNamed(others, { projects }).filter(({ rank }) => rank < OWNER) : [];
  return named.length && named.length < EACH ? [...parts, named.map(asChoice)] : null;
}

/** One bet for each way to understand the pieces together. */
function combined(parts, year, known, isRequests) {
  const together = allOf(parts, year, known, isRequests);
  if (together.length || parts.length + Boolean(year) < 2) return together;
  return parts.flat().flatMap((bet) => (bet.choices.project ? [bet] : allOf([[bet]], "", known, isRequests))); // no such list
}

function allOf(parts, year, known, isRequests) {
  let ways = [[]];
  for (const part of parts) ways = ways.flatMap((way) => part.map((bet) => [...way, bet])).slice(0, MOST);
  return ways.flatMap((way) => {
    const asked = Object.assign(year ? { year } : {}, ...way.map(({ choices }) => choices));
    const isOne = way.length === 1 && !year;
    const page = isOne && way[0].url ? [way[0]] : [];
    if (way.length !== new Set(way.flatMap(({ choices }) => Object.keys(choices))).size && !isOne) return [];
    const of = Object.keys(LISTS).find((name) => Object.keys(asked).every((key) => LISTS[name].includes(key)));
    if (!of || !Object.keys(asked).length) return page;
    if (isOne && asked.topic && !isRequests) return page;
    if (isOne && asked.project) return [];
    return [...list(of, asked, known, way), ...page];
  });
}

/** The narrowed list, with how much it holds; nothing where it would be empty. */
function list(of, asked, { requests, meetings, projects }, way = []) {
  const query = new URLSearchParams(LISTS[of].filter((key) => asked[key]).map((key) => [key, asked[key]]));
  const url = new URL(`../${of}/?${query}`, document.baseURI);
  const what = [...way.map(({ title }) => title), asked.year].filter(Boolean).join(", ");
  if (of === "requests") {
    const place = projects.findIndex(({ id }) => id === asked.project);
    const number = asked.state && asked.project ? (requests[asked.state]?.[place] ?? 0) : null;
    if (number === 0) return [];
    const line = number ? words.requests(number) : asked.state && way.length === 1 && !asked.year ? way[0].line : "";
    return [{ title: words.requestsOf(what), line, url }];
  }
  const isAsked = ([outcome, stage, ...about]) =>
    (!asked.outcome || outcome === asked.outcome) &&
    (!asked.stage || stage === asked.stage) &&
    (!asked.project || about.some((place) => projects[place].id === asked.project));
  const then = meetings.filter(({ days }) => !asked.year || days[0].startsWith(asked.year));
  const found = then.flatMap(({ title, decisions }) => decisions.filter(isAsked).map((one) => [one, title]));
  if (!found.length) return [];
  const [[, , ...about], meeting] = found.at(-1);
  const latest = [...about.map((place) => projects[place].title), meeting].join(", ");
  return [{ title: words.decisionsOf(what), line: words.decisions(found.length, latest), url }];
}

/** What has all the words in its name, its other name or its meaning, when few do; people by last names as well. */
function partly(tokens, { bets }) {
  const wanted = meaning(tokens);
  const isIn = (of) => (word) => of.some((one) => one === word || (word.length > 3 && one.startsWith(word)));
  const whole = wanted.join("");
  const fits = ({ names }) => names.some(({ parts, whole: all }) => wanted.every(isIn(parts)) || (whole.length > 4 && all.endsWith(whole)));
  const isLast = ({ isPerson, names }) => isPerson && wanted.length < 4 && names.some(({ tokens: own }) => wanted.some((word) => isLastName(word, own)));
  const isOf = ({ isPerson, choices }) => wanted.length > 1 || isPerson || choices.topic;
  const found = wanted.length ? bets.filter((bet) => isOf(bet) && fits(bet)) : [];
  const few = (found.length ? found : bets.filter(isLast)).filter(({ url }) => url);
  return few.length > (wanted.length > 1 ? EACH : 2) ? [] : few;
}

const isLastName = (word, own) => word.length > 3 && own.at(-1).startsWith(word);

// --- days, items and meetings ----------------------------------------------------------------------------------------

/** A day, a month or a year in the words, and the words without it. Days are written as in ISO 8601, from the right. */
function daysIn(tokens) {
  const text = tokens.join(" ");
  const two = (number) => number.padStart(2, "0");
  const names = MONTHS.map((name) => `${formOf(name)}|${name.slice(0, 3)}`).join("|");
  const monthOf = (name) => two(String(MONTHS.findIndex((one) => one.startsWith(name.slice(0, 3))) + 1));
  const [day, name, year] = ["(?<d>\\d\\d?)(?:st|nd|rd|th)?", `(?<name>${names})`, "(?<y>\\d{4})"];
  const ways = [
    `${year} (?<m>\\d\\d?) (?<d>\\d\\d?)`, `(?<d>\\d\\d?) (?<m>\\d\\d?) ${year}`,
    "^(?<d>\\d\\d?) (?<m>\\d\\d?) (?<short>\\d\\d)$",
    `${day}(?: of)? ${name}(?: ${year})?`, `${name} ${day}(?: ${year})?`, `${name} ${year}`, "(?<y>1[89]\\d\\d|20\\d\\d)",
  ];
  const found = ways.map((way) => text.match(`\\b${way}\\b`)).find(Boolean);
  if (!found) return { rest: tokens };
  const { d, m, name: named, short, y = short && `20${short}` } = found.groups;
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.split(" ").filter(Boolean);
  const month = named ? monthOf(named) : m && two(m);
  const written = [y, month, d && two(d)].filter(Boolean).join("-");
  return d ? { rest, days: written } : { rest, year: y, month: month && written };
}

/** “item 14.ii”: the longest number that some meeting has, and the words without it. */
function itemIn(tokens, { items }) {
  const at = tokens.indexOf("item");
  for (let length = 4; at >= 0 && length; length -= 1) {
    const item = tokens.slice(at + 1, at + 1 + length).join("-");
    if (items.has(item)) return { rest: [...tokens.slice(0, at), ...tokens.slice(at + 1 + length)], item };
  }
  return { rest: tokens };
}

function meetingsOn({ days, year, month, item }, { meetings }) {
  const isThen = (day) => (days ? day.endsWith(days) || (days.startsWith(day) && day.length > 4) : day.startsWith(month ?? year ?? ""));
  const found = meetings.filter((one) => one.days.some(isThen) && (!item || one.items.includes(item)));
  if (!found.length && days && !item) return [{ title: words.meetings, line: words.noMeeting, url: new URL("../meetings/", document.baseURI) }];
  const shown = found.reverse().slice(0, EACH);
  return shown.map(({ title, line, url }) =>
    item ? { title: words.itemOf(item, title), line, url: new URL(`#item-${item}`, url) } : { title, line, url },
  );
}

// --- the file --------------------------------------------------------------------------------------------------------

/** A function that reads a file of text when it is first called; where that failed, the next call tries again. */
export function once(address, read) {
  let loaded = null;
  return () => {
    loaded ??= fetch(new URL(address, document.baseURI)).then(async (response) => {
      const text = await response.text();
      if (!response.ok || text.startsWith("<")) throw new Error(`${address}: ${response.status}`);
      return read(text);
    });
    loaded.catch(() => (loaded = null));
    return loaded;
  };
}

const load = once("bets.json", (text) => understood(JSON.parse(text)));

const asChoice = ({ id, names, title, line, url }) => ({ names, title, line, url, choices: { project: id } });

function understood(file) {
  const to = (url) => url && new URL(url, document.baseURI);
  const named = (name) => {
    const tokens = tokensOf(name);
    const joined = tokens.flatMap((token, place) => (token.length < 3 && tokens[place + 1] ? [token + tokens[place + 1]] : []));
    return { tokens, parts: [...joined, ...tokens], whole: tokens.join(""), isOnly: name.startsWith("=") }; // “O’Neill” is “oneill” as well
  };
  const idOf = (url) => url.match(/([^/]+)\/$/)[1];
  const projects = file.projects.map(([title, url, also, line, by]) => {
    return { title, also, line, url: to(url), names: [title, ...also].map(named), by: by.map(named), id: idOf(url) };
  });
  const bets = file.bets.map(([names, choices, url, title, line]) => {
    const { person, ...asked } = choices;
    const isPerson = person !== undefined;
    const isChair = isPerson && names.includes("presided");
    return { names: names.map(named), choices: asked, url: to(url), title, line, isPerson, isChair };
  });
  const meetings = file.meetings.map(([url, title, days, line, items, decisions]) => {
    return { url: to(url), title, days, line, items: items.split(" "), decisions };
  });
  const phrases = new Map();
  for (const bet of [...bets, ...projects.map(asChoice)]) {
    for (const { tokens, isOnly } of bet.names) {
      const phrase = tokens.join(" ");
      const known = phrases.get(phrase) ?? [];
      if (!known.some(([other]) => other === bet)) phrases.set(phrase, [...known, [bet, isOnly]]);
    }
  }
  return {
    projects,
    bets,
    meetings,
    phrases,
    longest: Math.max(0, ...[...phrases.keys()].map((phrase) => phrase.split(" ").length)),
    items: new Set(meetings.flatMap(({ items }) => items)),
    vocabulary: new Set([...projects, ...bets].flatMap(({ names }) => names.flatMap(({ tokens }) => tokens))),
    requests: file.requests,
  };
}
