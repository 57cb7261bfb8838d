"""Dates and times as records write them, and when an answer is due."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from pydantic import ValidationInfo

from candour.model.values import Parsed, check_written, fault, list_hint, reading_of, slug, split_list


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as far as it is known, in the ISO 8601 forms 2023, 2023-02 and 2023-02-08.

    Sorts with the less precise first: "November 2022" comes before 8 November 2022.
    """

    year: int
    month: int = 0
    """0 when only the year is known."""
    day: int = 0
    """0 when only year and month are known."""

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def end(self) -> "PartialDate":
        """Its last day, as a date that is known to the day."""
        last = self.last_day
        return PartialDate(last.year, last.month, last.day)

    @property
    def around(self) -> tuple["PartialDate", ...]:
        """Itself, its month and its year: every date that it falls in."""
        return tuple(dict.fromkeys((self, PartialDate(self.year, self.month), PartialDate(self.year))))

    def falls_in(self, other: "PartialDate") -> bool:
        """A reported date, often only a month, means a meeting of that month."""
        return other.first_day <= self.first_day and self.last_day <= other.last_day


_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def parse_date(text: str) -> PartialDate | None:
    """None when the text is not a date in one of the three forms, or no such day exists."""
    if not _DATE.fullmatch(text):
        return None
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return None
    found = PartialDate(*map(int, text.split("-")))
    return found if 1800 <= found.year <= 2199 else None


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month>[0-9]{{1,2}}|(?:{'|'.join(_MONTHS)})[a-z]*)"
_DAY, _YEAR, _SPACE = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", "(?P<year>[0-9]{4})", "[-_., ]"
_NAMED_AFTER = tuple(
    re.compile(rf"(?:[a-z]{{3,6}}day{_SPACE}+)?{form}(?=[^0-9a-z]|$)")
    for form in (
        rf"{_YEAR}{_SPACE}?{_MONTH}{_SPACE}?{_DAY}",
        rf"{_DAY}{_SPACE}*{_MONTH}{_SPACE}*{_YEAR}",
        rf"{_MONTH}{_SPACE}*{_DAY}{_SPACE}+{_YEAR}",
    )
)


def named_after(text: str) -> str:
    """The name of a meeting that begins with a day in any form, as candour writes it; empty when there is no such day.

    `10 May 2023` and `10.5.2023 minutes` are `2023-05-10`, `2023 05 10 (AM)` is `2023-05-10-am`.
    """
    for found in filter(None, (form.match(text.casefold()) for form in _NAMED_AFTER)):
        month = found["month"] if found["month"].isdigit() else str(_MONTHS.index(found["month"][:3]) + 1)
        if day := parse_date(f"{found['year']}-{month:0>2}-{found['day']:0>2}"):
            rest = slug(text[found.end() :])
            return f"{day}-{rest}" if rest and rest not in {"minutes", "meeting"} else str(day)
    return ""


def _date(value: Any, _: ValidationInfo) -> PartialDate:
    check_written(value, "the date")
    text = value if isinstance(value, str) else ""
    if found := parse_date(text):
        return found
    if _DATE.fullmatch(text):
        raise fault("bad-date", f"there is no such day as {value}", "check the year, the month and the day")
    are_dates = all(parse_date(part) for part in split_list(text))
    hint = list_hint(text) if are_dates else _in_our_form(text)
    hint = hint or "write it as 2023-02-08, or 2023-02 or 2023 when no more is known"
    raise fault("bad-date", f'"{value}" is not a date', hint)


def _in_our_form(text: str) -> str:
    """What to write for a day in another form, or for both that it may be; empty for any other text."""
    right = named_after(text.replace("/", "."))
    if not parse_date(right):
        return ""
    year, month, day = right.split("-")
    may_be_other = re.match(r"[0-9]{1,2}[^0-9][0-9]", text) and day <= "12" and day != month
    return f"write it as {right}" + (f", or as {year}-{day}-{month} if the month comes first" if may_be_other else "")


Date = Annotated[PartialDate, Parsed(_date)]
_OTHER_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:h ]?([0-5][0-9]))? *(?:([ap])\.?m\.?|h|hrs?)?")


def _time(value: Any, _: ValidationInfo) -> time:
    if not isinstance(value, str) or not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value):
        right = "10:05 or 19:30"
        if other := _OTHER_TIME.fullmatch(str(value).casefold()):
            hour, half = int(other[1]), other[3]
            right = f"{hour % 12 + 12 * (half == 'p') if half and hour <= 12 else hour:02}:{other[2] or '00'}"
        raise fault("bad-date", f'"{value}" is not a time of day', f"write it as {right}")
    return time.fromisoformat(value.zfill(5))


Time = Annotated[time, Parsed(_time)]
END_OF_DAY = time.max
"""24:00, later than every other time of the day."""
EndTime = Annotated[time, Parsed(lambda value, info: END_OF_DAY if value == "24:00" else _time(value, info))]


@dataclass(frozen=True, slots=True)
class Due:
    date: PartialDate | None = None
    stage: str = ""
    next_meeting: bool = False


def _due(value: Any, info: ValidationInfo) -> Due:
    if value == "next-meeting":
        return Due(next_meeting=True)
    if isinstance(value, str) and (found := parse_date(value)):
        return Due(date=found)
    if isinstance(value, str) and value in reading_of(info).vocabulary["stages"]:
        return Due(stage=value)
    message = f'"{value}" is not a date, a stage or next-meeting'
    hint = _in_our_form(str(value)) or "write a date (2023-08), a stage (final) or next-meeting"
    raise fault("bad-date", message, hint)


DueField = Annotated[Due, Parsed(_due)]
