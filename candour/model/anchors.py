"""The anchors of a page: what comes after the # in an address. A part of a record's identity: they never change."""

from collections.abc import Iterator

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
    kind, anchor = ("item", item) if isinstance(record, Meeting) else ("section", str)
    for section in record.sections:
        own = section.key if isinstance(record, Meeting) else section.id
        yield from ((f"{kind} {name}", anchor(own)) for name in (own, *section.former) if section.id)
        for one in section.exchanges:
            yield from ((f"question {name}", exchange(one.id)) for name in (one.id, *one.former))
    if isinstance(record, Meeting | Review):
        for key, asked in record.facts.requests.items():
            yield from ((f"request {name}", request(key)) for name in (key, *asked.formerly))
        for key, decided in record.facts.decisions.items():
            yield from ((f"decision {name}", decision(key)) for name in (key, *decided.formerly))


def places_of(record: AnyRecord) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The same, each passage once: its own anchor and those that it had before."""
    for section in record.sections:
        is_item = isinstance(record, Meeting)
        if section.id:
            former = map(item, section.former if is_item else ())
            yield (item(section.key) if is_item else section.id, *former), section.span
        for one in section.exchanges:
            yield tuple(map(exchange, (one.id, *one.former))), one.span
    if isinstance(record, Meeting | Review):
        entries = (("requests", request, record.facts.requests), ("decisions", decision, record.facts.decisions))
        for field, anchor, named in entries:
            for key, entry in named.items():
                yield tuple(map(anchor, (key, *entry.formerly))), record.places.span((field, key), of_key=True)
