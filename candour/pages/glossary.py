"""Abbreviations, explained where a page first uses them: `IOM [Integrated Offender Management]`.

What comes first is known only of a finished page, in the order in which it is read, so rendering does this last, to
the page's text. Only the records' running prose is touched, which `pages` marks (`marked`): no heading, link, code or
title, and no quotation, for nothing may be put into the minutes' own words. The explanation is the archive's, so it
is in square brackets; everyone sees it, on paper too, and the search index leaves it out.
"""

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from candour.model.config import Config
from candour.model.typography import typographic

Explain = Callable[[str], str]
"""The text of a page -> the same with its abbreviations explained and its marks taken out."""

_START, _END = "<!--prose-->", "<!--/prose-->"
"""Words of records cannot look so: their `<` is escaped."""
_TAG = re.compile(r"<[^>]*>")
_LEFT_ALONE = re.compile(r"<(/?)(?:a|blockquote|code|h[1-6]|pre|th)\b")


def marked(html: Markup) -> Markup:
    """Prose whose abbreviations may be explained."""
    return Markup(f"{_START}{html}{_END}") if html else html  # noqa: S704


def terms_of(config: Config) -> Mapping[str, str]:
    """Every abbreviation and what it stands for, by the alphabet; those of the organisations too."""
    short = {one.short: one.name for one in config.organisations.values() if one.short}
    return dict(sorted({**short, **config.glossary}.items(), key=lambda pair: (pair[0].casefold(), pair[0])))


def explainer(config: Config) -> Explain:
    meanings = {_shown(term): _shown(meaning) for term, meaning in terms_of(config).items()}
    longest_first = sorted(meanings, key=lambda term: (-len(term), term))
    names = "|".join(map(re.escape, longest_first)) or r"(?!)"
    found = re.compile(rf"<[^>]*>|(?<![\w-])({names})(?:['’]s)?(?![\w-])|&#?\w+;")

    def explain(page: str) -> str:
        waiting = dict(meanings)
        before, *marked = page.split(_START)
        prose = (piece.partition(_END) for piece in marked)
        return before + "".join(_explained(text, found, waiting) + after for text, _, after in prose)

    return explain


def _shown(text: str) -> str:
    return str(typographic(escape(text)))


def _explained(prose: str, found: re.Pattern[str], waiting: dict[str, str]) -> str:
    """One piece of prose; what it uses is taken out of `waiting`."""
    if not any(term in prose for term in waiting):
        return prose
    pieces, end, left_alone = [], 0, 0
    for one in found.finditer(prose):
        if not one[1]:
            tag = _LEFT_ALONE.match(one[0])
            left_alone += 0 if not tag else -1 if tag[1] else 1
        elif not left_alone and one[1] in waiting:
            meaning = waiting.pop(one[1])
            if not _is_spelt_out(meaning, prose[: one.start()], prose[one.end() :]):
                pieces += [prose[end : one.end()], _BESIDE.format(meaning)]
                end = one.end()
    return "".join([*pieces, prose[end:]])


_BESIDE = '<span class="gloss" data-pagefind-ignore> [{}]</span>'


def _is_spelt_out(meaning: str, before: str, after: str) -> bool:
    """Whether the record itself explains it right there, as in `Integrated Offender Management (IOM)`."""
    same_words = r"\s+".join(map(re.escape, meaning.split()))
    return bool(
        re.search(rf"\b{same_words}\W{{1,3}}$", _TAG.sub("", before), re.IGNORECASE)
        or re.match(rf"\W{{1,3}}{same_words}\b", _TAG.sub("", after), re.IGNORECASE)
    )
