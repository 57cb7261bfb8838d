"""Which files are published as they are, and what is said about the others. Nothing outside the archive ever is."""

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from built import CONFIG, names_of_problems, site_of, write_archive

from candour.graph import references
from candour.graph.check import check_archive
from candour.pipeline import build
from candour.problems import Problem, errors

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and names that other systems do not have")

MEETING = "---\ntitle: Board\n---\n## 1. Kerb counts\nWords.\n"
PROJECT = "---\ntitle: Kerb counts\nkind: model\n---\n## Summary\nCounts kerbs.\n"
REVIEW = "---\ndiscussed: 1\noutcome: A\n---\n## Decision\nGo on. The counts were sound.\n"
RECORDS = {"meetings/2024-04-09.md": MEETING, "projects/kerb.md": PROJECT, "reviews/2024-04-09/kerb.md": REVIEW}


def problems_of(folder: Path, more: dict[str, str], config: str = CONFIG) -> tuple[Problem, ...]:
    return check_archive(write_archive(folder, {**RECORDS, **more}, config)).problems


def told(folder: Path, more: dict[str, str], config: str = CONFIG) -> list[tuple[str, str]]:
    """Name and file of every problem."""
    return [(problem.name, problem.span.file) for problem in problems_of(folder, more, config)]


def published(folder: Path, more: dict[str, str], config: str = CONFIG) -> set[str]:
    """The paths in the site of all files that are published as they are."""
    checked = check_archive(write_archive(folder, {**RECORDS, **more}, config))
    assert checked.graph
    assert not errors(checked.problems), checked.problems
    return {f"files/{file.path}" for file in checked.graph.attachments} | {file.path for file in checked.graph.root}


# What is published


NAMED = {
    "by a field": {"meetings/2024-04-09.md": MEETING.replace("title: Board", "title: Board\nsource: paper.txt")},
    "by one of several documents": {
        "meetings/2024-04-09.md": MEETING.replace("title: Board", "papers:\n  - {title: A, file: paper.txt}")
    },
    "in a sentence": {"meetings/2024-04-09.md": MEETING + "See [it](files/paper.txt).\n"},
    "in an answer": {"reviews/2024-04-09/kerb.md": REVIEW + "\n- See [it](files/paper.txt).\n"},
    "in a note of a field": {
        "reviews/2024-04-09/kerb.md": REVIEW.replace("outcome: A", "outcome: A\nnote: See [it](files/paper.txt).")
    },
    "by what is said of a removed record": {
        "projects/old.md": "---\ntitle: Old\nremoved: {date: 2024-05-01, why: 'See [why](files/paper.txt).'}\n---\n"
    },
}


@pytest.mark.parametrize("where", NAMED)
def test_a_file_that_a_published_record_names_is_published(where: str, tmp_path: Path) -> None:
    assert published(tmp_path, {**NAMED[where], "files/paper.txt": "A paper."}) == {"files/paper.txt"}


def test_files_that_the_configuration_names_are_published(tmp_path: Path) -> None:
    config = CONFIG + "picture: p.png\nintroduction: See [the terms](files/terms.txt).\n"
    assert published(tmp_path, {"files/p.png": "x", "files/terms.txt": "x"}, config) == {
        "files/p.png",
        "files/terms.txt",
    }


# What is not

WITH_PAPER = PROJECT.replace("kind: model", "kind: model\nlinks: paper.txt")
REMOVED = "removed: {date: 2024-05-01, why: Personal data.}"
HELD_BACK = {
    "named by nothing": ({}, "no published record names it"),
    "named by a removed project": (
        {"projects/old.md": WITH_PAPER.replace("kind", f"{REMOVED}\nkind")},
        "no published record names it",
    ),
    "named by a draft": (
        {"projects/new.md": WITH_PAPER.replace("kind", "draft: yes\nkind")},
        "only a draft names it, content/projects/new.md",
    ),
    "named by a draft that was removed": (
        {"projects/new.md": WITH_PAPER.replace("kind", f"draft: yes\n{REMOVED}\nkind")},
        "no published record names it",
    ),
    "named by a review of a draft": (
        {
            "meetings/2024-06-11.md": MEETING.replace("title", "draft: yes\ntitle"),
            "reviews/2024-06-11/kerb.md": REVIEW + "[It](files/paper.txt).\n",
        },
        "only a draft names it, content/reviews/2024-06-11/kerb.md",
    ),
    "named by a review of a removed meeting": (
        {
            "meetings/2024-06-11.md": MEETING.replace("title", f"{REMOVED}\ntitle"),
            "reviews/2024-06-11/kerb.md": REVIEW + "[It](files/paper.txt).\n",
        },
        "no published record names it",
    ),
    "named by several": (
        {
            "projects/new.md": WITH_PAPER.replace("kind", "draft: yes\nkind"),
            "projects/old.md": WITH_PAPER.replace("kind", f"{REMOVED}\nkind"),
        },
        "only a draft names it, content/projects/new.md",
    ),
}


@pytest.mark.parametrize("why", HELD_BACK)
def test_a_file_that_nothing_published_names_is_held_back_with_a_word(why: str, tmp_path: Path) -> None:
    records, words = HELD_BACK[why]
    records = {**records, "files/paper.txt": "A secret."}
    (problem,) = problems_of(tmp_path, records)
    assert (problem.name, problem.span.file) == ("not-published", "content/files/paper.txt")
    assert problem.message == f"this file is not published, because {words}"
    assert published(tmp_path, records) == set()


@pytest.mark.parametrize("name", ["paper.txt", "a b (1).txt", "Zażółć 100% #1.txt", "deep/er/paper.txt"])
def test_what_the_hint_says_to_write_publishes_the_file(name: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "archive", {f"files/{name}": "A paper."})
    link = problem.hint.removeprefix("name it in a record, as in ").removesuffix(", or delete it")
    more = {f"files/{name}": "A paper.", "meetings/2024-04-09.md": MEETING + link + "\n"}
    site = site_of(tmp_path / "archive", {**RECORDS, **more})  # which follows its links
    assert site.files[f"files/{name}"] == b"A paper."


def test_while_records_have_mistakes_no_file_is_said_to_be_unnamed(tmp_path: Path) -> None:
    """The mistake may be in the field that names it."""
    spoilt = {"meetings/2024-04-09.md": MEETING.replace("title", "source: {file: paper.txt, pgaes: 3}\ntitle")}
    assert {name for name, _ in told(tmp_path, {**spoilt, "files/paper.txt": "x"})} == {"unknown-field"}


def test_a_file_that_is_not_published_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    before = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return before(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    source = {"meetings/2024-04-09.md": MEETING.replace("title", "source: minutes.txt\ntitle")}
    files = site_of(tmp_path, {**RECORDS, **source, "files/minutes.txt": "x", "files/secret.txt": "x"}).files
    assert [path for path in files if path.startswith("files/")] == ["files/minutes.txt"]
    assert read.count("minutes.txt") == 1
    assert "secret.txt" not in read


def test_a_file_that_goes_while_the_site_is_built_stops_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = {"meetings/2024-04-09.md": MEETING.replace("title", "source: minutes.txt\ntitle")}
    archive = write_archive(tmp_path, {**RECORDS, **source, "files/minutes.txt": "x"})

    def gone(stage: str, *_: int) -> None:
        if stage == "Planning":
            (archive / "content/files/minutes.txt").unlink()

    built = build(archive, tmp_path / "output", gone)
    assert [(p.name, p.span.file) for p in built.problems] == [("unreadable-file", "content/files/minutes.txt")]
    assert not (tmp_path / "output").exists()


def test_of_a_file_that_cannot_be_published_only_that_is_said(tmp_path: Path) -> None:
    source = {"meetings/2024-04-09.md": MEETING.replace("title", "source: page.html\ntitle")}
    assert told(tmp_path, {**source, "files/page.html": "x"}) == [("attachment-type", "content/files/page.html")]


# Names


@linux_only
@pytest.mark.parametrize("folder", ["content/files", "static/root"])
@pytest.mark.parametrize(
    "name",
    [
        *(
            "aux.txt",
            "NUL.csv",
            "com1.pdf",
            "Lpt9.txt",
            "con.tar.txt",
            "COM¹.txt",
            "conin$.txt",
            "aux .txt",
            "prn/x.txt",
        ),
        *("a:b.txt", "a?.txt", "a*.txt", "a<b.txt", "a>b.txt", "a|b.txt", 'a"b.txt', "a\\b.txt", "a:/x.txt"),
        *("dir./x.txt", "dir /x.txt", " x.txt", "x .txt"),
    ],
)
def test_a_name_that_some_computer_cannot_have_is_told(name: str, folder: str, tmp_path: Path) -> None:
    more = {f"static/root/{name}" if folder == "static/root" else f"files/{name}": "x"}
    (problem,) = errors(problems_of(tmp_path, dict.fromkeys(more, "x")))
    assert (problem.name, problem.span.file) == ("bad-id", f"{folder}/{name.partition('/')[0]}")


@linux_only
@pytest.mark.parametrize("folder", ["content/files", "static/root"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paper.txt", "paper.txt"),
        (unicodedata.normalize("NFC", "café.txt"), unicodedata.normalize("NFD", "café.txt")),
        ("Old/a.txt", "old/b.txt"),
        ("straße.txt", "STRASSE.txt"),
    ],
)
def test_two_names_that_are_one_for_some_computers_are_told(one: str, other: str, folder: str, tmp_path: Path) -> None:
    for name in (one, other):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", "utf-8")
    assert [name for name, _ in told(tmp_path, {}) if name != "not-published"] == ["bad-id"]


def test_unusual_names_that_every_computer_can_have_just_work(tmp_path: Path) -> None:
    names = [
        "con-tent.txt",
        "a.b.c.txt",
        "auxiliary.txt",
        "com10.txt",
        "Zażółć gęślą (1) + 100% #1, it's.txt",
        "~x.txt",
    ]
    assert {name for name, _ in told(tmp_path, {f"files/{name}": "x" for name in names})} == {"not-published"}


@linux_only
@pytest.mark.parametrize("below", ["content/files/", "content/meetings/", "content/", "static/root/", "static/root/a/"])
@pytest.mark.parametrize("name", ["~$minutes.docx", ".~lock.minutes.odt#", "Thumbs.db", "desktop.ini", ".DS_Store"])
def test_what_programs_leave_behind_is_not_published_and_stops_nothing(name: str, below: str, tmp_path: Path) -> None:
    (tmp_path / below).mkdir(parents=True)
    (tmp_path / below / name).write_text("The name of a user.")
    assert told(tmp_path, {}) == []
    assert published(tmp_path, {}) == set()


# static/root


def test_hidden_files_in_static_root_are_published(tmp_path: Path) -> None:
    more = {"static/root/.well-known/security.txt": "x", "static/root/.nojekyll": "", "static/root/.gitkeep": ""}
    assert published(tmp_path, more) == {".well-known/security.txt", ".nojekyll"}


@pytest.mark.parametrize(
    "name", [".git/config", "old/.git/config", ".git", ".GIT/config", ".svn/wc.db", ".env", ".ssh/id"]
)
def test_what_may_hold_secrets_is_not_published_from_static_root(name: str, tmp_path: Path) -> None:
    private = re.sub(r"(?<=[a-zA-Z])/(?!\.).*", "", name)
    assert published(tmp_path, {f"static/root/{name}": "A secret."}) == set()
    assert told(tmp_path, {}) == [("not-published", f"static/root/{private}")]


@linux_only
@pytest.mark.parametrize(
    "link", ["static/root", "static", "content", "content/files", "static/root/a", "static/root/a/b"]
)
@pytest.mark.parametrize("to_a", ["folder", "file", "nothing"])
def test_a_link_is_told_and_nothing_behind_it_is_published(link: str, to_a: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    if to_a == "folder":
        (outside / "root").mkdir(parents=True)
        (outside / "root" / "secret.txt").write_text("A secret.")
    elif to_a == "file":
        outside.write_text("A secret.")
    archive = tmp_path / "archive"
    (archive / link).parent.mkdir(parents=True)
    (archive / link).symlink_to(outside)
    (archive / "site_config.yaml").write_text(CONFIG, "utf-8")
    assert [(p.name, p.span.file) for p in check_archive(archive).problems] == [("attachment-outside", link)]
    assert not build(archive, tmp_path / "output").hash


@linux_only
@pytest.mark.parametrize(
    "name", ["content/files/x.txt", "static/root/x.txt", "content/projects/x.md", "site_config.yaml"]
)
def test_a_pipe_is_told_and_nobody_waits_for_it(name: str, tmp_path: Path) -> None:
    path = write_archive(tmp_path, RECORDS) / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    problem = check_archive(tmp_path).problems[0]
    assert problem.span.file == name
    assert "a pipe" in problem.message


@linux_only
@pytest.mark.parametrize(
    "name", [b"caf\xe9.txt", b"caf\xe9/x.txt", b"a\nb.txt", b"a\x1b[31m.txt", "a\u202eb.txt".encode()]
)
@pytest.mark.parametrize("folder", ["content", "content/files", "content/meetings", "static/root", "static/root/a"])
def test_a_name_that_cannot_be_shown_is_told_so_that_it_can(name: bytes, folder: str, tmp_path: Path) -> None:
    path = write_archive(tmp_path, RECORDS) / folder / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    (problem,) = check_archive(tmp_path).problems
    assert problem.name == "bad-id"
    assert problem.span.file.isprintable()


# Limits


@linux_only
@pytest.mark.parametrize("folder", ["content", "content/meetings", "content/files", "static/root"])
def test_folders_deep_inside_each_other_are_told(folder: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, RECORDS)
    (archive / folder).mkdir(parents=True, exist_ok=True)
    here = os.open(archive / folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("deep", dir_fd=here)
        here, above = os.open("deep", os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    found = names_of_problems(archive)
    subprocess.run(["rm", "-r", archive / folder], check=True)  # pytest cannot
    assert found == ["unreadable-file"]


def test_files_that_are_too_large_together_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "LARGEST_FILES", 7)
    source = {"meetings/2024-04-09.md": MEETING.replace("title", "source: a.txt\ntitle")}
    assert told(tmp_path, {**source, "files/a.txt": "1234", "files/b.txt": "1234"}) == [
        ("not-published", "content/files/b.txt")
    ]
    assert told(tmp_path, {**source, "static/root/c.txt": "1234"}) == [("oversize", "content/files")]
