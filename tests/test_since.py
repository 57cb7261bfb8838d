"""`check --since`: nothing that was published vanishes without a word."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from candour.commands.main import run
from candour.graph.check import check_archive
from candour.ledger.git import HistoryError, changed_since
from candour.pipeline import build
from candour.problems import Problem

ROOT = Path(__file__).parent.parent
Names = list[tuple[str, str]]


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The real archive, published at HEAD."""
    folder = tmp_path / "archive"
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site_config.yaml", folder)
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "The meeting of 8 February 2023")
    return folder


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _problems_since(archive: Path, commit: str) -> tuple[Problem, ...]:
    checked = check_archive(archive)
    return (*checked.problems, *changed_since(commit, archive, checked.graph))


def _gone(archive: Path) -> Names:
    problems = _problems_since(archive, "HEAD")
    return [(p.name, p.span.file) for p in problems if p.severity == "error"]


def _first_line(path: Path, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")


def _rename_knife_crime(archive: Path) -> Path:
    """The project and its review get another name, and everything that refers to them follows."""
    content = archive / "content"
    (content / "projects/knife-crime.md").rename(content / "projects/serious-violence.md")
    (content / "reviews/2023-02-08/knife-crime.md").rename(content / "reviews/2023-02-08/serious-violence.md")
    for path in content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("2023-02-08/knife-crime", "2023-02-08/serious-violence")
        text = text.replace("project: knife-crime", "project: serious-violence")
        path.write_text(text.replace("project:knife-crime", "project:serious-violence"), encoding="utf-8")
    return content / "projects/serious-violence.md"


def test_an_archive_that_did_not_change_has_lost_nothing(archive: Path) -> None:
    assert _gone(archive) == []


def test_a_renamed_project_is_a_problem_until_it_says_its_former_name(archive: Path) -> None:
    project = _rename_knife_crime(archive)
    assert [one for one in _gone(archive) if one[0] == "page-gone"] == [
        ("page-gone", "content/projects/knife-crime.md"),
        ("page-gone", "content/reviews/2023-02-08/knife-crime.md"),
    ]
    _first_line(project, "moved_from: project:knife-crime")
    assert _gone(archive) == []


def test_the_hint_for_a_renamed_record_names_its_new_file(archive: Path) -> None:
    _rename_knife_crime(archive)
    hints = [p.hint for p in _problems_since(archive, "HEAD") if p.name == "page-gone"]
    assert "content/projects/serious-violence.md" in hints[0]
    assert "moved_from: project:knife-crime" in hints[0]
    assert "content/reviews/2023-02-08/serious-violence.md" in hints[1]


def test_the_old_addresses_of_a_renamed_project_and_its_reviews_lead_to_the_new_ones(
    archive: Path, tmp_path: Path
) -> None:
    _first_line(_rename_knife_crime(archive), "moved_from: project:knife-crime")
    assert build(archive, tmp_path / "output").problems == ()
    project = (tmp_path / "output/projects/knife-crime/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../serious-violence/"' in project
    review = (tmp_path / "output/reviews/2023-02-08/knife-crime/index.html").read_text(encoding="utf-8")
    assert 'id="moved-to" href="../serious-violence/"' in review


def test_a_deleted_review_is_a_problem_until_a_tombstone_says_why(archive: Path, tmp_path: Path) -> None:
    review = archive / "content/reviews/2023-02-08/protected-characteristics.md"
    text = review.read_text(encoding="utf-8")
    review.unlink()
    assert ("page-gone", "content/reviews/2023-02-08/protected-characteristics.md") in _gone(archive)
    review.write_text(text, encoding="utf-8")
    _first_line(review, "removed: {date: 2023-03-01, why: The committee asked for it.}")
    for other in (archive / "content").rglob("*.md"):  # passages of what is removed cannot be named
        told = other.read_text(encoding="utf-8")
        for anchor in ("#q-rationale", "#q-diversion", "#presentation", "#decision-engagement"):
            told = told.replace(f"2023-02-08/protected-characteristics{anchor}", "2023-02-08/protected-characteristics")
        other.write_text(told, encoding="utf-8")
    assert _gone(archive) == []
    build(archive, tmp_path / "output")
    page = (tmp_path / "output/reviews/2023-02-08/protected-characteristics/index.html").read_text(encoding="utf-8")
    assert "was removed on" in page
    assert "The committee asked for it." in page


def test_another_id_of_an_exchange_is_a_problem_until_the_old_one_stands_beside_it(
    archive: Path, tmp_path: Path
) -> None:
    review = archive / "content/reviews/2023-02-08/theft-of-motor-vehicles.md"
    _change(review, "{#vehicle-types", "{#types")
    name = ("passage-gone", "content/reviews/2023-02-08/theft-of-motor-vehicles.md")
    assert name in _gone(archive)
    _change(review, "{#types", "{#types #vehicle-types")
    assert name not in _gone(archive)
    build(archive, tmp_path / "output")
    page = (tmp_path / "output/reviews/2023-02-08/theft-of-motor-vehicles/index.html").read_text(encoding="utf-8")
    assert 'id="q-types"' in page
    assert 'id="q-vehicle-types"' in page


def test_another_id_of_a_request_is_a_problem_until_it_says_what_it_was(archive: Path) -> None:
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    _change(review, "  share-as-example:\n", "  example:\n")
    assert ("passage-gone", "content/reviews/2023-02-08/knife-crime.md") in _gone(archive)
    _change(review, "  example:\n", "  example:\n    formerly: share-as-example\n")
    assert _gone(archive) == []


def _hints(archive: Path, name: str) -> list[str]:
    return [p.hint for p in _problems_since(archive, "HEAD") if p.name == name]


def test_a_published_outcome_that_changes_in_silence_is_a_problem_that_shows_the_entry_to_paste(archive: Path) -> None:
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    _change(review, "outcome: A", "outcome: E")
    assert _gone(archive) == [("changed-in-silence", "content/reviews/2023-02-08/knife-crime.md")]
    assert "about: outcome, kind: error, wrong: A, right: E" in _hints(archive, "changed-in-silence")[0]
    entry = "{date: 2023-03-01, about: the outcome, kind: error, wrong: A, right: E, why: The minutes say E.}"
    _first_line(review, f"corrections: {entry}")
    assert _gone(archive) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("meetings/2023-02-08.md", "    - Marion Oswald, Chair of Ethics Committee\n", ""),
        ("reviews/2023-02-08/knife-crime.md", "{#section-60", "Or so it seemed. {#section-60"),
        ("reviews/2023-02-08/knife-crime.md", "strength: suggested", "strength: needed"),
        ("reviews/2023-02-08/knife-crime.md", "how: fully", "how: partly"),
        ("projects/knife-crime.md", "## Summary\n", "## Summary\n\nOne more sentence.\n"),
        ("meetings/2023-02-08.md", "end: 13:00", "end: 13:30"),
    ],
    ids=["attendance", "an exchange", "a request", "an answer", "a project", "a time"],
)
def test_nothing_of_substance_changes_in_silence(file: str, old: str, new: str, archive: Path) -> None:
    path = archive / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert ("changed-in-silence", f"content/{file}") in _gone(archive)
    entries = [re.search(r"- \{date: …(.*)…\}", hint) for hint in _hints(archive, "changed-in-silence")]
    pasted = "".join(f"\n  - {{date: 2023-03-01{entry[1]}It was a slip.}}" for entry in entries if entry)
    _first_line(path, f"corrections:{pasted}")
    assert _gone(archive) == []


def test_a_draft_was_never_published_and_may_go(archive: Path) -> None:
    project = archive / "content/projects/planned.md"
    project.write_text("---\ntitle: Planned\ndraft: yes\n---\n", encoding="utf-8")
    _git(archive, "add", "-A")
    _git(archive, "commit", "-qm", "A draft")
    project.unlink()
    assert _gone(archive) == []


def test_before_the_first_commit_nothing_was_published(archive: Path) -> None:
    assert _problems_since(archive, "0" * 40) == ()


def test_an_archive_in_a_folder_of_a_repository_is_compared_with_itself(archive: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    shutil.copytree(archive / "content", outer / "committee/content")
    shutil.copy(archive / "site_config.yaml", outer / "committee")
    _git(outer, "init", "-q")
    _git(outer, "add", "-A")
    _git(outer, "commit", "-qm", "All")
    assert _gone(outer / "committee") == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: None, "not in a git repository"),
        (lambda folder: _git(folder, "init", "-q"), "git finds no commit"),
    ],
    ids=["no repository", "no such commit"],
)
def test_what_git_cannot_say_is_said_in_plain_words(
    tmp_path: Path, make: Callable[[Path], None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site_config.yaml").write_text("title: T\ncommittee: C\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    make(tmp_path)
    with pytest.raises(HistoryError, match=told):
        _problems_since(tmp_path, "HEAD")
    assert run(tmp_path, ["check", "--since", "HEAD"]) == 2
    assert told in capsys.readouterr().err
