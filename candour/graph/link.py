"""Records -> the graph that pages are planned from: who refers to whom, and each project's history over time.

Everything here follows from the records alone. Drafts are left out, removed records become tombstones.
"""

from collections.abc import Iterable, Iterator, Mapping

from candour.graph.attendance import attendees
from candour.graph.graph import LinkedDecision, SiteGraph, agenda_position, topics_raised_in
from candour.graph.history import history_of
from candour.graph.register import former_names, grouped
from candour.graph.requests import link_requests
from candour.model import anchors
from candour.model.config import Config
from candour.model.records import AnyRecord, Archive, Decision, Meeting, MeetingDecision, Removed, Review
from candour.model.values import Ref


def link(archive: Archive, config: Config) -> SiteGraph:
    """The graph of all records that are shown."""
    meetings = tuple(m for m in archive.meetings if _is_shown(m))
    dates = {m.id: m.date for m in meetings}
    reviews = {r.name: r for r in archive.reviews if _is_shown(r) and r.meeting in dates}
    projects = {p.id: p for p in archive.projects if _is_shown(p)}
    held_at = grouped((r.meeting, r) for r in reviews.values())
    reviews_of_meeting = {m.id: _in_order_of_agenda(m, held_at.get(m.id, ())) for m in meetings}
    records: list[tuple[Meeting, Meeting | Review]] = []
    for meeting in meetings:
        records += [(meeting, meeting), *((meeting, review) for review in reviews_of_meeting[meeting.id])]
    requests, answers = link_requests(records)
    decisions = tuple(_decisions(records))
    own = grouped((project, r) for r in reviews.values() for project in dict.fromkeys(r.projects))
    outside_reviews = grouped((project, d) for d in decisions if not d.review for project in dict.fromkeys(d.projects))
    return SiteGraph(
        config=config,
        meetings=meetings,
        reviews=reviews,
        projects=projects,
        reviews_of_meeting=reviews_of_meeting,
        histories={
            p.id: history_of(p, own.get(p.id, ()), outside_reviews.get(p.id, ()), dates) for p in projects.values()
        },
        requests=requests,
        answers=answers,
        decisions=decisions,
        spellings=archive.people,
        attachments=archive.attachments,
        removed=tuple(_removed(archive)),
        as_of=config.as_of or max((m.date for m in meetings if m.facts.status == "held"), default=None),
        topics_raised=frozenset(topic for review in reviews.values() for topic in topics_raised_in(review)),
        former=former_names((*meetings, *reviews.values(), *projects.values())),
        meeting_by_id={m.id: m for m in meetings},
        names_at={m.id: attendees(m, archive.people) for m in meetings},
        request_by_ref={asked.ref: asked for asked in requests},
        requests_by_record=grouped((asked.record.name, asked) for asked in requests),
        requests_by_project=grouped(
            (project, asked) for asked in requests for project in dict.fromkeys(asked.projects)
        ),
        decisions_by_record=grouped((decided.record.name, decided) for decided in decisions if decided.decision),
    )


def _is_shown(record: AnyRecord) -> bool:
    return not record.facts.draft and not record.facts.removed


def _in_order_of_agenda(meeting: Meeting, reviews: Iterable[Review]) -> tuple[Review, ...]:
    return tuple(sorted(reviews, key=lambda r: (agenda_position(meeting, r.facts.discussed), r.name)))


def _removed(archive: Archive) -> Iterator[tuple[AnyRecord, Removed]]:
    meetings = {m.id: m.facts.removed for m in archive.meetings if not m.facts.draft}
    for record in archive.records:
        removed = record.facts.removed or (meetings.get(record.meeting) if isinstance(record, Review) else None)
        if removed and not record.facts.draft:
            yield record, removed


def _decisions(records: Iterable[tuple[Meeting, Meeting | Review]]) -> Iterator[LinkedDecision]:
    """The outcome of every review, and every further decision, in the order of the records."""
    for meeting, record in records:
        projects, item = (record.projects, record.decided) if isinstance(record, Review) else ((), "")
        if isinstance(record, Review):
            yield LinkedDecision(Ref(record.name), meeting, projects, record.facts.outcome, record, None, item)
        decisions: Mapping[str, Decision] = record.facts.decisions
        for name, decision in decisions.items():
            yield LinkedDecision(
                ref=Ref(record.name, anchors.decision(name)),
                meeting=meeting,
                projects=decision.project or projects,
                outcome=decision.outcome,
                record=record,
                decision=decision,
                item=decision.item if isinstance(decision, MeetingDecision) else item,
            )
