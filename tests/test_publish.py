"""Publishing on a real file system: real kills, real mounts where the tests may mount, real readers during a swap."""

import errno
import hashlib
import json
import os
import random
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from built import write_archive

import candour
from candour.pipeline import build
from candour.problems import Problem
from candour.site import publishing as publish
from candour.site.manifest import MANIFEST, OutFile, Written, manifest_hash, manifest_of, manifest_paths
from candour.site.publishing import exchange, open_stage, write_files

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step, and mounted, here")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals, links and modes")


def site(word: str, pages: int = 2) -> tuple[OutFile, ...]:
    """A small site in which every file says the same word, and some paths depend on it."""
    paths = ["index.html", "404.html", f"only-{word}/index.html", f"deep/{word}/er/page.html", f"kind/{word}"]
    return tuple(OutFile(path, word.encode() * 100) for path in paths + [f"p/{n}/index.html" for n in range(pages)])


def published(output: Path, files: tuple[OutFile, ...], **options: Any) -> tuple[Problem, ...]:
    with open_stage(output, **options) as stage:
        if stage.problems:
            return stage.problems
        written = write_files(stage, files)
        return (written,) if isinstance(written, Problem) else exchange(stage, manifest_of(written))


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if not p.is_dir()}


def word_of(output: Path) -> str:
    """Which site is published; fails unless it is whole: exactly the manifest's files, each with its bytes and hash."""
    found = contents(output)
    files = json.loads(found[MANIFEST])["files"]
    assert found.keys() == {*files, MANIFEST}
    for path, entry in files.items():
        assert (len(found[path]), hashlib.sha256(found[path]).hexdigest()) == (entry["bytes"], entry["sha256"])
    word = found["index.html"][: len(found["index.html"]) // 100].decode()
    assert found == {f.path: f.content for f in site(word)} | {MANIFEST: manifest_of(site(word))}
    return word


def work(output: Path) -> Path:
    return output.with_name(f".{output.name}.work")


def leftovers(output: Path) -> list[str]:
    return sorted(p.name for p in work(output).iterdir() if p.name != "lock")


def only(problems: tuple[Problem, ...], name: str) -> str:
    """The one problem's message and hint; every problem of this module has a next step."""
    assert [p.name for p in problems] == [name]
    assert problems[0].hint
    return f"{problems[0].message} | {problems[0].hint}"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture(params=["one-step", "two-renames"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of putting the new site in place."""
    if request.param == "two-renames":
        monkeypatch.setattr(publish, "_swapped_in_one_step", lambda one, other: False)
    return str(request.param)


# The manifest


def index_of(*names: str) -> list[Written]:
    return [Written(f"pagefind/{name}", 1, "0" * 64) for name in names]


def test_the_manifest_is_the_same_bytes_in_whatever_order_the_files_come() -> None:
    files = site("a")
    assert manifest_of(files, index_of("b", "a")) == manifest_of(files[::-1], index_of("a", "b"))


def test_the_manifest_gives_path_size_and_hash_of_every_file() -> None:
    read = json.loads(manifest_of([OutFile("b/é.html", b"abc"), OutFile("a", b"")], index_of("x")))
    assert list(read["files"]) == ["a", "b/é.html"]
    assert read["files"]["b/é.html"] == {"bytes": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}
    assert read["index"] == {"pagefind/x": {"bytes": 1, "sha256": "0" * 64}}


def test_the_hash_leaves_out_the_search_index_and_nothing_else() -> None:
    one = manifest_of(site("a"))
    assert manifest_hash(one) == manifest_hash(manifest_of(site("a"), index_of("x")))
    assert manifest_hash(one) != manifest_hash(manifest_of(site("b")))
    assert manifest_hash(one) != manifest_hash(manifest_of(site("a")[1:]))


@pytest.mark.parametrize(
    ("files", "index"),
    [
        ([OutFile("a", b""), OutFile("a", b"")], []),
        ([OutFile("pagefind/a", b"")], index_of("a")),
        ([OutFile(MANIFEST, b"")], []),
        ([], [Written(MANIFEST, 1, "0" * 64)]),
    ],
)
def test_two_files_for_one_path_are_our_bug(files: list[OutFile], index: list[Written]) -> None:
    with pytest.raises(ValueError, match="two files want the path"):
        manifest_of(files, index)


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "a/", "./a", "a\\..\\b", "C:\\x", "a\0b"]
)
def test_a_path_that_would_leave_the_site_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside the site"):
        OutFile(path, b"")


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"files": {}}',
        b'{"files": [], "index": []}',
        b'{"files": {}, "index": [1]}',
        b'{"files": {"a": "b"}, "index": []}',
        b'{"files": {"a": {"bytes": 1, "sha256": "short"}}, "index": []}',
        b'{"files": {}, "index": [], "icons": []}',
    ],
)
def test_another_kind_of_manifest_is_not_taken_for_ours(manifest: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        manifest_paths(manifest)


# The ordinary way


def test_a_first_site_is_published_with_its_manifest(output: Path) -> None:
    assert published(output, site("a")) == ()
    assert word_of(output) == "a"
    assert leftovers(output) == []


def test_folders_above_the_output_are_made(tmp_path: Path) -> None:
    assert published(tmp_path / "not" / "yet" / "site", site("a")) == ()
    assert word_of(tmp_path / "not" / "yet" / "site") == "a"


def test_a_new_site_replaces_the_old_one_whole(output: Path, either_way: str) -> None:
    for word in "abab":
        assert published(output, site(word)) == ()
        assert word_of(output) == word
        assert leftovers(output) == []
    assert not list(output.rglob("only-a"))


def test_a_site_without_pages_can_be_published_and_replaced(output: Path) -> None:
    assert published(output, ()) == ()
    assert published(output, site("a")) == ()
    assert word_of(output) == "a"


def test_the_search_index_is_published_and_replaced_with_the_rest(output: Path) -> None:
    for word in "ab":
        with open_stage(output) as stage:
            assert not isinstance(write_files(stage, site(word)), Problem)
            (stage.folder / "pagefind").mkdir(mode=0o700)
            (stage.folder / "pagefind" / f"{word}.pf_fragment").write_bytes(os.urandom(8))
            assert exchange(stage, manifest_of(site(word), index_of(f"{word}.pf_fragment"))) == ()
        assert [p.name for p in (output / "pagefind").iterdir()] == [f"{word}.pf_fragment"]


def test_empty_folders_are_in_nobodys_way(output: Path) -> None:
    (output / "empty" / "emptier").mkdir(parents=True)
    assert published(output, site("a")) == ()
    (output / "empty" / "again").mkdir(parents=True)
    assert published(output, site("b")) == ()
    assert word_of(output) == "b"
    assert not (output / "empty").exists()


def test_a_page_edited_or_deleted_by_hand_is_still_ours_and_comes_back(output: Path, either_way: str) -> None:
    published(output, site("a"))
    (output / "index.html").write_text("edited")
    (output / "404.html").unlink()
    assert published(output, site("a")) == ()
    assert word_of(output) == "a"


def test_the_output_may_be_given_from_the_folder_it_is_in(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(output, site("a"))
    monkeypatch.chdir(output.parent)
    assert published(Path("output"), site("b")) == ()
    assert published(Path("output/p/.."), site("a")) == ()
    assert word_of(output) == "a"
    assert sorted(p.name for p in output.parent.iterdir()) == [".output.work", "output"]


def test_without_an_exchange_the_old_site_stays_and_the_stage_goes(output: Path) -> None:
    published(output, site("a"))
    with open_stage(output) as stage:
        write_files(stage, site("b"))
    assert word_of(output) == "a"
    assert leftovers(output) == []


def test_an_exception_between_the_steps_leaves_the_old_site_and_no_stage(output: Path) -> None:
    published(output, site("a"))

    def files() -> Iterator[OutFile]:
        yield from site("b")
        raise KeyError

    with pytest.raises(KeyError), open_stage(output) as stage:
        write_files(stage, files())
    assert word_of(output) == "a"
    assert leftovers(output) == []
    assert published(output, site("b")) == ()


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_do_not_depend_on_the_umask(output: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        published(output, site("a"))
    finally:
        os.umask(before)
    modes = {p.is_dir(): set[int]() for p in output.rglob("*")}
    for path in (output, *output.rglob("*")):
        modes[path.is_dir()].add(stat.S_IMODE(path.stat().st_mode))
    assert modes == {True: {0o755}, False: {0o644}}


@pytest.mark.parametrize("paths", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_files_in_each_others_way_are_our_bug(output: Path, paths: tuple[str, str]) -> None:
    with open_stage(output) as stage, pytest.raises(ValueError, match="in the way of another file"):
        write_files(stage, [OutFile(path, b"") for path in paths])


@pytest.mark.parametrize("named", [site("a")[1:], (*site("a"), OutFile("more", b""))])
def test_a_manifest_that_is_not_of_the_staged_files_is_our_bug(output: Path, named: tuple[OutFile, ...]) -> None:
    published(output, site("b"))
    with open_stage(output) as stage:
        write_files(stage, site("a"))
        with pytest.raises(ValueError, match="the manifest and the staged files differ"):
            exchange(stage, manifest_of(named))
    assert word_of(output) == "b"


@posix_only
def test_a_link_in_the_stage_is_our_bug(output: Path) -> None:
    with open_stage(output) as stage:
        write_files(stage, site("a"))
        (stage.folder / "link").symlink_to("/etc/passwd")
        with pytest.raises(ValueError, match="link"):
            exchange(stage, manifest_of(site("a")))


@pytest.mark.slow
def test_two_thousand_pages_take_seconds_not_minutes(output: Path) -> None:
    files = tuple(OutFile(f"p/{n}/index.html", b"x" * 3000) for n in range(2_000))
    started = time.monotonic()
    assert published(output, files) == ()
    assert published(output, files) == ()
    assert time.monotonic() - started < 20  # under a second on a quiet machine; what is caught here is a fsync a file


# What is not ours


def test_files_of_someone_else_stop_publishing_before_the_work_begins(output: Path) -> None:
    output.mkdir()
    for n in range(8):
        (output / f"letter-{n}.txt").write_text("mine")
    with open_stage(output) as stage:
        told = only(stage.problems, "output-foreign-file")
        assert not stage.folder.exists()
    assert "output/letter-0.txt, " in told
    assert "output/letter-4.txt and more." in told
    assert "letter-5" not in told
    assert "choose another folder" in told.lower()
    assert len(contents(output)) == 8


def test_a_file_added_to_our_site_is_named_and_nothing_is_touched(output: Path, either_way: str) -> None:
    published(output, site("a"))
    (output / "p" / "notes.txt").write_text("mine")
    told = only(published(output, site("b")), "output-foreign-file")
    assert "output/p/notes.txt." in told
    assert "static/root/" in told
    (output / "p" / "notes.txt").unlink()
    assert word_of(output) == "a"


def test_a_file_added_while_the_site_is_built_stops_the_exchange(output: Path) -> None:
    published(output, site("a"))
    with open_stage(output) as stage:
        assert not isinstance(write_files(stage, site("b")), Problem)
        (output / "CNAME").write_text("mine")
        assert "output/CNAME" in only(exchange(stage, manifest_of(site("b"))), "output-foreign-file")
    (output / "CNAME").unlink()
    assert word_of(output) == "a"
    assert leftovers(output) == []


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"name": "a web app"}'])
def test_a_site_whose_manifest_is_damaged_is_not_taken_for_ours(output: Path, damage: str) -> None:
    published(output, site("a"))
    (output / MANIFEST).write_text(damage)
    told = only(published(output, site("b")), "output-foreign-file")
    assert "404.html" in told
    assert "lost its manifest.json" in told
    assert (output / "index.html").read_bytes() == b"a" * 100


def test_a_manifest_that_points_outside_deletes_nothing_there(output: Path) -> None:
    outside = output.parent / "outside.txt"
    outside.write_text("mine")
    published(output, site("a"))
    (output / MANIFEST).write_bytes(
        manifest_of(site("a"), [Written("../outside.txt", 1, "0" * 64), Written(str(outside), 1, "0" * 64)])
    )
    assert published(output, site("b")) == ()
    assert outside.read_text() == "mine"


@posix_only
@pytest.mark.parametrize("name", ["404.html", "p", MANIFEST])
def test_a_link_in_the_output_is_not_ours_even_where_all_our_files_are_behind_it(output: Path, name: str) -> None:
    published(output, site("a"))
    elsewhere = (output / name).rename(output.parent / "elsewhere")
    (output / name).symlink_to(elsewhere)
    assert f"output/{name}" in only(published(output, site("b")), "output-foreign-file")
    (output / name).unlink()
    elsewhere.rename(output / name)
    assert word_of(output) == "a"


@posix_only
@pytest.mark.parametrize("name", ["pipe", MANIFEST])
def test_a_pipe_in_the_output_is_not_ours_and_nobody_waits_for_it(output: Path, name: str) -> None:
    published(output, ())
    (output / MANIFEST).unlink(missing_ok=name == MANIFEST)
    os.mkfifo(output / name)
    assert name in only(published(output, site("b")), "output-foreign-file")


@posix_only
@pytest.mark.parametrize("target", ["folder", "missing"])
def test_an_output_that_is_a_link_is_left_alone(output: Path, target: str) -> None:
    (output.parent / "folder").mkdir()
    output.symlink_to(target)
    assert "not a plain folder" in only(published(output, site("a")), "output-foreign-file")
    assert output.readlink() == Path(target)
    assert contents(output.parent / "folder") == {}


def test_an_output_that_is_a_file_is_left_alone(output: Path) -> None:
    output.write_text("mine")
    assert "not a plain folder" in only(published(output, site("a")), "output-foreign-file")
    assert output.read_text() == "mine"


@linux_only
def test_a_name_that_would_upset_a_terminal_is_told_in_plain_characters(output: Path) -> None:
    output.mkdir()
    (output / os.fsdecode(b"caf\xe9\n\x1b[31m")).write_text("mine")
    told = only(published(output, site("a")), "output-foreign-file")
    assert r"output/caf\udce9\n\x1b[31m" in told
    told.encode()


@pytest.mark.parametrize("before", ["a site", "an empty folder"])
def test_a_file_that_appears_at_the_moment_of_the_exchange_is_kept_until_its_owner_takes_it(
    output: Path, before: str, either_way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before == "a site":
        published(output, site("a"))
    else:
        output.mkdir()
    swap = publish._swap

    def swap_a_moment_too_late(stage: publish.Stage) -> None:
        (output / "p").mkdir(exist_ok=True)
        (output / "p" / "notes.txt").write_text("mine")
        swap(stage)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "_swap", swap_a_moment_too_late)
        told = only(published(output, site("b")), "output-foreign-file")
    kept = work(output) / "old" / "p" / "notes.txt"
    assert told.startswith("The new site is published, but")
    assert kept.as_posix() in told
    assert word_of(output) == "b"
    assert contents(work(output) / "old") == {"p/notes.txt": b"mine"}

    for _ in range(2):
        told = only(published(output, site("a")), "output-foreign-file")
        assert kept.as_posix() in told
        assert kept.read_text() == "mine"
        assert word_of(output) == "b"
    kept.rename(output.parent / "notes.txt")
    assert published(output, site("a")) == ()
    assert word_of(output) == "a"
    assert leftovers(output) == []


@linux_only
def test_a_file_that_appears_in_the_exchange_is_kept_even_when_the_build_is_stopped_right_after_it(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output.mkdir()
    real = publish._swapped_in_one_step

    def stopped(one: Path, other: Path) -> bool:
        (output / "notes.txt").write_text("mine")
        if not real(one, other):
            pytest.skip("this file system cannot exchange folders in one step")
        raise KeyboardInterrupt

    monkeypatch.setattr(publish, "_swapped_in_one_step", stopped)
    with pytest.raises(KeyboardInterrupt):
        published(output, site("a"))
    assert word_of(output) == "a"
    assert contents(work(output) / "old") == {"notes.txt": b"mine"}


# Two at once


@posix_only
def test_a_second_build_says_that_it_waits_and_then_goes_on(output: Path) -> None:
    waiting = threading.Event()
    results: list[tuple[Problem, ...]] = []

    def second() -> None:
        results.append(published(output, site("b"), on_wait=waiting.set))

    with open_stage(output) as stage:
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        write_files(stage, site("a"))
        assert exchange(stage, manifest_of(site("a"))) == ()
        assert word_of(output) == "a"
    thread.join(10)
    assert results == [()]
    assert word_of(output) == "b"


def test_a_second_build_gives_up_after_a_while_and_leaves_the_first_alone(output: Path) -> None:
    waits: list[bool] = []
    with open_stage(output) as stage:
        write_files(stage, site("a"))
        told = only(published(output, site("b"), wait_seconds=0.2, on_wait=lambda: waits.append(True)), "output-busy")
        assert "Another build" in told
        assert exchange(stage, manifest_of(site("a"))) == ()
    assert waits == [True]
    assert word_of(output) == "a"


def test_nobody_waits_when_nobody_builds(output: Path) -> None:
    assert published(output, site("a"), wait_seconds=0, on_wait=lambda: pytest.fail("waited")) == ()


@posix_only
def test_a_program_that_outlives_its_build_keeps_the_stage_to_itself(output: Path) -> None:
    with open_stage(output) as stage:
        program = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[stage.lock])
    with program:
        only(published(output, site("a"), wait_seconds=0), "output-busy")
        program.communicate(b"\n")
    assert published(output, site("a"), wait_seconds=0) == ()


# Faults


def failing(error: int, when: Callable[[Path], bool], real: Callable[..., Any]) -> Callable[..., Any]:
    def maybe(path: Path, *arguments: Any, **options: Any) -> Any:
        if when(path):
            raise OSError(error, os.strerror(error), str(path))
        return real(path, *arguments, **options)

    return maybe


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "output-unwritable"),
        (errno.EPERM, "output-unwritable"),
        (errno.EROFS, "output-unwritable"),
        (errno.EIO, "output-unwritable"),
        (errno.EINVAL, "output-unwritable"),  # a name the file system does not take: no rename, so no matter of disks
    ],
)
@pytest.mark.parametrize("where", ["lock", "404.html", MANIFEST])
def test_a_file_that_cannot_be_written_is_a_problem_and_the_old_site_stays(
    output: Path, error: int, name: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(output, site("a"))
    with monkeypatch.context() as patch:
        in_the_way = failing(error, lambda path: path.name == where and work(output) in path.parents, Path.open)
        patch.setattr(Path, "open", in_the_way)
        told = only(published(output, site("b")), name)
    assert name == "disk-full" or (os.strerror(error) in told and where in told)
    assert word_of(output) == "a"
    assert leftovers(output) == []
    assert published(output, site("b")) == ()


@pytest.mark.parametrize("where", ["next", "output"])
def test_a_rename_across_disks_is_a_problem_and_the_old_site_stays(
    output: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(output, site("a"))
    (output / "404.html").unlink()  # as it was means: also without what its owner took away
    before = contents(output)

    def rename(path: Path, target: Path) -> Path:
        if path.name == where and (target == output or where == "output"):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(path), None, str(target))
        os.rename(path, target)  # noqa: PTH104
        return target

    with monkeypatch.context() as patch:
        patch.setattr(publish, "_swapped_in_one_step", lambda one, other: False)
        patch.setattr(Path, "rename", rename)
        only(published(output, site("b")), "output-unwritable")
    assert contents(output) == before
    assert leftovers(output) == []


def test_an_old_site_that_cannot_be_removed_is_told_and_removed_next_time(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(output, site("a"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", failing(errno.EACCES, lambda path: path.name == "404.html", Path.unlink))
        told = only(published(output, site("b")), "output-unwritable")
    assert told.startswith("The new site is published, but the previous one cannot be removed")
    assert word_of(output) == "b"
    assert leftovers(output) == ["old"]
    assert published(output, site("a")) == ()
    assert leftovers(output) == []


def test_an_output_below_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for output in (tmp_path / "file" / "output", tmp_path / "file" / "deeper" / "output"):
        assert "file" in only(published(output, site("a")), "output-unwritable")


@pytest.mark.parametrize("name", [".output.work", ".output.work/lock", ".output.work/next"])
def test_something_else_in_the_place_of_the_working_files_is_a_problem(output: Path, name: str) -> None:
    place = output.parent / name
    place.parent.mkdir(exist_ok=True)
    place.mkdir() if name.endswith("lock") else place.write_text("")
    only(published(output, site("a")), "output-unwritable")


def test_a_stage_removed_by_hand_is_a_problem_and_the_old_site_stays(output: Path) -> None:
    published(output, site("a"))
    with open_stage(output) as stage:
        stage.folder.rmdir()
        only(exchange(stage, manifest_of(())), "output-unwritable")
    assert word_of(output) == "a"


@pytest.fixture
def mount() -> Iterator[Callable[..., None]]:
    """Mounts a file system at a folder until the test ends; skips the test where that is not allowed."""
    mounted: list[Path] = []

    def at(folder: Path, *options: str) -> None:
        folder.mkdir(exist_ok=True)
        try:
            done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
        except FileNotFoundError:
            pytest.skip("no mount command")
        if done.returncode:
            pytest.skip("mounting is not allowed here")
        mounted.append(folder)

    yield at
    for folder in reversed(mounted):
        subprocess.run(["umount", folder], check=True)


@linux_only
@pytest.mark.parametrize("full_of", ["bytes", "files"])
def test_a_disk_that_is_really_full_keeps_its_old_site(
    tmp_path: Path, mount: Callable[..., None], full_of: str
) -> None:
    mount(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m,nr_inodes=100", "tmpfs")
    output = tmp_path / "disk" / "output"
    assert published(output, site("a")) == ()
    big = OutFile("big", os.urandom(2 << 20))
    many = tuple(OutFile(f"{n}/index.html", b"") for n in range(100))
    only(published(output, (*site("b"), big) if full_of == "bytes" else many), "disk-full")
    assert word_of(output) == "a"
    assert leftovers(output) == []
    assert published(output, site("b")) == ()
    assert word_of(output) == "b"


@linux_only
def test_a_disk_that_is_read_only_keeps_its_old_site(tmp_path: Path, mount: Callable[..., None]) -> None:
    mount(tmp_path / "disk", "-t", "tmpfs", "tmpfs")
    output = tmp_path / "disk" / "output"
    published(output, site("a"))
    subprocess.run(["mount", "-o", "remount,ro", tmp_path / "disk"], check=True)
    assert os.strerror(errno.EROFS) in only(published(output, site("b")), "output-unwritable")
    assert word_of(output) == "a"


@linux_only
def test_an_output_bound_from_elsewhere_on_the_same_disk_is_told_at_the_exchange(
    output: Path, mount: Callable[..., None]
) -> None:
    (output.parent / "elsewhere").mkdir()
    mount(output, "--bind", str(output.parent / "elsewhere"))
    assert "disk of its own" in only(published(output, site("a")), "output-unwritable")
    assert contents(output) == {}
    assert leftovers(output) == []


@linux_only
@pytest.mark.parametrize("theirs", ["the site", "a folder in it", "the folder above it", "the working folder"])
def test_a_site_of_another_user_is_left_alone(theirs: str) -> None:
    if os.geteuid():
        pytest.skip("only the superuser can become somebody else")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "above" / "output"
        published(output, site("a"))
        before = contents(output)
        of = {"the site": output, "a folder in it": output / "p", "the folder above it": output.parent}
        for path in (Path(folder), *Path(folder).rglob("*")):
            os.chown(path, 65534, 65534)
        os.chown(of.get(theirs, work(output)), 0, 0)
        if theirs == "the folder above it":
            (work(output) / "lock").unlink()
            work(output).rmdir()
        os.setresuid(65534, 65534, 0)
        try:
            found = published(output, site("b"))
        finally:
            os.setresuid(0, 0, 0)
        told = only(found, "output-unwritable")
        assert told.startswith("The new site cannot be written: ")
        assert os.strerror(errno.EACCES) in told
        assert contents(output) == before


# Folders in which no site may be


@pytest.mark.parametrize(
    "place",
    [
        *("content/files", "content", "content/new/deep", "static", "static/root/site", "templates", ".git/site"),
        *(".", "..", "../..", "/", "", "output/..", "content/../static/x"),
    ],
)
def test_a_site_is_not_published_where_the_archive_is_read_from_or_over_the_archive(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = write_archive(tmp_path / "here" / "archive", {"projects/kerb.md": "---\ntitle: Kerb counts\n---\n"})
    monkeypatch.chdir(archive)
    (archive / "output").mkdir()
    before = sorted(tmp_path.rglob("*"))
    for output in (Path(place), archive / place):
        only(build(archive, output).problems, "output-misplaced")
    assert sorted(tmp_path.rglob("*")) == before


@posix_only
def test_a_link_does_not_hide_that_a_folder_is_in_the_archive(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", {"projects/kerb.md": "---\ntitle: Kerb counts\n---\n"})
    (tmp_path / "elsewhere").symlink_to(archive / "content")
    (tmp_path / "same").symlink_to(archive)
    for output in ("elsewhere/site", "same/content/site", "same"):
        only(build(archive, tmp_path / output).problems, "output-misplaced")
        only(build(tmp_path / "same", tmp_path / output).problems, "output-misplaced")


@posix_only
@pytest.mark.parametrize(
    "kind", ["a pipe", "a socket", "a folder", "a link to a file", "a link to nothing", "a device"]
)
def test_something_else_in_the_place_of_the_lock_is_a_problem_and_nobody_waits_for_it(
    output: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(output, site("a"))
    monkeypatch.chdir(work(output))  # the whole address is too long for a socket
    lock = work(output) / "lock"
    lock.unlink()
    if kind == "a pipe":
        os.mkfifo(lock)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as of_someone:
            of_someone.bind("lock")
    elif kind == "a folder":
        lock.mkdir()
    else:
        (output.parent / "file").write_text("mine")
        lock.symlink_to({"a device": "/dev/zero", "a link to nothing": "nothing"}.get(kind, "../file"))
    assert "lock" in only(published(output, site("b")), "output-unwritable")
    assert word_of(output) == "a"
    assert not (work(output) / "nothing").exists()


@posix_only
def test_a_link_in_the_place_of_the_working_folder_deletes_nothing_behind_it(output: Path) -> None:
    mine = output.parent / "mine" / "next" / "letter.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    work(output).symlink_to("mine")
    only(published(output, site("a")), "output-unwritable")
    assert mine.read_text() == "mine"


@linux_only
def test_folders_deep_inside_each_other_are_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 1200, "output")
    found = published(deep, site("a"))
    seen = (deep / "index.html").is_file()
    above = published(tmp_path / "d", site("a"))
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # pytest cannot
    assert (found, seen) == ((), True)
    assert len(only(above, "output-foreign-file")) < 2500


# Kills

PUBLISHER = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from candour.site import publishing as publish
from test_publish import published, site

def die_at(step):
    # The system tells every file operation to an audit hook before it happens. What happens inside ctypes is not told,
    # but the operations before and after it are.
    def hook(event, arguments):
        nonlocal step
        if event.split(".")[0] in ("open", "os", "shutil"):
            step -= 1
            if step == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

for line in sys.stdin:  # each line starts a child: its pid is the answer, how it ended is the answer to an empty line
    way, step, words, *output = line.split(" ", 3)
    child = os.fork()
    if not child:
        if way == "two-renames":
            publish._swapped_in_one_step = lambda one, other: False
        sites = [site(word) for word in words]
        if int(step):
            die_at(int(step))
        while True:
            for files in sites:
                if published(Path(output[0].rstrip()), files):
                    os._exit(1)
            if int(step):
                os._exit(0)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Publisher:
    """A process that starts children that publish: over and over, or until they die before their n-th operation."""

    def __init__(self) -> None:
        paths = [str(Path(candour.__file__).parents[1]), str(Path(__file__).parent)]
        command = [sys.executable, "-c", PUBLISHER.format(paths=paths)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def start(self, output: Path, words: str, way: str, step: int = 0) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{way} {step} {words} {output}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> int:
        """How the child ended: 0 when it was done, minus the signal when it was killed."""
        assert self.process.stdout
        return os.waitstatus_to_exitcode(int(self.process.stdout.readline()))


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher()
    with publisher.process:
        yield publisher
        publisher.process.communicate()


def check_after_a_kill(output: Path, words: str, way: str) -> None:
    """One whole site: at once when folders are exchanged in one step, else as soon as the next build begins."""
    if way == "one-step":
        assert word_of(output) in words
    with open_stage(output, wait_seconds=0) as stage:
        assert stage.problems == ()
        assert word_of(output) in words
        assert leftovers(output) == ["next", "scratch"]
        assert contents(stage.folder) == {}
    assert leftovers(output) == []


@linux_only
@pytest.mark.slow
@pytest.mark.parametrize("way", ["one-step", "two-renames"])
def test_killed_at_any_random_moment_the_site_is_whole(output: Path, publisher: Publisher, way: str) -> None:
    published(output, site("a"))
    moments = random.Random(1)
    found_half_done = 0
    for _ in range(15):
        child = publisher.start(output, "ba", way)
        time.sleep(moments.uniform(0.005, 0.1))
        os.kill(child, 9)
        assert publisher.end() == -9
        found_half_done += bool(leftovers(output))
        check_after_a_kill(output, "ab", way)
    assert found_half_done > 3  # else the kills missed what they are for
    assert published(output, site("c")) == ()
    assert word_of(output) == "c"


@linux_only
@pytest.mark.slow
@pytest.mark.parametrize("way", ["one-step", "two-renames"])
def test_killed_before_any_of_its_file_operations_the_site_is_whole(
    output: Path, publisher: Publisher, way: str
) -> None:
    published(output, site("a"))
    before, after, steps = "a", "b", 0
    seen: set[str] = set()
    while True:
        steps += 1
        publisher.start(output, after, way, steps)
        if publisher.end() == 0:
            break
        check_after_a_kill(output, before + after, way)
        seen.add("new" if word_of(output) == after else "old")
        before, after = (after, before) if word_of(output) == after else (before, after)
    assert word_of(output) == after
    assert seen == {"old", "new"}
    assert steps > 50
    assert leftovers(output) == []


@linux_only
@pytest.mark.slow
def test_killed_before_any_operation_of_a_first_publication_there_is_no_site_or_a_whole_one(
    tmp_path: Path, publisher: Publisher
) -> None:
    for step in range(1, 1000):
        output = tmp_path / str(step)
        publisher.start(output, "a", "one-step", step)
        ended = publisher.end()
        assert not output.exists() or word_of(output) == "a"
        if ended == 0:
            return
        assert published(output, site("b"), wait_seconds=0) == ()
        assert word_of(output) == "b"
        assert leftovers(output) == []
    pytest.fail("never done")


def test_a_site_moved_away_by_a_killed_build_is_put_back_only_if_it_is_whole(output: Path) -> None:
    published(output, site("a"))
    old = work(output) / "old"
    output.rename(old)
    with open_stage(output) as stage:
        assert stage.problems == ()
        assert word_of(output) == "a"
    output.rename(old)
    (old / "index.html").unlink()
    with open_stage(output) as stage:
        assert stage.problems == ()
        assert not output.exists()
    assert leftovers(output) == []


# Readers

READER = """
import sys
from pathlib import Path
page, stop = map(Path, sys.argv[1:])
reads = missed = torn = 0
print("ready", flush=True)
while not stop.exists():
    for _ in range(50):
        reads += 1
        try:
            torn += page.read_bytes() not in (b"a" * 100, b"b" * 100)
        except FileNotFoundError:
            missed += 1
print(reads, missed, torn)
"""


@linux_only
@pytest.mark.slow
def test_a_reader_finds_the_front_page_while_sites_are_exchanged(output: Path) -> None:
    published(output, site("a"))
    (output.parent / "one").mkdir()
    (output.parent / "two").mkdir()
    if not publish._swapped_in_one_step(output.parent / "one", output.parent / "two"):
        pytest.skip("this file system cannot exchange folders in one step")
    stop = output.parent / "stop"
    command = [sys.executable, "-c", READER, str(output / "index.html"), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
        for n in range(80):
            assert published(output, site("ba"[n % 2])) == ()
        stop.touch()
        reads, missed, torn = map(int, reader.stdout.read().split())
    assert reads > 200
    assert (missed, torn) == (0, 0)
