"""The lines of a meeting's attendance that would be read as somebody, but not as they were meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from candour.model.people import PARTICLES, ROLES, initials_fit, is_initials, plain
from candour.model.places import FieldPath
from candour.model.values import is_none
from candour.problems import Problem
from candour.reading.plain_words import LEAVE_OUT, NONE_WORDS, OTHER_LISTS
from candour.reading.raw import RawRecord

_ATTENDANCE = ("chair", "present", "apologies", "absent", "observing")
_ONE_A_LINE = "write one person per line, each after a hyphen: - R. Crisp, Chairman"
_AS_A_LINE = "write it as Name (initials), role"
Words = Iterator[tuple[str, str]]
"""What is wrong with a line, if anything is: a message and its hint. Only the first counts."""


def attendance_problems(raw: RawRecord) -> Iterator[Problem]:
    yield from _bracketed_lists(raw)
    for line in _lines(raw):
        for message, hint in islice(chain.from_iterable(rule(line) for rule in _RULES), 1):
            yield Problem("bad-value", raw.places.span(line.path), message, hint)


def _bracketed_lists(raw: RawRecord) -> Iterator[Problem]:
    """`[R. Crisp, Chairman]` would be two people; between texts in quotes no comma is in doubt."""
    message = "in a list in brackets every comma begins another person"
    for path, extent in raw.places.values.items():
        if extent.bracketed and len(_in_list(path)) in {1, 2}:
            entries = [inner for other, inner in raw.places.values.items() if other[:-1] == path]
            signs = [raw.places.line(entry.line + 1)[entry.column : entry.column + 1] for entry in entries]
            if re.search(r"[^'\"{]{2}", "".join(signs)):
                yield Problem("bracketed-list", raw.places.span(path), message, _ONE_A_LINE)


def _in_list(path: FieldPath) -> FieldPath:
    """A path within the attendance of a meeting or of a sitting, from the list on; empty for any other."""
    inner = path[2 if isinstance(path[1], int) else 1 :] if path[:1] == ("sittings",) and path[1:] else path
    return inner if inner and inner[0] in _ATTENDANCE else ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A person as written: one text, or the name of one with fields of its own."""

    path: FieldPath
    text: str
    lines: int = 1
    has_fields: bool = False
    """It is the name of a person with fields."""

    @property
    def field(self) -> str:
        return str(_in_list(self.path)[0])

    @property
    def name(self) -> str:
        """Without the role and what is in brackets, which other rules look at."""
        text = self.text if self.has_fields else self.text.partition(",")[0]
        return re.sub(r"\([^)]*\)?|\[[^\]]*\]?", "", text).strip()


def _lines(raw: RawRecord) -> Iterator[_Line]:
    fields = raw.fields or {}
    waiting: list[tuple[FieldPath, Any]] = [((field,), fields.get(field)) for field in _ATTENDANCE]
    sittings = fields.get("sittings")
    for at, sitting in enumerate(sittings if isinstance(sittings, list) else [sittings]):
        waiting += [(("sittings", at, "present"), sitting.get("present"))] if isinstance(sitting, dict) else []
    for path, value in waiting:
        if isinstance(value, str):
            yield _Line(path, value, raw.places.lines_of(path))
        elif isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, dict) and isinstance(value.get("name"), str):
            yield _Line((*path, "name"), value["name"], has_fields=True)
        elif isinstance(value, dict) and len(_in_list(path)) == 1:
            waiting += [((*path, key), inner) for key, inner in value.items()]


_MANY = frozenset(
    "no one two three four five six seven eight nine ten eleven twelve several some many few various other others all"
    " both about approximately a an another the".split()
)
_GROUPS = frozenset(
    "public press media member members officer officers official officials staff observer observers resident residents"
    " councillors visitor visitors people person persons guest guests student students representatives journalists"
    " attendees".split()
)
_NOT_KNOWN = re.compile(
    r"(?i)^(?:(?:not|none|un)[ -]?(?:recorded|known|given|stated|listed|named)|tb[acd]|to be (?:confirmed|announced)"
    r"|various|n/k|see (?:above|below|attached|list)|as (?:above|before)|[?.…*_=~—-]+)$|\bvacan(?:t|cy|cies)\b"
)


def _nobody(line: _Line) -> Words:
    """What says that nobody was there, that it is not known, or how many there were."""
    text, inner, words = line.text, _in_list(line.path)[1:], re.findall(r"[\w'’-]+", line.name)
    message, small = f'"{text}" would be read as the name of a person', [word.casefold() for word in words]
    if text.casefold() in NONE_WORDS and (line.field == "chair" or inner or not is_none(text)):
        of_one = line.field == "chair" or any(isinstance(part, str) for part in inner)
        yield message, LEAVE_OUT if of_one else f"write {line.field}: none"
    if _NOT_KNOWN.search(line.name):
        yield message, LEAVE_OUT + "; a note: of the meeting can say more, as of an empty seat"
    is_group = {*small} - PARTICLES and all(w.isdigit() or w in _GROUPS | _MANY | PARTICLES | {"x"} for w in small)
    is_counted = len(words) > 1 and (small[0].isdigit() or small[0] in _MANY) and words[1][0].islower()
    is_counted = is_counted and small[1] not in PARTICLES  # as in A de Souza
    if (is_group or is_counted) and "public" in small:
        yield message, "delete the line and write public: and how many there were at the left margin"
    elif is_group or is_counted:
        yield message, "write each by name, or delete the line and say in a note: of the meeting that there were others"


def _personal(line: _Line) -> Words:
    without_dates = re.sub(r"\d{4}-\d\d(-\d\d)?", "", line.text)
    if found := re.search(r"[^\s(<]+@\S+\.\w+|\+?\(?[0-9](?:[ ().-]*[0-9]){8,}", without_dates):
        yield f"everyone could read {found[0]} on the site", "delete an address or a telephone number"


_OTHER_LIST = re.compile(
    r"(?i)(?:^|\()(apolog(?:y|ies)|absen(?:t|ces?)|in attendance|present|observ(?:ing|ed))\b(?! \w+$)"
)
_JOINED = re.compile(
    r"(?i)^(?:cllrs|councillors|messrs|drs|profs|mesdames|inspectors)\b|\bet al\.?$"
    r"|\w\s*/\s*\w|\w\s+(?:[&+]|and|with)\s+\w"
)
"""Several people where one name should be."""


def _several(line: _Line) -> Words:
    if found := _OTHER_LIST.search(line.text):
        yield f'"{found[1]}" is not part of a name', OTHER_LISTS
    is_alone = not line.has_fields and not isinstance(line.path[-1], int)
    has_signs = ";" in re.sub(r"&#?\w+;", "", line.text)
    has_commas = is_alone and line.text.count(",") > (line.field == "chair")
    if has_signs or has_commas or len(line.text) > _LONGEST or _JOINED.search(line.name):
        yield "this line seems to have several people on it", _ONE_A_LINE
    if line.lines > 1 and not line.has_fields:
        hint = "begin each person's line with a hyphen and a space, the hyphens exactly below each other"
        yield "these lines are read as one person", hint


_LONGEST = 400
"""Characters of a person's line. What follows may take long on a longer one."""


def _role(line: _Line) -> Words:
    """A role that is not after a comma, and a name that is the wrong way round."""
    if line.has_fields and "," in line.text:
        yield "the name has a comma in it", "write the name alone, and what follows the comma under role:"
    if re.search(r" [-–—] |:\s", line.name):
        yield "there is no comma between the name and the role", _AS_A_LINE
    name, _, role = line.text.partition(",")
    if " " not in name and re.fullmatch(r"\s*(?:[^\W\d_a-z]\.?[ -]?){1,3}\s*", role) and len(role.strip()) < 3:
        yield "the surname is read as the whole name", f"write - {role.strip()} {name}"
    if found := re.search(r"[*†‡§#?]+$", name):
        yield f"the {found[0]} would be part of the name", "delete it; say what it means in a note:"


def _brackets(line: _Line) -> Words:
    text = line.text.replace("[", "(").replace("]", ")") if "(" not in line.text else line.text
    found = re.match(r"([^(,]*)\(([^)]*)\)\s*(.*)", text)
    if not found:
        if re.search("[()]", text.partition(",")[0]):
            yield "the name has only one half of a pair of brackets", _AS_A_LINE
        return
    name, inside, rest = (part.strip() for part in found.groups())
    if not line.has_fields and is_initials(inside) and initials_fit(inside, name) and "[" not in line.text:
        if rest[:1] not in {"", ","}:
            yield "there is no comma between the name and the role", _AS_A_LINE
    elif rest[:1].isalpha() and inside.isalpha() and not is_initials(inside) and plain(inside) not in ROLES:
        yield from _brackets(replace(line, text=f"{name} {rest}"))  # another first name, as in Elizabeth (Liz) Jones
    else:
        hint = f"write a role as - {name}, role; and a remark as - {{name: {name}, note: remark}}"
        yield f'the bracket after a name is for initials, which "{inside}" is not', hint


_RULES = (_nobody, _several, _personal, _brackets, _role)
"""The surest first."""
