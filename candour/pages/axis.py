"""Days as places on an axis of time, and what would cover each other as lanes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from candour.model.dates import PartialDate

_MARGIN = 0.02
"""Before the first day and after the last, as a part of the time between them: marks are wider than a day."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From the left end to the right."""

    first: date
    last: date
    width: int
    """In pixels, where it is narrowest: so much room there is for marks side by side."""

    def at(self, day: date) -> float:
        """Its place in parts of 100: a day half way lies half way. What is before or after lies at the end."""
        part = (day - self.first) / (self.last - self.first)
        return round(100 * min(max(part, 0.0), 1.0), 2)

    def pixels(self, place: float) -> float:
        return place * self.width / 100

    def shows(self, first: date, last: date) -> bool:
        """Whether any of these days is on it."""
        return first <= self.last and self.first <= last


def axis_of(days: Iterable[date], width: int) -> Axis:
    """Of all these days, with a margin; of a month where there is but one."""
    every = sorted(days)
    margin = max(timedelta(15), (every[-1] - every[0]) * _MARGIN)
    return Axis(every[0] - margin, every[-1] + margin, width)


def middle(day: PartialDate) -> date:
    """The day itself; of a month or a year the day in its middle."""
    first = day.first_day
    return first if day.day else first + (day.last_day - first) // 2


def percent(place: float) -> str:
    """`45.3%`."""
    return f"{place:.2f}".rstrip("0").rstrip(".") + "%"


def lanes_of(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each the first lane in which it touches none before it: 0 unless it has to give way."""
    lanes: list[list[tuple[float, float]]] = []
    found = []
    for left, right in spans:
        free = (n for n, taken in enumerate(lanes) if all(right <= a or b <= left for a, b in taken))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((left, right))
        found.append(lane)
    return found
