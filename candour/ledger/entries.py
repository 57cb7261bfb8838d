"""A part before and now -> the entry of `corrections:` that says so, to be pasted; and whether one does.

An entry quotes what changed with a few words around it, of a list whole entries; `…` is for words left out. It covers
what it quotes, and what was left out between.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from difflib import SequenceMatcher

from candour.model.people import plain
from candour.model.records import Correction
from candour.model.values import Prose

ABSENT = "not recorded"
"""What an entry says where nothing is recorded."""
_WHOLE, _AROUND, _NEAR, _MOST = 24, 3, 12, 60
"""Words: of a text that is quoted whole; around each change; from there to the end of an entry that is quoted whole;
and of a quotation before its middle is left out."""

Runs = list[tuple[int, int]]
"""Words from one number to another, exclusive."""


def unsaid(before: str, now: str, corrections: Sequence[Correction]) -> str:
    """The field, `wrong` or `right`, that does not quote all that changed; empty when the corrections do."""
    old, new = _changes(before, now)
    redacted = any(one.kind == "redaction" for one in corrections)
    if not redacted and not _quoted(before, old, [one.wrong for one in corrections]):
        return "wrong"
    return "" if _quoted(now, new, [one.right for one in corrections]) else "right"


def entry(about: str, before: str, now: str, day: str, withheld: Set[str] = frozenset()) -> str:
    """To be pasted, but for its reason. A name that was `withheld`, by its plain words, is not said again."""
    wrong, right = (_excerpt(*pair) for pair in zip((before, now), _changes(before, now), strict=True))
    was, left = (Counter(re.findall(r"\w\w+", plain(text))) for text in (before, now))
    fewer, more = ([*map(int, re.findall(r"(\d+) names? withheld$", text))] for text in (before, now))
    is_redaction = more > fewer or (was - left).keys() & withheld
    kind = "redaction" if is_redaction else "error"
    fields = {"date": day, "about": about, "kind": kind, "wrong": _markdown(wrong), "right": _markdown(right)}
    if is_redaction:
        del fields["wrong"]
    return "{" + "".join(f"{key}: {as_yaml(value)}, " for key, value in fields.items()) + "why: …}"


def _changes(before: str, now: str) -> tuple[Runs, Runs]:
    """The words that differ, on each side; all of them where only their order in fields does."""
    old, new = (text.split() for text in (before or ABSENT, now or ABSENT))
    found = [run for tag, *run in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if tag != "equal"]
    return [(run[0], run[1]) for run in found], [(run[2], run[3]) for run in found]


def _excerpt(text: str, changed: Runs) -> str:
    words = (text or ABSENT).split()
    runs: Runs = [(0, len(words))] if len(words) <= _WHOLE else []
    for first, last in changed if not runs else ():
        first, last = _whole(words, max(0, first - _AROUND), min(len(words), last + _AROUND))
        joins = bool(runs) and first <= runs[-1][1] + 1
        runs[len(runs) - joins :] = [(runs[-1][0] if joins else first, last)]
    if sum(last - first for first, last in runs) > _MOST:
        first, last = runs[0][0], runs[-1][1]
        runs = [_whole(words, first, first + _MOST // 4), _whole(words, last - _MOST // 4, last)]
    quoted = " … ".join(" ".join(words[first:last]) for first, last in runs)
    return "… " * (runs[0][0] > 0) + quoted + " …" * (runs[-1][1] < len(words))


def _whole(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """With all of the entries of a list that begin or end in it."""
    comma = ";" if any(word.endswith(";") for word in words) else ","
    ends = {0, len(words), *(number for number, word in enumerate(words, 1) if word.endswith(comma))}
    first = max((end for end in ends if first - _NEAR <= end <= first), default=first)
    return first, min((end for end in ends if last <= end <= last + _NEAR), default=last)


def _quoted(text: str, changed: Runs, quotations: Iterable[Prose | None]) -> bool:
    """Whether everything that changed in a text is in one of the quotations from it."""
    words = _spaced((text or ABSENT).split())
    found = [run for quotation in quotations if quotation for run in _runs_of(quotation.text, words)]
    return all(any(start <= first and last <= end for start, end in found) for first, last in changed)


def _runs_of(quotation: str, words: str) -> Iterator[tuple[int, int]]:
    """Wherever the words of a quotation are, as runs of words; words may be left out where it has `…`."""
    pieces: list[list[str]] = [[]]
    for word in quotation.split():
        if word in {"…", "..."}:
            pieces.append([])
        else:
            pieces[-1].append(word)
    first, *others = [_spaced(piece) for piece in pieces if piece] or [quotation]
    start = words.find(first)
    while start >= 0:
        end = start + len(first) - 1
        for number, piece in enumerate(others, 1):
            found = words.rfind(piece, end) if number == len(others) else words.find(piece, end)
            if found < 0:
                return
            end = found + len(piece) - 1
        yield words.count(" ", 0, start), words.count(" ", 0, end)
        start = words.find(first, start + 1)


def _spaced(words: Iterable[str]) -> str:
    """Each between spaces, without the marks around it."""
    return " ".join(["", *(word.replace("’", "'").strip(".,;:!?…\"'“”()[]") or word for word in words), ""]) or " "


_CODE = r"\S*(?:<|\]\()\S*|\S*\](?= \()"
"""Words that Markdown would take for HTML or a link even with a backslash."""
_SIGN = r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|^[#>+=|-]"


def _markdown(text: str) -> str:
    """The same words, none of whose signs mean anything in Markdown."""
    text = re.sub(f"(?P<code>{_CODE})|{_SIGN}", lambda m: _in_code(m[0]) if m["code"] else f"\\{m[0]}", text)
    text = re.sub(r"^[•‣▪●○◦·–—]", lambda m: f"&#{ord(m[0])};", text)  # which no backslash keeps from beginning a list
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", text)


def _in_code(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if text[0] == "`" or text[-1] == "`" else f"{fence}{text}{fence}"


def as_yaml(text: str) -> str:
    """In double quotes where it could be read as anything but a text."""
    is_plain = re.fullmatch(r"…|[^\W_](?:[\w .()/%£&'’–+…-]*[\w.)%’…])?", text)
    is_word = text.casefold() in {"null", "none", "yes", "no", "true", "false"}
    return text if is_plain and not is_word else json.dumps(text, ensure_ascii=False)
