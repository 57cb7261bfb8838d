"""Where each part of a parsed text is in it, so that a problem points at what is meant. The parser knows lines only."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.token import Token


def add_positions(tokens: Sequence[Token], text: str) -> None:
    """Gives each part of a paragraph, heading or cell `meta["at"]` and `["end"]`: its place in `text`, from 0."""
    lines, start, used = [], 0, (-1, 0)
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    for before, token in pairwise((Token("", "", 0), *tokens)):
        if token.type != "inline" or not token.map:
            continue
        moved, at = [], 0
        for number, content in enumerate(token.content.split("\n"), token.map[0]):
            start, line = lines[min(number, len(lines) - 1)]
            if before.type in {"th_open", "td_open"}:
                column = max(0, line.find(content, used[1] if used[0] == number else 0))
                used = (number, column + len(content))
            else:
                column = max(0, line.rfind(content))
            moved.append((at, start + column - at))
            at += len(content) + 1
        token.meta["at"] = sum(moved[0])
        row = 0
        for part, at, end in _parts(token):
            while row + 1 < len(moved) and moved[row + 1][0] <= at:
                row += 1
            part.meta |= {"at": at + moved[row][1], "end": end + moved[row][1]}


def _parts(inline: Token) -> Iterator[tuple[Token, int, int]]:
    """Each part, and where its words or its signs begin and end in the paragraph's own text."""
    text, end = inline.content, 0
    for part in inline.children or ():
        written = part.content if part.type == "text" else part.markup or _SIGNS.get(part.type, "")
        if part.markup == "autolink":
            written = "<" if part.nesting > 0 else ">"
        begin = max(end, text.find(written, end))
        end = begin + len(written)
        if part.type == "code_inline":
            end = text.find(part.markup, end + len(part.content)) + len(part.markup)
        elif part.type == "image":
            end = _after_address(text, text.find("](", end + len(part.content)) + 2)
        elif part.type == "link_close" and part.markup != "autolink":
            end = _after_address(text, end)
        yield part, begin, end


_SIGNS = {"link_open": "[", "link_close": "](", "image": "![", "softbreak": "\n", "hardbreak": "\n"}


def _after_address(text: str, begin: int) -> int:
    """The end of an address and of the words after it, in a link that the parser has read."""
    end = begin
    for parse in (parseLinkDestination, parseLinkTitle):
        end += len(text[end:]) - len(text[end:].lstrip()) if end < len(text) else 0
        found = parse(text, end, len(text))
        end = found.pos if found.ok else end
    return max(end, text.find(")", end) + 1)
