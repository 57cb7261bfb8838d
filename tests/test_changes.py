"""What was published and is gone, or says something else: two small archives compared, problem by problem."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from built import write_archive
from test_graph import HELD, files_from, graph_of, linked

from candour.ledger.changes import compare
from candour.ledger.git import HistoryError, changed_since, commit_of
from candour.problems import Problem

REVIEW = """\
outcome: A
requests: {figures: {text: Show the figures., strength: needed}}
answers: {2023-02-08#request-plan: partly}
decisions: {pilot: {outcome: B, text: Go on with the pilot.}}
---
## Questions and comments

- Why is it needed? {#why fairness}
  - Because of *the* backlog.

## Decision

It was tried and it works.
"""
MEETING = """\
status: held
present:
  members:
    - Ann Lee
    - Bo Dy
apologies: none
requests: {plan: {item: 2, text: Make a plan.}}
decisions: {terms: {item: 3, text: The terms were agreed.}}
"""
PUBLISHED: Mapping[str, str] = {
    "project:alpha": "owner: City Police",
    "2023-02-08": MEETING,
    "2023-06-07": HELD,
    "2023-06-07/alpha": REVIEW,
}
ALPHA, MEETING_FILE = "content/reviews/2023-06-07/alpha.md", "content/meetings/2023-02-08.md"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in PUBLISHED[name], old
    return {**PUBLISHED, name: PUBLISHED[name].replace(old, new, 1)}


def problems_of(now: Mapping[str, str], folder: Path, before: Mapping[str, str] = PUBLISHED) -> tuple[Problem, ...]:
    return compare(graph_of(folder / "before", before), graph_of(folder / "now", now))


def lines(problems: tuple[Problem, ...]) -> list[str]:
    """Name, file, line and message of each."""
    return [f"{p.name} {p.span.file}:{p.span.line} {p.message}" for p in problems]


def test_the_same_records_have_lost_nothing(tmp_path: Path) -> None:
    assert problems_of(PUBLISHED, tmp_path) == ()


# What says something else

SILENT: dict[str, tuple[dict[str, str], list[str]]] = {
    "the outcome": (
        changed("2023-06-07/alpha", "outcome: A", "outcome: B"),
        ["ALPHA:3 the outcome", 'wrong: "A", right: "B"'],
    ),
    "the decision": (
        changed("2023-06-07/alpha", "and it works", "and it fails"),
        ["ALPHA:3 the decision", 'wrong: "works.", right: "fails."'],
    ),
    "an exchange": (
        changed("2023-06-07/alpha", "backlog", "queue"),
        ["ALPHA:2 an exchange", 'wrong: "backlog.", right: "queue."'],
    ),
    "how strongly it was asked": (
        changed("2023-06-07/alpha", "strength: needed", "strength: suggested"),
        ["ALPHA:4 a request", 'wrong: "needed", right: "suggested"'],
    ),
    "the words of a request": (
        changed("2023-06-07/alpha", "the figures", "all figures"),
        ["ALPHA:4 a request", 'wrong: "the", right: "all"'],
    ),
    "an answer": (
        changed("2023-06-07/alpha", "partly", "fully"),
        ["ALPHA:5 an answer", 'wrong: "partly", right: "fully"'],
    ),
    "a further decision of a review": (
        changed("2023-06-07/alpha", "with the pilot", "without it"),
        ["ALPHA:6 a further decision", 'wrong: "with the pilot.", right: "without it."'],
    ),
    "a request of a meeting": (
        changed("2023-02-08", "Make a plan", "Make two plans"),
        ["MEETING:8 a request", 'wrong: "a plan.", right: "two plans."'],
    ),
    "a further decision of a meeting": (
        changed("2023-02-08", "were agreed", "were not agreed"),
        ["MEETING:9 a further decision", 'wrong: "", right: "not"'],
    ),
    "who was present": (
        changed("2023-02-08", "    - Bo Dy\n", ""),
        ["MEETING:3 the attendance (present)", "Bo Dy"],
    ),
    "in words that are not English": (
        changed("2023-06-07/alpha", "backlog", "Rückstand"),
        ["ALPHA:2 an exchange", 'wrong: "backlog.", right: "Rückstand."'],
    ),
    "by a letter that stands for something": (
        changed("2023-06-07/alpha", "backlog", "X"),
        ["ALPHA:2 an exchange", 'wrong: "backlog.", right: "X."'],
    ),
    "by a word in brackets": (
        changed("2023-06-07/alpha", "Why is it needed?", "[Xylophones?]"),
        ["ALPHA:2 an exchange", 'wrong: "Why is it needed?", right: "Xylophones?"'],
    ),
    "the organisation of somebody": (
        changed("2023-02-08", "present:\n  members:\n    - Ann Lee\n    - Bo Dy", "present:\n  - Ann Lee\n  - Bo Dy"),
        ["MEETING:3 the attendance (present)", 'wrong: "members'],
    ),
    "who was absent, of which nothing was said before": (
        changed("2023-02-08", "apologies: none", "apologies: none\nabsent: {members: Cy Ek}"),
        ["MEETING:8 the attendance (absent)", 'wrong: "None", right: "members'],
    ),
    "who sent apologies": (
        changed("2023-02-08", "apologies: none", "apologies: {members: Cy Ek}"),
        ["MEETING:7 the attendance (apologies)", ""],
    ),
}


@pytest.mark.parametrize("what", SILENT)
def test_what_changed_without_a_word_is_one_problem_with_the_entry_to_paste(what: str, tmp_path: Path) -> None:
    now, (place, difference) = SILENT[what]
    (problem,) = problems_of(now, tmp_path)
    place, _, about = place.partition(" ")
    file, _, line = place.partition(":")
    path = {"ALPHA": ALPHA, "MEETING": MEETING_FILE}[file]
    assert lines((problem,)) == [f"changed-in-silence {path}:{line} {about} was published, and now says something else"]
    begin = "say so under corrections: - {date: …, about: " + about + ", kind: error, "
    end = ", why: …}; if only a typing error was corrected, write kind: typing"
    assert problem.hint.startswith(begin)
    assert problem.hint.endswith(end)
    assert difference in problem.hint
    assert problem.span.length > 1


CORRECTION = "\ncorrections: [{date: 2023-07, about: A slip, kind: error, why: It was one.}]"


def corrected(records: Mapping[str, str], correction: str = CORRECTION) -> dict[str, str]:
    return {**records, "2023-06-07/alpha": records["2023-06-07/alpha"].replace("\n---\n", f"{correction}\n---\n", 1)}


def test_a_correction_since_then_says_that_something_changed(tmp_path: Path) -> None:
    assert problems_of(corrected(changed("2023-06-07/alpha", "outcome: A", "outcome: B")), tmp_path) == ()


def test_an_earlier_correction_says_nothing_of_a_later_change(tmp_path: Path) -> None:
    now = corrected(changed("2023-06-07/alpha", "outcome: A", "outcome: B"))
    assert len(problems_of(now, tmp_path, before=corrected(PUBLISHED))) == 1


def test_a_second_correction_says_that_something_changed(tmp_path: Path) -> None:
    second = CORRECTION.replace("}]", "}, {date: 2023-08, about: Another, kind: error, why: So was this.}]")
    now = corrected(changed("2023-06-07/alpha", "outcome: A", "outcome: B"), second)
    assert problems_of(now, tmp_path, before=corrected(PUBLISHED)) == ()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("project:alpha", "City Police", "Town Police"),
        ("2023-06-07/alpha", "*the* backlog", "**the** backlog"),
        ("2023-06-07/alpha", "pilot: {", "pilot: {project: alpha, "),
        ("2023-06-07/alpha", "figures: {", "figures: {passage: why, "),
        ("2023-02-08", "- Bo Dy", "- {name: Bo Dy}"),
    ],
    ids=["of a project", "how it is written", "which project it names", "which passage it names", "its form"],
)
def test_what_is_no_substance_may_change(name: str, old: str, new: str, tmp_path: Path) -> None:
    assert problems_of(changed(name, old, new), tmp_path) == ()


def test_a_difference_is_cut_to_what_fits_into_a_line(tmp_path: Path) -> None:
    long = " ".join(f"word-{number}" for number in range(20))
    (problem,) = problems_of(changed("2023-06-07/alpha", "It was tried and it works.", long), tmp_path)
    wrong, right = re.findall(r'(?:wrong|right): "(.*?)"', problem.hint)
    assert (wrong, right) == ("It was tried and it works.", long[:80])


def test_of_a_long_text_only_the_words_that_changed_are_shown(tmp_path: Path) -> None:
    long = " ".join(("to", "be", "or", "not")[number % 4] for number in range(400)) + "."
    before = changed("2023-06-07/alpha", "It was tried and it works.", long)
    now = changed(
        "2023-06-07/alpha", "It was tried and it works.", long.replace("to be", "so be", 1).replace("not.", "no.")
    )
    (problem,) = problems_of(now, tmp_path, before)
    assert 'wrong: "to", right: "so"' in problem.hint


def test_words_that_are_not_english_are_shown_as_they_were_written(tmp_path: Path) -> None:
    before = changed("2023-06-07/alpha", "backlog", "Rückstand")
    (problem,) = problems_of(PUBLISHED, tmp_path, before)
    assert 'wrong: "Rückstand.", right: "backlog."' in problem.hint


def test_of_two_things_that_changed_each_is_a_problem(tmp_path: Path) -> None:
    now = changed("2023-06-07/alpha", "outcome: A", "outcome: B")
    now["2023-06-07/alpha"] = now["2023-06-07/alpha"].replace("backlog", "queue")
    assert lines(problems_of(now, tmp_path)) == [
        f"changed-in-silence {ALPHA}:2 an exchange was published, and now says something else",
        f"changed-in-silence {ALPHA}:3 the outcome was published, and now says something else",
    ]


# What is gone

GONE: dict[str, tuple[dict[str, str], str, str]] = {
    "an exchange": (
        changed("2023-06-07/alpha", "{#why fairness}", "{#reason fairness}"),
        "/reviews/2023-06-07/alpha/#q-why",
        "give it its old name back, or add that to the new tag, as in {#new #why}",
    ),
    "an item of an agenda": (
        {**PUBLISHED, "2023-02-08": f"{MEETING}\n---\n\n## 2. Two\n\n## 3. Three\n"},
        "/meetings/2023-02-08/#item-1",
        "give it its old name back (item-1), or keep that as a former name",
    ),
    "a request": (
        changed("2023-06-07/alpha", "figures: {", "numbers: {"),
        "/reviews/2023-06-07/alpha/#request-figures",
        "give it its old name back (request-figures), or keep that as a former name",
    ),
    "a decision": (
        changed("2023-02-08", "terms: {", "rules: {"),
        "/meetings/2023-02-08/#decision-terms",
        "give it its old name back (decision-terms), or keep that as a former name",
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_a_passage_that_lost_its_name_is_gone(what: str, tmp_path: Path) -> None:
    now, address, hint = GONE[what]
    found = [p for p in problems_of(now, tmp_path) if p.name == "passage-gone"]
    expected = [(f"{address} was published but is no longer there", hint, 0)]
    assert [(p.message, p.hint, p.span.line) for p in found] == expected


def without(name: str) -> dict[str, str]:
    return {key: text for key, text in PUBLISHED.items() if key != name}


TAKE_DOWN = "; if you want to take it down, put the file back and write removed: {date: …, why: …}"


def test_a_record_that_is_gone_was_perhaps_renamed(tmp_path: Path) -> None:
    (problem,) = problems_of(without("2023-06-07/alpha"), tmp_path)
    assert lines((problem,)) == [f"page-gone {ALPHA}:0 /reviews/2023-06-07/alpha/ was published but is no longer there"]
    assert problem.hint == (f"if it was renamed, write moved_from: 2023-06-07/alpha in the new file{TAKE_DOWN}")


def test_the_new_file_of_the_same_kind_that_is_most_like_it_is_named(tmp_path: Path) -> None:
    other = REVIEW.replace("It was tried", "It was tested")
    now = without("2023-06-07/alpha") | {
        "2023-06-07/beta": "project: alpha\n" + other,
        "2024-01-02/other": "project: alpha\noutcome: B",
        "2024-01-02": HELD,
    }
    (problem,) = problems_of(now, tmp_path)
    assert problem.hint == (
        f"if it is now content/reviews/2023-06-07/beta.md, write moved_from: 2023-06-07/alpha there{TAKE_DOWN}"
    )


def test_a_long_file_that_repeats_itself_is_recognised_too(tmp_path: Path) -> None:
    repeated = "\nIt was tried.\n" * 150
    before = {**PUBLISHED, "2023-06-07/alpha": PUBLISHED["2023-06-07/alpha"] + repeated}
    now = without("2023-06-07/alpha") | {
        "2023-06-07/beta": f"project: alpha\noutcome: B\n---\n## Presentation\n\nShown.\n{repeated}"
    }
    (problem,) = problems_of(now, tmp_path, before)
    assert "if it is now content/reviews/2023-06-07/beta.md" in problem.hint


def test_a_new_file_that_is_hardly_like_it_is_not_named(tmp_path: Path) -> None:
    now = without("2023-06-07/alpha") | {"2023-02-08/other": "project: alpha\noutcome: B", "2024-01-02": HELD}
    (problem,) = problems_of(now, tmp_path)
    assert "if it was renamed" in problem.hint


def test_a_file_that_was_there_before_is_not_what_it_was_renamed_to(tmp_path: Path) -> None:
    copy = {"2024-01-02": HELD, "2024-01-02/copy": "project: alpha\n" + REVIEW}
    (problem,) = problems_of(without("2023-06-07/alpha") | copy, tmp_path, {**PUBLISHED, **copy})
    assert "if it was renamed" in problem.hint


def test_a_record_that_moved_is_compared_under_its_new_name(tmp_path: Path) -> None:
    moved = "moved_from: 2023-06-07/alpha\nproject: alpha\n" + REVIEW
    now = without("2023-06-07/alpha") | {"2023-06-07/beta": moved}
    assert problems_of(now, tmp_path / "one") == ()
    now["2023-06-07/beta"] = moved.replace("outcome: A", "outcome: B").replace("{#why", "{#reason")
    assert [(p.name, p.span.file) for p in problems_of(now, tmp_path / "two")] == [
        ("passage-gone", "content/reviews/2023-06-07/beta.md"),
        ("changed-in-silence", "content/reviews/2023-06-07/beta.md"),
    ]


def test_a_record_that_was_taken_down_says_so_itself(tmp_path: Path) -> None:
    removed = "removed: {date: 2024, why: An error}\n" + REVIEW
    assert problems_of({**PUBLISHED, "2023-06-07/alpha": removed}, tmp_path) == ()


# With git


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A small archive, committed as it was published."""
    archive = write_archive(tmp_path, files_from(PUBLISHED))
    git(archive, "init", "-q")
    git(archive, "add", "-A")
    git(archive, "commit", "-qm", "As published")
    return archive


def test_what_a_commit_published_is_compared_with_the_records_of_today(committed: Path) -> None:
    assert changed_since("HEAD", committed, linked(committed)) == ()
    (committed / ALPHA).unlink()
    assert [(p.name, p.span.file) for p in changed_since("HEAD", committed, linked(committed))] == [
        ("page-gone", ALPHA)
    ]


@pytest.mark.parametrize("commit", ["", "0" * 40])
def test_before_the_first_commit_nothing_was_published(commit: str, committed: Path) -> None:
    assert changed_since(commit, committed, linked(committed)) == ()


def test_where_there_is_nothing_to_publish_nothing_is_compared(committed: Path) -> None:
    assert changed_since("HEAD", committed, None) == ()


def test_what_could_not_be_read_was_not_published(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, files_from(PUBLISHED), "title: [")
    git(archive, "init", "-q")
    git(archive, "add", "-A")
    git(archive, "commit", "-qm", "Not to be read")
    write_archive(tmp_path, {})
    assert changed_since("HEAD", archive, linked(archive)) == ()


def test_the_commit_of_a_folder_is_known_where_there_is_one(
    committed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert commit_of(committed) == git(committed, "rev-parse", "HEAD")
    assert commit_of(tmp_path_factory.mktemp("elsewhere")) == ""


def test_a_commit_that_is_not_there_is_named(committed: Path) -> None:
    message = 'git finds no commit "1234" here; in a shallow clone, fetch the whole history first'
    with pytest.raises(HistoryError, match=f"^{re.escape(message)}$"):
        changed_since("1234", committed, linked(committed))


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, files_from(PUBLISHED))
    message = "the archive is not in a git repository, so there is no history to compare with"
    with pytest.raises(HistoryError, match=f"^{message}$"):
        changed_since("HEAD", archive, linked(archive))


def test_without_git_there_is_no_history(committed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    message = "git is not installed here, so there is no history to compare with"
    with pytest.raises(HistoryError, match=f"^{message}$"):
        changed_since("HEAD", committed, linked(committed))


def test_problems_are_in_the_order_of_the_files(tmp_path: Path) -> None:
    found = problems_of({"project:alpha": "owner: City Police"}, tmp_path)
    assert [(p.name, p.span.file) for p in found] == [
        ("page-gone", MEETING_FILE),
        ("page-gone", "content/meetings/2023-06-07.md"),
        ("page-gone", ALPHA),
    ]
