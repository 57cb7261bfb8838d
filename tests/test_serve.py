"""`candour serve` without a browser: what it answers to whom, what it writes, and how it ends."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path

import pytest
from built import ROOT, build_site, contents, names_of_problems, write_archive

from candour.commands.main import run
from candour.graph.check import check_archive, check_read
from candour.memory import PreviewReader
from candour.model.config import Config
from candour.model.records import AnyRecord
from candour.preview import Preview, changes
from candour.problems import Problem, Reported
from candour.reading.archive import read_archive, read_one
from candour.reading.files import RecordFile
from candour.reading.records import read_record
from candour.site.rendering import CONTENT_SECURITY_POLICY
from candour.site.serving import Ask, built_site, open_host

MEETING = "---\ntitle: Meeting{more}\n---\n\n## 1. Lamps\n\nNo lamp was lit.\n"
RECORDS = {
    "meetings/2024-01-02.md": MEETING.format(more="\npapers: [ünlit.csv, plain.txt]"),
    "projects/lamps.md": "---\ntitle: Lamps\n---\n\n## Summary\n\nCounts lamps.\n",
    "reviews/2024-01-02/lamps.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
    "files/ünlit.csv": "lamp\n",
    "files/plain.txt": "Plain.\n",
    "static/root/robots.txt": "User-agent: *\n",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_archive(tmp_path / "archive", RECORDS)


@contextmanager
def served(ask: Ask) -> Iterator[int]:
    """The port at which it is served."""
    with open_host(ask, None) as host:
        threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield host.server_port
        host.shutdown()


@contextmanager
def previewed(archive: Path) -> Iterator[tuple[Preview, int]]:
    preview = Preview(archive, lambda problems: None)
    try:
        preview.update()
        with served(preview.answer) as port:
            yield preview, port
    finally:
        preview.close()


def asked(port: int, path: str, host: str = "", method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


HTML, PLAIN = "text/html; charset=utf-8", "text/plain; charset=utf-8"
ANSWERS: dict[str, tuple[str, int, str]] = {
    "the top leads to the path of the site": ("/", 302, "/ethics/"),
    "a page, as the guide writes its address": ("/projects/lamps/?a=b", 302, "/ethics/projects/lamps/?a=b"),
    "the home page": ("/ethics/", 200, HTML),
    "a folder without its slash": ("/ethics/projects/lamps?a=b", 301, "/ethics/projects/lamps/?a=b"),
    "a page": ("/ethics/projects/lamps/", 200, HTML),
    "no page": ("/ethics/projects/lumps/", 404, HTML),
    "no site": ("/elsewhere/", 404, HTML),
    "a file of data with letters of any script": ("/ethics/files/%C3%BCnlit.csv", 200, "text/csv; charset=utf-8"),
    "a text": ("/ethics/files/plain.txt", 200, PLAIN),
    "a file that is not candour's": ("/ethics/robots.txt", 200, PLAIN),
    "JSON": ("/ethics/search/bets.json", 200, "application/json; charset=utf-8"),
    "a file above the site": ("/ethics/../site_config.yaml", 404, HTML),
    "the same in disguise": ("/ethics/files/%2e%2e/%2e%2e/%2e%2e/archive/site_config.yaml", 404, HTML),
    "an absolute path": ("/ethics//etc/passwd", 404, HTML),
    "a null character": ("/ethics/%00", 404, HTML),
}


def test_a_preview_and_a_built_site_are_served_as_by_a_host(archive: Path, tmp_path: Path) -> None:
    build_site(archive, tmp_path / "site")
    with previewed(archive) as (_, preview), served(built_site(tmp_path / "site")) as built:
        for what, (path, status, says) in ANSWERS.items():
            for port in (preview, built):
                answer, text = asked(port, path)
                kind = "Location" if status in {301, 302} else "Content-Type"
                assert (answer.status, answer.headers[kind]) == (status, says), what
                assert answer.headers["Content-Security-Policy"].startswith(CONTENT_SECURITY_POLICY)
                assert ("No page" in text or "Page not found" in text) == (status == 404), what
        answer, text = asked(built, "/ethics/", method="HEAD")
        assert (answer.status, text, int(answer.headers["Content-Length"]) > 1000) == (200, "", True)
        assert asked(built, "/ethics/pagefind/pagefind.js")[0].headers["Content-Type"].startswith("text/javascript")
        assert asked(preview, "/.candour/../../pyproject.toml")[0].status == 404


@pytest.mark.parametrize(
    ("host", "status"), [("localhost", 200), ("127.0.0.1", 200), ("rebound.example", 421), ("", 421)]
)
def test_only_names_of_this_computer_are_answered(archive: Path, host: str, status: int) -> None:
    with previewed(archive) as (_, port):
        assert asked(port, "/ethics/", f"{host}:{port}")[0].status == status


def test_a_previewed_page_is_the_built_page_with_what_only_a_preview_has(archive: Path, tmp_path: Path) -> None:
    site = build_site(archive, tmp_path / "site")
    own = r'<link rel="stylesheet" href="/\.candour/\S+>\n<script src="/\.candour/preview\.js\?\S+ defer></script>\n'
    with previewed(archive) as (preview, _):
        for address, page in site.pages.items():
            text = preview.answer(f"/ethics{address}", "").content.decode()
            assert re.sub(r'<p class="preview-note".*</p>\n', "", re.sub(own, "", text)) == page.html, address


def test_a_browser_is_answered_when_there_is_something_new_and_only_then(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("candour.preview._PATIENCE", 0.1)
    record, seen = archive / "content/projects/lamps.md", "as of an earlier preview"
    with previewed(archive) as (preview, port):
        for title, status, words in (
            ("title: Lamps", 205, ""),
            ("", 204, ""),
            ("titel: <Lamps>", 200, "there is no field called &#34;titel&#34; here"),
            ("titel: <Lamps>", 204, ""),
            ("title: Lamps", 205, ""),
        ):
            if title:
                record.write_text(f"---\n{title}\n---\n", "utf-8")
                preview.update()
            answer, text = asked(port, f"/.candour/next?{seen}".replace(" ", "-"))
            seen = answer.headers["ETag"]
            assert (answer.status, words in text, "<Lamps>" in text) == (status, True, False)


def test_nothing_is_written_into_the_archive(archive: Path) -> None:
    before = contents(archive)
    with previewed(archive) as (preview, _):
        assert preview.answer("/ethics/pagefind/pagefind.js", "").status == 200  # when all else is done, too
    assert contents(archive) == before


def test_a_build_that_may_be_killed_has_what_it_would_leave_in_the_folder_of_the_preview(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere := tmp_path / "elsewhere").mkdir()
    tempfile.gettempdir()  # this process asks the system only once, and keeps its folder
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    seen = set[str]()
    with previewed(archive) as (preview, _):
        while not preview._indexed.is_set():
            seen |= {path.name for path in elsewhere.iterdir()}
            time.sleep(0.002)
    assert not {name for name in seen if name.startswith(tempfile.template)}


def test_only_a_changed_file_is_read_anew_until_the_configuration_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yaml", tmp_path)
    read, remembered = list[str](), PreviewReader(read_one)

    def noting(file: RecordFile, config: Config | None) -> Reported[AnyRecord | None]:
        read.append(file.name)
        return read_record(file, config)

    monkeypatch.setattr("candour.reading.archive.read_record", noting)

    def after(path: str, more: str) -> list[str]:
        read.clear()
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write(more)
        problems = check_read(read_archive(tmp_path, remembered)).problems
        found = [*read]
        assert problems == check_archive(tmp_path).problems
        return found

    every = check_read(read_archive(tmp_path, remembered)).records
    assert after("content/projects/knife-crime.md", "[x](nowhere)\n") == ["project:knife-crime"]
    assert after("content/people.yaml", "Ann Lee: none\n") == []
    assert len(after("site_config.yaml", "as_of: 2024-02-02\n")) == every
    assert after("site_config.yaml", "") == []


def test_a_draft_is_as_if_published_and_its_mistakes_are_those_of_a_draft(archive: Path) -> None:
    (archive / "content/meetings/2024-01-02.md").write_text(MEETING.format(more="\ndraft: yes"), "utf-8")
    (archive / "content/projects/lamps.md").write_text("---\ntitle: Lamps\nsources: 2024-01-02\n---\n", "utf-8")
    assert names_of_problems(archive) == ["draft-cited"]
    (archive / "content/projects/lamps.md").write_text("---\ntitle: Lamps\n---\n", "utf-8")
    with previewed(archive) as (preview, _):
        for address in ("meetings/2024-01-02/", "reviews/2024-01-02/lamps/"):
            assert "This page is not published as long as" in preview.answer(f"/ethics/{address}", "").content.decode()
        assert "This page names what is not published" in preview.answer("/ethics/meetings/", "").content.decode()


WAYS: dict[str, Callable[[Path], object]] = {
    "a file saved": lambda archive: (archive / "content/projects/lamps.md").write_text("x"),
    "a file saved by renaming": lambda archive: _renamed(archive / "site_config.yaml"),
    "a file in a new folder": lambda archive: write_archive(archive, {"reviews/2024-05-05/lamps.md": "x"}),
    "a folder deleted": lambda archive: (archive / "content").rename(archive.with_name("gone")),
    "a template of the archive": lambda archive: _written(archive / "templates/foot.html"),
    "the whole archive gone": lambda archive: archive.rename(archive.with_name("gone")),
}


def _renamed(path: Path) -> None:
    path.with_name("x").write_text(path.read_text("utf-8"), "utf-8")
    path.with_name("x").replace(path)


def _written(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("x")


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_change_an_archive_is_noticed(archive: Path, way: str) -> None:
    noticed = changes(archive)
    next(noticed)
    threading.Timer(0.2, WAYS[way], (archive,)).start()
    begun = time.monotonic()
    next(noticed)
    assert time.monotonic() - begun < 5


def test_a_save_while_the_archive_is_read_for_the_first_time_is_noticed(archive: Path) -> None:
    noticed = changes(archive)
    next(noticed)  # now it is read
    (archive / "site_config.yaml").write_text("title: Another\n")
    begun = time.monotonic()
    next(noticed)
    assert time.monotonic() - begun < 0.5


def test_many_files_at_once_are_one_change(archive: Path) -> None:
    seen: list[tuple[Problem, ...]] = []
    preview = Preview(archive, seen.append)
    noticed = changes(archive)

    def check_out() -> None:
        for number in range(200):
            (archive / f"content/projects/p{number}.md").write_text("---\ntitel: x\n---\n", "utf-8")

    next(noticed)
    threading.Timer(0.2, check_out).start()
    next(noticed)
    preview.update()
    preview.close()
    assert [len(problems) for problems in seen] == [200]


# --- as a command -------------------------------------------------------------------------------------------------


def started(archive: Path, temporary: Path) -> tuple[subprocess.Popen[str], str]:
    """The running command, and the first line that it prints."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "build.py"), "serve", str(archive)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary)},
    )
    assert process.stdout
    return process, process.stdout.readline()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_two_at_once_have_two_ports_and_ctrl_c_ends_each_with_a_sentence_and_leaves_nothing(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "temporary").mkdir()
    both = [started(archive, tmp_path / "temporary") for _ in range(2)]
    ports = [re.findall(r"Open http://127\.0\.0\.1:(\d+)/ in a browser\.", line)[0] for _, line in both]
    assert len({*ports}) == 2
    time.sleep(1)  # until the rest is being built
    assert len(_running(tmp_path)) > 2
    for (process, _), sign in zip(both, (signal.SIGINT, signal.SIGTERM), strict=True):
        process.send_signal(sign)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (0, "Stopped.\n", "")
    assert _running(tmp_path) == []
    left = {path.name for path in (tmp_path / "temporary").iterdir()}
    assert not {name for name in left if "jinja2-cache" not in name}  # compiled templates are everybody's
    assert {path.name for path in archive.iterdir()} == {"site_config.yaml", "content", "static"}


def _running(tmp_path: Path) -> list[str]:
    """The processes that were started with a TMPDIR below the folder."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            found += [str(environment)] if f"TMPDIR={tmp_path}/".encode() in environment.read_bytes() else []
    return found


def test_a_port_that_is_taken_and_a_folder_with_nothing_to_show_are_said_plainly(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(archive, ["serve", "--port", port]) == 2
    assert (
        f"port {port} cannot be had (Address already in use): name another, or leave out --port"
        in capsys.readouterr().err
    )
    (tmp_path / "empty").mkdir()
    assert run(archive, ["serve", str(tmp_path / "empty")]) == 2
    assert "empty is neither an archive" in capsys.readouterr().err
