"""A real Chromium, and a server of its own for each site under test, below a path as on GitHub Pages."""

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

BELOW = "/data-ethics-decisions/"
"""The path of `url:` in site_config.yaml."""
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
Rules = Mapping[str, Any]
AXE_RULES: Rules = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
_OF_LAYOUT = (
    "color-contrast link-in-text-block target-size scrollable-region-focusable button-name link-name label".split()
)
AXE_NARROW: Rules = {**AXE_RULES, "runOnly": {"type": "rule", "values": _OF_LAYOUT}}
"""What may be different in a narrow window or in the dark: what can be seen, how large it is, and what scrolls."""


@dataclass(frozen=True)
class Served:
    folder: Path
    url: str
    """Of the home page, with a slash at its end."""

    @property
    def addresses(self) -> list[str]:
        """Every page's address below `url`."""
        pages = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return [page.removesuffix("index.html") for page in pages]

    @property
    def attachments(self) -> list[str]:
        return [path.relative_to(self.folder).as_posix() for path in self.folder.glob("files/**/*") if path.is_file()]

    def html(self, address: str) -> str:
        """What stands at an address below `url`."""
        path = self.folder / address
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")


class _Handler(SimpleHTTPRequestHandler):
    """A static host: nothing but files, the 404 page for what is not there, and no log."""

    below = BELOW
    """The path of the site."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # as hosts have it; else many an answer comes 40 ms late

    def translate_path(self, path: str) -> str:
        asked = path.partition("?")[0].partition("#")[0]
        if not asked.startswith(self.below):
            return str(Path(self.directory) / "nothing")
        return super().translate_path("/" + asked.removeprefix(self.below))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


class _WithoutRedirects(_Handler):
    """Answers the address of a folder without its slash with the folder's page."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        path, mark, query = self.path.partition("?")
        if not path.endswith("/") and Path(self.translate_path(f"{path}/")).is_dir():
            self.path = f"{path}/{mark}{query}"
        return super().send_head()


def serve(folder: Path, *, redirects: bool = True) -> Iterator[Served]:
    """The site, below the path of its own `url:`; the host leads to the slash at an address's end if it `redirects`."""
    canonical = re.search(r'rel="canonical" href="([^"]*)"', (folder / "index.html").read_text("utf-8"))
    handler = _Handler if redirects else _WithoutRedirects
    below = urlsplit(canonical[1]).path if canonical else BELOW
    at_path = type("Handler", (handler,), {"below": below})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(at_path, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(folder, f"http://127.0.0.1:{server.server_address[1]}{below}")
    server.shutdown()
    server.server_close()


@dataclass
class Visit:
    """A page in a browser that notes everything which should not happen."""

    page: Page
    faults: list[str] = field(default_factory=list)
    """Errors on the console, violations of the content security policy, requests to other places."""
    requests: list[str] = field(default_factory=list)
    waiting: set[Request] = field(default_factory=set)
    """Those without an answer so far."""

    def barriers(self) -> list[str]:
        """What axe finds, and what lies to the right of the window: wide and light, then narrow and dark."""
        found = []
        for width, height, colours in ((1280, 900, "light"), (320, 640, "dark")):  # 320 are 1280 at 400 % zoom
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
            if over := self.overflow():
                found.append(f"{width}: {over} pixels lie to the right of the window")
            rules = AXE_RULES if colours == "light" else AXE_NARROW
            found += [f"{width}, {colours}: {one}" for one in self.violations(rules)]
        self.page.emulate_media(color_scheme="light")
        return found

    def settle(self) -> None:
        """Until nothing has been loaded for some frames on end."""
        still = 0
        while still < 10:
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
            still = 0 if self.waiting else still + 1

    def violations(self, rules: Rules = AXE_RULES) -> list[str]:
        """What axe finds, as `rule: element`."""
        if not self.page.evaluate("() => !!window.axe"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", rules)
        return [
            f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def overflow(self) -> int:
        """How many pixels of the page lie to the right of the window."""
        wide: int = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wide


@dataclass
class Browsing:
    """Opens pages for one test, each in a context of its own: no cache, no history."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, site: Served, *, width: int = 1280, scripts: bool = True) -> Visit:
        """Without `scripts`, JavaScript is off."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        self.contexts.append(context)
        visit = Visit(context.new_page())

        def requested(request: Request) -> None:
            visit.waiting.add(request)
            visit.requests.append(request.url)
            if not request.url.startswith(site.url):
                visit.faults.append(f"asked for {request.url}")

        visit.page.on("request", requested)
        visit.page.on("requestfinished", lambda request: visit.waiting.discard(request))
        visit.page.on("requestfailed", lambda request: visit.waiting.discard(request))
        visit.page.on("console", lambda m: visit.faults.append(m.text) if m.type in {"error", "warning"} else None)
        visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
        return visit

    def close(self) -> None:
        for context in self.contexts:
            context.close()
