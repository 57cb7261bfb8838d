"""A second, simple-minded way to where a project is and what came of a request, by `docs/standing.md` alone.

Plans are what the tests draw by chance: an archive as a few plain values. `files_of` writes one down. The rest lives
through it day by day, and compares everything with everything.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import yaml

OUTCOMES = ("A", "B", "C")
SILENT = ("deferred", "not-sought", "none-recorded")
STAGES = ("first", "final")
USES = ("on-trial", "in-use", "ended")
PROJECTS = ("alpha", "beta")
ITEMS = ("1", "2", "3")
TWO_DAYS = {"2023-06-30": "2023-07-01", "2024-02-28": "2024-02-29"}
"""Meetings of two days: the last item of the agenda is on the second."""


def days_of(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month or a day; of a meeting, by its name."""
    year, month, day, *_ = *(int(part) for part in text.split("-") if part.isdigit()), 0, 0, 0
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return first, after - timedelta(days=1)


def known(text: str) -> str:
    """The date in a meeting's name: `2023-02-08` of `2023-02-08-second`."""
    return "-".join(part for part in text.split("-") if part.isdigit())


# --- plans --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """Earlier advice that a review reports."""

    when: str
    outcome: str
    until: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Review:
    meeting: str
    item: str
    projects: tuple[str, ...]
    outcome: str
    until: str = ""
    stage: str = ""
    use: str = ""
    report: Report | None = None

    @property
    def name(self) -> str:
        return f"{self.meeting}/{'-'.join(self.projects)}-{self.item}"


@dataclass(frozen=True)
class Decision:
    """Of a meeting, outside reviews."""

    number: int
    meeting: str
    item: str
    projects: tuple[str, ...]
    outcome: str
    """Empty for none."""
    replaces: str
    """By reference; empty for nothing."""
    is_own: bool
    until: str = ""

    @property
    def name(self) -> str:
        return f"{self.meeting}#decision-d{self.number}"


@dataclass(frozen=True)
class Event:
    project: str
    when: str
    use: str


@dataclass(frozen=True)
class Request:
    """In a review, or, with an item of its own, in the minutes of a meeting."""

    number: int
    record: str
    item: str
    projects: tuple[str, ...]
    due: str
    """A date, `next-meeting`, a stage, or empty."""
    is_suggested: bool = False
    same_as: str = ""
    follows: str = ""

    @property
    def name(self) -> str:
        return f"{self.record}#request-r{self.number}"

    @property
    def meeting(self) -> str:
        return self.record.partition("/")[0]


@dataclass(frozen=True)
class Answer:
    meeting: str
    item: str
    request: str
    how: str
    given: str = ""
    """When, if it was before the meeting."""


@dataclass(frozen=True)
class Plan:
    starts: Mapping[str, str]
    """Every meeting, all of them held, and when it began; empty where that is not recorded."""
    reviews: Sequence[Review]
    decisions: Sequence[Decision]
    events: Sequence[Event]
    requests: Sequence[Request]
    answers: Sequence[Answer]

    def day_of(self, meeting: str, item: str) -> str:
        return TWO_DAYS[meeting] if meeting in TWO_DAYS and item == ITEMS[-1] else known(meeting)

    def last_day(self, meeting: str) -> str:
        return TWO_DAYS.get(meeting, known(meeting))

    @property
    def as_of(self) -> str:
        """The last day of the latest meeting; of a month and a day in it the day is later."""
        return max(map(self.last_day, self.starts))


def files_of(plan: Plan) -> dict[str, str]:
    """Front matter by record, as `graph_of` takes it."""
    found: dict[str, dict[str, Any]] = {f"project:{name}": {} for name in PROJECTS}
    for meeting, start in plan.starts.items():
        found[meeting] = {"status": "held"} | ({"start": start} if start else {})
        if meeting in TWO_DAYS:
            found[meeting] |= {"last_day": TWO_DAYS[meeting], "agenda": {ITEMS[-1]: {"date": TWO_DAYS[meeting]}}}
    for event in plan.events:
        own = {"date": event.when, "text": "It happened.", "status": event.use}
        found[f"project:{event.project}"].setdefault("events", []).append(own)
    for review in plan.reviews:
        report = (
            _filled(
                when=review.report.when,
                outcome=review.report.outcome,
                until=review.report.until,
                stage=review.report.stage,
            )
            if review.report
            else ""
        )
        found[review.name] = _filled(
            discussed=review.item,
            project=list(review.projects),
            outcome=review.outcome,
            until=review.until,
            stage=review.stage,
            status=review.use,
            previous=report,
        )
    for one in plan.decisions:
        own = _filled(
            item=one.item,
            text="So decided.",
            project=list(one.projects),
            outcome=one.outcome,
            replaces=one.replaces,
            by="" if one.is_own else "The Board",
            until=one.until,
        )
        found[one.meeting].setdefault("decisions", {})[f"d{one.number}"] = own
    for asked in plan.requests:
        own = _filled(
            text="Show it.",
            project=list(asked.projects),
            due=asked.due,
            same_as=asked.same_as,
            follows=asked.follows,
            strength="suggested" if asked.is_suggested else "",
            item="" if "/" in asked.record else asked.item,
        )
        found[asked.record].setdefault("requests", {})[f"r{asked.number}"] = own
    for answer in plan.answers:
        own = {"how": answer.how, "passage": answer.item} | _filled(date=answer.given)
        found[answer.meeting].setdefault("answers", {})[answer.request] = own
    return {name: yaml.safe_dump(facts, sort_keys=False) if facts else "" for name, facts in found.items()}


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


# --- when things happened -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moment:
    """A day as far as it is known, and what else is known of the order."""

    day: str
    meeting: str = ""
    item: str = ""
    clock: str = ""
    """When the meeting began, for what happened on its first day."""
    reported_by: str = ""
    record: str = ""

    @cached_property
    def days(self) -> tuple[date, date]:
        return days_of(self.day)

    def comes_after(self, other: "Moment") -> bool:
        """Whether nobody can doubt it."""
        if other.reported_by and other.reported_by == self.record:
            return True
        if self.meeting and self.meeting == other.meeting:
            return (self.day, self.item) > (other.day, other.item)
        if len(self.day) == 10 and self.day == other.day and self.clock and other.clock:
            return self.clock > other.clock
        return self.days[0] > other.days[1]


def moment_at(plan: Plan, meeting: str, item: str, record: str = "") -> Moment:
    day = plan.day_of(meeting, item)
    return Moment(day, meeting, item, plan.starts[meeting] if day == known(meeting) else "", "", record)


# --- where a project is -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """An outcome."""

    outcome: str
    by: str
    """The record, or the decision."""
    moment: Moment
    until: str


@dataclass(frozen=True)
class Place:
    """Where a project is."""

    name: str
    last: frozenset[tuple[str, str, str, str]]
    """Outcome, by what, how it ended, and the day of that."""
    ran_out: frozenset[tuple[str, str]]
    """What the history says ran out: the outcome and the day."""
    stage: frozenset[tuple[str, str, str]]
    use: frozenset[tuple[str, str, str]]


@dataclass
class Life:
    """One project's, day by day."""

    plan: Plan
    project: str
    as_of: str
    given: list[Given] = field(default_factory=list)
    replaced: dict[str, list[Decision]] = field(default_factory=dict)
    """By what was replaced, the decisions that did it."""

    def place(self) -> Place:
        self.gather()
        ends = {one: self.end_of(one) for one in self.given}
        last = [one for one in self.given if not self.is_followed(one)]
        return Place(
            self.name_of([ends[one][0] for one in last], last),
            frozenset((one.outcome, one.by, *ends[one]) for one in last),
            frozenset((one.outcome, ends[one][1]) for one in self.given if ends[one][0] == "ran-out"),
            self.recorded(self.stages()),
            self.recorded(self.uses()),
        )

    def gather(self) -> None:
        for review in self.own_reviews():
            moment = moment_at(self.plan, review.meeting, review.item, review.name)
            if review.outcome in OUTCOMES:
                self.given.append(Given(review.outcome, review.name, moment, review.until))
        for review, report in self.reports():
            moment = Moment(report.when, reported_by=review.name)
            self.given.append(Given(report.outcome, review.name, moment, report.until))
        counts = [review.name for review in self.own_reviews()]
        for one in self.plan.decisions:  # each comes after what it replaces
            if one.is_own and self.project in one.projects and one.replaces in counts:
                counts.append(one.name)
                self.replaced.setdefault(one.replaces, []).append(one)
                if one.outcome:
                    moment = moment_at(self.plan, one.meeting, one.item)
                    self.given.append(Given(one.outcome, one.name, moment, one.until))

    def own_reviews(self) -> list[Review]:
        return [review for review in self.plan.reviews if self.project in review.projects]

    def reports(self) -> Iterator[tuple[Review, Report]]:
        """Those of meetings at which no review of it is recorded; the first of several reports of one meeting.

        No report is of its own review; a month or year is not that of its own meeting, and none is of a later one.
        """
        seen = set()
        for review in sorted(self.own_reviews(), key=lambda r: (known(r.meeting), r.meeting, r.name)):
            report = review.report
            if report and report.when not in seen:
                first, last = days_of(report.when)
                over = days_of(self.plan.last_day(review.meeting))[1]
                own = [
                    days_of(day)
                    for r in self.own_reviews()
                    if r is not review
                    for day in (known(r.meeting), self.plan.day_of(r.meeting, r.item))
                    if days_of(known(r.meeting))[0] <= over and (r.meeting != review.meeting or day == report.when)
                ]
                if not any(first <= begin and end <= last for begin, end in own):
                    seen.add(report.when)
                    yield review, report

    def is_followed(self, one: Given) -> bool:
        """By a later outcome, or by the decision that replaced it with another."""
        taken = [d for d in self.replaced.get(one.by, ()) if d.outcome and not one.moment.reported_by]
        return any(other.moment.comes_after(one.moment) for other in self.given) or bool(taken)

    def end_of(self, one: Given) -> tuple[str, str]:
        """How it ended and when, by the first thing that happens to it."""
        day = one.moment.days[0]
        later = [other for other in self.given if other.moment.comes_after(one.moment)]
        decisions = [] if one.moment.reported_by else self.replaced.get(one.by, [])
        while day <= days_of(self.as_of)[0]:
            if one.until and day > days_of(one.until)[1]:
                return "ran-out", one.until
            for decision in decisions:
                at = self.plan.day_of(decision.meeting, decision.item)
                if days_of(at)[0] == day:
                    return ("succeeded" if decision.outcome else "replaced"), at
            for other in later:
                if other.moment.days[0] == day:
                    return "succeeded", other.moment.day
            day += timedelta(days=1)
        return "", ""

    def name_of(self, ends: Sequence[str], last: Sequence[Given]) -> str:
        if len(last) > 1:
            return "unclear"
        if not last:
            return "none"
        return ends[0] or ("until" if last[0].until else "current")

    def stages(self) -> Iterator[tuple[str, Moment]]:
        for review in self.own_reviews():
            if review.stage:
                yield review.stage, moment_at(self.plan, review.meeting, review.item, review.name)
        for review, report in self.reports():
            if report.stage:
                yield report.stage, Moment(report.when, reported_by=review.name)

    def uses(self) -> Iterator[tuple[str, Moment]]:
        for review in self.own_reviews():
            if review.use:
                yield review.use, moment_at(self.plan, review.meeting, review.item, review.name)
        for event in self.plan.events:
            if event.project == self.project:
                yield event.use, Moment(event.when)

    def recorded(self, notes: Iterator[tuple[str, Moment]]) -> frozenset[tuple[str, str, str]]:
        """What nothing else came after: the code, and the first and the last day on which it was noted since."""
        every = list(notes)
        kept: dict[str, list[str]] = {}
        for code, moment in every:
            if not any(other != code and when.comes_after(moment) for other, when in every):
                kept.setdefault(code, []).append(moment.day)
        return frozenset((code, min(days), max(days)) for code, days in kept.items())


def place_of(project: str, plan: Plan, as_of: str = "") -> Place:
    return Life(plan, project, as_of or plan.as_of).place()


# --- what came of a request ---------------------------------------------------------------------------------------


def state_of(asked: Request, plan: Plan, as_of: str = "") -> str:
    """With `, in part` after it where a part was answered and the rest waits."""
    names = [asked.name, *(other.name for other in plan.requests if other.same_as == asked.name)]
    answers = [answer for answer in plan.answers if answer.request in names]
    closing = next((answer for answer in answers if answer.how in {"fully", "withdrawn"}), None)
    if closing and closing.how == "withdrawn":
        return "withdrawn"
    due = due_days(asked, plan)
    if closing:
        return _answered(asked, due, days_of(closing.given or plan.day_of(closing.meeting, closing.item)))
    partly = ", in part" if any(answer.how == "partly" for answer in answers) else ""
    return _waiting(asked, due, days_of(as_of or plan.as_of)[0]) + partly


def _answered(asked: Request, due: tuple[date, date] | None, when: tuple[date, date]) -> str:
    if not asked.due:
        return "answered"
    if due is None or when[1] <= due[1]:
        return "answered-in-time"
    return "answered-late" if when[0] > due[1] else "answered"


def _waiting(asked: Request, due: tuple[date, date] | None, today: date) -> str:
    if due is None or (today <= due[1] if asked.due[:1].isdigit() else today < due[0]):
        return "waiting"
    if asked.is_suggested:
        return "past-suggested"
    return "past-stage" if asked.due in STAGES else "overdue"


def due_days(asked: Request, plan: Plan) -> tuple[date, date] | None:
    """The day by which it was due, as far as it is known; None where there is none, or none yet."""
    if not asked.due or asked.due[:1].isdigit():
        return days_of(asked.due) if asked.due else None
    _, asked_by = days_of(plan.day_of(asked.meeting, asked.item))
    if asked.due == "next-meeting":
        later = sorted((m for m in plan.starts if days_of(m)[0] > asked_by), key=known)
        return days_of(plan.last_day(later[0])) if later else None
    came = [_came(project, asked.due, asked_by, plan) for project in asked.projects]
    days = [days for days in came if days]
    return max(days, key=lambda one: one[::-1]) if days and len(days) == len(came) else None


def _came(project: str, stage: str, asked_by: date, plan: Plan) -> tuple[date, date] | None:
    """The days of the first review of a project at a stage."""
    at = [plan.day_of(r.meeting, r.item) for r in plan.reviews if project in r.projects and r.stage == stage]
    return next((days_of(day) for day in sorted(at) if days_of(day)[0] > asked_by), None)
