"""A real Chromium and the real archive's site for the tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.browsing import Served, Visit, serve, visit_in
from built import ROOT
from chromium import OPTIONS, find
from playwright.sync_api import Browser, sync_playwright

from candour.pipeline import build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real archive."""
    output = tmp_path_factory.mktemp("site") / "output"
    assert build(ROOT, output).problems == ()
    yield from serve(output)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "there is no Chromium here: run python tests/chromium.py"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Served) -> Iterator[Visit]:
    """1280 pixels wide, with JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield visit_in(context, site)
    context.close()


@pytest.fixture
def narrow(browser: Browser, site: Served) -> Iterator[Visit]:
    """320 pixels wide: 1280 at 400 % zoom."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield visit_in(context, site)
    context.close()


@pytest.fixture
def plain(browser: Browser, site: Served) -> Iterator[Visit]:
    """Without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield visit_in(context, site)
    context.close()
