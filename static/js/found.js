// Marks the words by which a search found this page: they come with its address, ?found=yearly+cost, and leave it at
// once, so that no copied link has them. Back and reload mark them again.

import { fold } from "./fold.js";

const address = new URL(location);
const asked = (address.searchParams.get("found") ?? history.state?.found)?.slice(0, 300); // more than anybody types

if (asked && !document.getElementById("moved-to")) {
  address.searchParams.delete("found");
  history.replaceState({ found: asked }, "", address);
  if (CSS.highlights) mark(document.querySelector("main"));
}

function mark(main) {
  const wanted = fold(asked).split(" ");
  const marked = new Highlight();
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (const { 0: text, index } of node.data.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
      const folded = fold(text);
      if (!wanted.some((word) => isOf(folded, word))) continue;
      const [startOffset, endOffset] = [index, index + text.length];
      marked.add(new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }));
    }
  }
  CSS.highlights.set("found", marked);
}

/** “victim” is of “victims” as well; a letter or two are no beginning of a word. */
function isOf(text, word) {
  if (word.length < 3) return text === word;
  return text.startsWith(word) || (text.length > 3 && word.startsWith(text) && word.length - text.length < 3);
}
