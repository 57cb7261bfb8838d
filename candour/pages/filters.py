"""What templates may ask of a value: its words, its address, its HTML. A template calls nothing else and sorts nothing.

{{ review.facts.outcome|outcome }}   A: Proceed
{{ review|address }}                 /reviews/2023-02-08/knife-crime/
{{ decision.text|html }}             <p>…</p>
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit

from candour.findings import Findings
from candour.findings.counts import projects_reviewed
from candour.findings.happened import corrections_of
from candour.graph.graph import LinkedAnswer, SiteGraph, is_outcome
from candour.graph.speakers import speaker_of
from candour.model import addresses, anchors
from candour.model.config import Config
from candour.model.dates import parse_date
from candour.model.records import NOT_REPORTED, AnyRecord, Document, Meeting, Person, Project, Review, Turn
from candour.model.sentences import first_sentence, opening
from candour.model.values import Prose, Ref
from candour.pages import standings, titles, words
from candour.pages.coverage import lacking_in
from candour.pages.groups import term_anchors
from candour.pages.passages import corrections_at, passage
from candour.pages.review import compared, is_apart, items_of
from candour.pages.structured import structured
from candour.pages.views import LinkTo, anchor_in_list, own, prose_html, summary_of

Filter = Callable[..., Any]


def filters(graph: SiteGraph, findings: Findings) -> Mapping[str, Filter]:
    """Every filter of the templates, by its name; those that need the archive are given it here."""
    config = graph.config
    every: dict[str, Filter] = {
        **{function.__name__: function for function in _OF_VALUES},
        **{function.__name__: partial(function, graph=graph) for function in _OF_ARCHIVE},
        **{function.__name__: partial(function, graph=graph, findings=findings) for function in _OF_FINDINGS},
        **{function.__name__: partial(function, config=config) for function in _OF_CONFIG},
        "approved_at": lambda meeting: [ref_link(Ref(m.name), m, graph) for m in graph.approved_at.get(meeting.id, ())],
        "asked_again": lambda ref: graph.asked_again.get(ref, ()),
        "came_of_it": partial(words.came_of_it, as_of=graph.as_of),
        "changes": lambda review: findings.changes.get(review.name),
        "day": graph.day_of,
        "day_anchor": anchors.day,
        "html": partial(prose_html, language=config.language),
        "is_draft": lambda review: graph.meeting(review.meeting).facts.minutes == "draft",
        "meeting_sentence": lambda meeting: words.meeting_sentence(meeting, projects_reviewed(meeting.id, graph)),
        "outcome_address": lambda code: addresses.outcome(code or NOT_REPORTED),
        "own": partial(own, language=config.language),
        "project_kind": config.project_kinds.__getitem__,
        "ref_of": lambda record: Ref(record.name),
        "replaced_by": lambda ref: tuple(titles.decision_link(one, graph) for one in graph.replaced_by.get(ref, ())),
        "reported_again": lambda ref: graph.reported_again.get(ref, ()),
        "request": graph.request,
        "request_kind": config.request_kinds.__getitem__,
        "review": graph.reviews.get,
        "reviews": lambda meeting: graph.reviews_of_meeting[meeting.id],
        "standing": lambda project: findings.standings[project.id],
        "state_name": words.REQUEST_GROUPS.__getitem__,
        "state_of": lambda asked: findings.states[asked.ref],
        "term_anchor": term_anchors(config).__getitem__,
        "topics": lambda ids: tuple(config.topics.get(one, one) for one in ids),
        "was_due": lambda asked: words.was_due(findings.states[asked.ref], asked.request, config),
    }
    return every | {name: cache(every[name]) for name in _ASKED_AGAIN}


def address(of: Ref | AnyRecord) -> str:
    """The permanent address of a record or of a place in one."""
    return addresses.of_ref(of if isinstance(of, Ref) else Ref(of.name))


def tone(code: str | None, graph: SiteGraph) -> str:
    """`positive`, `caution`, `waiting`, `negative`, `neutral`; `absent` when there is no outcome."""
    return graph.config.outcomes[code].tone if code and is_outcome(code, graph.config) else "absent"


def anchor(name: str, kind: str) -> str:
    """`kind` is `exchange`, `request`, `decision` or `item`."""
    return str(getattr(anchors, kind)(name))


def summary(project: Project) -> str:
    """The first sentence of its summary."""
    section = summary_of(project)
    return next((opening(part) for part in (section.parts if section else ()) if isinstance(part, Prose)), "")


def topic_link(name: str, graph: SiteGraph, findings: Findings) -> LinkTo:
    """A topic with its page; one that nothing carries has none."""
    url = addresses.topic(name) if findings.passages.get(name) or name in findings.about_topic else ""
    return LinkTo(graph.config.topics.get(name, name), url, is_own=True)


def organisation(code: str, config: Config) -> str:
    known = config.organisations.get(code)
    return known.name if known else "Organisation not recorded"


def item_link(key: str, meeting: str) -> LinkTo:
    return LinkTo(words.item(key), addresses.item(meeting, key))


def passage_link(record: Meeting | Review, name: str | None, graph: SiteGraph) -> LinkTo | None:
    """The exchange, section or agenda item of a record that a `passage:` names."""
    if not name:
        return None
    if isinstance(record, Meeting):
        ref = Ref(record.name, anchors.item(name))
        return LinkTo(titles.ref_name(ref, graph), address(ref))
    is_exchange = any(exchange.id == name for section in record.sections for exchange in section.exchanges)
    title = next((section.title for section in record.sections if section.id == name), name)
    found = passage(Ref(record.name, anchors.exchange(name) if is_exchange else name), title=title, graph=graph)
    return LinkTo(found.name, found.url)


def source_link(answer: LinkedAnswer, graph: SiteGraph) -> LinkTo:
    """Where an answer is recorded: its passage, else its record."""
    found = passage_link(answer.by, answer.answer.passage, graph)
    return found or LinkTo(titles.page_title(answer.by, graph), address(answer.by))


def ref_link(ref: Ref, record: AnyRecord, graph: SiteGraph) -> LinkTo:
    """A reference, read inside `record`, by what a reader calls the place; no address where it is not here."""
    known = {record.name for record, _ in graph.removed} | graph.meeting_by_id.keys()
    is_lacking = parse_date(ref.record) is not None and ref.record not in known
    return LinkTo(titles.ref_name(ref, graph), "" if is_lacking else addresses.of_ref(ref.within(record.name)))


def replaced_link(ref: Ref, record: AnyRecord, graph: SiteGraph) -> LinkTo:
    """A review or a decision that another one replaces, named inside `record`."""
    decided = graph.decision(ref.within(record.name))
    return titles.decision_link(decided, graph) if decided else ref_link(ref, record, graph)


def document_link(document: Document) -> LinkTo:
    """A paper by its title; without an address where it is not online."""
    url = addresses.attachment(document.file) if document.file else document.url
    return LinkTo(document.title or document.file or urlsplit(document.url).netloc, url, is_own=True)


def contact_link(address: str) -> LinkTo:
    """By the address itself: readers see where it leads."""
    return LinkTo(address.removeprefix("mailto:").removeprefix("https://").rstrip("/"), address)


def presence(person: Person) -> str:
    """When a person came or left, in words; empty when recorded throughout."""
    moments = ((how, at) for how, at in (("joined", person.joined), ("left", person.left)) if at)
    return words.listed(f"{how} at {at if ':' in at else words.item(at)}" for how, at in moments)


def speaker(turn: Turn, names: Mapping[str, tuple[str, ...]]) -> tuple[str, Prose]:
    """Who speaks, and the words; nobody where the words begin with it, as in `A member asked`."""
    who, said = speaker_of(turn, names)
    begins_with_it = rf"(?:(?:the|a|an|one|another|that|two|some|it was) )?{re.escape(who)}s?\b"
    return "" if re.match(begins_with_it, said.text, re.IGNORECASE) else who, said


_ASKED_AGAIN = ("occasion", "organisation", "outcome", "project_link", "tone", "topic_link")
"""What is asked the same thousands of times: the answers are kept as long as the site is drawn."""

# Each is called by its own name.
_OF_VALUES: tuple[Filter, ...] = (
    *(address, anchor, anchor_in_list, contact_link, document_link, item_link),
    *(corrections_of, first_sentence, is_apart, items_of, presence, speaker, summary),
    *(words.clock, words.date, words.days, words.months, words.on, words.period, words.taken, words.valid),
    *(words.capital, words.counted, words.items, words.label, words.listed, words.state, words.votes),
    *(words.changes_sentence, words.headline, words.introduction, words.site_sentence),
    *(words.sitting, words.timestamp, words.weekday, words.when_and_where),
)
_OF_ARCHIVE: tuple[Filter, ...] = (
    *(titles.about, titles.day_link, titles.page_title, titles.project_link, titles.review_link),
    *(standings.advice_link, standings.advice_sentence, standings.stages, standings.why),
    *(corrections_at, passage, passage_link, ref_link, replaced_link, source_link, tone),
)
_OF_FINDINGS: tuple[Filter, ...] = (lacking_in, topic_link)
_OF_CONFIG: tuple[Filter, ...] = (
    *(compared, organisation, structured),
    *(words.asked_by, words.attention, words.due, words.occasion, words.outcome, words.stage),
)
