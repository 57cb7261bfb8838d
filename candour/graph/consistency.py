"""Whether what records say of each other agrees: reported history with the archive, answers with what was asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from candour.graph.requests import canonical_requests
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import (
    ABSENT_OUTCOMES,
    NOT_REPORTED,
    Answer,
    Archive,
    Meeting,
    MeetingRequest,
    Previous,
    Review,
)
from candour.model.values import Ref
from candour.problems import Problem, Span

Order = tuple[PartialDate, str, int]
"""Date, meeting and place on its agenda: the order in which things happened."""
_END = 10_000
"""After every item: where on the agenda is not recorded."""


def check_consistency(archive: Archive) -> tuple[Problem, ...]:
    """Drafts and removed records say nothing, and nothing is held against them."""
    return (*_reported(archive), *_answered(archive), *_titles(archive))


# --- names --------------------------------------------------------------------------------------------------------


def _titles(archive: Archive) -> Iterator[Problem]:
    """A heading without any name of the project reviewed under it; where an item reviews several, that is usual."""
    names = {p.id: (p.facts.title, *(alias.name for alias in p.facts.aliases)) for p in archive.projects}
    meetings = _shown_meetings(archive)
    under: dict[tuple[str, str], list[Review]] = {}
    for review in _shown_reviews(archive):
        for key in review.facts.discussed[:1]:
            under.setdefault((review.meeting, key), []).append(review)
    for (meeting, key), reviews in under.items():
        section = next((s for s in meetings[meeting].sections if s.key == key), None)
        known = [name for project in reviews[0].projects for name in names.get(project, ())]
        if section is None or len(reviews) > 1 or not known or "" in known:  # what is missing is told elsewhere
            continue
        if not any(_folded(name) in _folded(section.title) for name in known):
            message = f"the heading names none of the names of the project reviewed there, {known[0]}"
            nearest = get_close_matches(
                section.title, [n for all_names in names.values() for n in all_names], n=1, cutoff=0.4
            )
            near = f'; the nearest name is "{nearest[0]}"' if nearest else ""
            hint = f"add the name to the project's aliases, or review another project{near}"
            yield Problem("unknown-title", section.span, message, hint)


def _folded(text: str) -> str:
    """Small letters and figures of all scripts, one space between words."""
    found = re.findall(r"[^\W_]+", text.casefold())
    return f" {' '.join(found)} "


# --- reported history ---------------------------------------------------------------------------------------------


def _reported(archive: Archive) -> Iterator[Problem]:
    meetings = _shown_meetings(archive)
    for review in _shown_reviews(archive):
        own = meetings.get(review.meeting)
        for place, previous in enumerate(review.facts.previous):
            for number, day in enumerate(previous.when):
                span = review.places.span(("previous", place, "when", number))
                earlier = [m for m in meetings.values() if _falls_on(m.date, day) and m is not own]
                yield from _held_against(review, previous, day, earlier, span, archive)


def _held_against(
    review: Review,
    previous: Previous,
    day: PartialDate,
    earlier: list[Meeting],
    span: Span,
    archive: Archive,
) -> Iterator[Problem]:
    """What one report says of one earlier meeting, when that meeting is in the archive and its minutes are known."""
    if not earlier or any(m.facts.minutes == "unpublished" or m.facts.status == "scheduled" for m in earlier):
        return
    names = {m.id for m in earlier if m.facts.status == "held"}
    found = [
        r
        for r in _shown_reviews(archive)
        if r.meeting in names and set(r.projects) & set(review.projects) and r is not review
    ]
    other = earlier[0].places.file
    if not found and not day.day:
        return  # of a month or year: it may have been another meeting, which is not in the archive
    if not names:
        message = f"advice of {day} is reported, and by {other} that meeting was cancelled"
        yield Problem("previous-contradicts", span, message, "check the date in both records")
    elif not found:
        message = f"advice of {day} is reported, and {other} has no review of this project"
        yield Problem("previous-contradicts", span, message, "check the date, or add the review that is missing")
    elif not any(_agree(previous, r) for r in found):
        first = found[0]
        place = f"{first.places.file}:{first.places.span(('outcome',)).line}"
        said = _said(previous.outcome, previous.stage)
        message = f"{said} is reported of {day}, and {place} says {_said(first.facts.outcome, first.facts.stage)}"
        yield Problem("previous-contradicts", span, message, "check both minutes, and correct the record that is wrong")


def _agree(previous: Previous, review: Review) -> bool:
    """Silence contradicts nothing; of several meetings with one reported outcome each may have had another absence."""
    outcome, stage = previous.outcome, previous.stage
    same_outcome = outcome in (None, NOT_REPORTED, review.facts.outcome) or (
        len(previous.when) > 1 and review.facts.outcome in ABSENT_OUTCOMES
    )
    return same_outcome and (stage is None or review.facts.stage is None or stage == review.facts.stage)


def _said(outcome: str | None, stage: str | None) -> str:
    told = f'outcome "{outcome}"' if outcome else "no outcome"
    return told + (f' at the stage "{stage}"' if stage else "")


def _falls_on(date: PartialDate, day: PartialDate) -> bool:
    return day.first_day <= date.first_day and date.last_day <= day.last_day


# --- answers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """One answer, and when it was given."""

    when: Order
    answer: Answer
    span: Span
    file: str


def _answered(archive: Archive) -> Iterator[Problem]:
    asked, same = _asked(archive), canonical_requests(record for record, _ in _shown(archive))
    answers: dict[Ref, list[_Said]] = {}
    for record, meeting in _shown(archive):
        for ref, answer in record.facts.answers.items():
            whole = ref.within(record.name)
            said = _Said(
                _order(record, meeting, answer),
                answer,
                record.places.span(("answers", str(ref)), of_key=True),
                record.places.file,
            )
            answers.setdefault(same.get(whole, whole), []).append(said)
    for ref, found in answers.items():
        found.sort(key=lambda said: said.when)
        question = asked.get(ref)
        for said in found:
            if question and said.when <= question[0]:
                message = f"the answer does not come after what it answers, asked in {question[1]}"
                hint = "check which request is meant, and the agenda items"
                yield Problem("answered-before-asked", said.span, message, hint)
        yield from _contradictions(found)


def _contradictions(found: list[_Said]) -> Iterator[Problem]:
    """What is said after a request was answered in full or withdrawn; `found` is in order."""
    ended: _Said | None = None
    for said in found:
        if ended and said.answer.how != ended.answer.how:
            word = "answered in full" if ended.answer.how == "fully" else "withdrawn"
            message = f'this says "{said.answer.how}", and by {ended.file}:{ended.span.line} it was {word} before'
            yield Problem("answers-contradict", said.span, message, "correct the one that is wrong")
        elif said.answer.how in {"fully", "withdrawn"}:
            ended = said


def _asked(archive: Archive) -> dict[Ref, tuple[Order, str]]:
    """When each request was asked, and in which file."""
    asked: dict[Ref, tuple[Order, str]] = {}
    for record, meeting in _shown(archive):
        for name, request in record.facts.requests.items():
            when = _order(record, meeting, None)
            if isinstance(request, MeetingRequest):
                when = (meeting.date, meeting.id, _place(meeting, request.item))
                if request.asked and request.asked < meeting.date:
                    when = (request.asked, "", 0)
            asked[Ref(record.name, anchors.request(name))] = when, record.places.file
    return asked


def _order(record: Meeting | Review, meeting: Meeting, answer: Answer | None) -> Order:
    """A review happens at the item that discussed it; an answer of a meeting at the item that its passage names."""
    if isinstance(record, Review):
        return meeting.date, meeting.id, min((_place(meeting, key) for key in record.facts.discussed), default=_END)
    return meeting.date, meeting.id, _place(meeting, answer.passage) if answer and answer.passage else _END


def _place(meeting: Meeting, key: str) -> int:
    keys = [section.key for section in meeting.sections]
    return keys.index(key) if key in keys else _END


def _shown(archive: Archive) -> Iterator[tuple[Meeting | Review, Meeting]]:
    """Every meeting and review, with the meeting it belongs to."""
    meetings = _shown_meetings(archive)
    for meeting in meetings.values():
        yield meeting, meeting
    for review in _shown_reviews(archive):
        yield review, meetings[review.meeting]


def _shown_meetings(archive: Archive) -> dict[str, Meeting]:
    return {m.id: m for m in archive.meetings if not m.facts.draft and not m.facts.removed}


def _shown_reviews(archive: Archive) -> tuple[Review, ...]:
    meetings = _shown_meetings(archive)
    return tuple(r for r in archive.reviews if not r.facts.draft and not r.facts.removed and r.meeting in meetings)
