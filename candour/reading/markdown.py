"""Markdown -> safe HTML and plain words.

The only module that turns a record's words into HTML. Raw HTML, comments, pictures and unsafe links are problems;
nothing of the text is dropped. Links between records become addresses within the site, which `graph/` checks and
`site/rendering.py` makes relative.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.token import Token
from markupsafe import Markup, escape

from candour.model import addresses
from candour.model.values import Link, Prose, fault, parse_ref, url_error
from candour.problems import ProblemName
from candour.reading.markdown_mistakes import DEEPEST, Fault, mistakes_in


def sentence(text: str, record: str) -> Prose:
    """The Markdown of one field. Raises a `markdown` fault that carries every fault found in it."""
    tokens, faults = parse(text, record)
    hint = "put it into the text below the facts"
    headings = (token.content for before, token in pairwise(tokens) if before.type == "heading_open")
    faults += [Fault("heading-level", "a field cannot have a heading", hint, words[:40]) for words in headings]
    if faults:
        raise fault("markdown", "", faults=faults)  # type: ignore[arg-type]
    return prose_of(tokens)


def parse(text: str, record: str) -> tuple[list[Token], list[Fault]]:
    """The parts of a text, and every fault in it; links have their addresses and tables their scopes."""
    tokens = _markdown().parse(text)
    faults = mistakes_in(tokens, text)
    text_join(StateCore(text, _markdown(), {}, tokens))
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if style := token.attrs.pop("style", ""):  # how a column is aligned; the security policy allows no style here
            token.attrSet("class", str(style).replace("text-align:", "align-"))
        opened: list[Token] = []
        for child in token.children or () if token.type == "inline" else ():
            opened += [child] if child.type == "link_open" else []
            if child.type == "link_close":
                faults += (replace(f, lines=token.map) for f in _resolved(opened.pop(), text, record))
    return tokens, faults


def prose_of(tokens: Sequence[Token]) -> Prose:
    inlines = [t for t in tokens if t.type in {"inline", "fence", "code_block"}]
    text = " ".join(words_of(t) if t.type == "inline" else t.content for t in inlines)
    links = [c.meta["link"] for t in inlines for c in t.children or () if "link" in c.meta]
    html = Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704
    return Prose(html, " ".join(text.split()), tuple(links))


def words_of(inline: Token) -> str:
    kinds = {"text", "code_inline", "text_special"}
    return "".join(
        c.content if c.type in kinds else " " for c in inline.children or () if c.type in kinds or "break" in c.type
    )


def without_beginning(parts: Sequence[Token], length: int) -> list[Token]:
    """The parts of a paragraph without its first characters (of `words_of`), nor marks and links around only those."""
    kept: list[Token] = []
    for part in parts:
        written = " " if "break" in part.type else part.content
        taken = min(length, len(written))
        length -= taken
        if part.nesting == -1 and kept and kept[-1].nesting == 1:
            kept.pop()
        elif part.nesting or len(written) > taken:
            part.content = part.content[taken:]
            kept.append(part)
    return kept


def shift_headings(html: Markup, by: int) -> Markup:
    """The same HTML with its headings `by` levels lower, for a page that shows it under another heading."""
    return Markup(re.sub(r"(</?h)([2-6])", lambda m: f"{m[1]}{min(6, int(m[2]) + by)}", html))  # noqa: S704


FROM_THE_MINUTES = "The minutes say:"
"""The words that introduce a quotation in a record, wherever it is shown."""


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("js-default", {"html": False})
    # Links are judged by us, as problems; a definition ([name]: address) would drop its line from the page.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.disable(["reference", "text_join", "html_block", "html_inline"])  # without HTML these find nothing
    markdown.core.ruler.at("inline", _inline)
    quotation = f'<figure class="quotation"><figcaption>{FROM_THE_MINUTES}</figcaption>\n<blockquote>\n'
    markdown.add_render_rule("blockquote_open", lambda *_: quotation)
    markdown.add_render_rule("blockquote_close", lambda *_: "</blockquote></figure>\n")
    markdown.add_render_rule("table_open", lambda _, tokens, index, *__: _table_box(tokens, index))
    markdown.add_render_rule("table_close", lambda *_: "</table></section>\n")
    return markdown


_SIGN = re.compile(r"[\n\\`~*_\[<&]")


def _inline(state: StateCore) -> None:
    """Reads the paragraphs. What is nested too deep is not read: the time would grow with every level.

    Most paragraphs have no sign that may mean anything, and are one text.
    """
    for token in state.tokens:
        if token.type == "inline" and token.content and not _SIGN.search(token.content):
            token.children = [Token("text", "", 0, content=token.content)]
        elif token.type == "inline":
            token.children = []
            if _brackets(token.content) <= DEEPEST:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            if not token.children or max(child.level for child in token.children) > DEEPEST:
                token.meta["too deep"] = bool(token.content)
                token.children = [Token("text", "", 0, content=token.content)]


def _brackets(text: str) -> int:
    deepest = level = 0
    for found in re.finditer(r"\\.|[\[\]]", text):
        level = max(0, level + {"[": 1, "]": -1}.get(found[0], 0))
        deepest = max(deepest, level)
    return deepest


def _table_box(tokens: Sequence[Token], index: int) -> str:
    """A table scrolls within a box of its own, which the keyboard can reach; it is called by its first headings."""
    headings = (words_of(t) for before, t in pairwise(tokens[index:]) if before.type == "th_open")
    name = escape(f"Table: {', '.join(list(filter(None, headings))[:3])}")
    return f'<section class="table-box" tabindex="0" aria-label="{name}">\n<table>\n'


def _resolved(link_open: Token, text: str, record: str) -> Iterator[Fault]:
    """Gives a link its address, and what of the archive it leads to; yields the fault in it.

    The parser percent-encodes what it passes on; only names within the archive are decoded again.
    """
    href = str(link_open.attrGet("href") or "")
    written = unquote(href)
    ref, address, message = parse_ref(written), "#", ""
    name: ProblemName = "bad-reference"
    hint = "link to a record (2024-03-12/bench, project:bench), a place on this page (#item-3) or files/…"
    if ref and (ref.record or record):
        whole = ref.within(record)
        address, link_open.meta["link"] = addresses.of_ref(whole), Link(whole, written)
    elif written.startswith("files/"):
        path = written.removeprefix("files/")
        address, link_open.meta["link"] = addresses.attachment(path), Link(path, written)
    elif re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\", written):
        name, message = "unsafe-link", url_error(href)
        hint = "link to https://…, mailto:… or a record, as in [text](2024-03-12/bench)"
        address = "#" if message else href
    else:
        message = f'the link "{written[:60]}" leads nowhere' if written else "the link has no address"
        hint = f"write https://{written}" if written.startswith("www.") else hint
    link_open.attrSet("href", address)
    if message:
        yield Fault(name, message, hint, next((words for words in (href, written) if words and words in text), "]("))
