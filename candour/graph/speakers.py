"""Who speaks in a review: the labels of turns against who was there."""

import re
from collections.abc import Iterable, Iterator, Mapping

from candour.graph.agenda import in_turn
from candour.graph.attendance import ALMOST, listed_as
from candour.graph.clock import is_before
from candour.graph.register import Register, Spellings, grouped, shown
from candour.model.config import Config
from candour.model.people import PARTICLES, ROLES, initials_of, is_initials, name_words, short_names
from candour.model.records import SPEAKERS, Meeting, Person, Review, Turn
from candour.model.values import Prose
from candour.problems import Problem, Span, nearest

Names = Mapping[str, tuple[str, ...]]
"""What a turn may call people (name, other spelling, initials) -> the names to show of those whom it may mean."""


def names_at(meeting: Meeting, spellings: Spellings, config: Config) -> Names:
    """Of those who were present, observed, presided or led an item; nobody for what the configuration explains."""
    there = [person for _, person in listed_as(meeting, "present", "observing")]
    leads = {lead: (lead,) for item in meeting.facts.agenda.values() for lead in item.lead}
    nobody = dict.fromkeys((*config.glossary, *config.topics.values()), ())
    return {**nobody, **leads, **_called((*there, *meeting.facts.chair), spellings)}


def _called(there: Iterable[Person], spellings: Spellings) -> Names:
    """What their lines say, and before it what only one of them can be called for short."""
    exact: list[tuple[str, str]] = []
    short: list[tuple[str, str]] = []
    for person in there:
        name, *others = spellings.get(person.name, (person.name,))
        exact += ((label, name) for label in (name, *others, person.initials or person.name))
        short += ((label, name) for spelling in (name, *others) for label in short_names(spelling))
    alone = {label: who for label, who in _each_once(short).items() if len(who) == 1}
    return {**alone, **_each_once(exact)}


def _each_once(pairs: Iterable[tuple[str, str]]) -> Names:
    return {label: tuple(dict.fromkeys(who)) for label, who in grouped(pairs).items()}


def speaker_of(turn: Turn, names: Names) -> tuple[str, Prose]:
    """Who speaks, and what. Where a label may be a speaker's but is not known, nobody is named."""
    known = (turn.label,) if turn.label in SPEAKERS else names.get(turn.label)
    if turn.unlabelled and known and len(known) == 1:
        return known[0], turn.unlabelled
    if turn.label and known != () and _may_be_a_speaker(turn.label, names):
        return "", turn.prose
    return ("Presenter" if turn.nested else "Member"), turn.prose


_COUNTED = frozenset("a an the one two three some another other several both same vice deputy acting".split())
"""What may precede a role."""
_OPENERS = frozenset(
    "about action actions after all also although an and answer answers as at because before but by comment conclusion"
    " each either every example examples finally first for from here how however if in it its last later like more most"
    " nb neither never next no none not note notes nothing now ok on once one only or other our perhaps point points ps"
    " question questions reason reasons reply response result results second since so some sometimes summary that"
    " their then there these they third this those three to today two under until was we were what when where whether"
    " which who why with without yes yet you your".split()
)
"""First words of a sentence, never of a name."""


def _may_be_a_speaker(label: str, known: Iterable[str]) -> bool:
    """Whether no word of a label has a small letter, apart from roles (`A member of the public`) and particles (`van`).

    The beginning of a sentence nearly always has one, as in `Three points: …`; else its first word is seldom a name.
    """
    if label.casefold() in map(str.casefold, (*SPEAKERS, *known)):
        return True
    words = re.findall(r"[^\s,()\[\]/]+", label)
    small = [word.casefold().strip(".'’") for word in words]
    is_role = any(word in ROLES for word in small)
    can_have = {*ROLES, *PARTICLES, *_COUNTED} if is_role else PARTICLES
    if not words or len(words) > 6 or (small[0] in _OPENERS and not (is_role and small[0] in _COUNTED)):
        return False
    if not is_role and not any(len(word) > 1 and word not in PARTICLES for word in small):
        return False
    return all(b in can_have or w[0].isupper() or (is_role and w.isdigit()) for w, b in zip(words, small, strict=True))


def _is_a_speaker(turn: Turn, known: Iterable[str]) -> bool:
    """A single word must also be followed by a sentence of its own, as in `Smith: It is not.`"""
    said = turn.unlabelled.text.lstrip("\"'“‘") if turn.unlabelled else ""
    is_clear = " " in turn.label or turn.label.casefold() in ROLES or is_initials(turn.label)
    return _may_be_a_speaker(turn.label, known) and (is_clear or said[:1].isupper())


def check_speakers(register: Register) -> Iterator[Problem]:
    """Labels that name nobody, two people, or somebody who was not there. Each label once in a review."""
    spellings = register.spellings
    for review in register.archive.reviews:
        exchanges = [exchange for section in review.sections for exchange in section.exchanges]
        labelled = grouped((t.label, (t, e.span)) for e in exchanges for t in e.turns if t.label not in {"", *SPEAKERS})
        meeting = register.meeting_of(review) if labelled else None
        if not meeting:
            continue
        names = names_at(meeting, spellings, register.config)
        lists = ((how, (person for _, person in listed_as(meeting, how))) for how in ("apologies", "absent"))
        away = {how: _called(people, spellings) for how, people in lists}
        for label, turns in labelled.items():
            span, end = turns[0][1], len(review.places.lines)
            span = next(filter(None, (review.places.find(w, span.line, end) for w in (f"{label}:", label))), span)
            times = f" ({len(turns)} times)" if len(turns) > 1 else ""
            if label in names:
                yield from _who(label, names[label], span, review, meeting, spellings)
            elif how := next((how for how, found in away.items() if label in found), ""):
                message = f'"{label}" speaks here, but is listed under {how} of the meeting'
                hint = f"correct the name, or the attendance in {meeting.places.file}"
                yield Problem("speaker-not-there", span, message, hint)
            elif label not in review.facts.presented_by:
                initials = (name for name, who in names.items() if who and is_initials(name))
                known = dict.fromkeys((*SPEAKERS, *initials, *(name for who in names.values() for name in who)))
                near = "" if label.casefold() in _OPENERS else nearest(label, known, ALMOST)
                if near or any(_is_a_speaker(turn, names) for turn, _ in turns):
                    message = f'"{label}" is neither a label nor someone present{times}, so nobody is named as speaking'
                    yield Problem("unknown-speaker", span, message, _meant(label, near, names))


def _who(
    label: str, who: tuple[str, ...], span: Span, review: Review, meeting: Meeting, spellings: Spellings
) -> Iterator[Problem]:
    """Somebody whom the label may mean: only one person, and one who was there for the item."""
    if len(who) > 1:
        message = f'"{label}" can be {" or ".join(who)}'
        yield Problem("ambiguous-speaker", span, message, "write the whole name of whoever spoke")
    elif who and (why := _why_not_there(who[0], review, meeting, spellings)):
        hint = "correct the name, the item or when they came and went; if somebody read their words out, write Noted:"
        yield Problem("speaker-not-there", span, f'"{label}" speaks at {why}', hint)


def _meant(label: str, near: str, names: Names) -> str:
    """A next step for a label that nobody has."""
    everyone = sorted({name for who in names.values() for name in who})
    words = set(name_words(label))
    alike = [name for name in everyone if words and words <= set(name_words(name))]
    same = [name for name in everyone if is_initials(label) and initials_of(name) == initials_of(" ".join(label))]
    roles = [ROLES[word] for word in re.findall(r"[\w-]+", label.casefold()) if word in ROLES]
    if len(alike) > 1:
        return f"write the whole name: {' or '.join(alike)}"
    if near or alike:
        return f'did you mean "{near or alike[0]}"?'
    if same:
        return f"if it is {same[0]}, write {same[0]} ({label}) in the meeting's attendance, or the whole name here"
    if roles and not re.search(r"vice|deputy|acting", label, re.IGNORECASE):
        return f"write {'Public' if 'Public' in roles else roles[0]}:"
    labels = f"write {', '.join(SPEAKERS[:-1])} or {SPEAKERS[-1]}, or list {label} in the meeting's attendance"
    return f"{labels}; if nobody speaks, write it without the colon"


def _why_not_there(name: str, review: Review, meeting: Meeting, spellings: Spellings) -> str:
    """What the attendance says against a turn of somebody listed as present; empty where they may have been there."""
    there = listed_as(meeting, "present", "observing")
    stays = [one for _, one in there if shown(one.name, spellings) == name]
    items = [key for key in dict.fromkeys((*review.facts.discussed, review.decided)) if key in in_turn(meeting)]
    reasons = [_missed(item, person, meeting) for item in items for person in stays]
    return reasons[0] if all(reasons) and reasons else ""


def _missed(item: str, person: Person, meeting: Meeting) -> str:
    how, moment = "joined", person.joined
    if not (moment and is_before(item, moment, meeting)):
        how, moment = "left", person.left
        if not (moment and is_before(moment, item, meeting)):
            return ""
    return f"item {item}, but {how} at {moment if ':' in moment else f'item {moment}'}"
