"""Where each project is, as of the archive's day: its advice, its stage and its use, each the last that is recorded.

A fold over the history, so that silence changes nothing: a review without an outcome leaves the advice before it as it
was. Where dates do not show which of two is later, both are kept. `docs/standing.md` has the rules.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from candour.graph.graph import HistoryEntry, LinkedDecision, Moment, SiteGraph, is_outcome, taken_at
from candour.graph.register import grouped
from candour.model.dates import PartialDate
from candour.model.records import Event, Review
from candour.model.values import Ref

Ending = Literal["", "ran-out", "replaced", "succeeded"]
StandingName = Literal["current", "until", "ran-out", "replaced", "unclear", "none"]


@dataclass(frozen=True, slots=True)
class Advice:
    outcome: str
    """Its code; never an absence."""
    ref: Ref
    """The review, or the decision that replaced an earlier outcome; of what is reported, the review that says so."""
    moment: Moment
    until: PartialDate | None = None
    """The last day on which it is valid, as recorded."""
    end: Ending = ""
    """How it ended; empty while it has not. `succeeded`: a later outcome took its place."""
    ended: PartialDate | None = None
    """The day of that; when it ran out, `until`."""
    replaced_by: Ref | None = None

    @property
    def day(self) -> PartialDate:
        return self.moment.day

    @property
    def over(self) -> PartialDate | None:
        """The day on which it ended, or is going to end; None for what goes on."""
        return self.ended or self.until

    @property
    def is_reported(self) -> bool:
        """Known only from the minutes of a later meeting."""
        return bool(self.moment.reported_in)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stage or a use as it was last recorded."""

    code: str
    since: PartialDate
    """When it was first recorded, with nothing else recorded since."""
    noted: PartialDate
    source: Review | Event
    """Where it was recorded last; of a reported stage, the review that reports it."""


@dataclass(frozen=True, slots=True)
class Standing:
    name: StandingName = "none"
    advice: tuple[Advice, ...] = ()
    """The last, also when it ran out or was replaced; several only when that is unclear."""
    every: tuple[Advice, ...] = ()
    """All outcomes that it was given, oldest first."""
    without: tuple[Review, ...] = ()
    """Reviews since then that gave no outcome, oldest first; all reviews, where none ever gave one."""
    beside: tuple[LinkedDecision, ...] = ()
    """Other decisions about it since then, also those of other bodies, oldest first: they change nothing above."""
    stage: tuple[Recorded, ...] = ()
    use: tuple[Recorded, ...] = ()
    """Each as it was last recorded; several where dates do not show which was the last, none where nobody says."""
    latest: Review | None = None
    """Its latest review; None for a project that no meeting reviewed."""


def standings(graph: SiteGraph) -> Mapping[str, Standing]:
    return {project: standing_of(project, graph) for project in graph.projects}


def ends(found: Mapping[str, Standing]) -> tuple[tuple[tuple[str, Advice], ...], tuple[tuple[str, Advice], ...]]:
    """The projects whose last advice has an end that has not come, the next to run out first; and those where it ran
    out, the latest first."""
    last = [(project, one) for project, standing in found.items() for one in standing.advice if one.until]
    last.sort(key=lambda pair: (pair[1].until.last_day, pair[0]) if pair[1].until else (date.max, pair[0]))
    return tuple(pair for pair in last if not pair[1].end), tuple(p for p in last[::-1] if p[1].end == "ran-out")


def states_of_advice(found: Mapping[str, Standing]) -> Mapping[Ref, tuple[str, ...]]:
    """By decision: `current`, `ran-out` or `replaced`, of several projects each; not what a later outcome followed."""
    states = {
        (one.ref, one.end or "current")
        for standing in found.values()
        for one in standing.every
        if one.end != "succeeded" and (one.end or standing.name != "unclear") and not one.is_reported
    }
    return grouped(sorted(states, key=lambda pair: (str(pair[0]), pair[1])))


def standing_of(project: str, graph: SiteGraph) -> Standing:
    reviews = graph.reviews_of(project)
    replacing = _replacing(project, graph)
    every = _advice(project, replacing, graph)
    last = tuple(one for one in every if not _is_over(one, every, replacing))
    since = [one.moment for one in last]
    noted = ((one.facts.stage, one, one.review) for one in graph.histories[project] if one.facts and one.review)
    stages = ((stage, _entry_moment(entry, graph), review) for stage, entry, review in noted if stage)
    return Standing(
        _name(last),
        last,
        every,
        tuple(one for one in reviews if all(m.is_before(moment_of(one, graph)) for m in since)),
        tuple(_beside(project, last, every, graph)),
        _last_recorded(stages),
        _last_recorded(_uses(project, graph)),
        reviews[-1] if reviews else None,
    )


def _is_over(one: Advice, every: Sequence[Advice], replacing: "_Replacing") -> bool:
    """What ended, and gave way to a later outcome since; a decision is later than what it replaces."""
    if not one.end:
        return False
    refs = {decided.ref for decided in _replaced_by(one, replacing)}
    return any(other.ref in refs or one.moment.is_before(other.moment) for other in reversed(every))


def _name(last: Sequence[Advice]) -> StandingName:
    if len(last) != 1:
        return "unclear" if last else "none"
    end = last[0].end
    if end == "ran-out" or end == "replaced":
        return end
    return "until" if last[0].until else "current"


def moment_of(one: Review | LinkedDecision, graph: SiteGraph) -> Moment:
    """When a review, or a decision, was at its meeting."""
    decided = graph.decision_by_ref[Ref(one.name)] if isinstance(one, Review) else one
    review = decided.record.name if isinstance(decided.record, Review) else ""
    return graph.moment(decided.meeting, decided.day, taken_at(decided), review)


def _entry_moment(entry: HistoryEntry, graph: SiteGraph) -> Moment:
    if entry.is_first_hand and entry.review:
        return moment_of(entry.review, graph)
    return Moment(entry.day, reported_in=entry.review.name if entry.review else "")


_Replacing = Mapping[Ref, tuple[LinkedDecision, ...]]
"""By review, for its outcome, or by decision: the committee's decisions that replace it for a project, oldest first."""


def _advice(project: str, replacing: _Replacing, graph: SiteGraph) -> tuple[Advice, ...]:
    """Every outcome, oldest first, each with how it ended."""
    found: list[Advice] = []
    lasting: list[int] = []
    for new in sorted(_given(project, replacing, graph), key=lambda one: one.moment.in_order):
        for index in lasting:
            found[index], new = _after(found[index], new), _after(new, found[index])
        found.append(new)
        lasting = [index for index in (*lasting, len(found) - 1) if not found[index].end]
    given = {one.ref for one in found}
    every = (_replaced(one, replacing, given) for one in found)
    return tuple(_run_out(one, graph.as_of.first_day) if graph.as_of else one for one in every)


def _given(project: str, replacing: _Replacing, graph: SiteGraph) -> Iterator[Advice]:
    """The outcomes of its reviews, those that are only reported, and those of decisions that replace one of them."""
    for entry in graph.histories[project]:
        facts = entry.facts
        if facts and entry.review and facts.outcome and is_outcome(facts.outcome, graph.config):
            yield Advice(facts.outcome, Ref(entry.review.name), _entry_moment(entry, graph), facts.until)
    for decided in {one.ref: one for several in replacing.values() for one in several}.values():
        if decided.decision and is_outcome(decided.outcome, graph.config):
            outcome, until = decided.outcome or "", decided.decision.until
            yield Advice(outcome, decided.ref, moment_of(decided, graph), until)


def _replacing(project: str, graph: SiteGraph) -> _Replacing:
    found: dict[Ref, tuple[LinkedDecision, ...]] = {}
    refs = [Ref(review.name) for review in graph.reviews_of(project)]
    for ref in refs:  # which grows: a decision may replace one that replaced a review's outcome
        if ref not in found and ref in graph.replaced_by:
            own = (one for one in graph.replaced_by[ref] if one.decision and not one.decision.by)
            found[ref] = tuple(one for one in own if not one.projects or project in one.projects)
            refs += [one.ref for one in found[ref]]
    return found


def _replaced_by(one: Advice, replacing: _Replacing) -> tuple[LinkedDecision, ...]:
    """What is reported has no name of its own that a decision could replace."""
    return () if one.is_reported else replacing.get(one.ref, ())


def _after(one: Advice, new: Advice) -> Advice:
    """What a later outcome does to an earlier one that has not ended."""
    if one.end or not one.moment.is_before(new.moment):
        return one
    over = _run_out(one, new.day.first_day)
    return over if over.end else replace(one, end="succeeded", ended=new.day)


def _replaced(one: Advice, replacing: _Replacing, given: Collection[Ref]) -> Advice:
    """With the decision that rescinded or amended it, unless it had ended before. `given` are all outcomes."""
    for decided in _replaced_by(one, replacing):
        if not (one.over and one.over.last_day < decided.day.first_day):
            end: Ending = "succeeded" if decided.ref in given else "replaced"
            return replace(one, end=end, ended=decided.day, replaced_by=decided.ref)
    return one


def _run_out(one: Advice, day: date) -> Advice:
    has_passed = one.until and one.until.last_day < day
    return replace(one, end="ran-out", ended=one.until) if has_passed and not one.end else one


def _beside(
    project: str, last: Sequence[Advice], every: Iterable[Advice], graph: SiteGraph
) -> Iterator[LinkedDecision]:
    """Decisions that give no advice and replaced none; not those of a day before the last advice."""
    taken = {ref for one in every for ref in (one.ref, one.replaced_by)}
    for decided in graph.decisions_about(project):
        is_earlier = any(decided.day.last_day < one.day.first_day for one in last)
        if decided.ref not in taken and not is_earlier:
            yield decided


_Note = tuple[str, Moment, Review | Event]
"""A code, when it was recorded, and where."""


def _uses(project: str, graph: SiteGraph) -> Iterator[_Note]:
    for entry in graph.histories[project]:
        if entry.event and entry.event.status:
            yield entry.event.status, Moment(entry.event.date), entry.event
        elif entry.is_first_hand and entry.review and entry.review.facts.status:
            yield entry.review.facts.status, moment_of(entry.review, graph), entry.review


def _last_recorded(notes: Iterable[_Note]) -> tuple[Recorded, ...]:
    """The last note, or those of which dates do not show that another code came later; one of each code.

    Each counts since it was first noted with no other code certainly after it.
    """
    every = tuple(notes)
    own = {moment.review: code for code, moment, _ in every if moment.review}
    later: dict[str, list[Moment]] = {}
    lasting: dict[str, list[_Note]] = {}
    for code, moment, source in reversed(every):
        others = (other for name, moments in later.items() if name != code for other in moments)
        is_over = own.get(moment.reported_in, code) != code or any(moment.is_before(other) for other in others)
        if not is_over:
            lasting.setdefault(code, []).append((code, moment, source))
        later.setdefault(code, []).append(moment)
    found = [Recorded(code, old[-1][1].day, old[0][1].day, old[0][2]) for code, old in lasting.items()]
    return tuple(reversed(found))
