"""How often each outcome was given, year by year; and the marks that pictures name it by, as their legend explains."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting
from candour.pages import words
from candour.pages.views import LinkTo

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class MarkView:
    mark: str
    """`A`; letters of its label where it has no code, and a sign for the absence of an outcome."""
    label: str
    """What it stands for, without the code of the minutes; `code` is the key in the configuration."""
    code: str
    period: str
    """When it was in use, in words; only where two outcomes of the scheme share a code."""
    is_code: bool
    """Whether the minutes use the mark, so that it can be the head of a column."""


def marks_of(codes: Collection[str], config: Config) -> dict[str, MarkView]:
    """Of the outcomes in one picture, in the order of the scheme; equal codes are numbered, as in `B₁` and `B₂`."""
    order = [code for code in (*config.outcomes, *ABSENT_OUTCOMES, NOT_REPORTED) if code in codes]
    plain = {code: words.outcome_mark(code, config) for code in order}
    found: dict[str, MarkView] = {}
    for code, mark in plain.items():
        twins = [other for other in order if plain[other] == mark]
        number = str(twins.index(code) + 1).translate(_SUBSCRIPTS) if len(twins) > 1 else ""
        scheme = config.outcomes.get(code)
        period = words.period(scheme.from_, scheme.until) if scheme and number else ""
        label = scheme.label if scheme else words.outcome(code, config)
        is_code = bool(scheme) and mark == words.outcome_code(code, config)
        found[code] = MarkView(mark + number, label, code, period, is_code)
    return found


def numbered(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, str]]:
    """Each with what its date must be followed by: ` (2)` for the second of two meetings of one date."""
    days = [meeting.date for meeting in meetings]
    for n, meeting in enumerate(meetings, 1):
        yield meeting, f" ({days[:n].count(meeting.date)})" if days.count(meeting.date) > 1 else ""


@dataclass(frozen=True, slots=True)
class YearsOfOutcomes:
    legend: tuple[MarkView, ...]
    """Of each column."""
    rows: tuple[tuple[LinkTo, Counter[str]], ...]
    """Each year, oldest first, and how often it gave each outcome."""
    sums: Counter[str]
    """Of all years; empty when there is only one."""


def outcomes_over_time(graph: SiteGraph, findings: Findings) -> YearsOfOutcomes | None:
    """None without any decision."""
    years = findings.outcomes_by_year
    sums = sum(years.values(), Counter[str]())
    if not sums:
        return None
    url = partial(addresses.of_year, addresses.DECISIONS)
    rows = tuple((LinkTo(str(year), url(year) if count else ""), count) for year, count in years.items())
    return YearsOfOutcomes(tuple(marks_of(sums, graph.config).values()), rows, sums if len(rows) > 1 else Counter())
