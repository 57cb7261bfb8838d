"""A record -> its parts: what one correction can be about, each with its name and its words.

Derived from the types: every field is a part, or each of its entries is, unless its type calls it editorial; and so is
every passage of the body.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from candour.graph.speakers import speaker_of
from candour.model.dates import Due
from candour.model.records import AnyRecord, Editorial, Grows, Meeting, Person, Review, Turn
from candour.model.values import Prose, Ref, slug
from candour.problems import Span

Called = Callable[[Ref], Ref | None]
"""What a reference is called now; None when it leads to what was removed."""
Words = tuple[str, ...]


class Said(str):
    """Prose, whose spelling may change. All other words count exactly."""


@dataclass(frozen=True, slots=True)
class Part:
    names: tuple[str, ...]
    """What `about:` calls it (`outcome`, `request figures`, `item 7`), and what it was called before."""
    span: Span
    entries: tuple[Words, ...]
    """As the record writes them; none: not recorded."""
    grows: bool = False
    has_address: bool = False


def parts_of(record: AnyRecord, called: Called) -> Iterator[Part]:
    yield from _facts(record, called)
    for section in record.sections:
        kind, own = ("item", section.key) if isinstance(record, Meeting) else ("section", section.id)
        facts = _words(record.facts.agenda.get(own), called) if isinstance(record, Meeting) else ()
        names = tuple(f"{kind} {name}" for name in (own, *section.former)) if section.id else ("text",)
        texts = (_words(part, called) for part in section.parts if isinstance(part, Prose))
        title = () if slug(section.title) == section.id and kind == "section" else (Said(section.title),)
        entries = tuple(filter(any, (title, facts, *texts)))
        yield Part(names, section.span, entries, has_address=bool(section.id))
        for one in section.exchanges:
            said = tuple(_turn(turn, called) for turn in one.turns)
            yield Part(tuple(f"question {name}" for name in (one.id, *one.former)), one.span, said, has_address=True)


def _turn(turn: Turn, called: Called) -> Words:
    """Who speaks, as the record writes it, and what."""
    who, prose = speaker_of(turn, {})
    if not who and turn.unlabelled:
        who, prose = turn.label, turn.unlabelled
    return (f"{who}:", *_words(prose, called))


def _facts(record: AnyRecord, called: Called) -> Iterator[Part]:
    given: dict[str, Any] = {}
    """What the file's name or another field says where a field is left out."""
    withheld: Mapping[Any, int] = {}
    if isinstance(record, Meeting):
        given, withheld = {"date": record.date}, record.facts.withheld
    elif isinstance(record, Review):
        given = {"project": record.projects}
        given |= {"decided": ""} if record.decided in record.facts.discussed[:1] else {}
        yield Part(("meeting",), record.places.at(1), (_words(Ref(record.meeting), called),))
    for name, field in type(record.facts).model_fields.items():
        value, grows = given.get(name, getattr(record.facts, name)), _is_marked(field, Grows)
        if _is_marked(field, Editorial) or name in {"agenda", "withheld"}:  # parts of items and lists
            continue
        if field.default != {}:
            entries = _entries(name, value, field.default, called)
            if number := withheld.get(name):
                entries = (*entries, (f"{number} name{'s' * (number > 1)} withheld",))
            yield Part((name,), record.places.span((name,), of_key=True), entries, grows)
            continue
        for key, entry in value.items():
            names: tuple[Any, ...] = (key, *getattr(entry, "formerly", ()))
            if isinstance(key, Ref):
                names = (called(key.within(record.name)),)
            elif name == "related":
                names = (_project(key, called),)
            named = tuple(f"{name.removesuffix('s')} {one}" for one in names if one)
            span, has_address = record.places.span((name, str(key)), of_key=True), name in {"requests", "decisions"}
            if named:
                yield Part(named, span, (_words(entry, called),), grows, has_address)


def _is_marked(field: FieldInfo, mark: type) -> bool:
    return any(isinstance(one, mark) for one in field.metadata)


def _entries(name: str, value: Any, default: Any, called: Called) -> tuple[Words, ...]:
    """Those of a list, or of people by organisation; of anything else one."""
    if value in ((), {}):
        return (("none",),) if default is None else ()
    if isinstance(value, dict):
        return tuple((*([f"{key}:"] if key else []), *_words(people, called)) for key, people in value.items())
    several = value if isinstance(value, tuple) else (value,)
    return tuple(filter(None, (_words(one, called, name) for one in several)))


def _words(value: Any, called: Called, name: str = "") -> Words:
    """Of one value of a field; none when nothing is recorded, or when it leads to what was removed."""
    if isinstance(value, Prose):
        struck = re.findall(r"<s>(.*?)</s>", value.html, re.DOTALL)
        return (Said(value.text), *(f"(struck out: {words})" for words in struck))
    if isinstance(value, BaseModel):
        return _fields(value, called)
    if isinstance(value, tuple):
        comma = ";" if any(isinstance(one, BaseModel) for one in value) else ","
        return _joined([_words(one, called, name) for one in value], comma)
    if isinstance(value, dict):
        return _joined([(f"{key}:", *_words(inner, called)) for key, inner in value.items()], ";")
    if isinstance(value, Ref):
        return (str(ref),) if (ref := called(value)) else ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, time):
        return (f"{value:%H:%M}",)
    if isinstance(value, Due):
        return (str(value.date or value.stage or "next-meeting"),)
    return (_project(value, called) if name == "project" else str(value),) if value not in (None, "") else ()


def _fields(value: BaseModel, called: Called) -> Words:
    """Those that were written, each after its name; of a person as on one line."""
    fields = type(value).model_fields
    found: list[Words] = []
    if isinstance(value, Person):
        initials = f" ({value.initials})" if value.initials else ""
        found = [(f"{value.name}{initials}{value.role and ', '}{value.role}",)]
    for name, field in fields.items():
        inner = getattr(value, name)
        is_shown = isinstance(value, Person) and name in {"name", "initials", "role"}
        if not is_shown and not _is_marked(field, Editorial) and inner != field.default:
            words = _words(inner, called, name)
            found += [(f"{field.alias or name}:", *words)] if words else []
    return _joined(found, ";")


def _joined(groups: list[Words], comma: str) -> Words:
    return tuple(word for group in filter(None, groups) for word in (comma, *group))[1:]


def _project(name: str, called: Called) -> str:
    ref = called(Ref(f"project:{name}"))
    return ref.record.removeprefix("project:") if ref else name


def shown(part: Part | None) -> str:
    """The words of a part as one text; empty when it is not recorded."""
    entries = part.entries if part else ()
    are_words = all(len(entry) == 1 and not isinstance(entry[0], Said) and "," not in entry[0] for entry in entries)
    text = (", " if are_words else "; ").join(map(" ".join, entries))
    return " ".join(re.sub(r" (?=[,;](?: |$))|(?<=[.?!]);(?= )", "", text).split())


def kept(before: Part, now: Part) -> Part:
    """What is left of a list: what is alike, and a correction of the same day, part and kind in other words."""
    left = [one for one in before.entries if any(_is_alike(one, other) for other in now.entries)]
    gone = {one[:8] for one in before.entries if one not in left}
    return replace(now, entries=(*left, *(one for one in now.entries if one[:8] in gone and one not in left)))


def is_same(before: Part, now: Part) -> bool:
    """Whether nothing changed but spelling, or what was added to a list that may grow."""
    if now.grows:
        return kept(before, now).entries == before.entries
    same_length = len(before.entries) == len(now.entries)
    return same_length and all(map(_is_alike, before.entries, now.entries))


def _is_alike(before: Words, now: Words) -> bool:
    return len(before) == len(now) and all(
        old == new or (isinstance(old, Said) and isinstance(new, Said) and is_respelt(old, new))
        for old, new in zip(before, now, strict=True)
    )


def is_respelt(before: str, now: str) -> bool:
    """Whether two texts differ in no more than capital letters, marks and spaces, and a letter that was left out,
    doubled or exchanged with its neighbour inside a long word in lower case."""
    old, new = map(_plain_words, (before, now))
    return len(old) == len(new) and all(map(_is_one_word, old, new))


def _plain_words(text: str) -> list[str]:
    """Without marks, but for those before a digit (1.5 is not 15), colons (which may end a speaker's name), question
    marks, and signs such as % and £."""
    text = re.sub("[\u2010-\u2015]", "-", text.replace("\u2019", "'"))
    text = re.sub(r"[.'](?!\d)", "", text)
    return re.sub(r"[-,;!\"\u2018\u201c-\u201e\u00ab\u00bb()\[\]\u2026](?!\d)", " ", text).split()


_LONG = 10
"""Letters of a word that a single letter does not make another word. Nine are too few: complaint, compliant."""


def _is_one_word(old: str, new: str) -> bool:
    if old.casefold() == new.casefold():
        return old.isupper() == new.isupper()  # US is not us, nor outcome A a
    short, long = sorted((old, new), key=len)
    at = next((place for place, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    is_swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    is_slip = at > 0 and short[-1] == long[-1] and (is_swapped or short[at:] == long[at + 1 :])
    return is_slip and len(long) >= _LONG and (old + new).isalpha() and (old + new).islower()
