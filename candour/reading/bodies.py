"""The text of a record -> its sections, and the questions in them with what was said to each.

Headings cut a text into sections. In a meeting they are its agenda; a review or project has headings of its kind only.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from candour.model.places import Places
from candour.model.records import SPEAKERS, Exchange, Passage, Section, Turn
from candour.model.values import Prose, slug, what_is_wrong_with_id
from candour.problems import Problem, ProblemName, Span, did_you_mean
from candour.reading import markdown as markup
from candour.reading.markdown_mistakes import Fault, lines_of

EXCHANGES = "questions-and-comments"
"""The section of a review whose lists are exchanges."""


@dataclass(frozen=True, slots=True)
class Body:
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


def read_body(passages: Iterable[Passage], places: Places, record: str, known_sections: Collection[str] | None) -> Body:
    """The sections of a record's body, in the order of the file.

    `known_sections` are the headings a review or project may have; None for a meeting, whose headings are its agenda.
    """
    sections: list[Section] = []
    problems: list[Problem] = []
    for passage in passages:
        reader = _BodyReader(passage, places, record, known_sections)
        sections += reader.sections()
        problems += reader.problems
    return Body(tuple(sections), tuple(problems))


# --- sections -----------------------------------------------------------------------------------------------------

_TAG = re.compile(r"(?<!\s)\s*\{#([^{}]*)\}\s*$")
_NUMBER = re.compile(r"([0-9]{1,3}[A-Za-z]?(?:\.[0-9A-Za-z]{1,6})*)\.\s+(\S.*)")
_ALMOST_A_NUMBER = re.compile(
    r"(?:(?:agenda )?item )?([0-9]{1,3}[A-Za-z]?(?:\.(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])(?![A-Za-z0-9]))*)"
    r"(?:[.):](?=\D)|(?=\s))\s*(?:[-–—:]\s+)?(\S.*)",
    re.IGNORECASE,
)


class _BodyReader:
    """Reads one passage: cuts it at its headings and makes each piece a section."""

    def __init__(self, passage: Passage, places: Places, record: str, known: Collection[str] | None) -> None:
        self.passage = passage
        self.places = places
        self.record = record
        self.known = known
        mark = (places.values or {}).get((passage.heading,)) if passage.heading else None
        literal = mark is None or places.lines[mark.line][mark.column : mark.column + 1] == "|"
        self.spread = None if literal or mark is None else (mark.line + 1, mark.end_line + 1)
        """The lines of a text that YAML joined: which of its words stands on which line is not known."""
        self.tokens, faults = markup.parse(passage.text, record)
        self.problems: list[Problem] = [self._placed(found) for found in faults]

    def sections(self) -> list[Section]:
        told: list[Section] = []
        heading, span = ("", self._span("", (0, 1)))
        level, previous, start = 2, 1, 0
        if self.passage.heading:
            heading, span = self.passage.heading, self.places.span((self.passage.heading,), of_key=True)
            level = previous = 3 if _is_sub_item(heading) else 2
        for place, token in enumerate(self.tokens):
            if token.type != "heading_open" or token.level > 0 or token.markup in {"-", "="}:
                continue
            title, here = markup.words_of(self.tokens[place + 1]), int(token.tag[1:])
            self._check_level(token, title, here, previous)
            if not title.strip():
                span = self._span("", lines_of(token))
                self._problem("not-a-heading", span, "the heading has no words", "write them, or delete the line")
            previous = here
            number = self._number(title)
            if here <= 2 or (here == 3 and self.known is None and number):
                told += self._section(heading, level, span, self.tokens[start:place])
                heading, level, start = title, min(3, max(2, here)), place + 3
                span = self._span("", lines_of(token))
        return told + self._section(heading, level, span, self.tokens[start:])

    def _check_level(self, token: Token, title: str, here: int, previous: int) -> None:
        if here == 1:
            message, hint = "a heading with one # is the page's own title", "begin headings with ##"
        elif here > previous + 1:
            message = f"the heading has {here} # and stands under one with {previous}: a level is skipped"
            hint = f"write {'#' * (previous + 1)}"
        elif here > 2 and self.known is not None and slug(title) in {slug(k) for k in self.known}:
            message, hint = f'the section "{title}" begins with {here} #, as a part of another section', "write ##"
        else:
            return
        self._problem("heading-level", self._span(token.markup, lines_of(token)), message, hint)

    def _number(self, title: str) -> re.Match[str] | None:
        """The agenda item's number and its title, be it written as it should or nearly so."""
        if self.known is not None:
            return None
        return _NUMBER.match(title) or (None if _TAG.search(title) else _ALMOST_A_NUMBER.match(title))

    def _section(self, heading: str, level: int, span: Span, tokens: Sequence[Token]) -> list[Section]:
        if not heading and not tokens:
            return []
        tag = _TAG.search(heading)
        number = self._number(heading)
        if number and not _NUMBER.match(heading):
            message = "the number of this heading is not followed by a full stop and a space"
            mark = "" if self.passage.heading else "## "
            hint = (
                f"write {mark}{number[1]}. {number[2][:40]}; if it is no number, end the line with {{#{slug(heading)}}}"
            )
            self._problem("not-a-heading", span, message, hint)
        title = _TAG.sub("", number[2] if number else heading).strip()
        name, former, _ = _tag_words(tag[1] if tag else "")
        name = name or slug(title)
        if tag and (wrong := what_is_wrong_with_id(name)):
            self._problem("bad-id", span, wrong, f"write {{#{slug(title)}}}")
            name = slug(title)
        name = self._check_title(heading, title, name, span)
        read_exchanges = self.known is not None and name == EXCHANGES
        parts = self._exchange_parts(tokens) if read_exchanges else self._prose_parts(tokens)
        former = tuple(old for old in former if self._is_id(old, span))
        return [Section(name, title, parts, span, former, number[1] if number else "", level)]

    def _check_title(self, heading: str, title: str, name: str, span: Span) -> str:
        """The section's id; none when its heading is reported."""
        if heading and (not name or re.fullmatch(r"[0-9]{1,3}[A-Za-z]?\.?", title)):
            self._problem("not-a-heading", span, "the heading has no words", "write them, or delete the line")
            return ""
        if self.known is None or not heading or slug(title) in {slug(known) for known in self.known}:
            return name
        hint = did_you_mean(title, self.known, "sections in site_config.yaml can add it")
        if self.passage.heading and re.fullmatch(r"\w+", title):
            hint = f"{hint.removesuffix('?')}; if this is a field, its name begins with a small letter"
        self._problem("unknown-section", span, f'"{title}" is not a section of this kind of record', hint)
        return ""

    def _prose_parts(self, tokens: Sequence[Token]) -> tuple[Prose, ...]:
        for before, token in pairwise((Token("", "", 0), *tokens)):
            if token.type == "inline":
                self._stray_tags(token)
                if before.type == "paragraph_open":
                    self._almost_a_section(token)
        return (markup.prose_of(tokens),) if tokens else ()

    def _almost_a_section(self, inline: Token) -> None:
        """A section's heading alone on a line, in bold or without its space."""
        title = inline.content.strip("#*_: ")
        if self.known and slug(title) in {slug(known) for known in self.known}:
            message = "this line names a section and is no heading"
            self._problem("not-a-heading", self._span("", lines_of(inline)), message, f"write ## {title}")

    # --- exchanges

    def _exchange_parts(self, tokens: Sequence[Token]) -> tuple[Prose | Exchange, ...]:
        told: list[Prose | Exchange] = []
        loose: list[Token] = []
        indent = -1
        for node in SyntaxTreeNode(tokens).children:
            if node.type not in {"bullet_list", "ordered_list"}:
                loose += node.to_tokens()
                continue
            told += self._prose_parts(loose)
            loose = []
            indent = self._indent(node.children[0]) if indent < 0 else indent
            told += [self._exchange(item, self._indent(item) != indent) for item in node.children]
        return (*told, *self._prose_parts(loose))

    def _indent(self, item: SyntaxTreeNode) -> int:
        line = self._line(item.map[0] if item.map else 0)
        return len(line) - len(line.lstrip())

    def _exchange(self, item: SyntaxTreeNode, unevenly_indented: bool) -> Exchange:
        lines = (item.map[0], item.map[0] + 1) if item.map else (0, 1)
        span = self._span("", lines)
        paragraph = next((node for node in item.children if node.type == "paragraph"), None)
        name, former, topics, tag_span = self._take_tag(paragraph, span) if paragraph else ("", (), (), span)
        turns = self._turns(item)
        text = turns[0].prose.text if turns else ""
        if unevenly_indented or re.match(_LIKE_AN_ANSWER, text):
            message = "this looks like an answer and stands as a question of its own"
            hint = "indent it by four spaces to put it below the question"
            self._problem("answer-not-indented", span, message, hint)
        if not text:
            if paragraph:
                self._problem("not-a-list", span, "this question has no words", "write them, or delete the line")
            name = name or f"line-{span.line}"
        elif not name and (found := re.search(r"\{([^{}#]*)\}$", text)):
            message = f"the tag {found[0]} has no # and would be printed"
            self._problem("stray-tag", self._span(found[0], lines), message, f"write {{#{found[1].strip()}}}")
            name = slug(text)
        elif not name and "{#" in text:
            name = slug(text)  # a stray tag, which is reported
        if not name:
            name = "-".join(slug(text).split("-")[:6]) or f"line-{span.line}"
            message = "the exchange has no address of its own choice"
            hint = f"end its first line with {{#{name}}}, so that its address stays when the words change"
            self._problem("exchange-without-id", span, message, hint)
        return Exchange(name, topics, turns, tag_span, former)

    def _take_tag(self, paragraph: SyntaxTreeNode, span: Span) -> tuple[str, tuple[str, ...], tuple[str, ...], Span]:
        """Takes `{#id #former topics}` out of the paragraph: the id, former ids, topics, and where they stand."""
        inline = paragraph.children[0].to_tokens()[0]
        for child in inline.children or ():
            found = _TAG.search(child.content) if child.type == "text" else None
            if not found:
                continue
            child.content = _TAG.sub("", child.content)
            name, former, topics = _tag_words(found[1])
            span = self._span("{#" + found[1], lines_of(inline))
            if wrong := what_is_wrong_with_id(name):
                self._problem("bad-id", span, wrong, "write it as {#section-60 topic}")
                name = slug(name) or f"line-{span.line}"
            return name, tuple(old for old in former if self._is_id(old, span)), topics, span
        return "", (), (), span

    def _is_id(self, former: str, span: Span) -> bool:
        if wrong := what_is_wrong_with_id(former):
            self._problem("bad-id", span, wrong, "write the former id as the old tag had it")
        return not wrong

    def _turns(self, item: SyntaxTreeNode) -> tuple[Turn, ...]:
        """A member's words, then what was said to them, in order."""
        turns: list[Turn] = []
        own: list[Token] = []
        for node in item.children:
            if node.type not in {"bullet_list", "ordered_list"}:
                own += node.to_tokens()
                continue
            turns += self._turn(own, nested=False)
            own = []
            for answer in node.children:
                turns += self._turn([t for child in answer.children for t in child.to_tokens()], nested=True)
        return (*turns, *self._turn(own, nested=False))

    def _turn(self, tokens: list[Token], *, nested: bool) -> list[Turn]:
        if not tokens:
            return []
        for token in tokens:
            if token.type in {"paragraph_open", "paragraph_close"} and token.level <= tokens[0].level:
                token.hidden = False
            if token.type == "inline":
                self._stray_tags(token)
        whole = markup.prose_of(tokens)
        inline = next((t for t in tokens[:2] if t.type == "inline"), None)
        first = next(iter(inline.children or ()), None) if inline else None
        label = _LABEL.match(first.content) if first and first.type == "text" else None
        if not inline or not first or not label:
            self._check_label(inline)
            return [Turn(whole, nested)]
        first.content = first.content[label.end() :]
        return [Turn(whole, nested, label[1], markup.prose_of(tokens))]

    def _check_label(self, inline: Token | None) -> None:
        """A label that is not plain text is not read as one."""
        children = (inline.children or []) if inline else []
        label = _LABEL.match(markup.words_of(inline) + " ") if inline else None
        marked = [c.content for c in children[:3] if c.type == "text" and c.content]
        if inline and label and children[0].content == "" and marked and marked[0].startswith(label[1][:3]):
            message = f'"{label[1]}" is not read as the speaker, because it is in bold or italic'
            self._problem(
                "unknown-speaker", self._span(label[1], lines_of(inline)), message, f"write {label[1]}: plain"
            )

    def _stray_tags(self, inline: Token) -> None:
        for child in inline.children or ():
            if child.type == "text" and (found := re.search(r"\{#[^{}]*\}?", child.content)):
                message = f"the tag {found[0]} has no effect here and would be printed"
                hint = "a tag ends a heading of a meeting or the first line of an exchange"
                self._problem("stray-tag", self._span(found[0], lines_of(inline)), message, hint)

    # --- places

    def _line(self, number: int) -> str:
        place = self.passage.line + number - 1
        return self.places.lines[place] if place < len(self.places.lines) else ""

    def _span(self, words_there: str, lines: tuple[int, int]) -> Span:
        """The words between two lines of the passage (from 0), or the first of those lines."""
        first, last = self.passage.line + lines[0], self.passage.line + max(lines[0], lines[1] - 1)
        if self.spread:
            first, last = self.spread
        found = self.places.find(words_there, first, last) if words_there else None
        return found or self.places.at(first)

    def _placed(self, found: Fault) -> Problem:
        return Problem(found.name, self._span(found.words, found.lines), found.message, found.hint)

    def _problem(self, name: ProblemName, span: Span, message: str, hint: str) -> None:
        self.problems.append(Problem(name, span, message, hint))


_LABEL = re.compile(rf"([^\W\d_a-z][^:!?]{{0,59}}?|{'|'.join(SPEAKERS).lower()})\s*:\s+")
_LIKE_AN_ANSWER = (
    r"(The )?[Pp]resenters?(:| (said|replied|answered|noted|explained|clarified|stated|confirmed|responded))"
)


def _tag_words(inside: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """`id #former topic` -> the id, the former ids and the topics."""
    name, *others = re.split(r"[\s,]+", inside.strip(" ,"))
    former = tuple(word.removeprefix("#") for word in others if word.startswith("#"))
    return name, former, tuple(word for word in others if not word.startswith("#"))


def _is_sub_item(heading: str) -> bool:
    number = _NUMBER.match(heading)
    return bool(number and "." in number[1])
