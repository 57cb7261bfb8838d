// The passage of a page that a search found: some of its sentences, and the anchor that leads to it.

import { fold } from "./fold.js";

const LENGTH = 32;
const BEFORE = 6;
const LEAST = 5;
const MOST = 12;
/** What ends each heading of the index, and each paragraph and fact (candour/site/index.py). */
const [HEADING, END] = ["␟", "␞"];

/**
 * `found` is what Pagefind tells of one result of a search for the words `wanted`. Heading and excerpt are lists of [text,
 * whether it was looked for]; they are made from the page's plain text, so that nothing in them is ever read as HTML. Where
 * the title has all the words, it is the page that is wanted: no anchor, and its beginning.
 */
export function passageOf(found, wanted) {
  const words = found.content.split(/\s+/);
  const isMeant = ({ location }) => wanted.some((word) => isOf(fold(words[location]), fold(word).replaceAll(" ", "")));
  const anchors = found.anchors.filter(isPassage).sort((one, other) => one.location - other.location);
  const body = lengthOf(found.content, [found.meta.title, found.filters.shown?.[0]]);
  const meant = found.weighted_locations.filter(isMeant);
  const inBody = meant.filter(({ location }) => location >= body);
  const isTitle = meant.length - inBody.length >= wanted.length;
  const best = isTitle ? null : densest(inBody);
  const { begin, end, heading } = blockAt(blocksOf(words, body), best);
  const marked = new Set(meant.map(({ location }) => location));
  const from = (first, last) => words.slice(first, last).flatMap((word, place) => pieces(word, marked.has(first + place)));
  const first = best === null || best < begin ? begin : sentenceAt(words, best, begin);
  const last = sentencesFrom(words, first, Math.max(best ?? 0, first), end);
  return {
    anchor: (best !== null && anchors.filter(({ location }) => location <= best).pop()?.id) || "",
    heading: heading ? from(heading.begin, heading.end) : [],
    excerpt: from(first, last),
    isCutBefore: first > begin && !isEnd(words[first - 1]),
    isCutAfter: last < end && !isEnd(words[last - 1]),
  };
}

/** To Pagefind “b” is of “been” as well. What begins alike may be another form, as “policies” of “policy”. */
const isOf = (text, word) =>
  [text.replaceAll(" ", ""), ...text.split(" ")].some((part) => (word.length < 3 ? part === word : part.startsWith(word.slice(0, 3))));
/** Not the page itself, and not an address that a passage had before. */
const isPassage = ({ id, element }) => id && element !== "main" && element !== "span";
const isEnd = (word) => /[.?!…。！？]["'”’)\]]*$/u.test(word);

/** The headings, paragraphs and facts after so many words. */
function blocksOf(words, body) {
  const blocks = [];
  let begin = body;
  for (let end = begin; end <= words.length; end += 1) {
    if (end < words.length && words[end] !== END && words[end] !== HEADING) continue;
    if (end > begin) blocks.push({ begin, end, isHeading: words[end] === HEADING });
    begin = end + 1;
  }
  return blocks;
}

/** The block of a word; without one the first that is more than a few words. After a heading what it is over. */
function blockAt(blocks, best) {
  const isWanted = ({ begin, end, isHeading }) => !isHeading && (best === null ? end - begin >= LEAST : end > best);
  const chosen = blocks.find(isWanted) ?? blocks.find(({ isHeading }) => !isHeading) ?? blocks[0] ?? { begin: 0, end: 0 };
  const heading = blocks.filter(({ isHeading, begin }) => isHeading && begin < chosen.begin).pop();
  return { ...chosen, heading: heading && heading.end - heading.begin <= MOST ? heading : null };
}

/** Where the sentence of a word begins; a few words before it when that is far. */
function sentenceAt(words, best, begin) {
  let first = best;
  while (first > begin && !isEnd(words[first - 1])) first -= 1;
  return best - first > LENGTH / 2 ? best - BEFORE : first;
}

/** The end of as many sentences as fit; a sentence that is too long is cut. */
function sentencesFrom(words, first, best, end) {
  let last = 0;
  for (let at = first; at < end && at < first + LENGTH; at += 1) if (isEnd(words[at]) && at >= best) last = at + 1;
  return end <= first + LENGTH ? end : last || first + LENGTH;
}

/** How many words these texts are that the content begins with: what the result shows beside the excerpt. */
function lengthOf(content, texts) {
  const beginning = texts.filter(Boolean).reduce((sum, text) => {
    const rest = content.slice(sum.length).replace(/^[\s.␞␟]+/, "");
    return rest.startsWith(text) ? content.slice(0, content.length - rest.length + text.length) : sum;
  }, "");
  return beginning.split(/\s+/).filter(Boolean).length;
}

/** Where the window of words begins that holds the most of what was looked for. */
function densest(locations) {
  const sorted = [...locations].sort((one, other) => one.location - other.location);
  let best = null;
  let highest = 0;
  for (const { location } of sorted) {
    const within = sorted.filter((other) => other.location >= location && other.location < location + LENGTH - BEFORE);
    const score = within.reduce((sum, { balanced_score }) => sum + balanced_score, 0);
    if (score > highest) [best, highest] = [location, score];
  }
  return best;
}

/** The word with a space after it; punctuation around a word that was looked for stays unmarked. */
function pieces(word, isMarked) {
  if (!isMarked) return [[`${word} `, false]];
  const [, before, inner, after] = word.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
  return [[before, false], [inner, true], [`${after} `, false]].filter(([text]) => text);
}
