"""How long each item of an agenda took, in words and as a bar."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.findings.durations import item_minutes
from candour.model.records import Meeting
from candour.pages import words

_LONGEST = 60
"""Of 100: the longest item's bar. The rest of the line is for its words."""


@dataclass(frozen=True, slots=True)
class LengthView:
    words: str
    width: str
    """Of its bar, as a part of the line."""


def lengths_of(meeting: Meeting) -> Mapping[str, LengthView]:
    """By the item's key; without those of which it is not known."""
    known = item_minutes(meeting)
    longest = max(known.values(), default=0)
    return {key: LengthView(words.counted(n, "minute"), f"{_LONGEST * n / longest:.4g}%") for key, n in known.items()}
