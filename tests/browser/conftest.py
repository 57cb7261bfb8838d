"""A real Chromium and the sites that these tests visit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from built import FENMOOR, QUILLMARK, ROOT, built_once
from chromium import OPTIONS, find
from playwright.sync_api import Browser, sync_playwright

from browser.browsing import Browsing, Served, Visit, serve


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real archive."""
    yield from serve(built_once(tmp_path_factory, "real", ROOT))


@pytest.fixture(scope="session")
def fenmoor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented archive that has something of everything, with the page of all components."""
    yield from serve(built_once(tmp_path_factory, "styleguide", FENMOOR))


@pytest.fixture(scope="session")
def quillmark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented archive of a standards body."""
    yield from serve(built_once(tmp_path_factory, "quillmark", QUILLMARK))


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
