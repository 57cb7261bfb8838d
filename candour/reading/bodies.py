"""The text of a record -> its sections, and the questions in them with what was said to each.

Headings cut a text into sections. In a meeting they are its agenda; a review or project has headings of its kind only.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from markdown_it.token import Token

from candour.model.places import Places
from candour.model.records import SPEAKERS, Exchange, Passage, Section, Turn
from candour.model.values import LONGEST_ID, Prose, id_error, is_number, slug
from candour.problems import Problem, Reported, Span, did_you_mean
from candour.reading import markdown as markup

EXCHANGES = "questions-and-comments"
"""The section of a review whose lists are exchanges."""


def read_body(
    passages: Iterable[Passage], places: Places, record: str, headings: Collection[str] | None
) -> Reported[tuple[Section, ...]]:
    """The sections of a record's body, in the order of the file.

    `headings` are those that a review or project may have; None for a meeting, whose headings are its agenda.
    """
    sections: list[Section] = []
    ids = {*map(slug, headings or ())}
    for passage in passages:
        text = _Text(passage, places, headings, ids)
        tokens, faults = markup.parse(passage.text, record)
        for fault in faults:
            yield Problem(fault.name, text.span(fault.lines, fault.words), fault.message, fault.hint)
        for piece in (yield from _cut(tokens, text)):
            if piece.heading or piece.tokens:
                sections.append((yield from _section(piece, text)))
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class _Text:
    passage: Passage
    places: Places
    headings: Collection[str] | None
    ids: Collection[str]
    """Of the sections with those headings."""

    def may_have(self, title: str) -> bool:
        return len(title) <= 2 * LONGEST_ID and slug(title) in self.ids

    def span(self, lines: Sequence[int] | None, words: str = "") -> Span:
        """Words between two lines of the text (from 0, the second exclusive); or the first of those lines."""
        start, end = lines or (0, 1)
        first, last = self.passage.line + start, self.passage.line + max(start, end - 1)
        extent = self.places.values.get((self.passage.heading,)) if self.passage.heading else None
        if extent and self.places.line(extent.line + 1)[extent.column : extent.column + 1] != "|":
            first, last = extent.line + 1, extent.end_line + 1  # YAML joined the lines: a word may be on any of them
        return (self.places.find(words, first, last) if words else None) or self.places.at(first)


_TAG = re.compile(r"(?<!\s)\s*\{#([^{}]*)\}\s*$")
_NUMBER = re.compile(r"([0-9]{1,3}[A-Za-z]?(?:\.[0-9A-Za-z]{1,6})*)\.\s+(\S.*)")
_MINUTE_NUMBER = re.compile(
    r"([0-9][^\W_]*(?:[./-][^\W_]+)*|[A-Z]{1,3}(?:[./-]\w+)+|[IVX]|[IVXL]{2,})\.\s+(\S.*)", re.I
)
"""As `82/17`, `1234`, `S-22-013` or `IV`. A heading that has a name of its own keeps it."""
_ALMOST_A_NUMBER = re.compile(
    r"(?:(?:agenda )?item )?((?!24/7|50/50|9/11)[0-9]{1,3}/[0-9]{2,4}|[A-Z]{1,3}(?:[/-][0-9]{1,6}){2}|"
    r"[0-9]{1,3}(?-i:[a-z]?)(?:\.(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])(?![A-Za-z0-9]))*)"
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
    heading, start = text.passage.heading, 0
    number = _NUMBER.match(heading)
    level = 3 if number and "." in number[1] else 2
    depth = level if heading else 1
    span = text.places.span((heading,), of_key=True) if heading else text.span(None)
    for index, token in enumerate(tokens):
        if token.type != "heading_open" or token.level > 0 or token.markup in {"-", "="}:
            continue
        title, above, depth = markup.words_of(tokens[index + 1]), depth, len(token.markup)
        yield from _heading_problems(token, title, above, text)
        if depth <= 2 or (depth == 3 and _numbered(title, text)):
            pieces.append(_Piece(heading, level, span, tokens[start:index]))
            heading, level, span, start = title, max(2, depth), text.span(token.map), index + 3
    return [*pieces, _Piece(heading, level, span, tokens[start:])]


def _heading_problems(token: Token, title: str, above: int, text: _Text) -> Iterator[Problem]:
    depth, message = len(token.markup), ""
    if depth == 1 or (depth > 2 and text.may_have(title)):
        message, hint = f"a section begins with ##, but this has {token.markup}", "write ##"
    elif depth > above + 1:
        message = f"the heading has {depth} # and is under one with {above}, so a level is skipped"
        hint = f"write {'#' * (above + 1)}"
    if message:
        yield Problem("heading-level", text.span(token.map, token.markup), message, hint)
    if not title.strip():
        yield _no_words(text.span(token.map))


def _no_words(heading: Span) -> Problem:
    return Problem("not-a-heading", heading, "the heading has no words", "write them, or delete the line")


def _numbered(title: str, text: _Text) -> re.Match[str] | None:
    """The agenda item's number and its title, whether written correctly or almost so."""
    if text.headings is not None:
        return None
    if (found := _NUMBER.match(title)) or _TAG.search(title):
        return found
    found = _MINUTE_NUMBER.match(title)
    return found if found and is_number(found[1].casefold()) else _ALMOST_A_NUMBER.match(title)


def _section(piece: _Piece, text: _Text) -> Reported[Section]:
    tag, number = _TAG.search(piece.heading), _numbered(piece.heading, text)
    title = _TAG.sub("", number[2] if number else piece.heading).strip()
    name, former, _ = yield from _tag_words(tag[1] if tag else "", piece.span)
    name = name or slug(title)
    if tag and (message := id_error(name)):
        yield Problem("bad-id", piece.span, message, f"write {{#{slug(title)}}}")
        name = slug(title)
    if number and number.re is _ALMOST_A_NUMBER:
        message = "the number of this heading is not followed by a full stop and a space"
        hint = f"write {'' if text.passage.heading else '## '}{number[1]}. {number[2][:40]}; "
        hint += f"if it is not a number, end the line with {{#{slug(piece.heading)}}}"
        yield Problem("not-a-heading", piece.span, message, hint)
    if piece.heading and (not name or re.fullmatch(r"[0-9]{1,3}(/[0-9]+)?[A-Za-z]?\.?", title)):
        yield _no_words(piece.span)
        name = ""
    elif piece.heading and text.headings is not None and not text.may_have(title):
        hint = did_you_mean(title, text.headings, "sections in site_config.yaml can add it", "## ")
        yield Problem("unknown-section", piece.span, f'"{title}" is not a section of this kind of record', hint)
        name = ""
    read = _exchanges if name == EXCHANGES and text.headings is not None else _prose
    parts = yield from read(piece.tokens, text)
    return Section(name, title, parts, piece.span, former, number[1] if number else "", piece.level)


def _prose(tokens: Sequence[Token], text: _Text) -> Reported[tuple[Prose | Exchange, ...]]:
    for before, token in pairwise(tokens):
        title = token.content.strip("#*_: ")
        if token.type == "inline" and before.type == "paragraph_open" and text.may_have(title):
            message = "this line has the name of a section but is not a heading"
            yield Problem("not-a-heading", text.span(token.map), message, f"write ## {title}")
    yield from _stray_tags(tokens, text)
    prose = (markup.prose_of(tokens),) if tokens else ()
    if prose and prose[0].text in {"…", "..."}:
        hint = "write the words instead, or delete the section"
        yield Problem("empty-value", text.span(tokens[0].map), f'there is only "{prose[0].text}" here', hint)
    return prose


def _tag_words(inside: str, span: Span) -> Reported[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """`id #former topic` -> the id, the former ids that can be ids, and the topics."""
    name, *others = re.split(r"[\s,]+", inside.strip(" ,"))
    former = [word.removeprefix("#") for word in others if word.startswith("#")]
    for message in filter(None, map(id_error, former)):
        yield Problem("bad-id", span, message, "write the former id exactly as the old tag had it")
    topics = tuple(word for word in others if not word.startswith("#"))
    return name, tuple(old for old in former if not id_error(old)), topics


def _stray_tags(tokens: Iterable[Token], text: _Text) -> Iterator[Problem]:
    hint = "move it to the end of a meeting's heading or of a question's first line, or delete it"
    for inline in tokens:
        for child in (inline.children or ()) if inline.type == "inline" else ():
            if child.type == "text" and (found := re.search(r"\{#[^{}]*\}?", child.content)):
                message = f"the tag {found[0]} has no effect here, and readers would see it"
                yield Problem("stray-tag", text.span(inline.map, found[0]), message, hint)


_LABEL = re.compile(r"([^\W\d_][^:\uff1a!?]{0,59})[:\uff1a]\s*")
"""What may be a label; whether it is one, `graph/speakers.py` knows."""
_LIKE_AN_ANSWER = re.compile(
    r"(The )?[Pp]resenters?(:| (said|replied|answered|noted|explained|clarified|stated|confirmed|responded))"
)


def _exchanges(tokens: Sequence[Token], text: _Text) -> Reported[tuple[Prose | Exchange, ...]]:
    """An exchange for each entry of the outermost lists; prose between them."""
    parts: list[Prose | Exchange] = []
    indents: list[int] = []
    for is_list, blocks in groupby(_blocks(tokens), _is_list):
        if not is_list:
            parts += yield from _prose([*chain(*blocks)], text)
            continue
        for entry in (entry for block in blocks for entry in _inside(block)):
            first = entry[0].map[0] if entry[0].map else 0
            line = text.places.line(text.passage.line + first)
            indents.append(len(line) - len(line.lstrip()))
            parts.append((yield from _exchange(entry, first, text, is_uneven=indents[-1] != indents[0])))
    return tuple(parts)


def _blocks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The outermost paragraphs, lists and so on, each with all that is in it."""
    start = level = 0
    for index, token in enumerate(tokens, 1):
        level += token.nesting
        if level == 0:
            yield tokens[start:index]
            start = index


def _inside(block: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The entries of a list, or the blocks of an entry."""
    return _blocks(block[1:-1])


def _is_list(block: Sequence[Token]) -> bool:
    return block[0].type in {"bullet_list_open", "ordered_list_open"}


def _exchange(entry: Sequence[Token], first: int, text: _Text, *, is_uneven: bool) -> Reported[Exchange]:
    """`first` is the entry's first line in the text, from 0."""
    span = tag_span = text.span((first, first + 1))
    inline = next((block[1] for block in _inside(entry) if block[0].type == "paragraph_open"), None)
    inside = _take_tag(inline) if inline else None
    if inline and inside is not None:
        tag_span = text.span(inline.map, "{#" + inside)
    name, former, topics = yield from _tag_words(inside or "", tag_span)
    if inside is not None and (message := id_error(name)):
        yield Problem("bad-id", tag_span, message, "write it as {#section-60 topic}")
        name = slug(name) or f"line-{tag_span.line}"
    turns: list[Turn] = []
    for tokens, is_nested in _contributions(entry):
        yield from _stray_tags(tokens, text)
        turns.append(_turn(tokens, nested=is_nested))
    words = turns[0].prose.text if turns else ""
    if is_uneven or (_LIKE_AN_ANSWER.match(words) and turns[0].label not in SPEAKERS):
        message = "this looks like an answer, but would be published as the words of a member"
        hint = "if it answers the question above, indent it by four spaces" + (" and delete its tag" if inside else "")
        otherwise = "begin it as far left as the others" if is_uneven else "begin it with who spoke, as in Presenter:"
        yield Problem("answer-not-indented", span, message, f"{hint}; if not, {otherwise}")
    if inline and not words:
        yield Problem("not-a-list", span, "this question has no words", "write them, or delete the line")
    name = name or (yield from _id_without_tag(words, first, text))
    return Exchange(name, topics, tuple(turns), tag_span, former)


def _take_tag(inline: Token) -> str | None:
    for child in inline.children or ():
        if child.type == "text" and (found := _TAG.search(child.content)):
            child.content = _TAG.sub("", child.content)
            return found[1]
    return None


def _id_without_tag(words: str, first: int, text: _Text) -> Reported[str]:
    """From the first words of an exchange, or the line it is on."""
    lines = (first, first + 1)
    span, name = text.span(lines), slug(words)
    if found := re.search(r"\{([^{}#]*)\}$", words):
        message = f"the tag {found[0]} has no #, and readers would see it"
        yield Problem("stray-tag", text.span(lines, found[0]), message, f"write {{#{found[1].strip()}}}")
    elif words and "{#" not in words:  # a tag elsewhere is reported as such
        name = "-".join(name.split("-")[:6]) or f"line-{span.line}"
        message = "this question has no name, so its address is made from its first words"
        hint = f"end its first line with {{#{name}}}; then the address stays the same when the words change"
        yield Problem("exchange-without-id", span, message, hint)
    return name or f"line-{span.line}"


def _contributions(entry: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """The tokens of a member's words and of what was said to them, in order; and whether they are indented below."""
    for is_list, blocks in groupby(_inside(entry), _is_list):
        if is_list:
            answers = (answer[1:-1] for block in blocks for answer in _inside(block))
            yield from (([*answer], True) for answer in answers if answer)
        else:
            yield [*chain(*blocks)], False


def _turn(tokens: list[Token], *, nested: bool) -> Turn:
    for token in tokens:
        if token.type in {"paragraph_open", "paragraph_close"} and token.level <= tokens[0].level:
            token.hidden = False
    prose = markup.prose_of(tokens)
    inline = next((token for token in tokens[:2] if token.type == "inline"), None)
    words = markup.words_of(inline) if inline else ""
    label = _LABEL.match(words)
    if not inline or not label or (label.end() == len(words) and len(tokens) == 3):
        return Turn(prose, nested)
    inline.children = markup.without_beginning(inline.children or [], label.end())
    return Turn(prose, nested, label[1].rstrip(), markup.prose_of(tokens if inline.children else tokens[3:]))
