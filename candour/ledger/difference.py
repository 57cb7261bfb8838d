"""Two graphs -> which pages are new, changed and gone, whether or not a record says so; for who looks at a change."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from candour.findings.requests import request_states
from candour.findings.standing import Standing, standings
from candour.graph.graph import SiteGraph
from candour.ledger.changes import called_now, matched, paired
from candour.ledger.parts import shown
from candour.model import addresses
from candour.model.records import AnyRecord, Correction
from candour.model.values import Ref
from candour.pages import words
from candour.pages.project import description_of
from candour.pages.titles import page_title


@dataclass(frozen=True, slots=True)
class ChangedPage:
    title: str
    address: str
    parts: tuple[str, ...] = ()
    """What is otherwise, by the names that corrections use: `removed` for all of it; none for what needs no correction,
    such as notes."""
    corrections: tuple[Correction, ...] = ()
    """The new ones."""


@dataclass(frozen=True, slots=True)
class Difference:
    new: tuple[ChangedPage, ...]
    changed: tuple[ChangedPage, ...]
    gone: tuple[ChangedPage, ...]
    redirects: tuple[tuple[str, str], ...]
    """New ones: from which address to which."""
    follows: tuple[tuple[str, str, str, str], ...] = ()
    """What the site works out and says otherwise, of a project or a request: its name, its address, what the site says
    and what it said."""


def difference(before: SiteGraph | None, now: SiteGraph, mistaken: Collection[str] = ()) -> Difference:
    """`before` is None where nothing was published yet; nothing is said of `mistaken` files, which have an error."""
    if before is None:
        return Difference(tuple(_page(record, now) for record in now.records), (), (), ())
    pairs = [*matched(before, now, mistaken)]
    known, taken_down = {here.name for _, here in pairs if here}, {record.name for record, _ in now.removed}
    changed = (_changed(was, here, now) for was, here in pairs if here and here.places.file not in mistaken)
    return Difference(
        tuple(_page(record, now) for record in now.records if record.name not in known),
        tuple(filter(None, changed)),
        (
            *(_page(was, before) for was, here in pairs if not here),
            *(_page(r, before, ("removed",)) for r in before.records if now.former.get(r.name, r.name) in taken_down),
        ),
        tuple((_address(name), _address(now.former[name])) for name in sorted(now.former.keys() - before.former)),
        tuple(one for one in _follows(before, now) if one[2] != one[3]),
    )


def _follows(before: SiteGraph, now: SiteGraph) -> Iterator[tuple[str, str, str, str]]:
    old, new = ((standings(graph), request_states(graph)) for graph in (before, now))
    for id, project in now.projects.items():
        if id in before.projects:
            said, says = _says(old[0][id], before), _says(new[0][id], now)
            yield project.facts.title, _address(project.name), says, said
    for one in now.requests:
        said = words.state(old[1][one.ref]) if one.ref in old[1] else "not asked yet"
        yield one.request.text.text, addresses.of_ref(one.ref), words.state(new[1][one.ref]), said


def _says(standing: Standing, graph: SiteGraph) -> str:
    """What the site says of a project at the top of its page."""
    later = standing.without[-1:] if standing.advice else ()
    since = (f"Since then: {words.outcome(review.facts.outcome, graph.config)}." for review in later)
    return " ".join((description_of(standing, graph), *since))


def _address(name: str) -> str:
    return addresses.of_ref(Ref(name))


def _page(
    record: AnyRecord, graph: SiteGraph, parts: tuple[str, ...] = (), *more: tuple[Correction, ...]
) -> ChangedPage:
    return ChangedPage(page_title(record, graph), _address(record.name), parts, *more)


def _changed(was: AnyRecord, record: AnyRecord, graph: SiteGraph) -> ChangedPage | None:
    """None when its page stays the same."""
    pairs = [(old, part) for old, part in paired(was, record, called_now(graph)) if shown(old) != shown(part)]
    names = tuple(one.names[0] for old, part in pairs if (one := part or old))
    if not names and _seen(was) == _seen(record):
        return None
    written = tuple(one for one in record.facts.corrections if one not in was.facts.corrections)
    return _page(record, graph, names, written)


def _seen(record: AnyRecord) -> object:
    """All that its page shows, without where that is in the file."""
    sections = [(s.title, [e.topics for e in s.exchanges], [p.html for p in s.prose]) for s in record.sections]
    return record.facts.model_copy(update={"moved_from": (), "accepts": {}}), sections
