"""Whether what a meeting's record says of it fits together: held or not, its minutes, and whose minutes it approved."""

from collections.abc import Iterator

from candour.graph.graph import SiteGraph, is_outcome
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import Meeting
from candour.problems import Problem, ProblemName

_DONE = ("decisions", "answers", "requests", "approves")
"""Only a meeting that was held can have these."""
_THERE = ("present", "absent", "observing", "chair", "quorate", "interests", "minutes")
"""What may also be known of a meeting to which too few came."""
_LONG = 18 * 30
"""Days between a meeting and all others, after which its year is doubted."""
_YEAR = 366
_MANY = 3
"""Meetings whose minutes were published so late: they went online together."""


def check_status(graph: SiteGraph) -> Iterator[Problem]:
    """What a meeting that is to come, or was cancelled, cannot have; and one to come before one that was held."""
    held = max((m.date for m in graph.meetings if m.facts.status == "held"), default=None)
    for meeting in graph.meetings:
        facts, status = meeting.facts, meeting.facts.status
        if status == "held":
            continue
        done = [
            *(f'"{field}"' for field in _DONE if getattr(facts, field)),
            *(["approved minutes"] if status == "scheduled" and facts.minutes == "approved" else []),
            *(f"the review {review.places.file}" for review in graph.reviews_of_meeting[meeting.id]),
        ]
        there = [f'"{field}"' for field in _THERE if getattr(facts, field) not in (None, (), {}, "unpublished")]
        name: ProblemName = "status-contradicts" if done else "status-doubtful"
        hint = "if it was held, delete this line; if not, delete what cannot have happened"
        if done:
            message = f"the meeting is {status}, but has {', '.join(done)}"
        elif there and (status, facts.quorate) != ("cancelled", False):
            message = f"the meeting is {status}, but has {', '.join(there)}"
            hint = "if it was held, delete this line; if too few came, write status: cancelled and quorate: no"
        elif status == "scheduled" and held and held.first_day > meeting.last_day.last_day:
            message = f"the meeting is scheduled for {meeting.date}, but one of {held} was already held"
            hint = "if it was held, delete this line; if not, write status: cancelled; or correct the year"
        else:
            continue
        yield Problem(name, meeting.places.span(("status",)), message, hint)


def check_year(graph: SiteGraph) -> Iterator[Problem]:
    """A meeting without a status that is long after all others, or more than a year before its own minutes."""
    ends = sorted((meeting.last_day.last_day for meeting in graph.meetings), reverse=True)
    late = {m.id: day for m in graph.meetings if (day := _published_late(m))}
    for meeting in graph.meetings:
        first, last = meeting.date.first_day, meeting.last_day.last_day
        before = ends[1] if last == ends[0] and len(ends) > 1 else first
        if meeting.places.has(("status",)):
            continue
        if (first - before).days > _LONG:
            against = f"all others are of {before.year} or earlier"
        elif meeting.id in late and len(late) < _MANY:
            against = f"its minutes were published in {late[meeting.id].year}"
        else:
            continue
        span = meeting.places.span(("date",)) if meeting.places.has(("date",)) else meeting.places.whole()
        hint = "correct the year; if it is right, write status: held, or status: scheduled if it is to come"
        yield Problem("status-doubtful", span, f"this meeting is of {meeting.date.year}, but {against}", hint)


def _published_late(meeting: Meeting) -> PartialDate | None:
    """When the minutes were first published, if that was more than a year after the meeting."""
    day = min((one.published for one in meeting.facts.source if one.published), default=None)
    return day if day and (day.first_day - meeting.last_day.last_day).days > _YEAR else None


def check_approvals(graph: SiteGraph) -> Iterator[Problem]:
    """Minutes approved before their meeting was held, and approved ones that are said to be a draft."""
    for meeting in graph.meetings:
        for index, approval in enumerate(meeting.facts.approves):
            other = graph.meeting_by_id.get(approval.meeting.record)
            if other is None or other.date.first_day > meeting.last_day.last_day:
                continue
            if other.facts.status == "scheduled":
                span = meeting.places.span(("approves", index, "meeting"))
                message = f"these are the minutes of a meeting that is to come, according to {other.places.file}"
                hint = "write the meeting whose minutes were approved, or check the dates"
                yield Problem("later-than-this", span, message, hint)
            elif other is not meeting and other.facts.minutes == "draft":
                message = f"the minutes are a draft here, but {meeting.places.file} says that they were approved"
                hint = "write minutes: approved, or correct approves: in the other file"
                yield Problem("status-doubtful", other.places.span(("minutes",)), message, hint)


def check_quorate(graph: SiteGraph) -> Iterator[Problem]:
    """What a meeting decided that had too few members for it, with no note on that."""
    for decided in graph.decisions:
        own, meeting = decided.decision, decided.meeting
        counts = not own.by and not own.date if own else is_outcome(decided.outcome, graph.config)
        if meeting.facts.quorate is False and counts and not (own or decided.record.facts).note:
            said = meeting.places.span(("quorate",))
            name = decided.ref.anchor.removeprefix(anchors.decision(""))
            span = decided.record.places.span(("decisions", name), of_key=True) if own else None
            message = f"this was decided, but the meeting was not quorate, according to {said.file}:{said.line}"
            hint = "correct the one that is wrong, or say in a note what the decision counts for"
            yield Problem("status-doubtful", span or decided.record.places.span(("outcome",)), message, hint)
