"""The smallest things a record is made of: ids, dates, times, references, sentences.

YAML gives text only; each type here turns one text into its value, or says what is wrong in a maintainer's words
(`docs/problems.md` explains each name). What a text may name (an outcome, a topic) and how Markdown is read come in
through Pydantic's validation context, a `Reading`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from markupsafe import Markup
from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from candour.problems import ProblemName, did_you_mean

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_ID = 80
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}


def fault(name: ProblemName, message: str, hint: str = "", **more: Any) -> PydanticCustomError:
    """A problem without its place; `validate.py` knows the place. `containing=` names the words to point at."""
    return PydanticCustomError(name, "{message}", {"message": message, "hint": hint, **more})


# --- text ---------------------------------------------------------------------------------------------------------

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000f0000-\U0010ffff]"
)
"""Signs that no reader sees or can make out, and that change what is read, found or compared: control characters,
overrides of direction, soft hyphens, lost letters, signs of private fonts (a word processor's bullets)."""


def invisible_signs(text: str) -> Iterator[tuple[int, str]]:
    """Where each stands, from 0, and what it is called, as in `U+00AD, soft hyphen`."""
    for found in INVISIBLE.finditer(text):
        sign = found[0]
        other = "a sign of a private font" if unicodedata.category(sign) == "Co" else "a control character"
        yield found.start(), f"U+{ord(sign):04X}, {unicodedata.name(sign, other).lower()}"


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def is_none(value: Any) -> bool:
    """Said to be none, in whatever letters."""
    return isinstance(value, str) and value.casefold() == "none"


def _list_or_none(value: Any) -> Any:
    return [] if is_none(value) else _as_list(value)


Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], BeforeValidator(_as_list)]
"""One value may stand for a list of one."""
ManyOrNone = Annotated[tuple[Item, ...], BeforeValidator(_list_or_none)]
"""`none` is an empty list: said to be none."""


def yes_no(value: Any) -> bool:
    word = value.casefold() if isinstance(value, str) else ""
    if word not in {"yes", "no", "true", "false"}:
        raise fault("wrong-type", "this must be yes or no", "write yes or no, in full")
    return word in {"yes", "true"}


def count(value: Any) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,6}", value):
        raise fault("wrong-type", "this must be a whole number, in figures", "write it as 20; put words into a note")
    return int(value)


YesNo = Annotated[bool, PlainValidator(yes_no), WithJsonSchema({"type": ["boolean", "string"]})]
Count = Annotated[int, PlainValidator(count), WithJsonSchema({"type": ["integer", "string"]})]


# --- ids and references -------------------------------------------------------------------------------------------


def slug(text: str) -> str:
    """An id made from words: ASCII, lower case, hyphens. Words of other scripts become their code points."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = "".join(c for c in plain if not unicodedata.combining(c))
    told = "".join(c if c.isascii() else (f"-u{ord(c):x}-" if c.isalnum() else "-") for c in ascii_only)
    return re.sub(r"[^a-z0-9]+", "-", told).strip("-")[:LONGEST_ID].strip("-")


def what_is_wrong_with_id(text: str) -> str:
    """Empty when `text` may be an id."""
    if not text:
        return "there is no name here"
    if len(text) > LONGEST_ID:
        return f'"{text[:20]}…" is longer than {LONGEST_ID} characters'
    if not re.fullmatch(ID, text):
        return f'"{text}" has other signs than small letters a to z, figures and single hyphens'
    if text in _DEVICES:
        return f'"{text}" cannot be a file name on Windows'
    return ""


def _id(text: str) -> str:
    if wrong := what_is_wrong_with_id(text):
        made = slug(text)
        hint = f"write {made}" if made and made not in _DEVICES else "write another name"
        raise fault("bad-id", wrong, _as_several(text, "[,;]") or hint)
    return text


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in re.split(between, text)]


def _as_several(text: str, between: str) -> str:
    """The hint for several names written as one text; empty when it is one."""
    parts = _parts(text, between)
    return f"write several as a list: [{', '.join(parts)}]" if len(parts) > 1 and all(parts) else ""


Id = Annotated[str, AfterValidator(_id)]


_ITEM = r"[0-9]{1,3}[a-z]?(?:\.[0-9a-z]{1,6})*"
_SEVERAL = r"[,;]|\s+and\s+"


def item_key(text: str) -> str:
    """The number as the heading writes it, without its last full stop; or the name of a heading without one."""
    key = text.strip().rstrip(".").casefold()
    if not re.fullmatch(_ITEM + "|" + ID, key):
        number = re.search(rf"item[ -]*({_ITEM})$", key)
        named = f"the name of its heading ({slug(text)})" if slug(text) else "the name of its heading"
        hint = f"write {number[1]}" if number else f"write its number (7), or {named}"
        raise fault("bad-reference", f'"{text}" is not an agenda item', _as_several(text, _SEVERAL) or hint)
    return key


ItemKey = Annotated[str, AfterValidator(item_key)]

_REF = re.compile(rf"(?P<record>project:{ID}|{ID}(?:/{ID})?)?(?:#(?P<anchor>{ID}))?")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a record, or a place in one, is called: `2023-02-08`, `2023-02-08/knife-crime#request-return`."""

    record: str
    """Empty: the record that holds the reference."""
    anchor: str = ""

    def __str__(self) -> str:
        return self.record + (f"#{self.anchor}" if self.anchor else "")

    def within(self, record: str) -> "Ref":
        """The same, read inside `record`."""
        return self if self.record else Ref(record, self.anchor)


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside a sentence to another place of the archive."""

    target: Ref | str
    """A record or a place in one; or the path of an attachment below `content/files/`."""
    written: str
    """As it stands in the file, to point at when it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as safe HTML (made by `markup.py` and nowhere else), its plain words, and the links in it."""

    html: Markup
    text: str
    links: tuple[Link, ...] = ()


def parse_ref(text: str) -> Ref | None:
    found = _REF.fullmatch(text)
    return Ref(found["record"] or "", found["anchor"] or "") if found and text else None


def _ref(value: Any) -> Ref:
    if isinstance(value, Ref):
        return value
    ref = parse_ref(value) if isinstance(value, str) else None
    if ref is None:
        raise fault(
            "bad-reference",
            f'"{value}" is not the name of a record' if isinstance(value, str) else "this must name a record",
            "write a meeting (2023-02-08), a review (2023-02-08/knife-crime) or project:knife-crime, "
            "and # with a place in it if need be",
        )
    return ref


Reference = Annotated[Ref, PlainValidator(_ref), WithJsonSchema({"type": "string"})]


# --- what needs the committee's words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What the types need to know while a record is read."""

    prose: Callable[[str], Prose]
    """Raises a `fault` named `markdown` that carries `faults`, a list of (name, message, hint, words to point at)."""
    vocabulary: Mapping[str, Collection[str]]
    """What may be named, by kind: `outcomes`, `stages`, `topics`, ..."""


def _reading(info: ValidationInfo) -> Reading:
    assert isinstance(info.context, Reading), "records are validated with a Reading as context"
    return info.context


def _prose(value: Any, info: ValidationInfo) -> Prose:
    if not isinstance(value, str):
        raise fault("wrong-type", "this must be a sentence", "put > after the colon and the sentence on the next line")
    return _reading(info).prose(value)


Sentences = Annotated[Prose, PlainValidator(_prose), WithJsonSchema({"type": "string"})]
"""Markdown, usually one sentence, written under `>`."""


def named_in(kind: str) -> AfterValidator:
    """The text must be one of the configuration's `kind`."""
    name: dict[str, ProblemName] = {
        "outcomes": "unknown-outcome",
        "reported_outcomes": "unknown-outcome",
        "stages": "unknown-stage",
        "organisations": "unknown-organisation",
        "topics": "unknown-topic",
    }

    def check(text: str, info: ValidationInfo) -> str:
        known = _reading(info).vocabulary[kind]
        if text not in known:
            where = kind.removeprefix("reported_")
            raise fault(
                name.get(kind, "unknown-kind"),
                f'"{text}" is not among the {where.replace("_", " ")} of this committee',
                _meant(text, known, kind),
            )
        return text

    return AfterValidator(check)


def _meant(text: str, known: Collection[str], kind: str) -> str:
    """`A: Proceed` means A; `accuracy, cost` means two."""
    where = kind.removeprefix("reported_")
    if (parts := _parts(text, _SEVERAL)) and len(parts) > 1 and all(part in known for part in parts):
        several = _as_several(text, _SEVERAL)
        return several if kind == "topics" else "write one of them here, and a further outcome under decisions:"
    code = re.match(r"\w+", text)
    if code and code[0] in known:
        return f"write {code[0]}"
    return did_you_mean(text, known, f"{where} in site_config.yaml lists them")


Outcome = Annotated[str, named_in("outcomes")]
ReportedOutcome = Annotated[str, named_in("reported_outcomes")]
Stage = Annotated[str, named_in("stages")]
ProjectKind = Annotated[str, named_in("project_kinds")]
RequestKind = Annotated[str, named_in("request_kinds")]
Organisation = Annotated[str, named_in("organisations")]
Topic = Annotated[str, named_in("topics")]


# --- dates and times ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as it is known, in the ISO 8601 forms 2023, 2023-02 and 2023-02-08.

    Sorts with the less precise first: "November 2022" stands before 8 November 2022.
    """

    year: int
    month: int = 0
    """0 when only the year is known."""
    day: int = 0
    """0 when only year and month are known."""

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        if self.day:
            return self.first_day
        if self.month == 12 or not self.month:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_date(text: str) -> PartialDate | None:
    """None when the text is not a date in one of the three forms, or no such day exists."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    parts = PartialDate(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    month_given, day_given = found[2] is not None, found[3] is not None
    if not 1800 <= parts.year <= 2199 or (month_given and not 1 <= parts.month <= 12) or (day_given and not parts.day):
        return None
    try:
        date(parts.year, parts.month or 1, parts.day or 1)
    except ValueError:
        return None
    return parts


def _date(value: Any) -> PartialDate:
    found = parse_date(value) if isinstance(value, str) else None
    if found is None:
        shaped = isinstance(value, str) and _DATE.fullmatch(value)
        several = isinstance(value, str) and all(parse_date(part) for part in _parts(value, _SEVERAL))
        usual = "write it as 2023-02-08, or 2023-02 or 2023 when no more is known"
        raise fault(
            "bad-date",
            f"there is no such day as {value}" if shaped else f'"{value}" is not a date',
            _as_several(str(value), _SEVERAL)
            if several
            else "check the year, the month and the day"
            if shaped
            else usual,
        )
    return found


Date = Annotated[PartialDate, PlainValidator(_date), WithJsonSchema({"type": ["string", "integer"]})]


def _time(value: Any) -> time:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", value) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise fault("bad-date", f'"{value}" is not a time of day', "write it as 10:05 or 19:30")
    return time(int(found[1]), int(found[2]))


Time = Annotated[time, PlainValidator(_time), WithJsonSchema({"type": ["string", "integer"]})]


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due: one of the three is set."""

    date: PartialDate | None = None
    stage: str = ""
    next_meeting: bool = False


def _due(value: Any, info: ValidationInfo) -> Due:
    if value == "next-meeting":
        return Due(next_meeting=True)
    if isinstance(value, str) and (found := parse_date(value)):
        return Due(date=found)
    if isinstance(value, str) and value in _reading(info).vocabulary["stages"]:
        return Due(stage=value)
    raise fault("bad-date", f'"{value}" is not a date', "write a date (2023-08), a stage (final) or next-meeting")


DueField = Annotated[Due, PlainValidator(_due), WithJsonSchema({"type": ["string", "integer"]})]


# --- addresses ----------------------------------------------------------------------------------------------------


def what_is_wrong_with_url(text: str) -> str:
    """Empty for an https or mailto address that is safe to link to."""
    if not text.isprintable() or re.search(r"[\s\\<>\"]", text):
        return "the address has spaces or signs that no address has"
    try:
        parts = urlsplit(text)
        host, user = parts.hostname, parts.username
    except ValueError:
        return "the address cannot be read"
    if parts.scheme == "mailto":
        return "" if re.fullmatch(r"mailto:[^@/?&]+@[^@/?&]+", text) else "the mail address cannot be read"
    if parts.scheme != "https":
        return f'links may lead to https and mailto addresses only, not to "{text[:40]}"'
    if user is not None:
        return "the address holds a user name"
    return "" if host else "the address has no host"


def _url(text: str) -> str:
    if wrong := what_is_wrong_with_url(text):
        raise fault("unsafe-link", wrong, "write the whole address, as in https://example.org/minutes.pdf")
    return text


Url = Annotated[str, AfterValidator(_url)]


# --- time zones ---------------------------------------------------------------------------------------------------

USUAL_TIMEZONE = "Europe/London"


def _timezone(name: str) -> str:
    if name != USUAL_TIMEZONE and name not in available_timezones():  # which opens every zone's file
        raise fault("bad-value", f'"{name}" is not a time zone', f"write it as {USUAL_TIMEZONE}")
    return name


Timezone = Annotated[str, AfterValidator(_timezone)]
