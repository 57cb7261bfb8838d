"""The smallest things a record consists of: ids, references, sentences, addresses; dates are in `dates.py`.

YAML gives text only; each type here turns one text into its value, or raises a fault in a maintainer's words
(`docs/problems.md` explains each name). What a text may name (an outcome, a topic) and how Markdown is read come in
through Pydantic's validation context, a `Reading`.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from markupsafe import Markup
from pydantic import AfterValidator, BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from candour.problems import ProblemName, did_you_mean

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_ID = 80
SEPARATORS = r"[,;]|(?<!\s)\s+and\s+"
"""Between names that are written as one text."""
_DEVICES = re.compile("(?i)(con|prn|aux|nul|conin[$]|conout[$]|(com|lpt)[1-9¹²³])")


def fault(name: ProblemName, message: str, hint: str = "", **more: Any) -> PydanticCustomError:
    """A problem without its place in the file, which `reading/fields.py` adds."""
    return PydanticCustomError(name, "{message}", {"message": message, "hint": hint, **more})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A type whose values are what `parse` gives. Pydantic's own PlainValidator would make a schema of the type, for
    which it reads the source of every class again: half of candour's start."""

    parse: Callable[[Any, ValidationInfo], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self.parse)


class Stored:
    """A dataclass of which there are many in an archive: pickled as its fields in order, and made of them again. What
    frozen dataclasses do by themselves takes three times as long."""

    __slots__ = ()
    __match_args__: ClassVar[tuple[str, ...]]

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return type(self), tuple(getattr(self, field) for field in self.__match_args__)


# --- text ---------------------------------------------------------------------------------------------------------

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\uffff\U000f0000-\U0010ffff]"
)
"""Characters that no reader sees or can make out, and that change what is read, found or compared: control characters,
overrides of direction, soft hyphens, lost letters, characters of private fonts (a word processor's bullets)."""


def invisible_characters(text: str) -> Iterator[tuple[int, str]]:
    """The position of each, from 0, and what it is called, as in `U+00AD, soft hyphen`."""
    for found in INVISIBLE.finditer(text):
        yield found.start(), f"U+{ord(found[0]):04X}, {unicodedata.name(found[0], 'one without a name').lower()}"


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def is_none(value: Any) -> bool:
    """Written as `none`, in any mixture of capital and lower-case letters."""
    return isinstance(value, str) and value.casefold() == "none"


Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], BeforeValidator(_as_list)]
"""A single value is a list of one."""
ManyOrNone = Annotated[tuple[Item, ...], BeforeValidator(lambda value: [] if is_none(value) else _as_list(value))]
"""`none` is an empty list."""


def yes_no(value: Any, _: ValidationInfo) -> bool:
    word = value.casefold() if isinstance(value, str) else ""
    if word not in {"yes", "no", "true", "false"}:
        raise fault("wrong-type", "this must be yes or no", "write yes or no, in full")
    return word in {"yes", "true"}


def count(value: Any, _: ValidationInfo) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,6}", value):
        raise fault("wrong-type", "this must be a whole number in digits", "write it as 20; put words into a note")
    return int(value)


YesNo = Annotated[bool, Parsed(yes_no)]
Count = Annotated[int, Parsed(count)]


# --- ids and references -------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """An id made from words: ASCII, lower case, hyphens. Words of other scripts become their code points."""
    spelt = text.casefold()
    if not spelt.isascii():
        letters = (c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))
        spelt = "".join(c if c.isascii() else f"-u{ord(c):x}-" if c.isalnum() else "-" for c in letters)
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")[:LONGEST_ID].strip("-")


def id_error(text: str) -> str:
    """Why `text` cannot be an id; empty when it can."""
    if not text:
        return "the name is missing here"
    if len(text) > LONGEST_ID:
        return f'"{text[:20]}…" is longer than {LONGEST_ID} characters'
    if not re.fullmatch(ID, text):
        return f'"{text}" has characters other than a-z, 0-9 and single hyphens'
    return file_name_error(text)


def file_name_error(name: str) -> str:
    """Why a file or folder cannot have this name on every computer; empty when it can.

    Source: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
    """
    is_device = _DEVICES.fullmatch(name.partition(".")[0].rstrip())
    if is_device or re.search(r'[\\:*?"<>|]|^ |[. ]$| \.[^.]*$', name):
        return f'"{name}" cannot be the name of a file on every computer'
    return ""


def _id(text: str) -> str:
    if message := id_error(text):
        hint = "choose another name" if id_error(slug(text)) else f"write {slug(text)}"
        raise fault("bad-id", message, list_hint(text, "[,;]") or hint)
    return text


def split_list(text: str, separators: str = SEPARATORS) -> list[str]:
    return [part.strip() for part in re.split(separators, text)]


def list_hint(text: str, separators: str = SEPARATORS) -> str:
    """The hint for several names written as one text; empty when it is one."""
    parts = split_list(text, separators)
    return f"write several as a list: [{', '.join(parts)}]" if len(parts) > 1 and all(parts) else ""


Id = Annotated[str, AfterValidator(_id)]

_ITEM = r"[0-9]{1,6}[a-z]?(?:[./][0-9a-z]{1,6}|-[0-9]{1,6}[a-z]?)*"
_LETTERED_ITEM = r"[a-z]{1,3}(?:[./-][0-9]{1,6}[a-z]?)+|(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})"


def is_number(key: str) -> bool:
    """Whether an item is called by its number: `7`, `14.i`, `82/17`, `s-22-013`, `iv`. Else by its heading's name."""
    return bool(re.fullmatch(f"{_ITEM}|{_LETTERED_ITEM}", key))


def item_key(text: str) -> str:
    """The number as the heading writes it, without its last full stop; or the name of a heading without one."""
    key = text.strip().rstrip(".").casefold()
    if not is_number(key) and not re.fullmatch(ID, key):
        number = re.search(rf"item[ -]*({_ITEM})$", key)
        hint = f"write {number[1]}" if number else f"write its number (7), or the name of its heading ({slug(text)})"
        message = f'"{text}" is not the number or name of an agenda item'
        raise fault("bad-reference", message, list_hint(text) or hint)
    return key


ItemKey = Annotated[str, AfterValidator(item_key)]
TIME_OF_DAY = r"([01]?[0-9]|2[0-4]):([0-5][0-9])"


def _item_or_time(text: str) -> str:
    if ":" in text and not re.fullmatch(TIME_OF_DAY, text):
        raise fault("bad-date", f'"{text}" is not a time of day', "write it as 10:05, or write the number of an item")
    return text.casefold()


ItemOrTime = Annotated[str, AfterValidator(_item_or_time)]

_REF = re.compile(rf"(?P<record>project:{ID}|{ID}(?:/{ID})?)?(?:#(?P<anchor>{ID}))?")


@dataclass(frozen=True, slots=True)
class Ref:
    """What a record, or a passage of one, is called: `2023-02-08`, `2023-02-08/knife-crime#request-return`."""

    record: str
    """Empty: the record that holds the reference."""
    anchor: str = ""

    def __str__(self) -> str:
        return self.record + (f"#{self.anchor}" if self.anchor else "")

    def within(self, record: str) -> "Ref":
        return self if self.record else Ref(record, self.anchor)


@dataclass(frozen=True, slots=True)
class Link:
    target: Ref | str
    """A record or a passage of one; or the path of an attachment below `content/files/`."""
    written: str
    """As the file has it, to point at when it leads nowhere."""


@dataclass(frozen=True, slots=True)
class Prose(Stored):
    """Markdown as safe HTML (from `reading/markdown.py` alone), its plain words, and the links in it."""

    html: Markup
    text: str
    links: tuple[Link, ...] = ()


def parse_ref(text: str) -> Ref | None:
    found = _REF.fullmatch(text)
    return Ref(found["record"] or "", found["anchor"] or "") if found and text else None


def _ref(value: Any, _: ValidationInfo) -> Ref:
    if isinstance(value, str) and (ref := parse_ref(value)):
        return ref
    message = f'"{value}" is not the name of a record' if isinstance(value, str) else "this must name a record"
    hint = "write a meeting (2024-03-12), a review (2024-03-12/bench) or a project (project:bench); "
    raise fault("bad-reference", message, hint + "for a place in it add # and the name of the place")


Reference = Annotated[Ref, Parsed(_ref)]


# --- what needs the committee's words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What the types need while a record is read: Pydantic's validation context."""

    prose: Callable[[str], Prose]
    """Raises a `fault` named `markdown` that carries `faults`, a list of them."""
    vocabulary: Mapping[str, Collection[str]]
    """What may be named, by kind: `outcomes`, `stages`, `topics`, ..."""


def reading_of(info: ValidationInfo) -> Reading:
    assert isinstance(info.context, Reading), "records are validated with a Reading as context"
    return info.context


def _prose(value: Any, info: ValidationInfo) -> Prose:
    if not isinstance(value, str):
        hint = "write > after the colon, and the sentence indented on the next line"
        raise fault("wrong-type", "this must be a sentence", hint)
    if value.strip() in {"…", "..."}:
        check_written(value, "the words")
    return reading_of(info).prose(value)


Sentences = Annotated[Prose, Parsed(_prose)]
"""Markdown, usually one sentence, written under `>`."""


def check_written(value: Any, what: str) -> None:
    """Refuses what holds a place until the words are written."""
    if isinstance(value, str) and re.fullmatch(r"[\W_]+|\W*(?:todo|tbc|tbd)\W*", value, re.IGNORECASE):
        raise fault("empty-value", f'there is only "{value}" here', f"write {what} instead")


def _written(value: Any, info: ValidationInfo) -> Prose:
    check_written(value, "the words")
    return _prose(value, info)


Written = Annotated[Prose, Parsed(_written)]
"""Sentences that have been written: no `…` is left in their place."""


def _named_in(kind: str, problem: ProblemName) -> AfterValidator:
    """The text must be one of the configuration's `kind`."""
    setting = kind.removeprefix("reported_")

    def check(text: str, info: ValidationInfo) -> str:
        known = reading_of(info).vocabulary[kind]
        if text not in known:
            message = f'"{text}" is not among the {setting.replace("_", " ")} of this committee'
            raise fault(problem, message, _meant(text, known, setting))
        return text

    return AfterValidator(check)


def _meant(text: str, known: Collection[str], setting: str) -> str:
    """`A: Proceed` means A; `accuracy, cost` means two."""
    if len(parts := split_list(text)) > 1 and all(part in known for part in parts):
        return list_hint(text) if setting == "topics" else "write one of them here, and the other under decisions:"
    if (code := re.match(r"\w+", text)) and code[0] in known:
        return f"write {code[0]}"
    return did_you_mean(text, known, f"{setting} in site_config.yaml has the list")


Outcome = Annotated[str, _named_in("outcomes", "unknown-outcome")]
ReportedOutcome = Annotated[str, _named_in("reported_outcomes", "unknown-outcome")]
Stage = Annotated[str, _named_in("stages", "unknown-stage")]
ProjectKind = Annotated[str, _named_in("project_kinds", "unknown-kind")]
RequestKind = Annotated[str, _named_in("request_kinds", "unknown-kind")]
Organisation = Annotated[str, _named_in("organisations", "unknown-organisation")]
Topic = Annotated[str, _named_in("topics", "unknown-topic")]


# --- addresses ----------------------------------------------------------------------------------------------------


def url_error(text: str) -> str:
    """Why `text` cannot be linked to; empty for a safe https or mailto address."""
    if not text.isprintable() or re.search(r"[\s\\<>\"]", text):
        return "the address has spaces or characters that no address has"
    try:
        parts = urlsplit(text)
        is_whole = bool(parts.hostname) and parts.username is None
    except ValueError:
        is_whole = False
    if text.startswith("mailto:"):
        is_whole = bool(re.fullmatch(r"mailto:[^@/?&]+@[^@/?&]+", text))
    elif is_whole and parts.scheme != "https":
        return f'links may lead to https and mailto addresses only, not to "{text[:40]}"'
    return "" if is_whole else "this is not the whole address of a page, or an e-mail address"


def _url(text: str) -> str:
    if message := url_error(text):
        raise fault("unsafe-link", message, "write the whole address, as in https://example.org/minutes.pdf")
    return text


Url = Annotated[str, AfterValidator(_url)]


# --- time zones ---------------------------------------------------------------------------------------------------

USUAL_TIMEZONE = "Europe/London"


_timezones = cache(available_timezones)  # which opens every zone's file


def _timezone(name: str) -> str:
    if name != USUAL_TIMEZONE and name not in _timezones():
        raise fault("bad-value", f'"{name}" is not a time zone', f"write a name such as {USUAL_TIMEZONE}")
    return name


Timezone = Annotated[str, AfterValidator(_timezone)]
