"""The text of a record -> its sections, and the questions in them with what was said to each.

Headings cut a text into sections. In a meeting they are its agenda; a review or project has headings of its kind only.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from candour.model.places import Places
from candour.model.records import SPEAKERS, Exchange, Passage, Section, Turn
from candour.model.values import Prose, id_error, slug
from candour.problems import Problem, Reported, Span, did_you_mean
from candour.reading import markdown as markup
from candour.reading.markdown_mistakes import lines_of

EXCHANGES = "questions-and-comments"
"""The section of a review whose lists are exchanges."""


def read_body(
    passages: Iterable[Passage], places: Places, record: str, headings: Collection[str] | None
) -> Reported[tuple[Section, ...]]:
    """The sections of a record's body, in the order of the file.

    `headings` are those that a review or project may have; None for a meeting, whose headings are its agenda.
    """
    sections: list[Section] = []
    for passage in passages:
        text = _Text(passage, places, headings)
        tokens, faults = markup.parse(passage.text, record)
        for fault in faults:
            yield Problem(fault.name, text.span(fault.words, fault.lines), fault.message, fault.hint)
        for piece in (yield from _cut(tokens, text)):
            if piece.heading or piece.tokens:
                sections.append((yield from _section(piece, text)))
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a record, and where it is in the file."""

    passage: Passage
    places: Places
    headings: Collection[str] | None

    def may_have(self, title: str) -> bool:
        return slug(title) in {slug(known) for known in self.headings or ()}

    def span(self, words: str, lines: tuple[int, int]) -> Span:
        """The words between two lines of the text (from 0, the second exclusive), or the first of those lines."""
        first, last = self.passage.line + lines[0], self.passage.line + max(lines[0], lines[1] - 1)
        extent = self.places.values.get((self.passage.heading,)) if self.passage.heading else None
        if extent and self.places.line(extent.line + 1)[extent.column : extent.column + 1] != "|":
            first, last = extent.line + 1, extent.end_line + 1  # YAML joined the lines: a word may be on any of them
        return (self.places.find(words, first, last) if words else None) or self.places.at(first)


# --- headings and sections ----------------------------------------------------------------------------------------

_TAG = re.compile(r"(?<!\s)\s*\{#([^{}]*)\}\s*$")
_NUMBER = re.compile(r"([0-9]{1,3}[A-Za-z]?(?:\.[0-9A-Za-z]{1,6})*)\.\s+(\S.*)")
_ALMOST_A_NUMBER = re.compile(
    r"(?:(?:agenda )?item )?([0-9]{1,3}[A-Za-z]?(?:\.(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])(?![A-Za-z0-9]))*)"
    r"(?:[.):](?=\D)|(?=\s))\s*(?:[-–—:]\s+)?(\S.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A heading, empty above the first one, and the tokens below it."""

    heading: str
    level: int
    span: Span
    tokens: Sequence[Token]


def _cut(tokens: Sequence[Token], text: _Text) -> Reported[list[_Piece]]:
    pieces: list[_Piece] = []
    heading, level, depth, start = text.passage.heading, 2, 1, 0
    span = text.places.span((heading,), of_key=True) if heading else text.span("", (0, 1))
    if heading:
        number = _NUMBER.match(heading)
        level = depth = 3 if number and "." in number[1] else 2
    for index, token in enumerate(tokens):
        if token.type != "heading_open" or token.level > 0 or token.markup in {"-", "="}:
            continue
        title, above, depth = markup.words_of(tokens[index + 1]), depth, len(token.markup)
        yield from _heading_problems(token, title, above, text)
        if depth <= 2 or (depth == 3 and _numbered(title, text)):
            pieces.append(_Piece(heading, level, span, tokens[start:index]))
            heading, level, span, start = title, max(2, depth), text.span("", lines_of(token)), index + 3
    return [*pieces, _Piece(heading, level, span, tokens[start:])]


def _heading_problems(token: Token, title: str, above: int, text: _Text) -> Iterator[Problem]:
    """`above` is the level of the heading above."""
    depth, message = len(token.markup), ""
    if depth == 1:
        message, hint = "a heading with one # is the page's own title", "begin headings with ##"
    elif depth > above + 1:
        message = f"the heading has {depth} # and stands under one with {above}: a level is skipped"
        hint = f"write {'#' * (above + 1)}"
    elif depth > 2 and text.may_have(title):
        message, hint = f'the section "{title}" begins with {depth} #, as a part of another section', "write ##"
    if message:
        yield Problem("heading-level", text.span(token.markup, lines_of(token)), message, hint)
    if not title.strip():
        yield _no_words(text.span("", lines_of(token)))


def _no_words(heading: Span) -> Problem:
    return Problem("not-a-heading", heading, "the heading has no words", "write them, or delete the line")


def _numbered(title: str, text: _Text) -> re.Match[str] | None:
    """The agenda item's number and its title, be it written as it should or nearly so."""
    if text.headings is not None:
        return None
    return _NUMBER.match(title) or (None if _TAG.search(title) else _ALMOST_A_NUMBER.match(title))


def _section(piece: _Piece, text: _Text) -> Reported[Section]:
    tag, number = _TAG.search(piece.heading), _numbered(piece.heading, text)
    title = _TAG.sub("", number[2] if number else piece.heading).strip()
    name, former, _ = _tag_words(tag[1] if tag else "")
    name = name or slug(title)
    if tag and (message := id_error(name)):
        yield Problem("bad-id", piece.span, message, f"write {{#{slug(title)}}}")
        name = slug(title)
    if number and not _NUMBER.match(piece.heading):
        message = "the number of this heading is not followed by a full stop and a space"
        hint = f"write {'' if text.passage.heading else '## '}{number[1]}. {number[2][:40]}; "
        hint += f"if it is no number, end the line with {{#{slug(piece.heading)}}}"
        yield Problem("not-a-heading", piece.span, message, hint)
    if piece.heading and (not name or re.fullmatch(r"[0-9]{1,3}[A-Za-z]?\.?", title)):
        yield _no_words(piece.span)
        name = ""
    elif piece.heading and text.headings is not None and not text.may_have(title):
        hint = did_you_mean(title, text.headings, "sections in site_config.yaml can add it")
        if text.passage.heading and re.fullmatch(r"\w+", title):
            hint = f"{hint.removesuffix('?')}; if this is a field, its name begins with a small letter"
        yield Problem("unknown-section", piece.span, f'"{title}" is not a section of this kind of record', hint)
        name = ""
    read = _exchanges if name == EXCHANGES and text.headings is not None else _prose
    parts = yield from read(piece.tokens, text)
    former = yield from _former(former, piece.span)
    return Section(name, title, parts, piece.span, former, number[1] if number else "", piece.level)


def _prose(tokens: Sequence[Token], text: _Text) -> Reported[tuple[Prose | Exchange, ...]]:
    for before, token in pairwise((Token("", "", 0), *tokens)):
        title = token.content.strip("#*_: ")
        if token.type == "inline" and before.type == "paragraph_open" and text.may_have(title):
            message = "this line names a section and is no heading"
            yield Problem("not-a-heading", text.span("", lines_of(token)), message, f"write ## {title}")
    yield from _stray_tags(tokens, text)
    return (markup.prose_of(tokens),) if tokens else ()


# --- tags ---------------------------------------------------------------------------------------------------------


def _tag_words(inside: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """`id #former topic` -> the id, the former ids and the topics."""
    name, *others = re.split(r"[\s,]+", inside.strip(" ,"))
    former = tuple(word.removeprefix("#") for word in others if word.startswith("#"))
    return name, former, tuple(word for word in others if not word.startswith("#"))


def _former(ids: Collection[str], span: Span) -> Reported[tuple[str, ...]]:
    """Without those that cannot be ids."""
    for message in filter(None, map(id_error, ids)):
        yield Problem("bad-id", span, message, "write the former id as the old tag had it")
    return tuple(old for old in ids if not id_error(old))


def _stray_tags(tokens: Iterable[Token], text: _Text) -> Iterator[Problem]:
    hint = "a tag ends a heading of a meeting or the first line of an exchange"
    for inline in tokens:
        for child in (inline.children or ()) if inline.type == "inline" else ():
            if child.type == "text" and (found := re.search(r"\{#[^{}]*\}?", child.content)):
                message = f"the tag {found[0]} has no effect here and would be printed"
                yield Problem("stray-tag", text.span(found[0], lines_of(inline)), message, hint)


# --- exchanges ----------------------------------------------------------------------------------------------------

_LISTS = {"bullet_list", "ordered_list"}
_LABEL = re.compile(rf"([^\W\d_a-z][^:!?]{{0,59}}?|{'|'.join(SPEAKERS).lower()})\s*:\s+")
_LIKE_AN_ANSWER = re.compile(
    r"(The )?[Pp]resenters?(:| (said|replied|answered|noted|explained|clarified|stated|confirmed|responded))"
)


def _exchanges(tokens: Sequence[Token], text: _Text) -> Reported[tuple[Prose | Exchange, ...]]:
    """An exchange for each entry of the outermost lists; prose between them."""
    parts: list[Prose | Exchange] = []
    between: list[Token] = []
    first_indent = -1
    for node in SyntaxTreeNode(tokens).children:
        if node.type not in _LISTS:
            between += node.to_tokens()
            continue
        parts += yield from _prose(between, text)
        between = []
        for entry in node.children:
            line = text.places.line(text.passage.line + _lines_of(entry)[0])
            indent = len(line) - len(line.lstrip())
            first_indent = indent if first_indent < 0 else first_indent
            parts.append((yield from _exchange(entry, text, is_uneven=indent != first_indent)))
    return (*parts, *(yield from _prose(between, text)))


def _exchange(entry: SyntaxTreeNode, text: _Text, *, is_uneven: bool) -> Reported[Exchange]:
    lines = _lines_of(entry)
    span = tag_span = text.span("", lines)
    paragraph = next((node for node in entry.children if node.type == "paragraph"), None)
    inline = paragraph.children[0].to_tokens()[0] if paragraph else None
    inside = _take_tag(inline) if inline else None
    name, former, topics = _tag_words(inside or "")
    if inline and inside is not None:
        tag_span = text.span("{#" + inside, lines_of(inline))
        if message := id_error(name):
            yield Problem("bad-id", tag_span, message, "write it as {#section-60 topic}")
            name = slug(name) or f"line-{tag_span.line}"
    contributions = [(tokens, nested) for tokens, nested in _contributions(entry) if tokens]
    for tokens, _ in contributions:
        yield from _stray_tags(tokens, text)
        yield from _marked_label(tokens, text)
    turns = tuple(_turn(tokens, nested=nested) for tokens, nested in contributions)
    words = turns[0].prose.text if turns else ""
    if is_uneven or _LIKE_AN_ANSWER.match(words):
        message = "this looks like an answer and stands as a question of its own"
        yield Problem("answer-not-indented", span, message, "indent it by four spaces to put it below the question")
    if not words and paragraph:
        yield Problem("not-a-list", span, "this question has no words", "write them, or delete the line")
    if not name:
        name = yield from _id_without_tag(words, lines, text)
    former = yield from _former(former, tag_span)
    return Exchange(name, topics, turns, tag_span, former)


def _lines_of(entry: SyntaxTreeNode) -> tuple[int, int]:
    first = entry.map[0] if entry.map else 0
    return first, first + 1


def _take_tag(inline: Token) -> str | None:
    """Takes the tag out of a paragraph: what is written in it."""
    for child in inline.children or ():
        if child.type == "text" and (found := _TAG.search(child.content)):
            child.content = _TAG.sub("", child.content)
            return found[1]
    return None


def _id_without_tag(words: str, lines: tuple[int, int], text: _Text) -> Reported[str]:
    """From the first words of an exchange, or the line it is on."""
    span = text.span("", lines)
    name = slug(words)
    if found := re.search(r"\{([^{}#]*)\}$", words):
        message = f"the tag {found[0]} has no # and would be printed"
        yield Problem("stray-tag", text.span(found[0], lines), message, f"write {{#{found[1].strip()}}}")
    elif words and "{#" not in words:  # a tag elsewhere is reported as such
        name = "-".join(name.split("-")[:6]) or f"line-{span.line}"
        message = "the exchange has no address of its own choice"
        hint = f"end its first line with {{#{name}}}, so that its address stays when the words change"
        yield Problem("exchange-without-id", span, message, hint)
    return name or f"line-{span.line}"


def _contributions(entry: SyntaxTreeNode) -> Iterator[tuple[list[Token], bool]]:
    """The tokens of a member's words and of what was said to them, in order; and whether they are indented below."""
    own: list[Token] = []
    for node in entry.children:
        if node.type not in _LISTS:
            own += node.to_tokens()
            continue
        yield own, False
        own = []
        for answer in node.children:
            yield [token for child in answer.children for token in child.to_tokens()], True
    yield own, False


def _turn(tokens: list[Token], *, nested: bool) -> Turn:
    for token in tokens:
        if token.type in {"paragraph_open", "paragraph_close"} and token.level <= tokens[0].level:
            token.hidden = False
    prose = markup.prose_of(tokens)
    inline = _beginning(tokens)
    first = inline.children[0] if inline and inline.children else None
    label = _LABEL.match(first.content) if first and first.type == "text" else None
    if not first or not label:
        return Turn(prose, nested)
    first.content = first.content[label.end() :]
    return Turn(prose, nested, label[1], markup.prose_of(tokens))


def _beginning(tokens: Sequence[Token]) -> Token | None:
    """The words of the paragraph that the tokens begin with."""
    return next((token for token in tokens[:2] if token.type == "inline"), None)


def _marked_label(tokens: Sequence[Token], text: _Text) -> Iterator[Problem]:
    """A label in bold or italic, which is not read as one."""
    inline = _beginning(tokens)
    label = _LABEL.match(markup.words_of(inline) + " ") if inline else None
    children = (inline.children or []) if inline else []
    marked = [c.content for c in children[:3] if c.type == "text" and c.content]
    if inline and label and children[0].content == "" and marked and marked[0].startswith(label[1][:3]):
        message = f'"{label[1]}" is not read as the speaker, because it is in bold or italic'
        span = text.span(label[1], lines_of(inline))
        yield Problem("unknown-speaker", span, message, f"write {label[1]}: plain")
