"""Where a sentence ends: the first of a text, and a field that holds exactly one."""

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

from candour.model.values import Prose, check_written, fault

LONGEST_WHY = 160
"""The characters that fit into one line of a list, of a search result or of a link's preview."""

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|[。\uff01\uff1f؟।]")
"""What may end a sentence."""
_FIRST_PARAGRAPH = re.compile(r"(?:<h(\d)\b.*?</h\1>\s*)*<p>(?P<inside>.*?)</p>", re.DOTALL)
_ABBREVIATIONS = frozenset(
    "mr mrs ms messrs dr prof rev hon rt sr jr st mt ch det con const sgt insp supt cllr gen lt maj capt cmdr cdr dept"
    " inc ltd e.g i.e eg ie viz cf ca approx incl esp vs al".split()
)
"""Words written with a full stop after which a sentence goes on."""
_BEFORE_DIGITS = frozenset(
    "no nos p pp fig figs s ss c pt ref vol sec sect para paras art jan feb mar apr jun jul aug sep sept oct nov"
    " dec".split()
)
"""The same, when digits follow: `No. 3`."""
_BEGINNERS = frozenset(
    "a all an and any as at both but each every for he her his however if in it its many more most no none not on one"
    " our several she so some that the their there these they this those three to two we when while with".split()
)
"""Words that begin a sentence more often than a name: after `outcome B.` or `10 a.m.` they show that one has ended."""


def first_sentence(text: str) -> str:
    """The first sentence of plain words; all of them where none ends before."""
    words = " ".join(text.split())
    return next((words[: mark.end()] for mark in _END.finditer(words) if _ends(words, mark)), words)


@cache
def opening(prose: Prose) -> str:
    """The first sentence of the first paragraph, below a heading too; of all words where that leads to a list."""
    found = _FIRST_PARAGRAPH.match(prose.html)
    paragraph = prose.html[slice(*found.span("inside"))].striptags() if found else ""
    return first_sentence(prose.text if paragraph.endswith((":", "\uff1a")) or not paragraph else paragraph)


def _ends(words: str, mark: re.Match[str]) -> bool:
    following = re.match(r"\W*(\w*\.?)", words[mark.end() :])
    after = following[1] if following else ""
    if not after or mark[0] != "." or after[0].islower():
        return not after[:1].islower()
    before = re.split(r"[\s(\[\"'“‘«/]", words[: mark.start()])[-1].casefold()
    if before.isdigit() and before == words[: mark.start()]:  # the number of an entry
        return False
    if after[0].isdigit():
        return before not in _BEFORE_DIGITS | _ABBREVIATIONS
    if re.fullmatch(r"(?:[^\W\d_]\.-?)*[^\W\d_]", before) and before not in _ABBREVIATIONS:  # J, U.S, a.m
        return after.casefold() in _BEGINNERS
    return before not in _ABBREVIATIONS


def _one_sentence(text: str) -> str:
    hint = "say in one sentence what was decided and why"
    check_written(text, "one sentence of your own")
    if len(text) > LONGEST_WHY:
        message = f"this has {len(text)} characters, but may have at most {LONGEST_WHY}"
        raise fault("bad-value", message, f"{hint}; the rest goes under ## Decision")
    if first_sentence(text) != text:
        raise fault("bad-value", "this is more than one sentence", f"{hint}; write abbreviations without full stops")
    return text


Sentence = Annotated[str, AfterValidator(_one_sentence)]
"""One sentence of plain words, at most `LONGEST_WHY` characters."""
