"""Who voted, moved, seconded or declared an interest, against the attendance of the meeting.

Where the attendance is not recorded nothing is said, nor of words that may name nobody ("unanimous", "Labour Group").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile

from candour.graph.attendance import listed_as, people_at
from candour.graph.clock import is_before
from candour.graph.register import Register, grouped, shown
from candour.model.people import TITLES
from candour.model.places import FieldPath
from candour.model.records import Approval, Decision, Meeting, Person, Review, ReviewFacts, walk
from candour.model.values import split_list
from candour.problems import Problem

_BEFORE_NAMES = TITLES | {"the"}
_NOBODY = (
    r"(?i)\b(all|both|chair\w*|vice|groups?|party|members?|committee|board|panel|council|present|proxy|nem|con|nil)\b"
)
_CHAIR = ("chair", "chairman", "chairwoman", "chairperson")
_AWAY = {"apologies": "sent apologies", "absent": "was absent", "observing": "only observed"}
_HINT = "correct the name here, or what the meeting's record says of that person"
_Entries = dict[str, tuple[tuple[FieldPath, Person], ...]]
"""By the name to show: where a person is in the attendance."""
_Motion = tuple[FieldPath, str, Approval | Decision | ReviewFacts]
"""Where it is in its record, the item at which it was decided, and who moved it and voted."""


@dataclass(frozen=True, slots=True)
class _Roll:
    """The attendance of a meeting."""

    meeting: Meeting
    entries: _Entries
    called: Mapping[str, tuple[str, ...]]
    """What somebody there may be called, plainly -> the names to show of all who may be meant."""
    members: frozenset[str]
    """The organisations whose people decide; empty where that is not known."""

    def who(self, text: str) -> str:
        """The name to show of the only one who may be meant; empty for nobody, and for several."""
        found = {*self.called.get(_plain(text), ())}
        return found.pop() if len(found) == 1 else ""

    def there(self, who: str) -> list[tuple[FieldPath, Person]]:
        return [entry for entry in self.entries[who] if entry[0][0] not in _AWAY]

    def decides(self, who: str) -> bool:
        """Whether somebody there may vote, as far as it is known."""
        groups, own = {"", *self.members}, self.there(who)
        is_member = any(groups & {*path} or "member" in one.role.casefold() for path, one in own)
        return bool(own) and (not self.members or is_member or who in self.called.get("chair", ()))

    def is_stranger(self, text: str) -> bool:
        """Whether it is certainly initials or the name of a person, and of nobody in the attendance."""
        words = text.split()
        is_initials = len(words) == 1 and 2 <= len(text) <= 4 and text.isalpha() and text.isupper()
        is_name = 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)
        if self.who(text) or not (is_initials or is_name) or re.search(_NOBODY, text):
            return False
        return not {*_plain(text).split()} & {word for name in self.called for word in name.split()}

    def says(self, path: FieldPath) -> str:
        span = self.meeting.places.span(path)
        return f"according to {span.file}:{span.line}"


def _plain(text: str) -> str:
    words = text.casefold().replace(".", "").split()
    return " ".join(dropwhile(_BEFORE_NAMES.__contains__, words)) or " ".join(words)


def _rolls(register: Register) -> Iterator[_Roll]:
    """Of every meeting that records who was present."""
    spellings = register.spellings
    every = [one for meeting in register.archive.meetings for _, one in people_at(meeting)]
    pairs = [(names[0], spelling) for spelling, names in spellings.items()]
    spelt = grouped([*pairs, *((shown(one.name, spellings), one.initials) for one in every if one.initials)])
    deciding = {code for code, scheme in register.config.organisations.items() if scheme.members}
    for meeting in register.archive.meetings:
        presided = ((shown(one.name, spellings), (("chair", at), one)) for at, one in enumerate(meeting.facts.chair))
        entries: _Entries = {name: (one,) for name, one in presided}
        chairs = tuple(entries)
        entries |= grouped((shown(one.name, spellings), (path, one)) for path, one in people_at(meeting))
        roles = [(_plain(one.role), name) for name, own in entries.items() for path, one in own if path[0] not in _AWAY]
        words = [(re.split(r"[ -]", _plain(name)), name) for name in entries]
        guesses = [("".join(word[:1] for word in of_name), name) for of_name, name in words]
        guesses += [(key, name) for of_name, name in words for key in (of_name[-1], f"{of_name[0][:1]} {of_name[-1]}")]
        exact = grouped((_plain(text), name) for name in entries for text in (name, *spelt.get(name, ())))
        presiding = dict.fromkeys(_CHAIR, chairs) if chairs else {}
        groups = {code for code, _ in listed_as(meeting, "present")}
        members = deciding if not meeting.facts.joint_with and deciding & groups else ()
        if groups:
            yield _Roll(meeting, entries, {**grouped([*guesses, *roles]), **presiding, **exact}, frozenset(members))


def check_votes(register: Register) -> Iterator[Problem]:
    """Voters, movers and seconders who are unknown, were not there for the item, may not vote or are counted twice."""
    rolls = {roll.meeting.id: roll for roll in _rolls(register)}
    records: tuple[Meeting | Review, ...] = (*register.archive.meetings, *register.archive.reviews)
    for record in records:
        roll = rolls.get(record.meeting if isinstance(record, Review) else record.id)
        for path, message, hint in (*_of_motions(record, roll), *_of_interests(record, roll)) if roll else ():
            yield Problem("votes-contradict", record.places.span(path), message, hint)


def _of_motions(record: Meeting | Review, roll: _Roll) -> Iterator[tuple[FieldPath, str, str]]:
    """Where, what is wrong, and what to do."""
    for path, item, facts in _motions(record):
        named = [(at, name) for at, text in _written(path, facts) for name in split_list(text)]
        is_of_people = any(roll.who(name) for _, name in named)
        seen: set[str] = set()
        for at, name in named:
            is_vote = "votes" in at
            did = "is counted in the vote" if is_vote else f"{at[-1]} this"
            who, is_stranger = roll.who(name), roll.is_stranger(name)
            if who and (why := _why_not(who, item, at, roll)):
                yield at, f"{name} {did}, but {why}", _HINT
            elif is_stranger and (is_of_people or not is_vote):
                yield at, f"{name} {did}, but nobody in the attendance is called so", _ADD
            if is_vote and "answers" not in at and (who or is_stranger):
                if (who or name) in seen:
                    yield at, f"{name} is counted twice in this vote", "keep one of the two"
                seen.add(who or name)
        votes = None if isinstance(facts, Approval) else facts.votes
        if not votes:
            continue
        there = sum(map(roll.decides, roll.entries)) + roll.meeting.facts.withheld.get("present", 0)
        for every in ((*votes.for_, *votes.against, *votes.abstained), *votes.answers.values()):
            given = sum(int(text) if text.isdecimal() else bool(roll.who(text)) for text in every)
            if given > there:
                people = ("person" if there == 1 else "people") + " who decide" * bool(roll.members)
                message = f"{given} votes are counted, but the attendance has {there} {people}"
                yield (*path, "votes"), message, "correct the numbers, or add who is missing from the attendance"


_ADD = "correct it, or add the person to the attendance, with the initials in brackets after the name"


def _of_interests(record: Meeting | Review, roll: _Roll) -> Iterator[tuple[FieldPath, str, str]]:
    for index, interest in enumerate((record.facts.interests or ()) if isinstance(record, Meeting) else ()):
        at: FieldPath = ("interests", index, "name")
        who = roll.who(interest.name)
        if who and interest.took_part and not roll.there(who):
            yield at, f"{interest.name} took part in spite of an interest, but {_away(who, roll)}", _HINT
        elif roll.is_stranger(interest.name):
            yield at, f"{interest.name} declared an interest, but nobody in the attendance is called so", _ADD


def _motions(record: Meeting | Review) -> Iterator[_Motion]:
    """What the committee decided at a meeting: not another body, nor between meetings."""
    item = record.decided if isinstance(record, Review) else ""
    if isinstance(record, Review):
        yield (), item, record.facts
    else:
        yield from ((("approves", at), "", approval) for at, approval in enumerate(record.facts.approves))
    for name, decision in record.facts.decisions.items():
        if not decision.by and not decision.date:
            yield ("decisions", name), decision.item or item, decision


def _written(path: FieldPath, facts: Approval | Decision | ReviewFacts) -> Iterator[tuple[FieldPath, str]]:
    """Every text that may name who moved, seconded or voted, and where it is."""
    yield from (((*path, field), text) for field in ("moved", "seconded") if (text := getattr(facts, field)))
    if not isinstance(facts, Approval) and facts.votes:
        for at, text in walk(facts.votes, (*path, "votes")):
            if at[-1] != "words":
                yield at, text


def _why_not(who: str, item: str, at: FieldPath, roll: _Roll) -> str:
    """Why somebody cannot have voted, moved or seconded at an item (empty: some item); empty where that is possible."""
    meeting, there = roll.meeting, roll.there(who)
    if not there:
        return _away(who, roll)
    says = roll.says(there[0][0])
    if item and all(person.joined and is_before(item, person.joined, meeting) for _, person in there):
        return f"joined later, {says}"
    if item and all(person.left and is_before(person.left, item, meeting) for _, person in there):
        return f"had left, {says}"
    for index, interest in enumerate(meeting.facts.interests or () if "abstained" not in at else ()):
        if interest.took_part is False and item in interest.item and roll.who(interest.name) == who:
            return f"took no part in item {item}, {roll.says(('interests', index))}"
    return f"is not a member, {says}" if "votes" in at and not roll.decides(who) else ""


def _away(who: str, roll: _Roll) -> str:
    path, _ = roll.entries[who][0]
    return f"{_AWAY[str(path[0])]}, {roll.says(path)}"
