"""What a record's Markdown may not hold, and what Markdown would take for something else than was meant.

In: the parsed text. Out: faults, to be placed by whoever knows the file. Nothing here makes HTML. Whether a link leads
somewhere is judged in `markup.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from candour.model.values import invisible_signs
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
    """To point at."""
    lines: tuple[int, int] = (0, 0)
    """Of the text, from 0, the second exclusive."""


def lines_of(token: Token) -> tuple[int, int]:
    return (token.map[0], token.map[1]) if token.map else (0, 0)


def mistakes_in(tokens: Sequence[Token], text: str) -> list[Fault]:
    """Every mistake of a text, in the order of the text."""
    if deep := next((token for token in tokens if token.level > DEEPEST), None):
        message = f"lists and quotations are nested more than {DEEPEST // 2} deep here"
        return [Fault("nesting-too-deep", message, "begin the lines further left", "", lines_of(deep))]
    lines = text.split("\n")
    faults: list[Fault] = []
    for before, token in pairwise((Token("", "", 0), *tokens)):
        match token.type:
            case "heading_open":
                faults += _heading(token)
            case "code_block" | "fence":
                faults += _code(token, lines)
            case "list_item_close" if before.type == "list_item_open":
                message = "an entry of this list has no words"
                faults.append(Fault("not-a-list", message, "write them, or delete its line", "", lines_of(before)))
            case "inline":
                faults += _paragraph(token) if before.type == "paragraph_open" else []
                faults += _inline(token)
    return [*faults, *_numbers(tokens), *_cells(tokens, lines), *_running_on(tokens, lines)]


# --- headings, code, lists, tables --------------------------------------------------------------------------------


def _heading(token: Token) -> Iterator[Fault]:
    if token.markup in {"-", "="}:
        message = f"the {'hyphens' if token.markup == '-' else 'equals signs'} below this line make it a heading"
        hint = "write ## before it if it is one; if not, leave an empty line above them or delete them"
        yield Fault("not-a-heading", message, hint, "", lines_of(token))
    elif token.level > 0:
        message = "a heading stands inside a list or quotation"
        yield Fault("heading-level", message, "put it at the start of a line", token.markup, lines_of(token))


def _code(token: Token, lines: Sequence[str]) -> Iterator[Fault]:
    first, last = lines_of(token)
    if token.type == "code_block":
        message = "this is indented so far that it would be shown as computer code"
        hint = "begin it further left; an answer stands four spaces to the right of its question"
        yield Fault("shown-as-code", message, hint, token.content.strip().split("\n")[0], (first, last))
        return
    if token.info.strip():
        message = f'the words "{token.info.strip()[:40]}" after {token.markup} would not appear on the page'
        yield Fault("words-left-out", message, "put them on the next line", token.info.strip(), (first, first + 1))
    end = lines[last - 1].strip().lstrip("> ") if 0 < last <= len(lines) else ""
    if last - first < 2 or not re.fullmatch(re.escape(token.markup) + re.escape(token.markup[:1]) + "*", end):
        message = f"everything after {token.markup} would be shown as computer code, because no line ends it"
        hint = f"write {token.markup} on a line of its own where it ends, or delete it here"
        yield Fault("shown-as-code", message, hint, token.markup, (first, first + 1))


def _numbers(tokens: Sequence[Token]) -> Iterator[Fault]:
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
                told = ", ".join(map(str, written[:6]))
                message = f"the numbers {told} would become {', '.join(map(str, counted[:6]))} on the page"
                hint = "number the list in order, or put a backslash before each full stop, as in 4\\. Title"
                yield Fault("words-left-out", message, hint, "", lines_of(begun))


def _cells(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    """Rows of a table that have more cells than its first row: the parser drops them."""
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and columns and token.map:
            cells = escapedSplit(lines[token.map[0]].strip().lstrip("> "))
            cells = cells[1:] if cells and not cells[0].strip() else cells
            if lost := " ".join(cells[columns:]).strip():
                message = f'the row has more cells than the first, and "{lost[:40]}" would not appear on the page'
                hint = "give the first row and the line of hyphens as many cells"
                yield Fault("words-left-out", message, hint, cells[columns].strip() or lost, lines_of(token))


def _running_on(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    """Lines that stand further left than the entry or quotation that they are read as a part of."""
    quotations, lists = 0, 0
    for token in tokens:
        quotations += token.nesting if token.type.startswith("blockquote") else 0
        lists += token.nesting if token.type.startswith("list_item") else 0
        if token.type != "inline" or not (quotations or lists) or not token.map:
            continue
        first, last = token.map
        begun = re.match(r"(?:[ \t>]|[-*+](?=[ \t])|[0-9]+[.)](?=[ \t]))*", lines[first])
        for number in range(first + 1, min(last, len(lines))):
            line, above = lines[number], lines[number - 1].rstrip()
            indent = len(line) - len(line.lstrip(" \t"))
            if quotations and not line.lstrip().startswith(">"):
                message = "this line is read as a part of the quotation above it"
                hint = "begin it with > if it is, and leave an empty line above it if it is not"
                yield Fault("runs-on", message, hint, line.strip(), (number, number + 1))
            elif (
                not quotations
                and begun
                and indent < begun.end()
                and "\t" not in line[:indent]
                and re.search(r"[.?!:}\"”)]$", above)
                and line.lstrip()[:1].isupper()
            ):
                message = "this line is read as a part of the entry above it"
                hint = f"leave an empty line above it, or begin it with {begun.end()} spaces if it belongs to the entry"
                yield Fault("runs-on", message, hint, line.strip(), (number, number + 1))


# --- paragraphs ---------------------------------------------------------------------------------------------------

_ALMOST_A_HEADING = re.compile(r"#{2,6}(?=[^#\s])|#(?=[0-9]{1,3}[a-z]?\.\s)")
_ALMOST_AN_ENTRY = re.compile(r"[•·‣▪●○◦–—](?=\s)|[•‣▪●○◦]|-(?=[^\W\d])")
_ALMOST_A_ROW = re.compile(r"\|.*\|\s*")


def _paragraph(inline: Token) -> Iterator[Fault]:
    """Lines of a paragraph that were meant as something else."""
    first = lines_of(inline)[0]
    for place, line in enumerate(inline.content.split("\n")):
        where = (first + place, first + place + 1)
        if found := _ALMOST_A_HEADING.match(line):
            message = f"a space is missing after the {found[0]}, so this is no heading"
            yield Fault("not-a-heading", message, f"write {found[0]} and a space", found[0], where)
        elif (found := _ALMOST_AN_ENTRY.match(line)) and (place == 0 or found[0] in "•‣▪●○◦"):
            message = (
                "a space is missing after the hyphen, so this is no list"
                if found[0] == "-"
                else f"a line that begins with {found[0]} is no entry of a list"
            )
            yield Fault("not-a-list", message, "begin each entry with a hyphen and a space", found[0], where)
        elif place == 0 and re.match(r"\*[^\W_]", line) and inline.children and inline.children[0].content[:1] == "*":
            message = "a space is missing after the *, so this is no list"
            yield Fault("not-a-list", message, "begin each entry with a hyphen and a space", "*", where)
        elif place == 0 and _ALMOST_A_ROW.fullmatch(line):
            message = "this looks like a row of a table, and no line of hyphens makes it one"
            hint = "below the first row write | --- | --- |, with one --- for each column"
            yield Fault("not-a-list", message, hint, "|", where)


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
    """The first piece of HTML, or code for a sign such as `&amp;`, in a text that is not Markdown."""
    found = _ELEMENT.search(text) or _ENTITY.search(text)
    return found[0] if found else ""


def _inline(inline: Token) -> Iterator[Fault]:
    lines = lines_of(inline)
    children = inline.children or []
    for child, after in pairwise([*children, Token("", "", 0)]):
        if child.type == "image":
            message, hint = "a record cannot show a picture", "put the file into content/files/ and link to it"
            yield Fault("picture", message, hint, "![", lines)
        elif child.type == "link_open":
            title = str(child.attrGet("title") or "")
            if title:
                message = f'the words "{title[:40]}" inside the link\'s address would not appear on the page'
                yield Fault("words-left-out", message, "put them into the text of the link", title, lines)
            if after.type == "link_close":
                message, hint = "this link has no words", "write them between the square brackets: [words](address)"
                yield Fault("bad-reference", message, hint, "](", lines)
    text = "".join(c.content if c.type in {"text", "text_special"} else " " for c in children)
    if "<!--" in text:
        message, hint = (
            "a comment would be printed on the page",
            "delete it; among the facts, # begins a comment for editors",
        )
        yield Fault("html-comment", message, hint, "<!--", lines)
    for found in _ELEMENT.finditer(text):
        message = f"HTML such as {found[0][:40]} is not allowed and would be printed as it stands"
        hint = "use Markdown: **bold**, *italic*, [text](address); to show the sign itself put it in backticks"
        yield Fault("raw-html", message, hint, found[0].split("\n")[0], lines)
    if spaced := _SPACE_IN_LINK.search(text):
        message = "a space stands between the words of this link and its address"
        yield Fault("bad-reference", message, "delete the space", spaced[0].split("\n")[0], lines)
    elif "](" in text:
        message = "this link does not end, or there is a space in its address"
        hint = "write it as [words](address); a space in an address is written %20"
        yield Fault("bad-reference", message, hint, "](", lines)
    for _, sign in invisible_signs(text):
        message = f"a code here stands for a sign that cannot be seen or made out: {sign}"
        yield Fault("control-character", message, "delete the code", "&", lines)
