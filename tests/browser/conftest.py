"""A real Chromium and the sites that these tests visit. Each is built once, by the worker that is first."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from built import FENMOOR, QUILLMARK, ROOT
from chromium import OPTIONS, find
from playwright.sync_api import Browser, sync_playwright

from browser.browsing import Browsing, Served, Visit, serve
from candour.commands.report import as_text
from candour.pipeline import build
from candour.site.publishing import open_stage

_MEANWHILE = 30
"""So many tests fit into the time in which the archive of 300 reviews is built."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    long = [item for item in items if "many" in getattr(item, "fixturenames", ())]
    rest = [item for item in items if item not in long]
    # What takes longest begins first, on one worker: another would only wait for it to be built.
    items[:] = [*long[:1], *rest[:_MEANWHILE], *long[1:], *rest[_MEANWHILE:]]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _built(factory: pytest.TempPathFactory, name: str, archive: Callable[[Path], Path]) -> Path:
    """The site's folder, which all workers share; `archive` is given a folder to write in, and tells the archive's."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    output = base / name / "output"
    with open_stage(base / name / "turn", wait_seconds=300) as turn:  # for its lock
        assert turn.problems == ()
        if not output.exists():
            built = build(archive(base / name), output, styleguide=name == "fenmoor")
            assert built.hash, "\n".join(map(as_text, built.problems))
    return output


def _many_reviews(folder: Path) -> Path:
    command = [
        sys.executable,
        str(ROOT / "benchmarks/generate.py"),
        str(folder / "archive"),
        "--reviews",
        "300",
        "--projects",
        "200",
    ]
    subprocess.run(command, check=True)
    return folder / "archive"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real archive."""
    yield from serve(_built(tmp_path_factory, "real", lambda _: ROOT))


@pytest.fixture(scope="session")
def fenmoor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented archive that has something of everything, with the page of all components."""
    yield from serve(_built(tmp_path_factory, "fenmoor", lambda _: FENMOOR))


@pytest.fixture(scope="session")
def quillmark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented archive of a standards body."""
    yield from serve(_built(tmp_path_factory, "quillmark", lambda _: QUILLMARK))


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An archive of 300 reviews of 200 projects."""
    yield from serve(_built(tmp_path_factory, "many", _many_reviews))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "there is no Chromium here: run python tests/chromium.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def browsing(browser: Browser) -> Iterator[Browsing]:
    """To open pages of any site."""
    browsing = Browsing(browser)
    yield browsing
    browsing.close()


@pytest.fixture
def visit(browsing: Browsing, site: Served) -> Visit:
    """Of the real archive, 1280 pixels wide, with JavaScript."""
    return browsing.visit(site)
