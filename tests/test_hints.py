"""What a hint says to write is accepted: every value that one names is written, and the archive checked again."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from built import write_archive
from test_mistakes import ALL_CASES, Case, problems_of

from candour.graph.check import check_archive
from candour.problems import Problem


def values_of(problem: Problem) -> Iterator[str]:
    """The values that a hint says to write in place of what is underlined."""
    yield from re.findall(r'did you mean "([^"]+)"\?', problem.hint)
    for part in problem.hint.split("; "):
        if found := re.fullmatch(r"write (?:it as |several as a list: )?(\[.*\]|\S+)", part):
            yield found[1]


def kinds_of(problems: tuple[Problem, ...]) -> set[tuple[str, str, str]]:
    """Without those that are right about the archive around a case."""
    beside = {"not-published", "agenda-contradicts"}
    return {(problem.name, problem.span.file, problem.message) for problem in problems if problem.name not in beside}


def after(problem: Problem, value: str, archive: Path) -> tuple[Problem, ...]:
    """The problems of the archive when a value is written where the problem is; then the file is as before."""
    file = archive / problem.span.file
    text = file.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    line, start = lines[problem.span.line - 1], problem.span.column - 1
    lines[problem.span.line - 1] = line[:start] + value + line[start + problem.span.length :]
    file.write_text("".join(lines), "utf-8")
    found = check_archive(archive).problems
    file.write_text(text, "utf-8")
    return found


SUGGESTING = [
    case for case in ALL_CASES if re.search(r'hint: .*(?:did you mean "|write \S+$)', case.expected, re.MULTILINE)
]


@pytest.mark.parametrize("case", SUGGESTING, ids=lambda case: f"{case.source.stem}: {case.title}")
def test_a_mistake_is_mended_by_what_its_hint_says_to_write(case: Case, tmp_path: Path) -> None:
    before = problems_of(case.files, tmp_path)
    for problem in before:
        for value in values_of(problem) if problem.span.line else ():
            assert kinds_of(after(problem, value, tmp_path / "archive")) < kinds_of(before), (problem, value)


RENAMING = [case for case in ALL_CASES if "rename it to " in case.expected]


@pytest.mark.parametrize("case", RENAMING, ids=lambda case: f"{case.source.stem}: {case.title}")
def test_a_file_or_folder_is_renamed_to_what_its_hint_says(case: Case, tmp_path: Path) -> None:
    before = problems_of(case.files, tmp_path)
    for problem in before:
        if found := re.search(r"rename it to (\S+)$", problem.hint):
            path = tmp_path / "archive" / problem.span.file
            assert not path.with_name(found[1]).exists()
            path.rename(path.with_name(found[1]))
            assert problem.span.file not in {other.span.file for other in check_archive(tmp_path / "archive").problems}
            assert {"bad-id", "bad-date"}.isdisjoint(p.name for p in check_archive(tmp_path / "archive").problems)


# --- wrong references in every kind of field ----------------------------------------------------------------------

MEETING = """\
---
{facts}
---

## 1. Matters arising

## 2. Alpha, and how beta goes with it

## 3. Beta
"""
REVIEW = """\
---
{facts}
discussed: {item}
outcome: none-recorded
---

## Questions and comments

- Why? {{#why}}
    - Because.

## Decision

The minutes give no reasons.
"""
PROJECT = "---\ntitle: {title}\n{facts}\n---\n\n## Summary\n\n{text}\n"


def records(**facts: str) -> dict[str, str]:
    """Records of every kind around the one of 5 June 2024, with drafts, removed ones and later ones."""
    days = {
        "2024-01-10": "requests: {costs: {item: 1, text: Say so.}, fees: {item: 1, text: Say so.}}\n"
        "decisions: {quorum: {item: 1, text: Agreed.}, chair: {item: 1, text: Agreed.}}",
        "2024-03-06": "draft: yes\nrequests: {cost: {item: 1, text: Say so.}}",
        "2024-04-03": "removed: {date: 2024-05, why: It was wrong.}",
        "2024-06-05": facts.get("meeting", "title: Meeting"),
        "2024-08-07": "requests: {coasts: {item: 1, text: Say so.}}\ndecisions: {quora: {item: 1, text: Agreed.}}",
    }
    found = {f"meetings/{day}.md": MEETING.format(facts=said) for day, said in days.items()}
    reviews = {
        "2024-01-10/alpha": "requests: {return: {text: Come back.}, retain: {text: Keep it.}}",
        "2024-01-10/beta": "requests: {returns: {text: Come back.}}",
        "2024-06-05/alpha": facts.get("review", "stage: first"),
        "2024-08-07/alpha": "requests: {retell: {text: Say it again.}}",
    }
    for name, said in reviews.items():
        item = 3 if name.endswith("beta") else 2
        found[f"reviews/{name}.md"] = REVIEW.format(facts=said, item=item)
    projects = {
        "alpha": facts.get("project", ""),
        "alphas": "",
        "beta": "",
        "alpaca": "draft: yes",
        "betas": "draft: yes",
    }
    for id, said in projects.items():
        text = facts.get("text", "It is.") if id == "alpha" else "It is."
        found[f"projects/{id}.md"] = PROJECT.format(title=id.capitalize(), facts=said, text=text)
    return found | {"files/paper.pdf": "A paper.", "files/alpha.pdf": "A paper."}


RECORDS = [
    *("2024-01-1", "2024-01-10-am", "2024-03-07", "2024-04-04", "2024-06-04", "2024-06-05", "2024-06-50", "2024-08-08"),
    *("alpha", "alhpa", "betta", "project:alhpa", "project:alpac", "project:betta", "2024-1-10", "2024-01-10/alhpa"),
    *("2024-06-05/alhpa", "2024-08-07/alhpa", "2024-01-11/alpha", "2024-01-11#item-2", "2024-01-10#item-4"),
    *("2024-04-03#item-2", "#item-7", "#request-own", "#q-whi", "2024-01-10/alpha#q-whi", "2024-01-11/alpha#q-why"),
]
REQUESTS = [
    *("2024-01-10#request-cost", "2024-01-10/alpha#request-retrun", "2024-01-10/alpha#request-own", "#request-own"),
    *("#request-owns", "2024-01-11/alpha#request-return", "2024-01-10", "2024-01-10/alpha", "2024-08-07#request-coast"),
    *(
        "2024-03-06#request-costs",
        "2024-01-10/alhpa#request-return",
        "2024-06-05/alpha#request-ow",
        "2024-04-03#request-x",
    ),
]
DECISIONS = ["2024-01-10#decision-quorums", "#decision-owns", "2024-08-07#decision-quor", "2024-01-11#decision-quorum"]
IDS = ["alhpa", "betta", "alpac", "zeta", "alpha-s"]
ITEMS = ["4", "matters", "2a", "17", "item-2", "alpha"]
FIELDS: Mapping[str, tuple[str, list[str]]] = {
    "approves": ("meeting: approves: {}", RECORDS),
    "answers": ("review: 'answers: {{\"{}\": not-yet}}'", REQUESTS),
    "answers of a meeting": ("meeting: 'answers: {{\"{}\": not-yet}}'", REQUESTS),
    "same_as": ("review: 'requests: {{own: {{text: Say so., same_as: \"{}\"}}}}'", REQUESTS),
    "follows": ("meeting: 'requests: {{own: {{item: 2, text: Say so., follows: \"{}\"}}}}'", REQUESTS),
    "replaces": ("meeting: 'decisions: {{own: {{item: 2, text: Undone., replaces: \"{}\"}}}}'", [*RECORDS, *DECISIONS]),
    "sources": ("project: 'sources: \"{}\"'", RECORDS),
    "alias": ("project: 'aliases: {{name: A, at: \"{}\"}}'", RECORDS),
    "related": ("project: 'related: {{beta: replaces, \"{}\": see-also}}'", IDS),
    "moved_from": ("project: 'moved_from: \"{}\"'", RECORDS),
    "project": ("review: project: {}", IDS),
    "project of a request": ("meeting: 'requests: {{own: {{item: 2, text: Say so., project: \"{}\"}}}}'", IDS),
    "item": ("meeting: 'requests: {{own: {{item: \"{}\", text: Say so.}}}}'", ITEMS),
    "after": ("meeting: 'agenda: {{2: {{after: \"{}\"}}}}'", ITEMS),
    "agenda": ("meeting: 'agenda: {{\"{}\": {{time: 10:00}}}}'", ITEMS),
    "joined": ("meeting: 'present: {{members: [{{name: Ann Lee, joined: \"{}\"}}]}}'", ITEMS),
    "decided": ("review: 'decided: \"{}\"'", ITEMS),
    "passage": (
        "review: 'requests: {{own: {{text: Say so., passage: \"{}\"}}}}'",
        ["whi", "decison", "own", "request-own"],
    ),
    "papers": ("project: 'papers: \"{}\"'", ["papre.pdf", "files/paper.pdf", "www.example.org", "alhpa.pdf", "x.pdf"]),
    "link": ("text: 'See [this]({}).'", [*RECORDS, *REQUESTS, *DECISIONS, "files/papre.pdf"]),
}


@pytest.mark.parametrize(("written", "names"), FIELDS.values(), ids=FIELDS)
def test_a_wrong_reference_is_mended_by_what_its_hint_says_to_write(
    written: str, names: list[str], tmp_path: Path
) -> None:
    where, _, pattern = written.partition(": ")
    tried = 0
    for name in names:
        said = pattern.removeprefix("'").removesuffix("'").format(name)
        archive = write_archive(tmp_path, records(**{where: said}))
        before = check_archive(archive).problems
        for problem in before:
            own = re.search(r"[^/]+(?:/[^/]+)?(?=\.md)", problem.span.file.removeprefix("content/"))
            for value in values_of(problem):
                assert own, problem
                assert value not in {own[0], f"project:{own[0].partition('/')[2]}"}, (problem, value)
                assert kinds_of(after(problem, value, archive)) < kinds_of(before), (name, problem, value)
                tried += 1
    assert tried
