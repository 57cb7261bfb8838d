"""Why a decision was taken, in one sentence."""

import re

from candour.graph.graph import LinkedDecision
from candour.model.records import Review
from candour.model.values import Prose

_SENTENCE = re.compile(r".+?[.!?][”’\"')\]]*(?=\s|$)", re.DOTALL)


def first_sentence(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else text


def why(decided: LinkedDecision) -> str:
    """Of a review's outcome, the reason; of a further decision, what was decided. Empty where the minutes give none."""
    if decided.decision:
        return decided.decision.text.text if decided.decision.text else ""
    return _of_review(decided.record) if isinstance(decided.record, Review) else ""


def _of_review(review: Review) -> str:
    """To be `why_of` of findings/reviews.py, which also knows `why:`."""
    prose = (part for section in review.sections if section.id == "decision" for part in section.parts)
    return next((first_sentence(part.text) for part in prose if isinstance(part, Prose) and part.text), "")
