"""Who was at a meeting: what its people may be called, who speaks, and whether anyone is listed twice."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from candour.graph.register import Register
from candour.model.places import FieldPath
from candour.model.records import PEOPLE, SPEAKERS, Meeting, Person, Turn, walk
from candour.model.values import Prose
from candour.problems import Problem, Span

ATTENDANCE = ("present", "apologies", "absent", "observing")
"""The fields of a meeting that list people: the ways in which someone is recorded with it."""


def groups_present(meeting: Meeting) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Who was present, by the code of the organisation: at the meeting, then at each of its sittings."""
    for groups in (meeting.facts.present, *(sitting.present for sitting in meeting.facts.sittings)):
        yield from (groups or {}).items()


def attendees(meeting: Meeting, people: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, str]:
    """What a turn may call someone present or observing (name, other spelling, initials) -> the name to show.

    `people` are the names to show, each with its other spellings (`people.yaml`).
    """
    known = {spelling: (name, *others) for name, others in people for spelling in (name, *others)}
    found: dict[str, str] = {}
    for _, group in (*groups_present(meeting), *(meeting.facts.observing or {}).items()):
        for person in group:
            names = known.get(person.name, (person.name,))
            found |= dict.fromkeys((*names, person.initials or person.name), names[0])
    return found


def speaker_of(turn: Turn, names: Mapping[str, str]) -> tuple[str, Prose]:
    """Who speaks, and what: a label counts only when it is a known one or someone present (`attendees`)."""
    if turn.unlabelled and turn.label in {*SPEAKERS, *names}:
        return turn.label if turn.label in SPEAKERS else names[turn.label], turn.unlabelled
    return ("Presenter" if turn.nested else "Member"), turn.prose


def check_chair(register: Register) -> Iterator[Problem]:
    """Somebody in the chair whose name is almost that of someone present."""
    for meeting in register.archive.meetings:
        names = attendees(meeting, register.archive.people)
        for index, person in enumerate(meeting.facts.chair if any(groups_present(meeting)) else ()):
            if person.name not in names and (near := _nearly(person.name, names)):
                message = f'"{person.name}" is listed as chair but is not among those present'
                span = meeting.places.span(("chair", index))
                yield Problem("unknown-speaker", span, message, f'did you mean "{near}"?')


def check_listed_once(register: Register) -> Iterator[Problem]:
    """One person, under any spelling, in two lines of a meeting's attendance, or of one of its sittings."""
    shown = {spelling: name for name, others in register.archive.people for spelling in others}
    for meeting in register.archive.meetings:
        for names in _attendance_lists(meeting):
            seen: dict[str, Span] = {}
            for path, written in names:
                name, span = shown.get(written, written), meeting.places.span(path)
                if name in seen:
                    message = f"{name} is listed twice, here and in line {seen[name].line}"
                    hint = "keep one of the two; if they are two people, write their names differently"
                    yield Problem("person-listed-twice", span, message, hint)
                seen.setdefault(name, span)


def _attendance_lists(meeting: Meeting) -> Iterator[list[tuple[FieldPath, str]]]:
    """The names of each list in which nobody may be twice, with their paths: the meeting's own, and each sitting's."""
    yield [name for field in ATTENDANCE for name in _names(getattr(meeting.facts, field), (field,))]
    for number, sitting in enumerate(meeting.facts.sittings):
        yield list(_names(sitting.present, ("sittings", number, "present")))


def _names(people: Any, at: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    return ((path, value) for path, value in walk(people, at) if path[-1] == "name")


def check_speakers(register: Register) -> Iterator[Problem]:
    """A label that is almost a speaker's name is mistyped; anything else before a colon is part of the sentence."""
    for review in register.archive.reviews if PEOPLE not in register.archive.unreadable else ():
        if meeting := register.meeting_of(review):
            known = {*SPEAKERS, *attendees(meeting, register.archive.people)}
            exchanges = [exchange for section in review.sections for exchange in section.exchanges]
            for label, span in [(turn.label, exchange.span) for exchange in exchanges for turn in exchange.turns]:
                if label and label not in known and (near := _nearly(label, known)):
                    found = review.places.find(f"{label}:", span.line, len(review.places.lines))
                    message = f'"{label}" is neither a label nor someone present, so it is shown as part of the text'
                    yield Problem("unknown-speaker", found or span, message, f'did you mean "{near}"?')


def _nearly(label: str, known: Iterable[str]) -> str:
    """The speaker whose name a label almost is; empty when there is none."""
    lower = {name.casefold(): name for name in known}
    near = get_close_matches(label.casefold(), lower, n=1, cutoff=0.8)
    return lower[near[0]] if near else ""
