"""How long things took, and how far apart they are, by the recorded dates alone."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from candour.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Span:
    months: int
    """Whole months; by the months alone where a day is not known."""
    days: int
    """The days beyond them; 0 where a day is not known."""
    is_exact: bool
    """Both days are known."""


def months_between(first: PartialDate, second: PartialDate) -> int | None:
    """Whole months, by the months alone where a day is not known; None where a month is not."""
    if not first.month or not second.month:
        return None
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (1 if first.day and second.day and second.day < first.day else 0)


def between(first: PartialDate | None, second: PartialDate | None) -> Span | None:
    """None where a month is not known, or the second is not the later one."""
    months = months_between(first, second) if first and second else None
    if first is None or second is None or months is None or months < 0:
        return None
    if not first.day or not second.day:
        return Span(months, 0, False)
    return Span(months, (second.first_day - _months_later(first.first_day, months)).days, True)


def days_between(first: PartialDate, second: PartialDate | None) -> int | None:
    """None where a day is not known, or the second is not the later one."""
    if second is None or not first.day or not second.day or second < first:
        return None
    return (second.first_day - first.first_day).days


def _months_later(day: date, months: int) -> date:
    """On the same day of that month, or on its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def gaps(days: Sequence[tuple[PartialDate, ...]]) -> tuple[int | None, ...]:
    """For each entry of a history the months since the one before it; None for the first, and for an unknown month."""
    return (None, *(months_between(before[-1], after[0]) for before, after in pairwise(days))) if days else ()
