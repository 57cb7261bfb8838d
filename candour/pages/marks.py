"""Pictures name an outcome by a mark of a few characters; the legend beside them says what each mark means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candour.model.config import Config
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting
from candour.pages import words

ENOUGH = 3
"""With fewer meetings than these a picture over time says nothing that the lists do not."""
MANY = 8
"""More meetings than these do not fit side by side."""

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class MarkView:
    mark: str
    """`A`, `SR`; another character for the absence of an outcome."""
    label: str
    """What it stands for, without the code."""
    code: str
    """Of the outcome."""
    period: str
    """When it was in use, in words; only where two outcomes of the scheme share a code."""


def numbers(meetings: Sequence[Meeting]) -> list[str]:
    """For each what its date must be followed by: ` (2)` for the second of two meetings of one date."""
    days = [meeting.date for meeting in meetings]
    return [f" ({days[: n + 1].count(day)})" if days.count(day) > 1 else "" for n, day in enumerate(days)]


def marks(codes: Iterable[str], config: Config) -> dict[str, MarkView]:
    """Of the outcomes in one picture, in the order of the scheme; equal codes are numbered, as in `B₁` and `B₂`."""
    wanted = set(codes)
    order = [code for code in (*config.outcomes, *ABSENT_OUTCOMES, NOT_REPORTED) if code in wanted]
    plain = {code: words.outcome_mark(code, config) for code in order}
    found: dict[str, MarkView] = {}
    for code in order:
        twins = [other for other in order if plain[other] == plain[code]]
        number = str(twins.index(code) + 1).translate(_SUBSCRIPTS) if len(twins) > 1 else ""
        scheme = config.outcomes.get(code)
        period = words.period(scheme.from_, scheme.until) if scheme and number else ""
        label = scheme.label if scheme else words.outcome(code, config)
        found[code] = MarkView(plain[code] + number, label, code, period)
    return found
