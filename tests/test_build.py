"""The whole command, as a maintainer or a server runs it: what it prints, its exit status, and what lies on the disk.

Publishing by itself is tested in test_publish.py.
"""

import errno
import hashlib
import inspect
import json
import os
import pty
import random
import re
import runpy
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from built import ROOT, contents, write_archive

from candour import pipeline
from candour.commands.main import run
from candour.site.manifest import MANIFEST, manifest_hash

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals, modes and pseudo-terminals")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step, and mounted, here")

RECORDS = {
    "meetings/2024-01-02.md": "---\npresent:\n  members:\n    - Ann Other\npapers: paper.pdf\n---\n\n"
    "## 1. Old name, New name\n\n## 2. Two\n",
    "projects/alpha.md": "---\ntitle: Old name\n---\n\n## Summary\n\nDoes something.\n",
    "projects/unused.md": "---\ntitle: Unused\n---\n",
    "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
    "files/paper.pdf": "A paper.",
}
WRONG = "---\ndiscussed: 1\noutcome: Z\n---\n\n## Decision\n\nFine.\n"


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    out: str
    err: str


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what would change what is printed."""
    left_out = ("PYTHON", "LC_", "LANG", "TZ", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "TERM")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | dict(more)


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]


def candour(*arguments: str | Path, folder: Path | None = None, **env: str) -> Ended:
    """A run in a process of its own, not on a terminal."""
    done = subprocess.run(
        command(*arguments), cwd=folder, env=environment(env), capture_output=True, encoding="utf-8", check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def whole(output: Path) -> str:
    """The name of the project on the site; fails unless the site is exactly what its manifest says."""
    found = contents(output)
    manifest = json.loads(found[MANIFEST])
    assert found.keys() == {*manifest["files"], *manifest["index"], MANIFEST}
    for path, entry in manifest["files"].items():
        assert (len(found[path]), hashlib.sha256(found[path]).hexdigest()) == (entry["bytes"], entry["sha256"])
    names = re.findall("<h1>(Old|New) name</h1>", found["projects/alpha/index.html"].decode())
    assert len(names) == 1
    return str(names[0])


def leftovers(output: Path) -> list[str]:
    kept = {"lock", "memory.sqlite"}
    return sorted({path.name for path in output.with_name(f".{output.name}.work").iterdir()} - kept)


def rename(archive: Path, name: str) -> None:
    """Gives the archive's project another name, `Old` or `New`."""
    (archive / "content/projects/alpha.md").write_text(RECORDS["projects/alpha.md"].replace("Old", name), "utf-8")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with its site; to be copied, not to be changed."""
    archive = write_archive(tmp_path_factory.mktemp("published") / "archive", RECORDS)
    assert run(archive, ["--quiet"]) == 0
    return archive


@pytest.fixture
def archive(published: Path, tmp_path: Path) -> Path:
    """A small archive whose site is published, and whose project has a new name since."""
    shutil.copytree(published.parent, tmp_path / "here")
    rename(tmp_path / "here" / "archive", "New")
    return tmp_path / "here" / "archive"


# The same input gives the same bytes


@pytest.mark.slow
def test_two_machines_make_the_same_site(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "another place" / "mit Umläuten"
    shutil.copytree(ROOT / "content", one / "content")
    shutil.copy(ROOT / "site_config.yaml", one)
    for path in sorted(one.rglob("*"), reverse=True):  # files made in another order, in another year
        copy = other / path.relative_to(one)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            shutil.copyfile(path, copy)
            os.utime(copy, (0, 0))
    machines: list[tuple[Path, dict[str, str]]] = [
        (one, {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (other, {"TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"}),
    ]
    for archive, env in machines:
        assert candour("--quiet", "--archive", archive, folder=tmp_path, **env) == Ended(0, "", "")
    first, second = (contents(archive / "output") for archive, _ in machines)
    assert manifest_hash(first[MANIFEST]) == manifest_hash(second[MANIFEST])
    made = json.loads(first[MANIFEST])["files"]
    assert {path: first[path] for path in made} == {path: second[path] for path in made}
    assert str(tmp_path).encode() not in b"".join(first.values())


def test_building_again_changes_nothing(archive: Path) -> None:
    assert run(archive, ["--quiet"]) == 0
    before = contents(archive / "output")
    assert run(archive, ["--quiet"]) == 0
    assert contents(archive / "output") == before


def test_deleting_a_record_removes_its_page_and_no_other(archive: Path) -> None:
    before = set(contents(archive / "output"))
    (archive / "content/projects/unused.md").unlink()
    assert run(archive, ["--quiet"]) == 0
    pages = {path for path in contents(archive / "output") if not path.startswith("pagefind/")}
    gone = {path for path in before if not path.startswith("pagefind/")} - pages
    assert gone == {f"projects/unused/{name}" for name in ("index.html", "index.json", "feed.xml")}
    assert pages <= before


def test_a_file_of_someone_else_in_the_output_stops_the_build_and_stays(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "output" / "diary.txt").write_text("mine")
    before = contents(archive / "output")
    assert run(archive, []) == 1
    assert contents(archive / "output") == before
    told = capsys.readouterr().err
    assert "error[output-foreign-file]" in told
    assert "diary.txt" in told
    (archive / "output" / "diary.txt").unlink()
    assert run(archive, ["--quiet"]) == 0
    assert whole(archive / "output") == "New"


def test_what_lies_in_static_root_is_published_at_the_root(archive: Path) -> None:
    for name in ("CNAME", ".well-known/security.txt"):
        path = archive / "static" / "root" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("decisions.example.org\n")
    assert run(archive, ["--quiet"]) == 0
    for name in ("CNAME", ".well-known/security.txt"):
        assert (archive / "output" / name).read_text() == "decisions.example.org\n"
    shutil.rmtree(archive / "static")
    assert run(archive, ["--quiet"]) == 0
    assert not (archive / "output" / "CNAME").exists()


def test_a_site_may_be_published_where_there_is_no_certificate_yet(archive: Path) -> None:
    assert run(archive, ["--quiet", "--url", "http://decisions.test/here/"]) == 0
    assert 'rel="canonical" href="http://decisions.test/here/"' in (archive / "output" / "index.html").read_text(
        "utf-8"
    )


def test_a_page_of_ones_own_may_be_of_any_kind(archive: Path) -> None:
    page = archive / "static" / "root" / "old.html"
    page.parent.mkdir(parents=True)
    page.write_bytes(b'<p id=a>Caf\xe9 <a id=a href="http://example.org/">elsewhere</a> <a href="gone.html">gone</a>')
    assert run(archive, ["--quiet"]) == 0
    assert (archive / "output" / "old.html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize("name", ["index.html", "404.html/x", "manifest.json", "Projects/index.html", "meetings"])
def test_a_file_of_ones_own_in_the_place_of_a_page_is_a_problem_and_no_bug(
    archive: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive / "static" / "root" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    assert run(archive, []) == 1
    assert "1 error." in (told := capsys.readouterr().err)
    assert "error[duplicate-url]" in told
    assert whole(archive / "output") == "Old"


@pytest.mark.slow
def test_an_invented_archive_is_always_the_same_and_has_no_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate = runpy.run_path(str(ROOT / "benchmarks" / "generate.py"))["generate"]
    for name in ("one", "other"):
        generate(tmp_path / name, reviews=40)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert len(list((tmp_path / "one/content/reviews").rglob("*.md"))) == 40
    assert run(tmp_path / "one", ["check"]) == 0
    assert capsys.readouterr().out == "55 records read: no problems.\n"
    assert run(tmp_path / "one", ["--quiet"]) == 0


def test_an_invented_archive_may_be_like_that_of_a_body_that_meets_for_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate = runpy.run_path(str(ROOT / "benchmarks" / "generate.py"))["generate"]
    for name in ("one", "other"):
        generate(tmp_path / name, reviews=28, projects=15, days=3, items=20)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    records = tmp_path / "one" / "content"
    assert [len(list((records / kind).rglob("*.md"))) for kind in ("meetings", "reviews", "projects")] == [2, 28, 15]
    for meeting in (records / "meetings").iterdir():
        text = meeting.read_text("utf-8")
        assert text.count("\n## ") == 14 + 20 + 2
        assert len(set(re.findall(r"\{date: (\S+),", text))) == 3
    assert run(tmp_path / "one", ["check"]) == 0
    assert capsys.readouterr().out == "45 records read: no problems.\n"


# When something is wrong


def make_wrong(archive: Path, what: str) -> None:
    files: dict[str, tuple[str, str | bytes]] = {
        "record": ("content/reviews/2024-01-02/alpha.md", WRONG),
        "several records": ("content/projects/beta.md", "---\ntitel: Beta\n---\n"),
        "encoding": ("content/projects/alpha.md", b"---\ntitle: Caf\xe9\n---\n"),
        "configuration": ("site_config.yaml", "title: [\n"),
        "setting": ("site_config.yaml", "title: T\ncommittee: C\npublisher: P\nnonsense: 1\n"),
    }
    if what == "no configuration":
        (archive / "site_config.yaml").unlink()
        return
    name, text = files[what]
    path = archive / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("record", 1),
        ("several records", 1),
        ("encoding", 1),
        ("configuration", 2),
        ("setting", 2),
        ("no configuration", 2),
    ],
)
@pytest.mark.parametrize("name", ["build", "check"])
def test_a_mistake_leaves_the_site_of_before_byte_for_byte(
    archive: Path, what: str, status: int, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(archive / "output")
    make_wrong(archive, what)
    assert run(archive, [name]) == status
    assert contents(archive / "output") == before
    told = capsys.readouterr()
    assert "error[" in told.err
    assert "hint:" in told.err
    assert "Traceback" not in told.err
    if name == "build":
        assert told.err.rstrip().splitlines()[-1].startswith("Nothing was published: ")
        assert told.out == ""
    assert leftovers(archive / "output") == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["chekc"],
        ["build", "extra"],
        ["check", "--output", "x"],
        ["--archive"],
        ["--archive", "no/such/folder"],
        ["--archive", "content/projects/alpha.md"],
        ["check", "--since", "no-such-commit"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_explained_and_ends_with_2(
    archive: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)
    before = contents(archive / "output")
    assert run(archive, arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Error: " in told.err
    assert "Traceback" not in told.err
    assert contents(archive / "output") == before


def test_a_bug_of_ours_ends_with_3_and_a_traceback_and_leaves_the_site(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("oops")

    before = contents(archive / "output")
    monkeypatch.setattr(pipeline, "exchange", broken)
    assert run(archive, []) == 3
    told = capsys.readouterr().err
    assert "This is a bug in candour, not in your records." in told
    assert "KeyError: 'oops'" in told
    assert contents(archive / "output") == before
    assert leftovers(archive / "output") == []


# Killed


RUNNER = """
import json, os, signal, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from candour import pipeline
from candour.commands.main import run
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background of a shell ignore it

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def wait_for(path):
    Path(path + ".reached").touch()
    while not os.path.exists(path):
        time.sleep(0.01)

def before(step, act):
    real = getattr(pipeline, step)
    def acting(*arguments, **named):
        act()
        return real(*arguments, **named)
    setattr(pipeline, step, acting)

def at_write(number, folder):
    # The system tells an audit hook of every file before it is opened.
    def hook(event, arguments):
        nonlocal number
        if event == "open" and str(arguments[0]).startswith(folder) and str(arguments[1])[:1] in ("x", "w"):
            number -= 1
            if number == 0:
                die()
    sys.addaudithook(hook)

for line in sys.stdin:  # each line starts a child: its pid is the answer, how it ended is the second one
    order = json.loads(line)
    child = os.fork()
    if not child:
        null = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(null, 1)
        os.dup2(null, 2)
        if "die_before" in order:
            before(order["die_before"], die)
        if "wait_before" in order:
            before(order["wait_before"], lambda: wait_for(order["until"]))
        if "die_after" in order:
            signal.setitimer(signal.ITIMER_REAL, order["die_after"])  # the system ends it there and then
        if "die_at_write" in order:
            at_write(order["die_at_write"], order["folder"])
        status = run(Path(order["archive"]), [])
        sys.stdout.flush()
        os._exit(status)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Runner:
    """A process whose children build an archive: to the end, or until they kill themselves."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", RUNNER.format(root=str(ROOT))]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment({})
        )

    def start(self, archive: Path, **order: str | float) -> int:
        assert self.process.stdin
        out = archive.parent / "said"
        self.process.stdin.write(json.dumps({"archive": str(archive), "out": str(out), **order}) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """How the build ended: its status, or minus the signal that killed it."""
        return os.waitstatus_to_exitcode(int(self._line()))

    def run(self, archive: Path, **order: str | float) -> int:
        self.start(archive, **order)
        return self.end()

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    if sys.platform == "win32":
        pytest.skip("processes are not forked here")
    runner = Runner()
    with runner.process:
        yield runner
        runner.process.communicate()


STEPS = [
    name
    for name, value in vars(pipeline).items()
    if inspect.isfunction(value) and value.__module__ != pipeline.__name__ and value.__module__.startswith("candour.")
]
"""Everything that a build calls, one after the other."""
NOT_CALLED = {"silent", "in_order", "link", "published", "same_addresses"}
"""Where nobody asks for progress or for drafts, and without a problem."""
AFTER = {"manifest_hash"}
"""What is called when the new site is published."""


def test_the_steps_of_a_build_are_those_of_the_pipeline() -> None:
    assert {"open_stage", "check_archive", "find", "plan_pages", "export", "renderer", "check_links"} <= set(STEPS)
    assert {"write_files", "exchange"} <= set(STEPS)


@linux_only
@pytest.mark.slow
def test_killed_before_any_step_the_old_site_is_whole_and_the_next_build_goes_on(archive: Path, runner: Runner) -> None:
    """Each build begins with what the killed one before it left."""
    output = archive / "output"
    for step in [name for name in STEPS if name not in NOT_CALLED | AFTER] + sorted(AFTER):
        assert (step, runner.run(archive, die_before=step)) == (step, -9)
        assert (step, whole(output)) == (step, "New" if step in AFTER else "Old")
    assert runner.run(archive) == 0
    assert whole(output) == "New"
    assert leftovers(output) == []


@linux_only
@pytest.mark.slow
def test_killed_at_any_file_that_it_writes_the_old_site_is_whole(archive: Path, runner: Runner) -> None:
    output = archive / "output"
    folder = str(output.with_name(".output.work") / "next")
    for number in range(1, 1000, 12):
        status = runner.run(archive, die_at_write=number, folder=folder)
        if status == 0:
            assert number > 15
            break
        assert status == -9
        assert whole(output) == "Old"
    assert whole(output) == "New"
    assert leftovers(output) == []


@linux_only
@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_whole(archive: Path, runner: Runner) -> None:
    output = archive / "output"
    begun = time.monotonic()
    assert runner.run(archive) == 0
    usual = time.monotonic() - begun
    moments, killed = random.Random(1), 0
    for number in range(8):
        rename(archive, "Old" if number % 2 else "New")
        killed += runner.run(archive, die_after=moments.uniform(0, 0.8 * usual)) == -14
        assert whole(output) in {"Old", "New"}
    assert killed
    rename(archive, "New")
    assert runner.run(archive) == 0
    assert whole(output) == "New"
    assert leftovers(output) == []


@posix_only
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_asked_to_stop_says_that_nothing_changed(
    archive: Path, runner: Runner, sign: signal.Signals
) -> None:
    go = archive.parent / "go"
    child = runner.start(archive, wait_before="plan_pages", until=str(go))
    wait_until(lambda: Path(f"{go}.reached").exists())
    os.kill(child, sign)
    assert runner.end() == 130
    assert "Stopped. The previous site stays in place." in (archive.parent / "said").read_text("utf-8")
    assert whole(archive / "output") == "Old"
    assert leftovers(archive / "output") == []


def wait_until(happened: Any, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


# A full disk, and two builds at once


@linux_only
@pytest.mark.slow
def test_on_a_full_disk_the_old_site_stays_and_one_sentence_says_why(archive: Path) -> None:
    disk = archive.parent / "disk"
    disk.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("mounting is not allowed here")
    try:
        rename(archive, "Old")
        assert candour("--quiet", "--archive", archive, "--output", disk / "site").status == 0
        rename(archive, "New")
        with (disk / "filler").open("wb") as filler:
            filler.write(bytes(shutil.disk_usage(disk).free - 20_000))
        check_full(candour("--archive", archive, "--output", disk / "site"))
        assert whole(disk / "site") == "Old"
        (disk / "filler").unlink()
        assert candour("--quiet", "--archive", archive, "--output", disk / "site").status == 0
        assert whole(disk / "site") == "New"
    finally:
        subprocess.run(["umount", disk], check=True)


def check_full(ended: Ended) -> None:
    assert ended.status == 1
    assert ended.err.count("error[") == 1
    assert "error[disk-full]" in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def check_refused(archive: Path, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = capsys.readouterr()
    check_full(Ended(status, told.out, told.err))
    assert whole(archive / "output") == "Old"
    assert leftovers(archive / "output") == []


@linux_only
@pytest.mark.parametrize("what", ["candour.sqlite", "candour.json"])
def test_when_there_is_no_room_to_make_the_data_the_old_site_stays(
    archive: Path, what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect, folders = Path.open, sqlite3.connect, list[str]()

    def open_(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name != what:
            return opened(path, *arguments, **named)
        folders.append(path.parent.parent.name)
        return opened(Path("/dev/full"), *arguments, **named)

    def connected(path: Any, *arguments: Any, **named: Any) -> sqlite3.Connection:
        database: sqlite3.Connection = connect(path, *arguments, **named)
        if Path(path).name == what:
            folders.append(Path(path).parent.parent.name)
            database.execute("PRAGMA max_page_count = 2")
        return database

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_)
        patch.setattr(sqlite3, "connect", connected)
        status = run(archive, [])
    check_refused(archive, status, capsys)
    assert folders == ["scratch"]


@pytest.mark.parametrize("where", ["index.html", MANIFEST, "deeper"])
def test_when_the_system_says_that_the_disk_is_full_the_old_site_stays(
    archive: Path, where: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, made = Path.open, Path.mkdir

    def full(path: Path) -> bool:
        return ".output.work" in path.parts and "next" in path.parts and (where == path.name or where == "deeper")

    def open_(path: Path, *arguments: Any, **named: Any) -> Any:
        if where != "deeper" and full(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return opened(path, *arguments, **named)

    def mkdir(path: Path, *arguments: Any, **named: Any) -> None:
        if where == "deeper" and full(path) and path.name != "next":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        made(path, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", open_)
        patch.setattr(Path, "mkdir", mkdir)
        status = run(archive, [])
    check_refused(archive, status, capsys)


@posix_only
@pytest.mark.slow
def test_of_two_builds_at_once_the_second_waits_says_so_and_both_finish(archive: Path, runner: Runner) -> None:
    go = archive.parent / "go"
    runner.start(archive, wait_before="plan_pages", until=str(go))
    wait_until(lambda: Path(f"{go}.reached").exists())
    with subprocess.Popen(
        command("--archive", archive), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment({})
    ) as second:
        assert second.stderr
        assert second.stderr.readline() == "Waiting for another build in this folder to finish …\n"
        assert whole(archive / "output") == "Old"
        go.touch()
        assert runner.end() == 0
        assert whole(archive / "output") == "New"
        second.communicate()
    assert second.returncode == 0
    assert whole(archive / "output") == "New"
    assert leftovers(archive / "output") == []


# What it prints


def test_the_last_lines_say_what_was_built_how_long_it_took_and_where_it_is(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)
    monkeypatch.setattr(sys, "argv", ["candour"])
    assert run(archive, []) == 0
    built, took, where = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"Built \d+ pages from 4 records: \d+ files, [\d,]+ KB, no problems\.", built)
    assert re.fullmatch(r"Took \d+\.\d\d s: reading \d+\.\d\d s, (.+ \d+\.\d\d s, )+publishing \d+\.\d\d s\.", took)
    assert where == "To look at it:  candour serve output"


def test_a_preview_has_a_folder_of_its_own_and_opens_by_double_click(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(archive)
    assert run(archive, ["build", "--offline"]) == 0
    told = capsys.readouterr()
    assert "This is a preview and not for publishing. Open preview/index.html by double-click.\n" in told.out
    assert "Indexing" not in told.err
    first = contents(archive / "preview")
    assert whole(archive / "preview") == "New"
    assert whole(archive / "output") == "Old", "the site itself is as it was"
    assert run(archive, ["build", "--offline", "-q"]) == 0
    assert contents(archive / "preview") == first
    assert leftovers(archive / "preview") == []


def test_off_a_terminal_each_stage_is_a_plain_line_and_nothing_else(archive: Path) -> None:
    ended = candour("--archive", archive)
    assert ended.status == 0
    stages = ended.err.splitlines()
    assert stages[:3] == ["Reading …", "Linking …", "Planning …"]
    assert stages[-1] == "Publishing …"
    assert all(re.fullmatch(r"[A-Z][a-z]+ …", line) for line in stages)
    assert len(set(stages)) == len(stages)
    assert "\033" not in ended.out + ended.err
    assert "\r" not in ended.out + ended.err


@pytest.mark.parametrize("arguments", [["--quiet"], ["build", "-q"], ["check", "--quiet"]], ids=" ".join)
def test_quiet_prints_nothing_at_all(archive: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(archive, arguments) == 0
    assert tuple(capfd.readouterr()) == ("", "")


def test_quiet_still_shows_what_is_wrong(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_wrong(archive, "record")
    assert run(archive, ["--quiet"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("content/reviews/2024-01-02/alpha.md:3:10: error[unknown-outcome]")


def test_a_mistake_is_shown_without_colour_where_colour_would_be_noise(archive: Path) -> None:
    make_wrong(archive, "record")
    ended = candour("--archive", archive)
    assert ended.status == 1
    assert "\033" not in ended.err
    lines = ended.err.splitlines()
    assert "content/reviews/2024-01-02/alpha.md:3:10: error[unknown-outcome] " in ended.err
    assert "  3 | outcome: Z" in lines
    assert "    |          ^" in lines


@pytest.mark.parametrize("name", ["build", "check"])
def test_json_is_one_list_on_standard_output_and_nothing_else(
    archive: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    make_wrong(archive, "record")
    assert run(archive, [name, "--json"]) == 1
    told = capfd.readouterr()
    assert told.err == ""
    (problem,) = json.loads(told.out)
    assert (problem["name"], problem["line"]) == ("unknown-outcome", 3)


def test_annotations_are_for_github(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_wrong(archive, "record")
    assert run(archive, ["check", "--annotations"]) == 1
    out = capsys.readouterr().out
    assert "::error file=content/reviews/2024-01-02/alpha.md,title=unknown-outcome,line=3" in out


@pytest.mark.parametrize("name", [[], ["build"], ["check"]], ids=["candour", "build", "check"])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_has_an_example(name: list[str], option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ROOT, [*name, option]) == 0
    told = capsys.readouterr().out
    assert re.search(r"Examples?:\n\s+candour", told)
    assert "Usage:" in told
    assert max(map(len, told.splitlines())) <= 110


def on_terminal(*arguments: str | Path, **env: str) -> tuple[int, str]:
    """The exit status, and everything that a terminal is sent."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=environment({"TERM": "xterm"} | env)
    )
    os.close(theirs)
    told = b""
    while True:
        ready, _, _ = select.select([ours], [], [], 30)
        assert ready, "nothing came for half a minute"
        try:
            read = os.read(ours, 65536)
        except OSError:  # what Linux says at the end
            break
        if not read:
            break
        told += read
    os.close(ours)
    return process.wait(), told.decode()


def shown(told: str) -> list[str]:
    """The lines that stand on the terminal in the end."""
    lines, column = [""], 0
    for part in re.findall(r"\033\[[0-9;?]*[A-Za-z]|\r|\n|[^\033\r\n]+", told):
        if part == "\n":
            lines.append("")
        elif part == "\r":
            column = 0
        elif part == "\033[K":
            lines[-1] = lines[-1][:column]
        elif not part.startswith("\033"):
            lines[-1] = lines[-1][:column] + part + lines[-1][column + len(part) :]
            column += len(part)
    return [line for line in lines if line]


@posix_only
@pytest.mark.slow
def test_on_a_terminal_one_line_shows_how_far_it_is_and_then_goes(archive: Path) -> None:
    status, told = on_terminal("--archive", archive)
    assert status == 0
    assert re.search(r"\r\033\[KReading", told)
    assert re.search(r"Rendering █* *[█░]+ \d+ of \d+", told)
    assert [line.split()[0] for line in shown(told)] == ["Built", "Took", "To"]


@posix_only
@pytest.mark.slow
def test_on_a_terminal_mistakes_are_coloured_unless_colour_is_not_wanted(archive: Path) -> None:
    make_wrong(archive, "record")
    status, told = on_terminal("--archive", archive)
    assert status == 1
    assert re.search(r"\033\[[0-9;]*m", told)
    status, told = on_terminal("--archive", archive, NO_COLOR="1")
    assert status == 1
    assert not re.search(r"\033\[[0-9;]*m", told)


@posix_only
@pytest.mark.slow
def test_without_colour_a_terminal_shows_nothing_that_was_not_wiped_away(archive: Path) -> None:
    status, told = on_terminal("--archive", archive, NO_COLOR="1")
    assert status == 0
    assert not re.search(r"\033\[[0-9;]*m", told)
    lines = [line for line in shown(told) if not line.endswith("…")]
    assert [line.split()[0] for line in lines] == ["Built", "Took", "To"]


# Where it works


@pytest.mark.slow
def test_it_works_from_any_folder_on_paths_with_spaces_and_letters_of_any_script(archive: Path, tmp_path: Path) -> None:
    moved = tmp_path / "Sitzungen für März" / "архив"
    moved.parent.mkdir()
    archive.rename(moved)
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    output = tmp_path / "ça" / "site ü"
    ended = candour("--archive", moved, "--output", output, folder=elsewhere)
    assert (ended.status, ended.err.count("error")) == (0, 0)
    assert whole(output) == "New"
    assert whole(moved / "output") == "Old"
    assert f"To look at it:  make serve ARGS='{output}'\n" in ended.out
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("output", ["site", "./site", "deep/er/site", "../beside"])
def test_the_output_may_be_named_from_where_one_is(archive: Path, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = archive.parent / "work"
    here.mkdir()
    monkeypatch.chdir(here)
    assert run(archive, ["--quiet", "--output", output]) == 0
    assert whole(here / output) == "New"
    assert whole(archive / "output") == "Old"


def test_the_archive_may_be_named_from_where_one_is(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive.parent)
    assert run(Path("/nowhere"), ["--quiet", "--archive", archive.name]) == 0
    assert whole(archive / "output") == "New"


def test_checking_writes_nothing(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(archive.parent)
    assert run(archive, ["check"]) == 0
    assert capsys.readouterr().out == "4 records read: no problems.\n"
    assert contents(archive.parent) == before


def test_a_second_build_says_that_nothing_has_changed_and_loads_nothing(archive: Path) -> None:
    first, second = (candour("build", "--archive", archive) for _ in range(2))
    assert first.out.startswith("Built ")
    assert second.out.startswith("Nothing has changed since the last build. The site has ")
    assert second.out.splitlines()[0].partition(" pages")[2] == first.out.splitlines()[0].partition(" pages")[2]
    assert "Reading" not in second.err
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", *command("build", "--archive", archive)[1:]],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "candour.memory" in loaded.stderr
    assert not {"pydantic", "jinja2", "yaml", "candour.pipeline"} & {*loaded.stderr.split()}
