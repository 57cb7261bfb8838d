"""Two graphs -> which pages are new, changed and gone, whether or not a record says so; for who looks at a change."""

from dataclasses import dataclass, replace

from candour.graph.graph import SiteGraph
from candour.ledger.changes import called_now
from candour.ledger.parts import Called, parts_of, shown
from candour.model import addresses
from candour.model.records import AnyRecord, Correction
from candour.model.values import Ref
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


def difference(before: SiteGraph | None, now: SiteGraph) -> Difference:
    """`before` is None where nothing was published yet."""
    if before is None:
        return Difference(tuple(_page(record, now) for record in now.records), (), (), ())
    old = {now.former.get(record.name, record.name): record for record in before.records}
    new, removed = {record.name: record for record in now.records}, {record.name for record, _ in now.removed}
    changed = (_changed(old[name], record, now, called_now(now)) for name, record in new.items() if name in old)
    gone = {name: record for name, record in old.items() if name not in new}
    return Difference(
        tuple(_page(record, now) for name, record in new.items() if name not in old),
        tuple(filter(None, changed)),
        tuple(_page(record, before, ("removed",) if name in removed else ()) for name, record in gone.items()),
        tuple((_address(name), _address(now.former[name])) for name in sorted(now.former.keys() - before.former)),
    )


def _address(name: str) -> str:
    return addresses.of_ref(Ref(name))


def _page(record: AnyRecord, graph: SiteGraph, parts: tuple[str, ...] = ()) -> ChangedPage:
    return ChangedPage(page_title(record, graph), _address(record.name), parts)


def _changed(was: AnyRecord, record: AnyRecord, graph: SiteGraph, called: Called) -> ChangedPage | None:
    """None when its page stays the same."""
    old, names = {part.names[0]: part for part in parts_of(was, called)}, []
    for part in parts_of(record, called):
        before = next((old.pop(name) for name in part.names if name in old), None)
        names += [part.names[0]] if shown(before) != shown(part) else []
    names += [name for name, part in old.items() if shown(part)]
    if not names and _seen(was) == _seen(record):
        return None
    page, written = _page(record, graph, tuple(names)), was.facts.corrections
    return replace(page, corrections=tuple(one for one in record.facts.corrections if one not in written))


def _seen(record: AnyRecord) -> object:
    """All that its page shows, without where that is in the file."""
    sections = [(s.title, [e.topics for e in s.exchanges], [p.html for p in s.prose]) for s in record.sections]
    return record.facts.model_copy(update={"moved_from": (), "accepts": {}}), sections
