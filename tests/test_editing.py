"""Records are started, renamed and taken down: whatever need not change stays, byte by byte, and the check agrees."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from unicodedata import normalize

import pytest
from built import CONFIG, FENMOOR, QUILLMARK, ROOT, contents, write_archive
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from candour.commands.main import cli
from candour.editing import RefusedError
from candour.editing.changes import Change, Opened, opened, write
from candour.editing.remove import record_called, removed
from candour.editing.rename import renamed
from candour.editing.texts import Edit, edited
from candour.ledger.changes import compare
from candour.problems import errors

DAY = "2025-01-02"


@cache
def _archive(folder: Path) -> Opened:
    archive, problems = opened(folder)
    assert archive
    assert not errors(problems)
    return archive


def _rename(archive: Opened, id: str, new: str) -> tuple[Change, ...]:
    (project,) = (one for one in archive.archive.projects if one.id == id)
    return renamed(project, new, archive, DAY)


def _contradictions(archive: Opened, changes: Sequence[Change]) -> list[tuple[str, str, str]]:
    """What is wrong afterwards and was not before, with what is missed of what was published."""
    after = archive.changed(changes)
    assert after.graph
    found = [*after.problems, *compare(archive.graph, after.graph, DAY)]
    return [(p.name, p.span.file, p.message) for p in found if p not in archive.problems]


def _differences(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    """The lines that differ, with their ends."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(b"".join(old[a:b]), b"".join(new[c:d])) for tag, a, b, c, d in parts if tag != "equal"]


NAMED = [(ROOT, "knife-crime"), (FENMOOR, "bus-lane-reader"), (FENMOOR, "custody-risk"), (QUILLMARK, "hidden-pieces")]


@pytest.mark.parametrize(("folder", "id"), NAMED)
def test_only_the_name_of_a_renamed_project_changes(folder: Path, id: str) -> None:
    archive = _archive(folder)
    changes = _rename(archive, id, "new-name")
    assert _contradictions(archive, changes) == []
    for change in changes:
        assert not change.former or change.former == change.path.replace("new-name", id)
        for old, new in _differences(change.before or b"", change.after):
            is_own = change.path == "content/projects/new-name.md"
            assert old == new.replace(b"new-name", id.encode()) or (is_own and b"moved_from" in new), change.path


@pytest.mark.parametrize(("folder", "id"), [NAMED[2], NAMED[3]])
def test_a_project_with_a_new_title_keeps_the_former_one_as_a_name(folder: Path, id: str) -> None:
    archive = _archive(folder)
    (before,) = (one for one in archive.archive.projects if one.id == id)
    changes = _rename(archive, id, 'New: "name" #1, again')
    assert _contradictions(archive, changes) == []
    (now,) = (one for one in archive.changed(changes).archive.projects if one.id == "new-name-1-again")
    assert now.facts.title == 'New: "name" #1, again'
    assert now.facts.aliases[:-1] == before.facts.aliases
    assert (now.facts.aliases[-1].name, str(now.facts.aliases[-1].until)) == (before.facts.title, DAY)


OF_ITS_FILES = {
    ("not-published", "content/files/2023-02-01-minutes.pdf"),
    ("not-published", "content/files/2023-07-05-licence.txt"),
}
TAKEN_DOWN = [(ROOT, "2023-02-08"), (FENMOOR, "2023-02-01"), (FENMOOR, "2022-10-12/fire-analytics")]
TAKEN_DOWN += [(FENMOOR, "project:retrospective-image-search"), (QUILLMARK, "2024-06-11/hidden-pieces")]


@pytest.mark.parametrize(("folder", "name"), TAKEN_DOWN)
def test_what_is_taken_down_leaves_nothing_that_leads_nowhere(folder: Path, name: str) -> None:
    archive = _archive(folder)
    changes, mentions = removed(record_called(name, archive), "Entered by mistake.", archive, DAY)
    after = archive.changed(changes)
    problems = {(p.name, p.span.file) for p in after.problems}
    assert {p for p in problems if p[0] != "votes-contradict"} <= OF_ITS_FILES
    assert after.graph
    gone = {record.name for record, _ in after.graph.removed}
    assert name in gone
    assert {one.ref.record for one in mentions} <= gone
    for change in changes:
        assert change.before
        is_own = change.path.startswith(
            (f"content/reviews/{name}", f"content/meetings/{name}", "content/projects/" + name[8:])
        )
        for old, new in _differences(change.before, change.after):
            assert b"removed:" in change.after if is_own else new.count(b"#") < old.count(b"#")


# --- a small archive that has every way to name a project -----------------------------------------------------------

SMALL = {
    "site_config.yaml": CONFIG + "notices:\n  records: Begin with [kerbs](project:«kerbs»).\n",
    "content/projects/«kerbs».md": "---\ntitle: 'Kerbs'  # project:kerbs\n«»---\n\n## Summary\n\n[It](#summary).\n",
    "content/projects/cameras.yaml": "title: Cameras\nrelated: {«kerbs»: see-also}\nsources: 2024-01-10/«kerbs»\n",
    "content/meetings/2024-01-10.md": """---
agenda:
  2: {project: [«kerbs», 'cameras']}
requests:
  «»kerbs:
    item: 1
    project: «kerbs»
    text: Count.
---

## 1. Kerbs

## 2. Cameras
""".replace("«»kerbs", "kerbs"),
    "content/reviews/2024-01-10/«kerbs».md": """---
# project:kerbs in a comment stays, 2024-01-10/kerbs too
discussed: 1
outcome: A
requests:
  count:   # kerbs
    project: [ «kerbs» , cameras ]
    text: 'Cafe\u0301: the [kerbs](project:«kerbs») and [kerbs](<project:«kerbs»>) again.'
---

## Decision

Cafe\u0301 [kerbs](project:«kerbs») and [project:kerbs](2024-01-10/«kerbs»#request-count), as `project:kerbs` says.
""",
    "content/meetings/2024-03-10.yaml": """1. Kerbs: |
  See [this](2024-01-10/«kerbs»#request-count),
  [that](2024-01-10/«kerbs»).
answers:
  '2024-01-10/«kerbs»#request-count': fully
  2024-01-10#request-kerbs: {how: partly, text: "[So](project:«kerbs»)"}
""",
}
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "line ends of Windows, a mark of byte order, and no last line end": lambda text: (
        "\ufeff" + text.rstrip("\n").replace("\n", "\r\n")
    ),
}


def _small(folder: Path, name: str, own: str, form: Callable[[str], str]) -> dict[str, bytes]:
    """The files, where the project is called `name` and its file says `own` of that."""
    files = {path: text.replace("«kerbs»", name).replace("«»", own) for path, text in SMALL.items()}
    return {path.replace("«kerbs»", name): form(text).encode() for path, text in files.items()}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_way_to_name_a_project_follows_and_every_other_byte_stays(
    tmp_path: Path, form: Callable[[str], str]
) -> None:
    for path, content in _small(tmp_path, "kerbs", "", form).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    archive = _archive(tmp_path)
    changes = _rename(archive, "kerbs", "kerb-use")
    assert _contradictions(archive, changes) == []
    write(tmp_path, changes)
    assert contents(tmp_path) == _small(tmp_path, "kerb-use", "moved_from: project:kerbs\n", form)


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ("", "moved_from: project:a\n"),
        ("moved_from: project:b  # so\n", "moved_from: [project:b, project:a]  # so\n"),
        ("moved_from: 'project:b'\n", "moved_from: ['project:b', project:a]\n"),
        ("moved_from: [project:b,\n  project:c]\n", "moved_from: [project:b,\n  project:c, project:a]\n"),
        ("moved_from:\n- project:b\n\n# then\n", "moved_from:\n- project:b\n- project:a\n\n# then\n"),
        ("moved_from:\n  -   project:b\n", "moved_from:\n  -   project:b\n  - project:a\n"),
    ],
)
def test_a_former_name_joins_the_others_however_they_are_written(tmp_path: Path, written: str, now: str) -> None:
    record = f"---\ntitle: >\n  Kerbs\n{written}topics: fairness\n---\n"
    archive = _archive(write_archive(tmp_path, {"projects/a.md": record}))
    changes = _rename(archive, "a", "z")
    assert changes[0].after == record.replace(f"{written}topics", f"{now}topics").encode()
    assert archive.changed(changes).problems == ()


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=9), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_an_edit_changes_only_its_own_words(words: str, end: str) -> None:
    content = f"\ufeff{words}|old{end}{words}{end}".encode()
    column = len(normalize("NFC", f"{words}|old")) - 2
    expected = content.decode().replace("|old", f"|new{end}more").encode()
    assert edited(content, [Edit(1, column, "old", "new\nmore")], "a.md") == expected


# --- what is refused --------------------------------------------------------------------------------------------------


def _said(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments, obj=folder)
    return result.exit_code, " ".join(result.output.split())


REVIEW = "---\ndiscussed: 1\noutcome: A\n{}---\n\n## Decision\n\nIt counts.\n"
RECORDS = {
    "projects/kerbs.md": "---\ntitle: Kerb use count\nmoved_from: project:kerb-count\naliases: The count\n---\n",
    "projects/night-bus.md": "---\ntitle: Night bus\n---\n",
    "projects/gone.md": "---\ntitle: Gone\nremoved: {date: 2024-05-01, why: It was private.}\n---\n",
    "meetings/2024-01-10.md": "---\nmoved_from: 2024-01-11\n---\n\n## 1. Kerb use count\n",
    "meetings/2024-02-10.md": "---\ndraft: yes\n---\n\n## 1. Opening\n",
    "meetings/2024-03-10.md": "---\nstatus: scheduled\n---\n\n## 1. Kerb use count\n",
    "meetings/2024-03-01.md": """---
requests:
  again: {item: 1, project: kerbs, text: Count again., same_as: 2024-01-10/kerbs#request-count}
---

## 1. Opening
""",
    "reviews/2024-01-10/kerbs.md": REVIEW.format("requests: {count: {text: Count.}}\n"),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One whose last commit is what it has."""
    folder = write_archive(tmp_path_factory.mktemp("archive"), RECORDS)
    for command in ("init -q", "add -A", "-c user.name=A -c user.email=a@example.org commit -qm Minutes"):
        subprocess.run(["git", "-C", str(folder), *command.split()], check=True)
    return folder


REFUSED = {
    "rename project nothing new": 'there is no project "nothing": the files in content/projects/ have their names.',
    "rename project kerb new": "did you mean kerbs?",
    "rename project kerbs night-bus": "content/projects/night-bus.md has a project of this name: write night-bus",
    "rename project night-bus kerb-count": '"project:kerb-count" still has its own record',
    "rename project the-count kerbs": "did you mean kerbs?",
    "rename project kerb-count kerbs": 'the project is called "kerbs" already',
    "rename project kerbs !!!": "cannot become the name of a file",
    "remove kerbs --why So": "did you mean project:kerbs?",
    "remove project:gone --why So": "was removed already",
    "remove 2024-03-01 --why …": "say why",
    "remove 2024-03-01 --why So --date 5.3.2024": "write year, month and day, as in 2023-02-08",
    "remove 2024-01-10/kerbs --why So": "delete the line; this request then counts by itself Nothing was changed",
    "new meeting 2024-01-10": "is there already. To add a review: candour new review 2024-01-10 PROJECT",
    "new meeting 2024-03-10 --scheduled": "is there already",
    "new meeting 10.5.2024": "write 2024-05-10",
    "new meeting 5/2024": "as in 2023-02-08",
    "new meeting 2024-02-30": "is not the day of a meeting",
    "new meeting 2025-01-08 -p E-scooters": "--new-project NAME",
    "new meeting 2025-01-08 --new-project Kerbs": "content/projects/kerbs.md has a project of this name: write kerbs",
    "new review 2025-01-08 kerbs": "candour new meeting 2025-01-08 --project kerbs",
    "new review 2024-03-10 kerbs": "Start both: candour new meeting 2024-03-10 --project kerbs",
    "new review 2024-01-10 kerbs": "never overwrites",
    "requests -p kerb": "did you mean kerbs?",
    "new meting 2025-01-08": 'did you mean "meeting"?',
}


@pytest.mark.parametrize(("typed", "said"), REFUSED.items())
def test_what_cannot_be_done_is_refused_with_the_next_step(archive: Path, typed: str, said: str) -> None:
    before = contents(archive)
    status, output = _said(archive, *typed.split())
    assert said in output
    assert status in {1, 2}
    assert contents(archive) == before


def test_words_that_git_does_not_have_are_not_taken_out(archive: Path, tmp_path: Path) -> None:
    remove = ("remove", "2024-03-01", "--why", "Entered twice.", "--date", DAY)
    assert "not in a git repository" in _said(write_archive(tmp_path / "none", RECORDS), *remove)[1]
    shutil.copytree(archive, tmp_path / "changed")
    with (tmp_path / "changed/content/meetings/2024-03-01.md").open("a") as file:
        file.write("It is late.\n")
    assert "not committed" in _said(tmp_path / "changed", *remove)[1]
    before = contents(archive)
    status, output = _said(archive, *remove, "--dry-run")
    assert (status, contents(archive)) == (0, before)
    assert "Nothing was changed." in output
    shutil.copytree(archive, tmp_path / "same")
    assert "docs/publishing.md" in _said(tmp_path / "same", *remove)[1]
    tombstone = f"---\nremoved:\n  date: {DAY}\n  why: >\n    Entered twice.\n---\n"
    assert (tmp_path / "same/content/meetings/2024-03-01.md").read_text("utf-8") == tombstone
    assert _said(tmp_path / "same", "check", "--since", "HEAD")[1] == "8 records read: no problems."


def test_a_project_is_renamed_by_any_of_its_names(archive: Path, tmp_path: Path) -> None:
    shutil.copytree(archive, tmp_path / "same")
    typed = ("rename", "project", "the count", "Kerb survey", "--date", DAY)
    status, output = _said(tmp_path / "same", *typed)
    assert (status, output[:69]) == (0, "content/meetings/2024-03-01.md content/projects/kerbs.md becomes cont")
    assert _said(tmp_path / "same", "check", "--since", "HEAD")[1] == "8 records read: no problems."


def test_records_with_errors_are_mended_first(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, {"projects/a.md": "---\ntitle: A\nkind: x\n---\n"})
    status, output = _said(archive, "rename", "project", "a", "b")
    assert (status, "unknown-kind" in output, "mend these first" in output) == (1, True, True)


def test_all_changes_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/c").write_bytes(b"c")
    before = contents(tmp_path)
    changes = [Change("new/folder/d", None, b"d"), Change("b/d", b"c", b"C", "b/c")]
    for wrong, said in {
        Change("a", b"other", b"A"): "changed in the meantime",
        Change("b/c/e", b"a", b"A", "a"): "cannot be written",
        Change("a", None, b"A"): "never overwrites",
        Change("b", None, b"A"): "never overwrites",
    }.items():
        with pytest.raises(RefusedError, match=said):
            write(tmp_path, [*changes, wrong])
        assert contents(tmp_path) == before
    write(tmp_path, [*changes, Change("a", b"a", b"A")])
    assert contents(tmp_path) == {"a": b"A", "b/d": b"C", "new/folder/d": b"d"}


# --- new records ------------------------------------------------------------------------------------------------------


def test_a_new_meeting_says_by_itself_what_is_still_to_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site_config.yaml", folder)
    typed = ("new", "meeting", "2023-05-10", "-p", "Knife crime predictions", "--new-project", "Missing people")
    status, output = _said(folder, *typed)
    reviews = [f"content/reviews/2023-05-10/{id}.md" for id in ("knife-crime", "missing-people")]
    made = ["content/meetings/2023-05-10.md", *reviews, "content/projects/missing-people.md"]
    assert (status, output) == (0, " ".join(made))
    text = (folder / made[1]).read_text("utf-8")
    assert "discussed: 3\n" in text
    assert "#  2023-02-08/knife-crime#request-return: …  # Come back" in text
    archive, problems = opened(folder)
    assert archive
    assert {(p.span.file, p.span.excerpt.strip(" -")) for p in problems if "…" not in p.span.excerpt} == {
        (path, "why: >") for path in reviews
    }
    assert {p.span.file for p in problems} == {*made}
    for path in made:  # written as the comments say
        text = (folder / path).read_text("utf-8")
        for field, value in {"stage": "update", "outcome": "A", "kind": "analysis", "chair": "Jamie Grace"}.items():
            text = text.replace(f"{field}: …", f"{field}: {value}")
        text = text.replace("#answers:", "answers:").replace(
            "#  2023-02-08/knife-crime#request-return: …", "  2023-02-08/knife-crime#request-return: fully"
        )
        kept = [
            line
            for line in text.splitlines()
            if line.strip("- ") != "…" and not line.endswith(": …") and line != "why: >"
        ]
        (folder / path).write_text("\n".join([*kept, "It is useful.\n"]), "utf-8")
    assert _said(folder, "check")[1] == "17 records read: no problems."
    assert "request-return" not in _said(folder, "requests", "--open", "-p", "knife-crime")[1]


def test_a_scheduled_meeting_becomes_a_held_one(tmp_path: Path) -> None:
    folder = write_archive(tmp_path, {})
    assert _said(folder, "requests")[1].startswith("There are no such requests.")
    assert _said(folder, "new", "meeting", "2024-04-09", "--scheduled", "--new-project", "Kerbs")[0] == 0
    project = folder / "content/projects/kerbs.md"
    project.write_text(project.read_text("utf-8").replace("…", "model", 1).replace("…", "It counts."), "utf-8")
    assert _said(folder, "check")[1] == "2 records read: no problems."
    status, output = _said(folder, "new", "meeting", "2024-04-09")
    assert (status, output) == (0, "content/meetings/2024-04-09.md content/reviews/2024-04-09/kerbs.md")
    assert "status: scheduled" not in (folder / "content/meetings/2024-04-09.md").read_text("utf-8")
    assert "discussed: 2\n" in (folder / "content/reviews/2024-04-09/kerbs.md").read_text("utf-8")


def test_what_was_not_announced_comes_before_the_close_with_the_next_number(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site_config.yaml", folder)
    meeting = folder / "content/meetings/2023-05-10.md"
    announced = ("new", "meeting", "2023-05-10", "-p", "knife-crime")
    assert _said(folder, *announced, "--scheduled")[0] == 0
    before = meeting.read_text("utf-8").partition("\n---\n")[2]
    assert _said(folder, *announced, "-p", "rfsdi-iom", "--new-project", "Missing people")[0] == 0
    after = meeting.read_text("utf-8").partition("\n---\n")[2]
    close = "\n## Meeting Close"
    assert after == before.replace(close, f"\n## 5. RFSDi / IOM predictive model\n\n## 6. Missing people\n{close}")
    for id, item in {"knife-crime": 3, "rfsdi-iom": 5, "missing-people": 6}.items():
        assert f"discussed: {item}\n" in (folder / f"content/reviews/2023-05-10/{id}.md").read_text("utf-8")


def test_a_number_of_another_item_is_not_taken_for_another_name_of_the_project(tmp_path: Path) -> None:
    records = {
        "projects/kerbs.md": "---\ntitle: Kerbs\n---\n",
        "meetings/2024-01-10.md": "---\nstatus: held\n---\n\n## 1. Cameras\n\n## 2. Kerbs, again\n",
        "reviews/2024-01-10/kerbs.md": REVIEW.format(""),
    }
    output = _said(write_archive(tmp_path, records), "check")[1]
    assert "hint: if that was item 2, write discussed: 2 in its review; else add this name to the aliases" in output


@pytest.mark.parametrize(
    "name", ["new", "new meeting", "new review", "new project", "requests", "rename project", "remove"]
)
def test_the_help_of_each_command_has_an_example(name: str) -> None:
    assert f" candour {name} " in _said(ROOT, *name.split(), "--help")[1] or name == "new"
