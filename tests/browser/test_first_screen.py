"""What a visitor with a phone sees before scrolling: the text whose box ends within 360 x 640 pixels."""

import re

PHONE = {"width": 360, "height": 640}
SEEN = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    const shown = texts.currentNode.parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (shown && box.width > 1 && box.height > 1 && box.top >= 0 && box.bottom <= innerHeight) seen.push(texts.currentNode.data);
  }
  return seen.join(" ");
}"""
"""The text of the page that is wholly in the window."""


def seen(page: object) -> str:
    return re.sub(r"\s+", " ", page.evaluate(SEEN))  # type: ignore[attr-defined]
