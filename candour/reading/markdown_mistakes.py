"""What a record's Markdown may not have, and what Markdown would read differently from what was meant.

In: the parsed text. Out: faults, without their places in the file. `markdown.py` judges whether a link leads somewhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    if deep := next((t for t in tokens if t.level > DEEPEST or t.meta.get("too deep")), None):
        message = "lists, quotations, brackets or bold letters are inside each other too often here"
        hint, words = "close each, or begin the lines further left", deep.content.split("\n")[0][:40]
        return [Fault("nesting-too-deep", message, hint, words, deep.map)]
    lines = text.split("\n")
    faults = (
        replace(fault, lines=fault.lines or token.map or before.map)
        for before, token in pairwise((Token("", "", 0), *tokens))
        for rule in _TOKEN_RULES.get(token.type, ())
        for fault in rule(token, before)
    )
    return list(islice(chain(faults, (f for rule in _TEXT_RULES for f in rule(tokens, lines))), MOST))


# --- headings, code, lists, tables --------------------------------------------------------------------------------


def _heading(token: Token, _: Token) -> Iterator[Fault]:
    if token.markup in {"-", "="}:
        message = f"the {'hyphens' if token.markup == '-' else 'equals signs'} below this line make it a heading"
        hint = "if it is a heading, write ## before it; if not, leave an empty line above them, or delete them"
        yield Fault("not-a-heading", message, hint)
    elif token.level > 0:
        message = "this heading is inside a list or quotation"
        yield Fault("heading-level", message, "begin its line with the # and put an empty line above it", token.markup)


def _indented_code(token: Token, _: Token) -> Iterator[Fault]:
    message = "this is indented so far that it would be shown as computer code"
    hint = "begin it further left; an answer begins four spaces to the right of its question"
    yield Fault("shown-as-code", message, hint, token.content.strip().split("\n")[0])


def _fenced_code(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    for token in (token for token in tokens if token.type == "fence"):
        first, last = token.map or (0, 0)
        end = lines[last - 1].strip().lstrip("> ") if 0 < last <= len(lines) else ""
        if token.info.strip() or last - first < 2 or end != token.markup:
            message = f"{token.markup} begins computer code here, which a line of only the same signs must end"
            hint = f"delete the signs; or write {token.markup} alone on a line above the code and below it"
            yield Fault("shown-as-code", message, hint, token.markup, (first, first + 1))


def _empty_entry(_: Token, before: Token) -> Iterator[Fault]:
    if before.type == "list_item_open":
        yield Fault("not-a-list", "an entry of this list has no words", "write them, or delete its line")


def _numbers(tokens: Sequence[Token], _: Sequence[str]) -> Iterator[Fault]:
    """Lists whose numbers a page would change. The same number before every entry is a known habit."""
    lists: list[tuple[Token, list[int]]] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            lists.append((token, []))
        elif token.type == "list_item_open" and token.info:
            lists[-1][1].append(int(token.info))
        elif token.type == "ordered_list_close":
            begun, written = lists.pop()
            if len({*written}) > 1 and any(two != one + 1 for one, two in pairwise(written)):
                message = "the numbers of this list are not in order, and would be others on the page"
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
        if last - first < 2:
            continue
        begun = re.match(r"(?:[ \t>]|[-*+](?=[ \t])|[0-9]+[.)](?=[ \t]))*", lines[first])
        indent = begun.end() if begun else 0
        for number in range(first + 1, min(last, len(lines))):
            if quotations and not lines[number].lstrip().startswith(">"):
                around, hint = "quotation", "if it is, begin it with >"
            elif not quotations and _looks_separate(lines[number - 1], lines[number], indent):
                around, hint = "entry", f"if it is, begin it with {indent} spaces"
            else:
                continue
            message = f"this line is read as part of the {around} above it"
            hint += "; if not, leave an empty line above it"
            yield Fault("runs-on", message, hint, lines[number].strip(), (number, number + 1))


def _looks_separate(above: str, line: str, indent: int) -> bool:
    """A sentence that begins left of its entry's words, below the end of another."""
    written = line[: len(line) - len(line.lstrip(" \t"))]
    is_outside = len(written) < indent and "\t" not in written
    return is_outside and bool(re.search(r"[.?!:}\"”)]$", above.rstrip())) and line.lstrip()[:1].isupper()


# --- paragraphs ---------------------------------------------------------------------------------------------------

_LIST_HINT = "begin each entry with a hyphen and a space"
_ALMOST: tuple[tuple[str, ProblemName, str, str], ...] = (
    (
        r"(#{2,6}(?=[^#\s])|#(?=[0-9]{1,3}[a-z]?\.\s))",
        "not-a-heading",
        "a space is missing after the {0}, so this is not a heading",
        "write {0} and a space",
    ),
    (r"([•‣▪●○◦]|·(?=\s))", "not-a-list", "a line that begins with {0} is not an entry of a list", _LIST_HINT),
    (
        r"(:)\s+\S",
        "not-a-list",
        "a line that begins with {0} is not an entry of a list",
        "write both on one line, after a hyphen and a space: - Fee: ten pounds",
    ),
    (r"(-)[^\W\d]", "not-a-list", "a space is missing after the hyphen, so this is not a list", _LIST_HINT),
    (
        r"(\|).*\|\s*$",
        "not-a-list",
        "this looks like a row of a table, but has no line of hyphens to make it one",
        "below the first row write | --- | --- |, with one --- for each column",
    ),
)
"""Lines that were meant as something else; in the words, {0} is what the pattern's group found."""


def _paragraph(inline: Token) -> Iterator[Fault]:
    first = inline.map[0] if inline.map else 0
    beginning = inline.children[0].content if inline.children else ""
    for number, line in enumerate(inline.content.split("\n"), first):
        if line[:1].isalnum():
            continue
        for pattern, name, message, hint in (
            _ALMOST if number == first else _ALMOST[:3]
        ):  # below, the others may be meant
            found = re.match(pattern, line)
            if found and (number > first or beginning.startswith(found[1])):
                sign = found[1]
                yield Fault(name, message.format(sign), hint.format(sign), sign, (number, number + 1))
                break


_ENTRY = re.compile(
    r"(?i)(\(?)([0-9]{1,2}|[ivx]{1,5}|[a-z])([.)])\s|([0-9]{1,2}\.)([0-9]{1,2})(\.?)\s|()([–—](?=\s)|\*(?=[^\W_]))()"
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
_AFTER = {sign: {sign} for sign in "–—*"}
"""What may mark the next entry: after `i` both `ii` and `j`."""
for _one, _two in (*pairwise(_ROMAN), *pairwise(ascii_lowercase), *pairwise(map(str, range(100)))):
    _AFTER.setdefault(_one, set()).add(_two)


def _running_together(inline: Token) -> Iterator[Fault]:
    """Lines of a paragraph that follow each other as a list would, as in `a)` and `b)`."""
    entries: dict[tuple[str, str, str], str] = {}
    for before, child in pairwise((Token("softbreak", "", 0), *(inline.children or ()))):
        found = _ENTRY.match(child.content) if "break" in before.type and child.type == "text" else None
        if not found:
            continue
        opens, mark, ends = (group for group in found.groups() if group is not None)
        if first := entries.get((opens, mark.lower(), ends)):
            yield Fault("not-a-list", f"the lines from {first} on would run together on the page", _LIST_HINT, first)
            return
        entries |= {(opens, following, ends): found[0].strip() for following in _AFTER.get(mark.lower(), ())}


# --- words --------------------------------------------------------------------------------------------------------

_ELEMENTS = (
    "a b big body br button center code del div em font form h[1-6] head hr html i iframe img input ins li link mark "
    "meta object ol p pre s script small span strike strong style sub sup svg table tbody td th thead title tr tt u ul"
).split()
_ELEMENT = rf"(?i:</?(?:{'|'.join(_ELEMENTS)})(?:\s[^<>]*|/)?>)"
_ENTITY = r"(?i)&(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,5});"
_ADDRESS = r"(?:https?:|www\.|mailto:|#[a-z]|project:|files/|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?[/#])"
_IN_WORDS: tuple[tuple[str, ProblemName, str, str], ...] = (
    (
        f"<!--|{_ELEMENT}",
        "raw-html",
        "HTML such as {0} is not allowed, and would be shown as plain text",
        "use Markdown: **bold**, *italics*, [words](address); to show the HTML itself, put it in backticks",
    ),
    (
        rf"(?<!\w)\[[^\[\]]*(\][ \n]+\({_ADDRESS})"
        rf"|(?:(?<!\w)\[[^\[\]]*|\[[^\[\]]*(?=\]\({_ADDRESS})|^[^\[]*)(\]\([^\s)]*)"
        rf"|(?m:^)(\[[^^\[\]\n][^\[\]\n]*\]:) *(?=<|/|{_ADDRESS})|(?<![\w\]])(\[[^\[\]\n]+\]\[[^\[\]\n]*\])",
        "bad-reference",
        "this is not a whole link, so readers would see its brackets",
        "write it as [words](address), in one place, with no space between the two; write a space in an address as %20",
    ),
    (
        "[0-9](\1)[0-9]",
        "words-left-out",
        "the signs between these figures would not appear on the page",
        "put a backslash before each, as in 3\\*4",
    ),
    (
        r"\[\^[^\[\]\s]{1,20}\]",
        "shown-as-typed",
        "there are no footnotes in a record, so readers would see {0}",
        "write the note in brackets where it belongs, and delete this sign",
    ),
    (
        r"(?<![A-Za-z0-9*])(\*\*)(?=[^\W_]|[(\[\"'“‘«「『`])[^*\n]*(?:\*\*)?"
        r"|(?<![A-Za-z0-9*_~])([*_]|~~)(?=[^\s*_~])[^*_~\n]{1,99}?(?<=\S)\2(?![A-Za-z0-9*_~])",
        "shown-as-typed",
        "readers would see {0} here, because it has no effect",
        "delete it, or write it directly before and after the words; to show it, put a backslash before each sign",
    ),
)
"""What the words that a page would show may not have. The last group of a pattern, or all of it, is pointed at."""


def html_in(text: str) -> str:
    """The first piece of HTML, or code for a character such as `&amp;`, in a text that is not Markdown."""
    found = ("<" in text and re.search(_ELEMENT, text)) or ("&" in text and re.search(_ENTITY, text))
    return found[0] if found else ""


def _pictures_and_links(inline: Token) -> Iterator[Fault]:
    for child, after in pairwise([*(inline.children or ()), Token("", "", 0)]):
        if child.type == "image":
            message, hint = "a record cannot show a picture", "put the file into content/files/ and link to it"
            yield Fault("picture", message, hint, "![")
        elif child.type == "link_open":
            title = str(child.attrGet("title") or "")
            if title or after.type == "link_close":
                message = "the words of this link are missing, or inside its address and would not appear on the page"
                yield Fault("bad-reference", message, "write it as [words](address)", title or "[](")


def _words(inline: Token) -> Iterator[Fault]:
    """HTML, links that do not work, footnotes, signs without effect and invisible characters."""
    text = "".join(map(_visible, inline.children or ()))
    for pattern, name, message, hint in _IN_WORDS if re.search(r"[<\[\]*_~\1]", text) else ():
        for found in re.finditer(pattern, text):
            written = next(filter(None, (*found.groups(), found[0]))).replace("\1", "*")
            yield Fault(name, message.format(written[:40]), hint, re.split("[`\n]", written)[0])
    for child in inline.children or ():
        for _, name_of in invisible_characters(child.content) if child.type == "text_special" else ():
            message = f"a code here means an invisible or unreadable character: {name_of}"
            yield Fault("control-character", message, "delete the code", child.markup)


def _visible(child: Token) -> str:
    """What a page would show of a part of a text; what is not text has a sign."""
    if child.type == "text" or (child.type == "text_special" and not child.markup.startswith("\\")):
        return child.content
    if child.markup[:1] == "*" and child.nesting:
        return "\1"
    return "\n" if "break" in child.type else "<" if child.markup == "autolink" and child.nesting > 0 else "`"


_SIGN = re.compile(r"[\\<\[\]*_~&\1]")
"""What every fault within words has, as it is typed."""


def _inline(inline: Token, before: Token) -> Iterator[Fault]:
    if _SIGN.search(inline.content):
        yield from _pictures_and_links(inline)
        yield from _words(inline)
    if before.type == "paragraph_open":
        yield from _paragraph(inline)
        yield from _running_together(inline) if "\n" in inline.content else ()


_TOKEN_RULES: Mapping[str, tuple[Callable[[Token, Token], Iterator[Fault]], ...]] = {
    "heading_open": (_heading,),
    "code_block": (_indented_code,),
    "list_item_close": (_empty_entry,),
    "inline": (_inline,),
}
"""By the type of a token; each is given the token and the one before it."""
_TEXT_RULES = (_fenced_code, _numbers, _cells, _running_on)
