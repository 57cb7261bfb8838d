"""What templates may ask of a value: its words, its address, its HTML. A template calls nothing else and sorts nothing.

{{ review.facts.outcome|outcome }}   A: Proceed
{{ review|address }}                 /reviews/2023-02-08/knife-crime/
{{ decision.text|html }}             <p>…</p>
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from candour.findings import Findings
from candour.findings.reviews import why_decided, why_of
from candour.graph.graph import LinkedAnswer, LinkedDecision, LinkedRequest, SiteGraph, is_outcome
from candour.graph.speakers import speaker_of
from candour.model import addresses, anchors
from candour.model.records import NOT_REPORTED, AnyRecord, Correction, Document, Meeting, Person, Review, Turn
from candour.model.sentences import first_sentence
from candour.model.values import Prose, Ref
from candour.pages import titles, words
from candour.pages.coverage import lacking_in
from candour.pages.passages import passage
from candour.pages.review import changes_since_the_one_before, is_apart, items_of
from candour.pages.views import LinkTo, StateView, anchor_in_list, own, prose_html

Filter = Callable[..., Any]


def filters(graph: SiteGraph, findings: Findings) -> Mapping[str, Filter]:
    """Every filter of the templates, by its name; those that need the archive are given it here."""
    config = graph.config
    of_archive: dict[str, Filter] = {
        "about": titles.about,
        "day_link": titles.day_link,
        "outcome_meaning": outcome_meaning,
        "passage": passage,
        "passage_link": passage_link,
        "project": titles.project_link,
        "ref": ref_link,
        "approved_at": lambda meeting, graph: [
            ref_link(Ref(m.name), m, graph) for m in graph.approved_at.get(meeting.id, ())
        ],
        "asked_again": lambda ref, graph: graph.asked_again.get(ref, ()),
        "reported_again": lambda ref, graph: graph.reported_again.get(ref, ()),
        "replaced_link": replaced_link,
        "replaced_by": lambda ref, graph: tuple(titles.decision_link(d, graph) for d in graph.replaced_by.get(ref, ())),
        "review_link": titles.review_link,
        "source": source_link,
        "title": titles.page_title,
        "tone": tone,
    }
    return {
        **_OF_VALUES,
        **{name: partial(function, graph=graph) for name, function in of_archive.items()},
        "changes": partial(changes_since_the_one_before, graph=graph, findings=findings),
        "asked_by": partial(words.asked_by, config=config),
        "day": graph.day_of,
        "due": partial(words.due, config=config),
        "headline": words.headline,
        "introduction": words.introduction,
        "occasion": partial(words.occasion, config=config),
        "organisation": lambda code: known.name if (known := config.organisations.get(code)) else words.NO_ORGANISATION,
        "html": partial(prose_html, language=config.language),
        "is_draft": lambda review: graph.meeting(review.meeting).facts.minutes == "draft",
        "lacking": partial(lacking_in, graph=graph, findings=findings),
        "outcome": partial(words.outcome, config=config),
        "own": partial(own, language=config.language),
        "project_kind": config.project_kinds.__getitem__,
        "projects": lambda ids: tuple(titles.project_link(one, graph) for one in ids),
        "request": graph.request,
        "review": graph.reviews.get,
        "request_kind": config.request_kinds.__getitem__,
        "sought": partial(words.sought, config=config),
        "stage": partial(words.stage, config=config),
        "state": lambda asked: request_state(asked, graph, findings),
        "topic_links": partial(topic_links, graph=graph, findings=findings),
        "topics": lambda ids: tuple(config.topics.get(one, one) for one in ids),
    }


def address(of: Ref | AnyRecord) -> str:
    """The permanent address of a record or of a place in one."""
    return addresses.of_ref(of if isinstance(of, Ref) else Ref(of.name))


def tone(code: str | None, graph: SiteGraph) -> str:
    """`positive`, `caution`, `waiting`, `negative`, `neutral`; `absent` when there is no outcome."""
    return graph.config.outcomes[code].tone if code and is_outcome(code, graph.config) else "absent"


def outcome_meaning(code: str, graph: SiteGraph) -> Markup:
    """What the committee says of an outcome; of an absence, what it is."""
    scheme = graph.config.outcomes.get(code)
    return prose_html(scheme.meaning, language=graph.config.language) if scheme else escape(words.ABSENT_MEANINGS[code])


def anchor(name: str, kind: str) -> str:
    """`kind` is `exchange`, `request`, `decision` or `item`."""
    return str(getattr(anchors, kind)(name))


def corrections_of(record: AnyRecord) -> Iterator[tuple[Ref, Correction]]:
    """In the order of the file, each with what it is called."""
    for number, correction in enumerate(record.facts.corrections, 1):
        yield Ref(record.name, f"correction-{number}"), correction


def topic_links(names: Iterable[str], graph: SiteGraph, findings: Findings) -> tuple[LinkTo, ...]:
    """Topics with their pages; one that nothing carries has none."""
    known = graph.config.topics
    return tuple(
        LinkTo(
            known.get(name, name),
            addresses.topic(name) if findings.passages.get(name) or name in findings.about_topic else "",
            is_own=True,
        )
        for name in names
    )


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
    """A reference, read inside `record`, by what a reader calls the place."""
    is_known = not titles.is_lacking(ref, graph)
    return LinkTo(titles.ref_name(ref, graph), addresses.of_ref(ref.within(record.name)) if is_known else "")


def replaced_link(ref: Ref, record: AnyRecord, graph: SiteGraph) -> LinkTo:
    """A review or a decision that another one replaces, named inside `record`."""
    decided = graph.decision(ref.within(record.name))
    return titles.decision_link(decided, graph) if decided else ref_link(ref, record, graph)


def document_link(document: Document) -> LinkTo:
    """A paper by its title; without an address where it is not online."""
    url = addresses.attachment(document.file) if document.file else document.url
    return LinkTo(document.title or document.file or urlsplit(document.url).netloc, url, is_own=True)


def presence(person: Person) -> str:
    """When a person came or left, in words; empty when recorded throughout."""
    moments = ((how, at) for how, at in (("joined", person.joined), ("left", person.left)) if at)
    return words.listed(f"{how} at {at if ':' in at else words.item(at)}" for how, at in moments)


def why(of: Review | LinkedDecision) -> str:
    """Why it was decided so, in one sentence; of a decision that is not a review's outcome, what was decided."""
    return why_of(of) if isinstance(of, Review) else why_decided(of)


def speaker(turn: Turn, names: Mapping[str, tuple[str, ...]]) -> tuple[str, Prose]:
    """Who speaks, empty where the words begin with it, and the words."""
    who, said = speaker_of(turn, names)
    return "" if words.begins_with_speaker(said.text, who) else who, said


def request_state(asked: LinkedRequest, graph: SiteGraph, findings: Findings) -> StateView:
    """What came of a request, as of the latest meeting."""
    own = findings.states[asked.ref]
    due = words.was_due(own, asked.request, graph.config) if own.is_waiting or own.name == "answered-late" else ""
    text = words.state(own)
    says_more = text != words.REQUEST_GROUPS[own.name]
    return StateView(text, own.name, due, own.is_waiting, says_more, words.came_of_it(own, graph.as_of))


def answer_state(how: str) -> StateView:
    """What an answer said."""
    return StateView(words.capital(words.label(how, "answered")), _TONES[how])


_TONES = {"fully": "answered", "partly": "waiting", "not-yet": "waiting", "withdrawn": "withdrawn"}


_OF_VALUES: Mapping[str, Filter] = {
    "address": address,
    "anchor": anchor,
    "anchor_in_list": anchor_in_list,
    "answer_state": answer_state,
    "capital": words.capital,
    "clock": words.clock,
    "corrections": corrections_of,
    "counted": words.counted,
    "date": words.date,
    "day_anchor": anchors.day,
    "days": words.days,
    "decided_by": words.decided_by,
    "document": document_link,
    "first_sentence": first_sentence,
    "gap": words.gap,
    "is_apart": is_apart,
    "item_link": item_link,
    "items": words.items,
    "label": words.label,
    "listed": words.listed,
    "minuted": lambda review: words.minuted(items_of(review)),
    "minutes_known": words.minutes_known,
    "own_page": words.own_page,
    "outcome_address": lambda code: addresses.outcome(code or NOT_REPORTED),
    "presence": presence,
    "publisher": words.publisher,
    "ref_of": lambda record: Ref(record.name),
    "taken": words.taken,
    "speaker": speaker,
    "votes": words.votes,
    "why": why,
}
"""Those that need nothing but the value."""
