"""What a record's Markdown may not have, and what Markdown would read differently from what was meant.

In: the parsed text. Out: faults, without their places in the file. `markdown.py` judges whether a link leads somewhere.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from string import ascii_lowercase

from markdown_it.token import Token

from candour.model.values import invisible_characters
from candour.problems import ProblemName

DEEPEST = 40
"""Levels of nested lists and quotations, two for each list. The parser drops the words of a hundredth."""
MOST = 500
"""Faults of one text that are reported at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    name: ProblemName
    message: str
    hint: str
    words: str = ""
    """To point at: the first place that has them in the lines is meant."""
    lines: Sequence[int] | None = None
    """The first and last line of where they are in the text, from 0, the last exclusive; None: not known yet."""


def mistakes_in(tokens: Sequence[Token], text: str) -> list[Fault]:
    """The mistakes of a text, in the order of the rules; of very many only the first."""
    for token in tokens:
        if token.level > DEEPEST:
            message = f"lists and quotations are nested more than {DEEPEST // 2} deep here"
            return [Fault("nesting-too-deep", message, "begin the lines further left", lines=token.map)]
        if token.meta.get("too deep"):
            message = f"brackets, bold or italic letters are nested more than {DEEPEST} deep here"
            hint, words = "close each before the next begins", token.content.split("\n")[0][:40]
            return [Fault("nesting-too-deep", message, hint, words, token.map)]
    lines = text.split("\n")
    faults = (
        replace(fault, lines=fault.lines or token.map or before.map)
        for before, token in pairwise((Token("", "", 0), *tokens))
        for kind in (token.type, f"{before.type} {token.type}")
        for rule in _TOKEN_RULES.get(kind, ())
        for fault in rule(token)
    )
    return list(islice(chain(faults, (f for rule in _TEXT_RULES for f in rule(tokens, lines))), MOST))


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
            row = rf"[> \t]*+\|?+(?:(?:[^|\\]|\\.)*+\|){{{columns}}}\s*(.*?)[|\s]*"
            found = re.fullmatch(row, lines[token.map[0]])
            if found and (lost := found[1]):
                message = f'the row has more cells than the first, and "{lost[:40]}" would not appear on the page'
                hint = "give the first row and the line of hyphens as many cells"
                yield Fault("words-left-out", message, hint, lost, token.map)


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
    (r"(:)\s+\S", "not-a-list", _NO_ENTRY, "write both on one line, after a hyphen and a space: - Fee: ten pounds"),
    (r"(·)\s", "not-a-list", _NO_ENTRY, _LIST_HINT),
    (r"(-)[^\W\d]", "not-a-list", _NO_SPACE.format("hyphen") + "list", _LIST_HINT),
    (r"(\|).*\|\s*$", "not-a-list", _NO_TABLE, _TABLE_HINT),
)
"""Lines that were meant as something else; in the words, {0} is what the pattern's group found."""
_ALMOST_BELOW = _ALMOST[:3]
"""Below the first line of a paragraph, the others may well be meant."""


def _paragraph(inline: Token) -> Iterator[Fault]:
    first = inline.map[0] if inline.map else 0
    beginning = inline.children[0].content if inline.children else ""
    for number, line in enumerate(inline.content.split("\n"), first):
        for pattern, name, message, hint in _ALMOST if number == first else _ALMOST_BELOW:
            found = re.match(pattern, line)
            if found and (number > first or beginning.startswith(found[1])):
                sign = found[1]
                yield Fault(name, message.format(sign), hint.format(sign), sign, (number, number + 1))
                break


_ENTRY = re.compile(
    r"(\(?)([0-9]{1,3}(?:\.[0-9]{1,3})*|[ivx]{1,5}|[IVX]{1,5}|[a-zA-Z])([.)]|(?<=\.[0-9])|(?<=\.[0-9]{2}))\s"
    r"|()([–—](?=\s)|\*(?=[^\W_]))()"
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_IN_TURN = (*pairwise(_ROMAN), *pairwise(ascii_lowercase))
"""What may mark the next entry: after `i` both `ii` and `j`."""


def _running_together(inline: Token) -> Iterator[Fault]:
    """Lines of a paragraph that follow each other as a list would, as in `a)` and `b)`."""
    entries: dict[tuple[str, str, str], str] = {}
    for before, child in pairwise((Token("softbreak", "", 0), *(inline.children or ()))):
        found = _ENTRY.match(child.content) if "break" in before.type and child.type == "text" else None
        if not found:
            continue
        opens, mark, ends = (group for group in found.groups() if group is not None)
        if first := entries.get((opens, mark, ends)):
            message = f"the lines that begin with {first} and {found[0].strip()} would run together on the page"
            message = message if mark[0].isalnum() else (_NO_SPACE + "list" if mark == "*" else _NO_ENTRY).format(mark)
            hint = f"{_LIST_HINT}: - {first} …" if mark[0].isalnum() else _LIST_HINT
            yield Fault("not-a-list", message, hint, first)
            return
        entries |= {(opens, following, ends): found[0].strip() for following in _after(mark)}


def _after(mark: str) -> Iterable[str]:
    above, dot, last = mark.rpartition(".")
    if last.isdigit():
        return (f"{above}{dot}{int(last) + 1}",)
    following = [two for one, two in _IN_TURN if one == mark.lower()] if mark.isalpha() else [mark]
    return map(str.upper, following) if mark.isupper() else following


# --- words --------------------------------------------------------------------------------------------------------

_ELEMENTS = (
    "a abbr address article aside audio b base blockquote body br button canvas caption center cite code col dd del "
    "details dfn dialog div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head "
    "header hr html i iframe img input ins kbd label legend li link main map mark marquee math meta nav noscript "
    "object ol optgroup option p param picture pre q s samp script section select small source span strike strong "
    "style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video "
    "wbr"
).split()
_ELEMENT = rf"(?i)</?(?:{'|'.join(_ELEMENTS)})(?:\s[^<>]*|/)?>"
_ENTITY = r"(?i)&(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,5});"
_ADDRESS = r"(?:https?:|www\.|mailto:|#[a-z]|project:|files/|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[/#])"
_TAKEN = {"*": "\1", "_": "\2", "~": "\3"}
"""Stand for signs that have become bold or italic letters."""
_LETTER, _OPENS, _CLOSES = r"[^\W_\u2e80-\U0010ffff]", r"[(\[{\"'“‘«「『]", r"[)\]}.,;:!?\"'”’»」』、。\uff01-\uff1f]"
_NO_EFFECT = (
    r"\*+(?=\x01)|(?<=\x01)\*+"  # one too many
    rf"|(?<!{_LETTER})(?<![*_~])(?P<run>\*{{1,3}}|_{{1,3}}|~~)(?!{_CLOSES}|[\s*_~])[^*_~]+"
    rf"(?<!{_OPENS})(?<!\s)(?P=run)(?:(?!{_LETTER})|(?<={_CLOSES}\*)|(?<={_CLOSES}\*\*))(?![*_~])"
    r"|(?<![\w*])\*\*(?=[^\W_])"  # never closed
)
_IN_WORDS: tuple[tuple[str, ProblemName, str, str], ...] = (
    (
        "<!--",
        "html-comment",
        "readers would see this comment on the page",
        "delete it; among the facts, # begins a comment for editors",
    ),
    (
        _ELEMENT,
        "raw-html",
        "HTML such as {0} is not allowed, and would be shown as plain text",
        "use Markdown: **bold**, *italics*, [words](address); to show the HTML itself, put it in backticks",
    ),
    (
        rf"(?<!\w)\[[^\[\]]*(\][ \n]+\({_ADDRESS})",
        "bad-reference",
        "there is a space between the words of this link and its address",
        "delete the space",
    ),
    (
        rf"(?:(?<!\w)\[[^\[\]]*|\[[^\[\]]*(?=\]\({_ADDRESS})|^[^\[]*)(\]\([^\s)]*)",
        "bad-reference",
        "this link does not end, or there is a space in its address",
        "write it as [words](address); write a space in an address as %20",
    ),
    (
        rf"(?m)^(\[[^^\[\]\n][^\[\]\n]*\]:) *(?=<|/|{_ADDRESS})|(?<![\w\]])(\[[^\[\]\n]+\]\[[^\[\]\n]*\])",
        "bad-reference",
        "a link and its address cannot be in two places, so readers would see the brackets",
        "write [words](address) where the link is, and delete the line with the address",
    ),
    (
        r"\[\^[^\[\]\s]{1,20}\]",
        "shown-as-typed",
        "there are no footnotes in a record, so readers would see {0}",
        "write the note in brackets where it belongs, and delete this sign",
    ),
    (
        "[0-9](\1+)[0-9]",
        "words-left-out",
        "the signs between these figures would not appear on the page",
        "put a backslash before each, as in 3\\*4",
    ),
    (
        _NO_EFFECT,
        "shown-as-typed",
        "readers would see the signs here, because they do not make any words bold or italic",
        "write the same signs directly before and after the words, and punctuation after the second; to show a sign "
        "itself, put a backslash before it",
    ),
)
"""What the words that a page would show may not have. The last group of a pattern, or all of it, is pointed at."""


def html_in(text: str) -> str:
    """The first piece of HTML, or code for a character such as `&amp;`, in a text that is not Markdown."""
    found = re.search(_ELEMENT, text) or re.search(_ENTITY, text)
    return found[0] if found else ""


def _pictures_and_links(inline: Token) -> Iterator[Fault]:
    for child, after in pairwise([*(inline.children or ()), Token("", "", 0)]):
        if child.type == "image":
            message, hint = "a record cannot show a picture", "put the file into content/files/ and link to it"
            yield Fault("picture", message, hint, "![")
        elif child.type == "link_open":
            if after.type == "link_close":
                message, hint = "this link has no words", "write them between the square brackets: [words](address)"
                yield Fault("bad-reference", message, hint, "[](")
            if title := str(child.attrGet("title") or ""):
                message = f'the words "{title[:40]}" inside the link\'s address would not appear on the page'
                yield Fault("words-left-out", message, "put them into the text of the link", title)


def _words(inline: Token) -> Iterator[Fault]:
    """HTML, links that do not work, footnotes, signs without effect and invisible characters."""
    text = "".join(map(_visible, inline.children or ()))
    for pattern, name, message, hint in _IN_WORDS if re.search(r"[<\[\]*_~\x01-\x03]", text) else ():
        for found in re.finditer(pattern, text):
            written = next(filter(None, (*found.groups()[:2], found[0]))) if name != "shown-as-typed" else found[0]
            written = written.translate({ord(taken): sign for sign, taken in _TAKEN.items()})
            yield Fault(name, message.format(written[:40]), hint, re.split("[`\n]", written)[0])
    for child in inline.children or ():
        for _, name_of in invisible_characters(child.content) if child.type == "text_special" else ():
            message = f"a code here means an invisible or unreadable character: {name_of}"
            yield Fault("control-character", message, "delete the code", child.markup)


def _visible(child: Token) -> str:
    """What a page would show of a part of a text; what is not text has a sign."""
    if child.type == "text" or (child.type == "text_special" and not child.markup.startswith("\\")):
        return child.content
    if child.markup[:1] in _TAKEN and child.nesting:
        return _TAKEN[child.markup[0]] * len(child.markup)
    return "\n" if "break" in child.type else "<" if child.markup == "autolink" and child.nesting > 0 else "`"


_TOKEN_RULES: Mapping[str, tuple[Callable[[Token], Iterator[Fault]], ...]] = {
    "heading_open": (_heading,),
    "code_block": (_indented_code,),
    "list_item_open list_item_close": (_empty_entry,),
    "paragraph_open inline": (_paragraph, _running_together),
    "inline": (_pictures_and_links, _words),
}
"""By the type of a token, or of the token before it and its own."""
_TEXT_RULES = (_fenced_code, _numbers, _cells, _running_on)
