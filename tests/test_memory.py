"""What a build remembers: nothing is done twice, and an incremental build is never another than a clean one."""

import hashlib
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from built import ROOT, write_archive

import candour
from candour.graph.check import check_archive
from candour.memory import Built, Memory, Options
from candour.model.config import Config
from candour.pipeline import build
from candour.reading.archive import Read, read_one
from candour.reading.files import RecordFile
from candour.site.folder import work_folder

RECORDS = {
    "meetings/2024-01-02.md": "---\npresent: {members: [Ann Other]}\n---\n\n## 1. Old name\n",
    "projects/alpha.md": "---\ntitle: Old name\n---\n\n## Summary\n\nDoes something.\n",
    "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
}
USUAL = Options(offline=True)
"""Without the search, which takes most of the time and is remembered by nobody."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with its site; to be copied, not to be changed."""
    folder = write_archive(tmp_path_factory.mktemp("memory") / "archive", RECORDS)
    (folder / "static/root").mkdir(parents=True)
    (folder / "static/root/robots.txt").write_text("User-agent: *\n")
    assert build(folder, folder / "output", options=USUAL).hash
    return folder


@pytest.fixture
def archive(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "archive", symlinks=True))


def left_alone(archive: Path, options: Options = USUAL) -> Built | None:
    return Memory(archive, archive / "output", options).unchanged()


def test_a_build_of_the_same_files_has_nothing_to_do_and_says_what_the_last_one_said(archive: Path) -> None:
    again = build(archive, archive / "output", options=USUAL)
    assert left_alone(archive) == again
    assert again.hash
    assert again.records == 3


def test_a_site_is_known_in_the_folder_that_a_build_is_started_in(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive / "output")
    assert Memory(archive, Path(), USUAL).unchanged()


def test_warnings_are_shown_again_though_nothing_is_read(archive: Path) -> None:
    path = archive / "content/reviews/2024-01-02/alpha.md"
    path.write_text(path.read_text().partition("## ")[0])
    built = build(archive, archive / "output", options=USUAL)
    assert built.hash
    assert built.problems
    assert left_alone(archive) == built


def same_times(path: Path, content: bytes) -> None:
    """Writes it, and lets the file look as old as it was."""
    facts = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def of_one_letter(path: Path) -> None:
    content = path.read_bytes()
    at = next(place for place, byte in enumerate(content) if chr(byte).isalpha())
    same_times(path, content[:at] + (b"x" if content[at] != ord("x") else b"y") + content[at + 1 :])


def written(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("a {}")


def linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a letter of a record, and its time is the same": lambda a: of_one_letter(a / "content/projects/alpha.md"),
    "the configuration": lambda a: of_one_letter(a / "site_config.yaml"),
    "a record has another name": lambda a: (a / "content/projects/alpha.md").rename(a / "content/projects/beta.md"),
    "a record is gone": lambda a: (a / "content/projects/alpha.md").unlink(),
    "a file that no record can be": lambda a: (a / "content/notes.xls").touch(),
    "a folder with nothing in it": lambda a: (a / "content/meeting").mkdir(),
    "a link": lambda a: (a / "content/link.md").symlink_to("nowhere"),
    "a setting's file of another name": lambda a: (a / "site_config.yml").touch(),
    "a setting's file in capitals": lambda a: (a / "SITE_CONFIG.md").touch(),
    "a file that is published as it is": lambda a: of_one_letter(a / "static/root/robots.txt"),
    "a template": lambda a: written(a / "templates/home.html"),
    "a style": lambda a: written(a / "static/css/10-base.css"),
    "a page, and its time is the same": lambda a: of_one_letter(a / "output/index.html"),
    "a page is gone": lambda a: (a / "output/about/index.html").unlink(),
    "a file of somebody else": lambda a: (a / "output/notes.txt").touch(),
    "a page that nobody may read": lambda a: (a / "output/index.html").chmod(0o600),
    "a page that may be run": lambda a: (a / "output/index.html").chmod(0o755),
    "a folder that nobody may open": lambda a: (a / "output/about").chmod(0o700),
    "a site that nobody may open": lambda a: (a / "output").chmod(0o700),
    "an empty folder in the site": lambda a: (a / "output/new").mkdir(),
    "a link in the site's place": lambda a: linked(a / "output"),
    "the manifest": lambda a: of_one_letter(a / "output/manifest.json"),
    "no site": lambda a: shutil.rmtree(a / "output"),
    "a build that was killed": lambda a: (work_folder(a / "output") / "next").mkdir(),
    "another site": lambda a: build(write_archive(a / "b", {}), a / "output", options=USUAL),
    "no memory": lambda a: (work_folder(a / "output") / "memory.sqlite").unlink(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_build_leaves_at_once_only_if_nothing_is_other_than_it_was(archive: Path, what: str) -> None:
    assert left_alone(archive)
    CHANGES[what](archive)
    assert left_alone(archive) is None


@pytest.mark.parametrize(
    "options",
    [
        replace(USUAL, commit="4f2a"),
        replace(USUAL, styleguide=True),
        replace(USUAL, url="https://example.com/"),
        replace(USUAL, repository="a/b"),
        replace(USUAL, offline=False),
        replace(USUAL, with_drafts=True),
    ],
)
def test_a_build_with_other_options_is_another_build(archive: Path, options: Options) -> None:
    assert left_alone(archive, options) is None


def test_another_engine_remembers_nothing(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(candour.__file__).parent.parent
    for name in ("candour", "templates", "static"):
        shutil.copytree(home / name, tmp_path / "engine" / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(candour, "__file__", str(tmp_path / "engine/candour/__init__.py"))
    assert left_alone(archive)
    (tmp_path / "engine/candour/__pycache__").mkdir()
    assert left_alone(archive)
    of_one_letter(tmp_path / "engine/templates/home.html")
    assert left_alone(archive) is None


def test_another_version_of_a_library_remembers_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib/unheard_of-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "lib")])
    assert left_alone(archive) is None
    monkeypatch.undo()
    monkeypatch.setattr(sys, "version", "3.99")
    assert left_alone(archive) is None


def reads_of(archive: Path, edit: Callable[[], object]) -> list[str]:
    """The files that a build has to read after the edit."""
    read: list[str] = []
    edit()
    with Memory(archive, archive / "output", USUAL) as before:

        def noted(file: RecordFile, config: Config | None, settings: bytes) -> Read:
            read.append(file.path)
            return read_one(file, config)

        check_archive(archive, read=before.reading(noted))
    return read


def test_after_an_edit_only_that_record_is_read_again(archive: Path) -> None:
    path = archive / "content/projects/alpha.md"
    assert reads_of(archive, lambda: path.write_text(path.read_text() + "\n")) == ["content/projects/alpha.md"]


def test_what_another_process_has_read_is_known(archive: Path) -> None:
    """Python orders sets otherwise in every process."""
    path = archive / "content/projects/alpha.md"
    for seed in "12":
        path.write_text(path.read_text() + "\n")
        command = [sys.executable, str(ROOT / "build.py"), "build", "--offline", "--quiet", "--archive", str(archive)]
        done = subprocess.run(
            [*command, "--output", str(archive / "output")], env={**os.environ, "PYTHONHASHSEED": seed}, check=False
        )
        assert done.returncode == 0
    assert reads_of(archive, lambda: path.write_text(path.read_text() + "\n")) == ["content/projects/alpha.md"]


def test_after_an_edit_of_the_configuration_every_record_is(archive: Path) -> None:
    path = archive / "site_config.yaml"
    assert len(reads_of(archive, lambda: path.write_text(path.read_text() + "language: en-GB\n"))) >= 3


def spoilt(kept: Path, how: str) -> None:
    content = kept.read_bytes()
    if how == "half of it":
        kept.write_bytes(content[: len(content) // 2])
    elif how == "empty":
        kept.write_bytes(b"")
    elif how == "no letters":
        kept.write_bytes(content.replace(b"CREATE TABLE", b"CREATE \xe8\xe8BLE"))
    elif how == "text":
        kept.write_text("This is no database.")
    elif how == "a folder":
        kept.unlink()
        kept.mkdir()
    elif how == "a byte of each value":
        with sqlite3.connect(kept) as database:
            for key, value in database.execute("SELECT key, value FROM kept").fetchall():
                changed = value[:-5] + bytes([value[-5] ^ 1]) + value[-4:]
                database.execute("UPDATE kept SET value = ? WHERE key = ?", (changed, key))
    elif how == "values exchanged":
        with sqlite3.connect(kept) as database:
            rows = database.execute("SELECT key, value FROM kept").fetchall()
            for (key, _), (_, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
                database.execute("UPDATE kept SET value = ? WHERE key = ?", (value, key))
    elif how == "another table":
        with sqlite3.connect(kept) as database:
            database.execute("ALTER TABLE kept RENAME TO other")
            database.execute("CREATE TABLE kept (a, b, c)")
    else:
        by = Random(how)
        spoilt = bytearray(content)
        for _ in range(40):
            spoilt[by.randrange(len(spoilt))] = by.randrange(256)
        kept.write_bytes(spoilt)


@pytest.mark.parametrize(
    "how",
    [
        "half of it",
        "empty",
        "text",
        "a folder",
        "a byte of each value",
        "values exchanged",
        "no letters",
        "another table",
        "bytes 1",
        "bytes 2",
        "bytes 3",
    ],
)
def test_a_memory_that_is_damaged_is_made_anew_in_silence(archive: Path, how: str) -> None:
    path = archive / "content/projects/alpha.md"
    path.write_text(path.read_text().replace("Old", "New"))
    spoilt(work_folder(archive / "output") / "memory.sqlite", how)
    built = build(archive, archive / "output", options=USUAL)
    assert built.hash == build(archive, archive.parent / "clean", options=USUAL).hash
    assert build(archive, archive / "output", options=USUAL).hash == built.hash
    assert how == "a folder" or left_alone(archive)


class _Hostile:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(Path(os.environ["HOSTILE"]) / "was-run"),)


def test_a_memory_of_somebody_else_can_run_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOSTILE", str(tmp_path))
    payload = pickle.dumps(_Hostile())
    with sqlite3.connect(work_folder(archive / "output") / "memory.sqlite") as database:
        for (key,) in database.execute("SELECT key FROM kept").fetchall():
            value = hashlib.sha256(key.encode() + payload).digest() + payload
            database.execute("UPDATE kept SET value = ? WHERE key = ?", (value, key))
    assert left_alone(archive) is None
    assert build(archive, archive / "output", options=USUAL).hash
    assert not (tmp_path / "was-run").exists()


def test_nothing_is_kept_of_files_that_changed_while_the_build_read_them(archive: Path) -> None:
    path, meanwhile = archive / "content/projects/alpha.md", "the words of a moment"

    def changes_it(stage: str, done: int, of: int) -> None:
        if stage == "Rendering" and not done:
            before = path.read_bytes()
            path.write_text(meanwhile)
            same_times(path, before)  # as if nothing had been

    (archive / "content/projects/beta.md").write_text(path.read_text().replace("Old", "Other"))
    assert build(archive, archive / "output", changes_it, options=USUAL).hash
    assert left_alone(archive) is None


def test_nothing_is_kept_when_the_engine_has_changed_since_it_was_loaded(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (archive / "content/projects/beta.md").write_text("---\ntitle: Beta\n---\n")
    loaded = Memory(archive, archive / "output", USUAL)
    monkeypatch.setattr(sys, "version", "3.99")
    assert build(archive, archive / "output", options=USUAL, memory=loaded).hash
    assert left_alone(archive) is None


def test_an_engine_of_links_is_what_they_lead_to(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(candour.__file__).parent.parent
    (tmp_path / "engine").mkdir()
    for name in ("candour", "templates", "static"):
        shutil.copytree(home / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        (tmp_path / "engine" / name).symlink_to(tmp_path / name)
    monkeypatch.setattr(candour, "__file__", str(tmp_path / "engine/candour/__init__.py"))
    assert left_alone(archive)
    of_one_letter(tmp_path / "candour/pages/words.py")
    assert left_alone(archive) is None


def test_a_search_index_that_was_touched_is_made_anew(archive: Path) -> None:
    output = archive / "output"
    build(archive, output)
    before = (output / "pagefind/words.txt").read_bytes()
    (output / "pagefind/words.txt").write_text("nonsense")
    build(archive, output)
    assert (output / "pagefind/words.txt").read_bytes() == before


def test_an_error_leaves_what_was_kept(archive: Path) -> None:
    path = archive / "content/projects/alpha.md"
    before = path.read_bytes()
    path.write_text("nothing that can be read")
    assert not build(archive, archive / "output", options=USUAL).hash
    path.write_bytes(before)
    assert left_alone(archive)


def test_what_no_record_was_read_as_any_more_is_forgotten(archive: Path) -> None:
    def kept() -> int:
        with sqlite3.connect(work_folder(archive / "output") / "memory.sqlite") as database:
            return int(database.execute("SELECT count(*) FROM kept").fetchone()[0])

    before, path = kept(), archive / "content/projects/alpha.md"
    for number in range(3):
        path.write_text(path.read_text() + f"\n{number}\n")
        build(archive, archive / "output", options=USUAL)
    assert kept() == before


def test_whatever_is_edited_the_next_build_is_that_of_a_clean_one(archive: Path) -> None:
    by = Random(0)
    texts = [*(archive / "content").rglob("*.md")]
    for _ in range(6):
        path = by.choice(texts)
        path.write_text(path.read_text() + f"\nA sentence with {by.randrange(99)}.\n")
        incremental = build(archive, archive / "output", options=USUAL)
        clean = build(archive, archive.parent / f"clean-{by.random()}", options=USUAL)
        assert incremental == clean
