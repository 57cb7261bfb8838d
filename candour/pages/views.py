"""What templates are given beside records and findings: pages, links, and parts of records as a page shows them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from markupsafe import Markup, escape

from candour.model.records import Exchange, Project, Section
from candour.model.typography import typographic
from candour.model.values import Prose, Ref
from candour.pages.citing import Citation
from candour.pages.glossary import marked
from candour.reading.markdown import shift_headings

ENGLISH = "en"
"""The language of the pages' own words."""


@dataclass(frozen=True, slots=True)
class LinkTo:
    text: str
    url: str = ""
    """Empty: only the words."""
    is_own: bool = False
    """The words are a record's."""


Neighbours = Mapping[str, LinkTo | None]
"""The pages `before` and `after` a page in a row of pages."""
Neighbour = TypeVar("Neighbour")


def neighbours(one: Neighbour, row: Sequence[Neighbour], link: Callable[[Neighbour], LinkTo]) -> Neighbours:
    """Links to what is before and after `one` in `row`."""
    index = next(number for number, other in enumerate(row) if other is one)
    both = {"before": row[index - 1 : index] if index else (), "after": row[index + 1 : index + 2]}
    return {way: next(map(link, found), None) for way, found in both.items()}


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the search index is given of a page, or of a part of one, beside its words."""

    title: str
    """Of a page the h1: where the index's text begins."""
    order: str
    """An ISO date to sort by. Pagefind leaves a page without one out of a sorted list."""
    filters: tuple[tuple[str, str], ...]
    """Name and value of each. `date` and `shown`, the outcome in words, are shown beside a result and are no facets: as
    metadata their words would be searched as well."""
    project: str = ""
    """The one under which it is listed, by its id; empty for what belongs to none."""
    anchor: str = ""
    """Of the part; empty for the page."""
    text: tuple[str, ...] = ()
    """Paragraphs that are searched."""
    is_off: bool = False
    """Found only when a reader asks for its kind."""
    has_main: bool = False
    """The words of the page's main element are searched as well."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it goes, how it is drawn and with what."""

    url: str
    template: str
    title: str
    """The h1, and the start of the title element."""
    make_view: Callable[[], Any] | None
    """Makes what the template shows beside this; None where it needs no more than the site's own."""
    description: str = ""
    """One sentence for search engines and link previews."""
    above: tuple[LinkTo, ...] = ()
    """The pages between the home page and this one."""
    nav: str = ""
    """The address in the navigation that this page belongs to; empty for its own."""
    noindex: bool = False
    canonical: str = ""
    """The address to cite, when it is another page's."""
    search: tuple[SearchEntry, ...] = ()
    """As what it and its parts are searched; nothing keeps it out of the index."""
    citation: Citation | None = None
    """How to cite a record's page."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """What it is of, in the words of schema.org (`structured.py`)."""
    json: str = ""
    """The address of the data of the record that it shows."""
    foot: tuple[LinkTo, ...] = ()
    """About the record that it shows: its file, and where to report an error in it."""

    @property
    def view(self) -> Any:
        """Plain, frozen data for the template, made anew each time: all views together are larger than the archive."""
        return self.make_view() if self.make_view else None

    @property
    def is_feed(self) -> bool:
        """It is XML, for programs."""
        return self.url.endswith(".xml")


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of a record; on another page than the record's own its anchors carry a prefix."""

    section: Section
    record: str
    """What the record is called."""
    names: Mapping[str, tuple[str, ...]]
    """What a turn may call someone who was there -> the name to show."""
    prefix: str = ""
    deeper: int = 0
    """How many levels its headings are moved down."""

    @property
    def parts(self) -> Iterator[tuple[tuple[Exchange, ...], Prose | None]]:
        """The exchanges of a list, or a piece of prose."""
        for is_exchange, group in groupby(self.section.parts, key=lambda part: isinstance(part, Exchange)):
            if is_exchange:
                yield tuple(part for part in group if isinstance(part, Exchange)), None
            else:
                yield from (((), part) for part in group if isinstance(part, Prose))


_BLOCK = re.compile(r"<(?:p|h[2-6]|t[dh]|li(?!>\n<))(?=[ >])")
"""Where a paragraph of a record begins, or what takes the place of one."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def prose_html(prose: Prose | None, deeper: int = 0, language: str = ENGLISH) -> Markup:
    """The prose's HTML, empty when there is none, its headings `deeper` levels down and marked for the glossary.

    Each paragraph has its direction and, where it is not the pages' own, its language.
    """
    if prose is None:
        return Markup("")
    html = str(typographic(shift_headings(prose.html, deeper) if deeper else prose.html))
    return marked(Markup(_BLOCK.sub(rf'\g<0>{_lang(language)} dir="auto"', html)))  # noqa: S704


def own(text: str, language: str = ENGLISH) -> str:
    """A record's own words, amid ours: with their direction and language where these are not the pages'."""
    lang = _lang(language)
    if not text or (not lang and not _RIGHT_TO_LEFT.search(text)):
        return text
    return Markup(f'<span{lang} dir="auto">{{}}</span>').format(typographic(escape(text)))  # noqa: S704


def _lang(language: str) -> str:
    return f' lang="{language}"' if is_foreign(language) else ""


def is_foreign(language: str) -> bool:
    """Whether it is another than that of the pages' own words."""
    return language.partition("-")[0] != ENGLISH


def summary_of(project: Project) -> Section | None:
    """The section on what it is: its Summary, else what comes before its first heading."""
    by_id = {one.id: one for one in reversed(project.sections)}
    return by_id.get("summary") or by_id.get("")


def anchor_in_list(ref: Ref) -> str:
    """The anchor of a passage where passages of several records are listed: with the record's name."""
    return f"of-{ref.record.replace(':', '-').replace('/', '-')}-{ref.anchor}"
