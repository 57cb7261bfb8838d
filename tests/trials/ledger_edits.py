"""Random edits of a published archive: is each in substance noticed, and each editorial one passed over?

An edit changes one line of one file, as a maintainer would. Its problem's entry, pasted with a reason, must satisfy the
next comparison.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from built import FENMOOR
from pasting import after_pasting, only

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.ledger.changes import compare
from candour.model.records import AnyRecord
from candour.problems import errors, gathered
from candour.reading.files import RecordFile, read_files
from candour.reading.records import read_record

EDITORIAL = {"note", "topics", "minutes", "passage", "url", "formerly", "moved_from", "draft", "removed", "corrections"}
"""Fields that may change."""
PROSE = {"text", "progress", "amendments", "note"}
"""Fields whose spelling may change."""
GONE = {"page-gone", "passage-gone"}


@dataclass(frozen=True)
class Place:
    """A piece of a line that may be edited, and the fields that it is in; none: the body."""

    line: int
    start: int
    words: str
    fields: frozenset[str]


def _numbers(words: str, by: Random) -> str:
    found = by.choice([*re.finditer(r"\d+", words)] or [None])
    return words if found is None else words[: found.start()] + str(int(found[0]) + 1) + words[found.end() :]


def _word(
    edit: Callable[[str], str], pattern: str = r"(?<![\w`*_#/.-])[^\W\d_]{4,}(?![\w:`*_/.-])"
) -> Callable[[str, Random], str]:
    def edited(words: str, by: Random) -> str:
        found = by.choice([*re.finditer(pattern, words)] or [None])
        return words if found is None else words[: found.start()] + edit(found[0]) + words[found.end() :]

    return edited


SUBSTANCE = {
    "another number": _numbers,
    "another word": _word(lambda word: "elsewhere"),
    "not": _word(lambda word: f"{word} not"),
    "a word less": _word(lambda word: ""),
    "a name": _word(lambda word: word[:-1] + ("y" if word[-1] != "y" else "e"), r"\b[A-Z]\w{2,}\b(?!:)"),
    "a line less": lambda words, by: "",
}
EDITORIAL_EDITS = {
    "a capital letter": _word(
        lambda word: word[0].swapcase() + word[1:], r"(?<![\w`*_#/.-])[^\W\d_][a-z]{3,}(?![\w:`*_/.-])"
    ),
    "a comma": _word(lambda word: f"{word},", r"(?<![\w`*_#/.-])[^\W\d_]{4,}(?= [a-z])"),
    "curly": lambda words, by: words.replace("'", "’"),
    "bold": _word(lambda word: f"**{word}**"),
    "spaces": _word(lambda word: f"{word}  ", r"(?<![\w`*_#/.-])[^\W\d_]{4,}(?= [a-z])"),
    "a letter left out": _word(lambda word: word[:4] + word[5:], r"(?<![\w`*_#/.-])[a-z]{10,}(?![\w:`*_/.-])"),
}


def places_in(record: AnyRecord, text: str) -> Iterator[Place]:
    """What comes after a field's name or a hyphen, and the lines of the body, without tags, headings and addresses."""
    fences = [number for number, line in enumerate(text.split("\n")) if line == "---"]
    for number, line in enumerate(text.split("\n")):
        in_front = len(fences) < 2 or fences[0] < number < fences[1]
        if number in fences or not line.strip() or line.startswith("#") or "https:" in line or "](" in line:
            continue
        start = 0
        if in_front and (key := re.match(r"\s*(?:- )?(?:[^\s{}]+: +)?", line)):
            start = key.end()
        words = re.sub(r"\s*\{#[^}]*\}\s*$", "", line[start:])
        paths = [
            path
            for path, value in record.places.values.items()
            if (value.line, value.column) <= (number, start) < (value.end_line, value.end_column)
        ]
        flow = re.findall(r"(\w+):", line) if "{" in line else []
        fields = {part for path in paths for part in path if isinstance(part, str)} | set(flow)
        if words and not words.startswith(("|", ">")):
            yield Place(number, start, words, frozenset(fields if in_front else ()))


@cache
def published() -> tuple[SiteGraph, dict[str, RecordFile]]:
    graph = check_archive(FENMOOR).graph
    assert graph
    files, _ = gathered(read_files(FENMOOR))
    return graph, {file.name: file for file in files.records}


def edited(
    by: Random, kinds: dict[str, Callable[[str, Random], str]], *, editorial: bool
) -> tuple[str, AnyRecord, AnyRecord]:
    """What was done, and the record before and after it; an edit that the check would refuse anyhow is not one."""
    graph, files = published()
    while True:
        record = by.choice([one for one in graph.records if getattr(one.facts, "status", "") != "scheduled"])
        file = files[record.name]
        assert file.content
        text = file.content.decode()
        place, kind = by.choice(list(places_in(record, text))), by.choice(list(kinds))
        if (place.fields & EDITORIAL and not editorial) or (editorial and place.fields and not place.fields & PROSE):
            continue
        lines, words = text.split("\n"), kinds[kind](place.words, by)
        line = lines[place.line]
        lines[place.line] = line[: place.start] + words + line[place.start + len(place.words) :]
        if any(former in lines[place.line] for former in graph.former):
            continue  # another name of the same record
        if kind == "a line less":
            if place.fields and not re.match(r"\s*- \S", line):
                continue
            del lines[place.line]
        now, problems = gathered(read_record(replace(file, content="\n".join(lines).encode()), graph.config))
        if words != place.words and now and not errors(problems):
            shown = f"{file.path}:{place.line + 1}: {kind}\n  {line}\n  {lines[place.line]}"
            return shown, record, now


def judge(by: Random, *, editorial: bool) -> str:
    """What is wrong with how one random edit is answered; empty where nothing is."""
    graph, _ = published()
    what, before, now = edited(by, EDITORIAL_EDITS if editorial else SUBSTANCE, editorial=editorial)
    found = compare(only(before, graph), only(now, graph))
    if editorial:
        return f"complained of: {what}\n  {found[0].message}" if found else ""
    if not found:
        return f"passed: {what}"
    left = [problem for problem in after_pasting(before, now, graph) if problem.name not in GONE]
    return f"not satisfied by its entry: {what}\n  {left[0].message}; {left[0].hint}" if left else ""


def main(seed: int = 0, count: int = 300) -> int:
    """How many of `count` edits in substance, and of a third as many editorial ones, were answered wrongly."""
    by, faults = Random(seed), []
    for number in range(count + count // 3):
        if fault := judge(by, editorial=number >= count):
            faults.append(fault)
            sys.stdout.write(f"{fault}\n")
    kinds = Counter(fault.partition(":")[0] for fault in faults)
    what = dict(kinds) or "no faults"
    sys.stdout.write(f"{count} edits in substance and {count // 3} editorial ones, seed {seed}: {what}\n")
    return len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
