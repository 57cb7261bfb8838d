"""The passages of a record, each by what it is called alone, where it has its permanent address."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from candour.findings.happened import corrections_of
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Correction, Meeting, Project, Review
from candour.model.values import Ref
from candour.pages import titles, words
from candour.pages.citing import day_of, last_corrected
from candour.pages.review import items_of
from candour.pages.views import SectionView


@dataclass(frozen=True, slots=True)
class PassageView:
    url: str
    name: str
    """`exchange 3 on Knife crime, 8 February 2023`."""
    context: str
    """What its page says and the name does not, to follow the name: `, item 7. A: Proceed.`"""
    day: PartialDate | None
    corrected: PartialDate | None
    """When its record was last corrected."""


def passage(of: Ref | SectionView, anchor: str = "", title: str = "", *, graph: SiteGraph) -> PassageView:
    """`anchor` is that of a passage in a section, or the section's own; then `title` is what its heading says."""
    ref = of if isinstance(of, Ref) else Ref(of.record, anchor)
    what, item = _names(ref.record, graph).get(ref.anchor, (f"“{title}”", ""))
    about, context, day, corrected, elsewhere = _whole(ref.record, graph)
    if context is None:
        context = f", {words.item(item)}." if item else ""
    if elsewhere and not corrections_at(ref, graph=graph):
        context = f"{context or '.'} {elsewhere}"
    return PassageView(addresses.of_ref(ref), what + about, context, day, corrected)


@lru_cache(maxsize=16)
def _whole(name: str, graph: SiteGraph) -> tuple[str, str | None, PartialDate | None, PartialDate | None, str]:
    """What is the same for all passages of a record: what follows their names, the context (None: that of their item),
    the record's day, that of its last correction, and the words for it.
    """
    record = _record(name, graph)
    context: str | None = ""
    match record:
        case Project():
            about = f" on {record.facts.title}"
        case Review():
            about = f" on {titles.projects_title(record, graph)}, {titles.review_day(record, graph)}"
            context = f", {words.items(items_of(record))}. {words.outcome(record.facts.outcome, graph.config)}."
        case Meeting():
            about, context = f", {titles.meeting_name(record)}", None
    others = [one.date for _, one in corrections_at(Ref(name), graph=graph)]
    elsewhere = f"The record was corrected {words.on(max(others))}." if others else ""
    return about, context, day_of(record, graph), last_corrected(record), elsewhere


def corrections_at(of: Ref | SectionView, anchor: str = "", *, graph: SiteGraph) -> list[tuple[Ref, Correction]]:
    """Those that name this passage; of a record as a whole those that name none of its passages."""
    ref = of if isinstance(of, Ref) else Ref(of.record, anchor)
    return [(name, one) for name, one, places in _corrections(ref.record, graph) if ref.anchor in places]


@lru_cache(maxsize=16)
def _corrections(name: str, graph: SiteGraph) -> tuple[tuple[Ref, Correction, frozenset[str]], ...]:
    """Each with the anchors of what it names; an empty one where that is no passage."""
    record, nowhere = _record(name, graph), frozenset({""})
    parts = tuple(anchors.parts_of(record)) if record.facts.corrections else ()
    found = (
        (ref, one, {anchor for part, anchor in parts if one.is_about(part)}) for ref, one in corrections_of(record)
    )
    return tuple((ref, one, frozenset(places) or nowhere) for ref, one, places in found)


def _record(name: str, graph: SiteGraph) -> AnyRecord:
    if name.startswith("project:"):
        return graph.projects[name.removeprefix("project:")]
    return graph.reviews[name] if "/" in name else graph.meeting(name)


@lru_cache(maxsize=16)
def _names(name: str, graph: SiteGraph) -> Mapping[str, tuple[str, str]]:
    """By the anchor of each exchange, request and decision of a record, its name, and a meeting's agenda item."""
    record, found = _record(name, graph), dict[str, tuple[str, str]]()
    exchanges = ((one, section) for section in record.sections for one in section.exchanges)
    for number, (one, section) in enumerate(exchanges, 1):
        found[anchors.exchange(one.id)] = f"exchange {number}", section.key
    if not isinstance(record, Project):
        for number, (key, request) in enumerate(record.facts.requests.items(), 1):
            found[anchors.request(key)] = f"request {number}", getattr(request, "item", "")
        for number, (key, decision) in enumerate(record.facts.decisions.items(), 1):
            found[anchors.decision(key)] = f"decision {number}", getattr(decision, "item", "")
    return found
