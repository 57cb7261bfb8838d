"""Whether records agree: each with itself, reported history with the archive, answers with what was asked.

Drafts and removed records are not compared with others.
"""

from collections.abc import Iterator, Sequence

from candour.graph.graph import LinkedAnswer, LinkedDecision, LinkedRequest, Moment, SiteGraph, is_outcome, taken_at
from candour.graph.register import Register, grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.places import FieldPath
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting, Previous, Review
from candour.model.values import Prose, Ref, slug
from candour.problems import Problem, Span


def check_reasons(register: Register) -> Iterator[Problem]:
    """An outcome of the committee's scheme, with nothing under Decision but its own label."""
    for review in register.archive.reviews:
        outcome = review.facts.outcome
        scheme = register.config.outcomes.get(outcome)
        section = next((one for one in review.sections if one.id == "decision" and one.parts), None)
        if scheme and section is None:
            message = f"the outcome is {outcome}, but the reasons for it are missing"
            hint = "write them under ## Decision; if the minutes give none, say so there"
            yield Problem("review-without-reasons", review.places.span(("outcome",)), message, hint)
        elif scheme and section:
            said = " ".join(part.text for part in section.parts if isinstance(part, Prose))
            labels = (f"{code} {scheme.label}" for code in ("", outcome, f"outcome {outcome}", "outcome"))
            if slug(said) in set(map(slug, labels)):
                message = f"this only repeats the outcome ({scheme.label}), and does not say why"
                hint = "add the reasons; if the minutes give none, say so here"
                yield Problem("review-without-reasons", section.span, message, hint)


def check_previous(graph: SiteGraph) -> Iterator[Problem]:
    """Reported advice from a meeting whose minutes are known and say something else."""
    days = ((m, (m.date, *(s.date for s in m.facts.sittings))) for m in graph.meetings)
    held = grouped((when, m) for m, sat in days for when in dict.fromkeys(when for day in sat for when in day.around))
    for review in graph.reviews.values():
        for index, previous in enumerate(review.facts.previous):
            for number, day in enumerate(previous.when):
                own = graph.meeting(review.meeting)
                earlier = [m for m in held.get(day, ()) if m is not own and m.may_precede(own)]
                is_known = all(m.facts.minutes != "unpublished" and m.facts.status != "scheduled" for m in earlier)
                if earlier and is_known and (against := _against(review, previous, day, earlier, graph)):
                    span = review.places.span(("previous", index, "when", number))
                    yield Problem("previous-contradicts", span, *against)


def _against(
    review: Review, previous: Previous, day: PartialDate, earlier: Sequence[Meeting], graph: SiteGraph
) -> tuple[str, str] | None:
    """What the minutes of the meetings of that day have against one report: message and hint."""
    held = [m for m in earlier if m.facts.status == "held"]
    projects = set(review.projects)
    found = [r for m in held for r in graph.reviews_of_meeting[m.id] if projects & {*r.projects} and r is not review]
    file = earlier[0].places.file
    gone = (r for r, _ in graph.removed if isinstance(r, Review) and projects & {*r.projects})
    if not found and (not day.day or any(own.name.startswith(str(day)) for own in gone)):
        return None  # of a month or year it may have been another meeting, which is not in the archive
    if not held:
        message = f"advice from {day} is reported, but according to {file} that meeting was cancelled"
        return message, "check the date in both records"
    if not found:
        message = f"advice from {day} is reported, but {file} has no review of this project"
        return message, "check the date, or add the review that is missing"
    if any(_agree(previous, r) for r in found):
        return None
    first = min(found, key=lambda r: r.name)
    line = first.places.span(("outcome",)).line
    reported = _advice(previous.outcome, previous.stage)
    recorded = _advice(first.facts.outcome, first.facts.stage)
    message = f"{reported} is reported for {day}, but {first.places.file}:{line} says {recorded}"
    return message, "check both minutes, and correct the record that is wrong"


def _agree(previous: Previous, review: Review) -> bool:
    """Silence contradicts nothing; of several meetings with one reported outcome, one may have had no outcome."""
    own, may_be_absent = review.facts, len(previous.when) > 1 and review.facts.outcome in ABSENT_OUTCOMES
    same_outcome = may_be_absent or previous.outcome in (None, NOT_REPORTED, own.outcome)
    return same_outcome and (None in (previous.stage, own.stage) or previous.stage == own.stage)


def _advice(outcome: str | None, stage: str | None) -> str:
    return (f'outcome "{outcome}"' if outcome else "no outcome") + (f' at the stage "{stage}"' if stage else "")


def check_outcomes(graph: SiteGraph) -> Iterator[Problem]:
    """Two outcomes of one project at one meeting; on another day of it, or at another stage, there may be another."""
    every = grouped(
        ((review.meeting, project), review)
        for reviews in graph.reviews_of_meeting.values()
        for review in reviews
        for project in dict.fromkeys(review.projects)
        if is_outcome(review.facts.outcome, graph.config) and Ref(review.name) not in graph.replaced_by
    )
    for (_, project), (first, *others) in every.items():
        for other in others:
            agenda, both = graph.meeting(first.meeting).facts.agenda, (first, other)
            days = {agenda[review.decided].date if review.decided in agenda else None for review in both}
            stages = {review.facts.stage for review in both}
            is_one_occasion = not any(len(known) > 1 and None not in known for known in (days, stages))
            if other.facts.outcome != first.facts.outcome and is_one_occasion:
                line = first.places.span(("outcome",)).line
                says = f'{first.places.file}:{line} says "{first.facts.outcome}" of {project} at the same meeting'
                message = f'this says "{other.facts.outcome}", and {says}'
                hint = "correct the one that is wrong; or write the day of each, or replaces: in the later one"
                yield Problem("outcomes-differ", other.places.span(("outcome",)), message, hint)


def check_answers(graph: SiteGraph) -> Iterator[Problem]:
    """Answers given before what they answer was asked, or after it was answered in full or withdrawn."""
    for ref, answers in graph.answers.items():
        given = sorted(((_when_answered(a, graph), a) for a in answers), key=lambda pair: pair[0].in_order)
        if asked := graph.request(ref):
            begin = _when_asked(asked, graph)
            first = Moment(asked.asked)
            days = ((m, Moment(a.answer.date or asked.asked), a) for m, a in given)
            for answer in (a for m, day, a in days if m == begin or m.is_before(begin) or day.is_before(first)):
                message = f"this answer does not come after its request, which is in {asked.record.places.file}"
                hint = "check which request is meant, the dates, and the agenda items"
                yield Problem("answered-before-asked", _span(answer), message, hint)
        yield from _contradictions(given)


def _when_answered(given: LinkedAnswer, graph: SiteGraph) -> Moment:
    """A review at the item that discussed it; what a meeting answers at an item, or after all of them."""
    if isinstance(given.by, Review):
        return graph.moment(graph.meeting(given.by.meeting), given.date, given.by.facts.discussed)
    items = (given.answer.passage,) if given.answer.passage else ()
    return graph.moment(given.by, given.date if items else given.by.last_day, items)


def _when_asked(asked: LinkedRequest, graph: SiteGraph) -> Moment:
    if asked.asked < asked.meeting.date:
        return Moment(asked.asked)
    return graph.moment(asked.meeting, asked.asked, taken_at(asked))


def _contradictions(answers: Sequence[tuple[Moment, LinkedAnswer]]) -> Iterator[Problem]:
    """What is said after a request was answered in full or withdrawn; `answers` are in order."""
    ends: list[tuple[Moment, LinkedAnswer]] = []
    for when, given in answers:
        how = given.answer.how
        is_end = how in {"fully", "withdrawn"}
        for closed, end in ends:
            is_later = is_end or closed.meeting == when.meeting or closed.is_before(when)
            if is_later and how != end.answer.how:
                word = "answered in full" if end.answer.how == "fully" else "withdrawn"
                message = f'this says "{how}", but according to {end.by.places.file}:{_span(end).line} it was {word}'
                yield Problem("answers-contradict", _span(given), message, "correct the one that is wrong")
                break
        else:
            ends += [(when, given)] if is_end else []


def _span(given: LinkedAnswer) -> Span:
    return given.by.places.span(("answers", str(given.ref)), of_key=True)


def check_order(graph: SiteGraph) -> Iterator[Problem]:
    """A decision that replaces itself or a later one, and a request that asks itself or a later one again."""
    for decided in graph.decisions:
        for index, ref in enumerate(decided.decision.replaces if decided.decision else ()):
            other = graph.decision(ref.within(decided.record.name))
            if other and (other is decided or _when_decided(decided, graph).is_before(_when_decided(other, graph))):
                name = decided.ref.anchor.removeprefix(anchors.decision(""))
                path: FieldPath = ("decisions", name, "replaces", index)
                message = "this decision does not come after the one it replaces"
                yield _later(decided.record, path, other.record, message)
    for asked in graph.requests:
        first = graph.request(asked.follows) if asked.follows else None
        if first and (first is asked or _when_asked(asked, graph).is_before(_when_asked(first, graph))):
            path = ("requests", asked.ref.anchor.removeprefix(anchors.request("")), "follows")
            yield _later(asked.record, path, first.record, "this request does not come after the one it asks again")


def _when_decided(decided: LinkedDecision, graph: SiteGraph) -> Moment:
    return graph.moment(decided.meeting, decided.day, (decided.item,))


def _later(record: Meeting | Review, path: FieldPath, other: Meeting | Review, message: str) -> Problem:
    hint = f"check which one is meant, and the dates; it is in {other.places.file}"
    return Problem("later-than-this", record.places.span(path), message, hint)
