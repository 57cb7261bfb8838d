"""What a reader waits for who comes for the first time, on a slow connection: requests and seconds, by a real Chromium.

    python benchmarks/first_search.py output                  # a site that is built
    python benchmarks/first_search.py output --word accuracy --runs 5 --waterfall

400 kbit/s and 400 ms of latency, six connections of HTTP/1.1, nothing in the cache. The server compresses texts, as
hosts of static sites do (`candour serve` does not). Seconds are from the start of the navigation to the first result of
the search, or to the first paint of the page of a review.
"""

import argparse
import gzip
import re
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from chromium import OPTIONS, find

BYTES_A_SECOND, LATENCY = 50_000, 400
_TEXTS = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}
_FIRST_RESULT = """new MutationObserver((_, watch) => {
  if (!document.querySelector("#search[data-state=results] .result")) return;
  window.firstResult = performance.now();
  watch.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true });"""


@dataclass
class Request:
    path: str
    asked: float
    ended: float = 0
    size: int = 0
    """Bytes on the way, headers included."""


@dataclass(frozen=True)
class Visit:
    seconds: float
    requests: tuple[Request, ...]


class _Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    below = "/"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].removeprefix(self.below)
        file = Path(self.directory, path + "index.html" * (not path or path.endswith("/")))
        is_there = file.is_file()
        self.send_response(200 if is_there else 404)
        if is_there and file.suffix in _TEXTS:
            self.send_header("Content-Encoding", "gzip")
        content = _sent(file) if is_there else b""
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@cache
def _sent(file: Path) -> bytes:
    content = file.read_bytes()
    return gzip.compress(content) if file.suffix in _TEXTS else content


@contextmanager
def host(site: Path) -> Iterator[str]:
    """The address of the site, which is below the path of its own."""
    canonical = re.search(r'rel="canonical" href="([^"]*)"', (site / "index.html").read_text("utf-8"))
    below = urlsplit(canonical[1]).path if canonical else "/"
    handler = partial(type("Host", (_Host,), {"below": below}), directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{below}"
        server.shutdown()


def visit(browser: Browser, base: str, address: str) -> Visit:
    """Until the first result where something is searched, else until the first paint."""
    context = browser.new_context()
    page, requests = context.new_page(), dict[str, Request]()
    protocol = context.new_cdp_session(page)

    def asked(event: dict[str, Any]) -> None:
        requests[event["requestId"]] = Request(event["request"]["url"].removeprefix(base), event["timestamp"])

    def ended(event: dict[str, Any]) -> None:
        one = requests[event["requestId"]]
        one.ended, one.size = event["timestamp"], event["encodedDataLength"]

    protocol.on("Network.requestWillBeSent", asked)
    protocol.on("Network.loadingFinished", ended)
    protocol.send("Network.enable")
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    protocol.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **speed})
    page.add_init_script(_FIRST_RESULT)
    page.goto(base + address, wait_until="load", timeout=60_000)
    if "?q=" in address:
        page.wait_for_selector(".result", timeout=60_000)
    page.wait_for_load_state("networkidle")
    seconds = page.evaluate("window.firstResult ?? performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return Visit(seconds / 1000, tuple(requests.values()))


def visits(site: Path, addresses: Sequence[str], runs: int) -> Mapping[str, Sequence[Visit]]:
    """Of each address, the fastest first."""
    with host(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(OPTIONS))
        every = {address: [visit(browser, base, address) for _ in range(runs)] for address in addresses}
        browser.close()
    return {address: sorted(found, key=lambda one: one.seconds) for address, found in every.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a first visit on a slow connection.")
    parser.add_argument("site", type=Path, help="the folder of a site that is built")
    parser.add_argument("--word", default="accuracy", help="what is searched")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--waterfall", action="store_true", help="when each file was asked for, and when it was there")
    chosen = parser.parse_args()
    review = next(chosen.site.glob("reviews/*/*/index.html")).parent.relative_to(chosen.site).as_posix()
    for address, found in visits(chosen.site, (f"search/?q={chosen.word}", f"{review}/"), chosen.runs).items():
        middle = found[len(found) // 2]
        what = "first result" if "?q=" in address else "first paint"
        size = sum(one.size for one in middle.requests)
        print(f"{address}: {len(middle.requests)} requests, {size:,} bytes, {what} after {middle.seconds:.2f} s")
        start = middle.requests[0].asked
        for one in middle.requests if chosen.waterfall else ():
            print(f"  {one.asked - start:5.2f} to {one.ended - start:5.2f} s {one.size:7,} bytes  {one.path}")


if __name__ == "__main__":
    main()
