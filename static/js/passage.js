// The passage of a page that a search found: some of its words, and the anchor that leads to it.

const LENGTH = 32;
const BEFORE = 6;
const LEAST = 12;
const LONGEST_HEADING = 60;

/**
 * `found` is what Pagefind tells of one result of a search for `wordCount` words. The excerpt is a list of [text, whether
 * it was looked for]; it is made from the page's plain text, so that nothing in it is ever read as HTML. Where the title
 * has all the words, it is the page that is wanted: no anchor, and its beginning.
 */
export function passageOf(found, wordCount) {
  const words = found.content.split(/\s+/);
  const anchors = found.anchors.filter(isPassage).sort((one, other) => one.location - other.location);
  const body = lengthOf(found.content, [found.meta.title, found.filters.shown?.[0]]);
  const inBody = found.weighted_locations.filter(({ location }) => location >= body);
  const isTitle = found.weighted_locations.length - inBody.length >= wordCount;
  const best = isTitle ? null : densest(inBody);
  const anchor = best === null ? null : lastBefore(anchors, best);
  const begin = anchor?.location ?? body;
  const end = anchors.find(({ location }) => location > (best ?? begin + LEAST))?.location ?? words.length;
  const marked = new Set(found.locations);
  const heading = lastBefore(anchors.filter(isHeading), best ?? begin);
  const afterHeading = heading ? heading.location + heading.text.trim().split(/\s+/).length : 0;
  const isFound = heading && found.locations.some((at) => at >= heading.location && at < afterHeading);
  const from = heading && !isFound ? Math.max(begin, afterHeading) : begin;
  const first = Math.max(from, (best ?? from) - BEFORE);
  const last = Math.min(first + LENGTH, end);
  return {
    anchor: anchor?.id ?? "",
    heading: heading && !isFound && heading.text.length <= LONGEST_HEADING ? heading.text.trim() : "",
    excerpt: words.slice(first, last).flatMap((word, place) => pieces(word, marked.has(first + place))),
    isCutBefore: first > from,
    isCutAfter: last < end,
  };
}

/** Not the page itself, and not an address that a passage had before. */
const isPassage = ({ id, element }) => id && element !== "main" && element !== "span";
const isHeading = ({ element, text }) => /^h[2-6]$/.test(element) && text.trim();
const lastBefore = (anchors, place) => anchors.filter(({ location }) => location <= place).pop() ?? null;

/** How many words these texts are that the content begins with: what the result shows beside the excerpt. */
function lengthOf(content, texts) {
  const beginning = texts.filter(Boolean).reduce((sum, text) => {
    const rest = content.slice(sum.length).replace(/^[\s.]+/, "");
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
