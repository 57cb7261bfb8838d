"""What a record's Markdown may not have, and what Markdown would read differently from what was meant.

In: the parsed text. Out: faults, without their places in the file. `markdown.py` judges whether a link leads somewhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from candour.model.values import invisible_characters
from candour.problems import ProblemName

DEEPEST = 40
"""Levels of nested lists and quotations, two for each list. The parser drops the words of a hundredth."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem before its place is known."""

    name: ProblemName
    message: str
    hint: str
    words: str = ""
    """The words to point at."""
    lines: Sequence[int] | None = None
    """The first and last line of where they are in the text, from 0, the last exclusive; None: not known yet."""


def mistakes_in(tokens: Sequence[Token], text: str) -> list[Fault]:
    """Every mistake of a text, in the order of the text."""
    if deep := next((token for token in tokens if token.level > DEEPEST), None):
        message = f"lists and quotations are nested more than {DEEPEST // 2} deep here"
        return [Fault("nesting-too-deep", message, "begin the lines further left", lines=deep.map)]
    lines = text.split("\n")
    faults = [
        replace(fault, lines=fault.lines or token.map or before.map)
        for before, token in pairwise((Token("", "", 0), *tokens))
        for kind in (token.type, f"{before.type} {token.type}")
        for rule in _TOKEN_RULES.get(kind, ())
        for fault in rule(token)
    ]
    return faults + [fault for rule in _TEXT_RULES for fault in rule(tokens, lines)]


# --- headings, code, lists, tables --------------------------------------------------------------------------------


def _heading(token: Token) -> Iterator[Fault]:
    if token.markup in {"-", "="}:
        message = f"the {'hyphens' if token.markup == '-' else 'equals signs'} below this line make it a heading"
        hint = "if it is a heading, write ## before it; if not, leave an empty line above them, or delete them"
        yield Fault("not-a-heading", message, hint)
    elif token.level > 0:
        message = "this heading is inside a list or quotation"
        yield Fault("heading-level", message, "begin its line with the # and put an empty line above it", token.markup)


def _indented_code(token: Token) -> Iterator[Fault]:
    message = "this is indented so far that it would be shown as computer code"
    hint = "begin it further left; an answer begins four spaces to the right of its question"
    yield Fault("shown-as-code", message, hint, token.content.strip().split("\n")[0])


def _fenced_code(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    for token in (token for token in tokens if token.type == "fence"):
        first, last = token.map or (0, 0)
        if info := token.info.strip():
            message = f'the words "{info[:40]}" after {token.markup} would not appear on the page'
            yield Fault("words-left-out", message, "put them on the next line", info, (first, first + 1))
        end = lines[last - 1].strip().lstrip("> ") if 0 < last <= len(lines) else ""
        if last - first < 2 or not re.fullmatch(re.escape(token.markup) + re.escape(token.markup[:1]) + "*", end):
            message = f"everything after {token.markup} would be shown as computer code, because no line ends it"
            hint = f"write {token.markup} on a line by itself where the code ends, or delete it here"
            yield Fault("shown-as-code", message, hint, token.markup, (first, first + 1))


def _empty_entry(_: Token) -> Iterator[Fault]:
    yield Fault("not-a-list", "an entry of this list has no words", "write them, or delete its line")


def _numbers(tokens: Sequence[Token], _: Sequence[str]) -> Iterator[Fault]:
    """Lists whose numbers a page would change. The same number before every entry is a known habit."""
    open_lists: list[tuple[Token, list[int]]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            open_lists.append((token, []))
        elif token.type == "list_item_open" and token.info:
            open_lists[-1][1].append(int(token.info))
        elif token.type == "ordered_list_close":
            begun, written = open_lists.pop()
            counted = list(range(written[0], written[0] + len(written)))
            if written != counted and len(set(written)) > 1:
                numbers, others = (", ".join(map(str, n[:6])) for n in (written, counted))
                message = f"the numbers {numbers} would become {others} on the page"
                hint = "number the list in order, or put a backslash before each full stop, as in 4\\. Title"
                yield Fault("words-left-out", message, hint, lines=begun.map)


def _cells(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    """Rows of a table that have more cells than its first row: the parser drops them."""
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            cells = escapedSplit(lines[token.map[0]].strip().lstrip("> \t").removeprefix("|"))
            if lost := " ".join(cells[columns:]).strip():
                message = f'the row has more cells than the first, and "{lost[:40]}" would not appear on the page'
                hint = "give the first row and the line of hyphens as many cells"
                yield Fault("words-left-out", message, hint, cells[columns].strip() or lost, token.map)


def _running_on(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    """Lines that begin further left than the entry or quotation that they are read as a part of."""
    quotations, lists = 0, 0
    for token in tokens:
        quotations += token.nesting if token.type.startswith("blockquote") else 0
        lists += token.nesting if token.type.startswith("list_item") else 0
        if token.type != "inline" or not (quotations or lists) or not token.map:
            continue
        first, last = token.map
        begun = re.match(r"(?:[ \t>]|[-*+](?=[ \t])|[0-9]+[.)](?=[ \t]))*", lines[first])
        indent = begun.end() if begun else 0
        for number in range(first + 1, min(last, len(lines))):
            if quotations and not lines[number].lstrip().startswith(">"):
                message = "this line is read as part of the quotation above it"
                hint = "if it is, begin it with >; if not, leave an empty line above it"
            elif not quotations and _looks_separate(lines[number - 1], lines[number], indent):
                message = "this line is read as part of the entry above it"
                hint = f"if it is, begin it with {indent} spaces; if not, leave an empty line above it"
            else:
                continue
            yield Fault("runs-on", message, hint, lines[number].strip(), (number, number + 1))


def _looks_separate(above: str, line: str, indent: int) -> bool:
    """A sentence that begins left of its entry's words, below the end of another."""
    written = line[: len(line) - len(line.lstrip(" \t"))]
    is_outside = len(written) < indent and "\t" not in written
    return is_outside and bool(re.search(r"[.?!:}\"”)]$", above.rstrip())) and line.lstrip()[:1].isupper()


# --- paragraphs ---------------------------------------------------------------------------------------------------

_NO_ENTRY = "a line that begins with {0} is not an entry of a list"
_NO_SPACE = "a space is missing after the {0}, so this is not a "
_NO_TABLE = "this looks like a row of a table, but has no line of hyphens to make it one"
_LIST_HINT = "begin each entry with a hyphen and a space"
_TABLE_HINT = "below the first row write | --- | --- |, with one --- for each column"
_ALMOST: tuple[tuple[str, ProblemName, str, str], ...] = (
    (r"(#{2,6}(?=[^#\s])|#(?=[0-9]{1,3}[a-z]?\.\s))", "not-a-heading", _NO_SPACE + "heading", "write {0} and a space"),
    (r"([•‣▪●○◦])", "not-a-list", _NO_ENTRY, _LIST_HINT),
    (r"([·–—])\s", "not-a-list", _NO_ENTRY, _LIST_HINT),
    (r"(-)[^\W\d]", "not-a-list", _NO_SPACE.format("hyphen") + "list", _LIST_HINT),
    (r"(\*)[^\W_]", "not-a-list", _NO_SPACE + "list", _LIST_HINT),
    (r"(\|).*\|\s*$", "not-a-list", _NO_TABLE, _TABLE_HINT),
)
"""Lines that were meant as something else; in the words, {0} is what the pattern's group found."""
_ALMOST_BELOW = _ALMOST[:2]
"""Below the first line of a paragraph, the others may well be meant."""


def _paragraph(inline: Token) -> Iterator[Fault]:
    first = inline.map[0] if inline.map else 0
    beginning = inline.children[0].content if inline.children else ""
    for number, line in enumerate(inline.content.split("\n"), first):
        for pattern, name, message, hint in _ALMOST if number == first else _ALMOST_BELOW:
            found = re.match(pattern, line)
            if found and (number > first or beginning.startswith(found[1])):
                yield Fault(name, message.format(found[1]), hint.format(found[1]), found[1], (number, number + 1))
                break


# --- words --------------------------------------------------------------------------------------------------------

_ELEMENTS = (
    "a abbr address article aside audio b base blockquote body br button canvas caption center cite code col dd del "
    "details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input ins kbd label legend li link main map mark marquee math meta nav noscript "
    "object ol optgroup option p param picture pre q s samp script section select small source span strike strong "
    "style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video "
    "wbr"
).split()
_ELEMENT = re.compile(rf"</?(?:{'|'.join(_ELEMENTS)})(?:\s[^<>]*|/)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_SPACE_IN_LINK = re.compile(r"\]\s+\((?:https?:|www\.|mailto:|#|project:|files/|[0-9]{4}-[0-9]{2})")


def html_in(text: str) -> str:
    """The first piece of HTML, or code for a character such as `&amp;`, in a text that is not Markdown."""
    found = _ELEMENT.search(text) or _ENTITY.search(text)
    return found[0] if found else ""


def _pictures_and_links(inline: Token) -> Iterator[Fault]:
    for child, after in pairwise([*(inline.children or ()), Token("", "", 0)]):
        if child.type == "image":
            message, hint = "a record cannot show a picture", "put the file into content/files/ and link to it"
            yield Fault("picture", message, hint, "![")
        elif child.type == "link_open":
            if title := str(child.attrGet("title") or ""):
                message = f'the words "{title[:40]}" inside the link\'s address would not appear on the page'
                yield Fault("words-left-out", message, "put them into the text of the link", title)
            if after.type == "link_close":
                message, hint = "this link has no words", "write them between the square brackets: [words](address)"
                yield Fault("bad-reference", message, hint, "](")


def _words(inline: Token) -> Iterator[Fault]:
    """HTML, links that do not work and invisible characters in the words that a page would show."""
    text = "".join(c.content if c.type in {"text", "text_special"} else " " for c in inline.children or ())
    if "<!--" in text:
        hint = "delete it; among the facts, # begins a comment for editors"
        yield Fault("html-comment", "readers would see this comment on the page", hint, "<!--")
    for found in _ELEMENT.finditer(text):
        message = f"HTML such as {found[0][:40]} is not allowed, and would be shown as plain text"
        hint = "use Markdown: **bold**, *italics*, [words](address); to show the HTML itself, put it in backticks"
        yield Fault("raw-html", message, hint, found[0].split("\n")[0])
    if spaced := _SPACE_IN_LINK.search(text):
        message = "there is a space between the words of this link and its address"
        yield Fault("bad-reference", message, "delete the space", spaced[0].split("\n")[0])
    elif "](" in text:
        message = "this link does not end, or there is a space in its address"
        hint = "write it as [words](address); write a space in an address as %20"
        yield Fault("bad-reference", message, hint, "](")
    for _, name in invisible_characters(text):
        message = f"a code here means an invisible or unreadable character: {name}"
        yield Fault("control-character", message, "delete the code", "&")


_TOKEN_RULES: Mapping[str, tuple[Callable[[Token], Iterator[Fault]], ...]] = {
    "heading_open": (_heading,),
    "code_block": (_indented_code,),
    "list_item_open list_item_close": (_empty_entry,),
    "paragraph_open inline": (_paragraph,),
    "inline": (_pictures_and_links, _words),
}
"""By the type of a token, or of the token before it and its own."""
_TEXT_RULES = (_fenced_code, _numbers, _cells, _running_on)
"""Each is given the tokens and the lines of a text."""
