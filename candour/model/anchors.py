"""The anchors of a page: what comes after the # in an address. A part of a record's identity: they never change."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Meeting, Review
from candour.model.values import is_number, slug
from candour.problems import Span

RESERVED_ANCHORS = frozenset(
    "main attendance agenda interests source requests decisions details history outcome search standing".split()
    + "also-decided asked-for corrections more site-nav site-search".split()
)
"""Used by pages for their own headings: no heading of a record may have one of these names, or `correction-1`."""


def is_reserved(anchor: str) -> bool:
    return anchor in RESERVED_ANCHORS or anchor.rstrip("0123456789") == "correction-"


@lru_cache(maxsize=1024)
def item(key: str) -> str:
    """`item-7`, `item-14-i`, `item-82-17`; a heading without a number has its own name."""
    return f"item-{slug(key)}" if key[:1].isdigit() or is_number(key) else key


def exchange(exchange_id: str) -> str:
    return f"q-{exchange_id}"


def request(request_id: str) -> str:
    return f"request-{request_id}"


def decision(decision_id: str) -> str:
    return f"decision-{decision_id}"


def day(when: PartialDate) -> str:
    """On the page of a meeting of several days."""
    return f"day-{when}"


def about(project_id: str) -> str:
    """On a topic's page: its passages about one project."""
    return f"about-{project_id}"


def owner(name: str) -> str:
    """In the list of projects by owner."""
    return f"owner-{name}"


def of_meeting(meeting_id: str) -> str:
    """In a list by meeting."""
    return f"meeting-{meeting_id}"


def outcome(code: str) -> str:
    return f"outcome-{slug(code)}"


def anchors_of(record: AnyRecord) -> Iterator[tuple[str, Span]]:
    """Every passage of a record that has an address, and where it is: of its text, then requests, then decisions."""
    return ((name, span) for names, span in places_of(record) for name in names)


def parts_of(record: AnyRecord) -> Iterator[tuple[str, str]]:
    """What corrections may call each passage, now and before (`item 7`, `question errors`), and its anchor."""
    return ((f"{kind} {name}", anchor(names[0])) for kind, anchor, names, _ in _passages(record) for name in names)


def places_of(record: AnyRecord) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Each passage once: its own anchor and those that it had before, which a section has not, and where it is."""
    for kind, anchor, names, span in _passages(record):
        yield tuple(map(anchor, names[:1] if kind == "section" else names)), span


def _passages(record: AnyRecord) -> Iterator[tuple[str, Callable[[str], str], tuple[str, ...], Span]]:
    """The kind of each and how it makes an anchor of a name; its names, the present one first; and where it is."""
    for section in record.sections:
        if section.id and isinstance(record, Meeting):
            yield "item", item, (section.key, *section.former), section.span
        elif section.id:
            yield "section", str, (section.id, *section.former), section.span
        yield from (("question", exchange, (one.id, *one.former), one.span) for one in section.exchanges)
    if isinstance(record, Meeting | Review):
        entries = (("request", request, record.facts.requests), ("decision", decision, record.facts.decisions))
        for kind, anchor, named in entries:
            for key, entry in named.items():
                yield kind, anchor, (key, *entry.formerly), record.places.span((f"{kind}s", key), of_key=True)
