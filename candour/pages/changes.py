"""What changed between a project's review and the one before it, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from candour.findings.reviews import changes
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model.config import Config
from candour.model.records import Review
from candour.model.values import Ref
from candour.pages import words

_FIELDS: Mapping[str, tuple[str, Callable[[str | None, Config], str]]] = {
    "outcome": ("Outcome", words.outcome),
    "stage": ("Stage", words.stage),
    "status": ("In use?", lambda status, _: words.capital(words.STATUS[status]) if status else ""),
}
"""The title of each field, and its words by its code."""


class ChangeRow(NamedTuple):
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """In one sentence and in a small table."""

    before: Review
    sentence: str
    rows: tuple[ChangeRow, ...]
    """Stage, outcome and status, where they differ."""
    closed: tuple[LinkedRequest, ...]
    opened: tuple[LinkedRequest, ...]
    topics: tuple[str, ...]
    """Those raised for the first time."""


def changes_since_the_one_before(review: Review, graph: SiteGraph) -> ChangesView | None:
    """None for a first review."""
    found = changes(review, graph)
    if found is None:
        return None
    every = (_row(field, *codes, graph.config) for field, codes in found.fields.items())
    rows = tuple(row for row in every if row.before != row.after)
    closed, opened = _requests(found.closed, graph), _requests(found.opened, graph)
    sentence = words.changes_sentence(rows, len(closed), len(opened), len(found.topics))
    return ChangesView(found.before, sentence, rows, closed, opened, found.topics)


def _row(field: str, old: str | None, new: str | None, config: Config) -> ChangeRow:
    """Two codes may read the same: an outcome whose meaning was changed."""
    title, read = _FIELDS[field]
    before, after = (read(code, config) or words.NOT_RECORDED for code in (old, new))
    return ChangeRow(title, before, after)


def _requests(refs: Iterable[Ref], graph: SiteGraph) -> tuple[LinkedRequest, ...]:
    return tuple(filter(None, map(graph.request, refs)))
