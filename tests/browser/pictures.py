"""Pictures of every kind of page, to be looked at one by one: `make pictures`, which puts them into `pictures/`.

Each is taken narrow and wide, light and dark, and as it is printed; with --readme those of the README are taken anew.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from built import FENMOOR, ROOT
from chromium import OPTIONS, find
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from browser.browsing import serve
from browser.kinds import FENMOOR_KINDS, QUILLMARK_KINDS, REAL
from candour.memory import Options
from candour.pipeline import build

NARROW, WIDE, PAPER = 360, 1280, 794
"""Pixels; A4 is 794 wide."""
VIEWS = (
    (NARROW, "light"),
    (NARROW, "dark"),
    (WIDE, "light"),
    (WIDE, "dark"),
    (PAPER, "print"),
)
SEARCHES = {
    "results": "search/?q=data",
    "filters": "search/?q=data&outcome=A%3A+Proceed&year=2023",
    "nothing": "search/?q=vqxz",
    "meant": "search/?q=vehicel",
}
README = {
    "home": ("site", "", 800),
    "board": ("fenmoor", "board/", 1000),
    "project": ("fenmoor", "projects/custody-risk/", 1000),
    "requests": ("fenmoor", "requests/", 1000),
}
"""The pictures of the README, 1120 pixels wide, and how high each is."""


def main() -> None:
    pictures = [
        (archive, address, address.strip("/").replace("/", "-") or "home")
        for archive, address in [*(("site", address) for address in REAL), *FENMOOR_KINDS, *QUILLMARK_KINDS]
    ]
    pictures += [("fenmoor", address, f"search-{state}") for state, address in SEARCHES.items()]
    with sites() as urls, chromium() as browser:
        if "--readme" in sys.argv[1:]:
            for name, (archive, address, height) in README.items():
                with opened(browser, urls[archive] + address, 1120, "light", height) as page:
                    page.screenshot(path=ROOT / f"docs/pictures/{name}.png")
            return
        with click.progressbar(pictures, label="Taking pictures", file=sys.stderr) as bar:
            for archive, address, name in bar:
                for width, mode in VIEWS:
                    with opened(browser, urls[archive] + address, width, mode) as page:
                        page.screenshot(path=ROOT / f"pictures/{archive}/{name}-{width}-{mode}.png", full_page=True)
    click.echo(f"{len(pictures) * len(VIEWS)} pictures are in pictures/.")


@contextmanager
def sites() -> Iterator[dict[str, str]]:
    """The address of each archive's site."""
    with TemporaryDirectory() as work:
        folders = {"site": Path(work, "site"), "fenmoor": Path(work, "fenmoor")}
        build(ROOT, folders["site"])
        build(FENMOOR, folders["fenmoor"], options=Options(styleguide=True))
        servers = {name: serve(folder) for name, folder in folders.items()}
        yield {name: next(server).url for name, server in servers.items()}
        for server in servers.values():
            next(server, None)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(OPTIONS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, url: str, width: int, mode: str, height: int = 900) -> Iterator[Page]:
    """A page as it is shown: `mode` is `light`, `dark` or `print`."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=height), color_scheme="dark" if mode == "dark" else "light"
    )
    page = context.new_page()
    if mode == "print":
        page.emulate_media(media="print")
    page.goto(url, wait_until="networkidle" if "?" in url else "load")
    yield page
    context.close()


if __name__ == "__main__":
    main()
