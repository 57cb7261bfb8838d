"""A search among 1,000 reviews of 200 projects: how much it moves, and how soon it answers."""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from browser.browsing import Browsing, serve
from browser.test_search import Search
from built import ROOT, build_site
from chromium import OPTIONS, find
from playwright.sync_api import Browser, Response, expect, sync_playwright

REVIEWS = 1_000
MOST = 450_000
"""How many bytes a first search may move."""
SOON = 300
"""How many milliseconds after the last letter the first result may come."""


def moved_by(search: Search, words: str) -> int:
    """The bytes of all that is loaded after the page itself, facets aside."""
    responses: list[Response] = []
    search.page.on("response", lambda response: responses.append(response))
    search.open(words)
    search.page.wait_for_load_state("networkidle")
    besides = [one for one in responses if one.request.resource_type != "document" and ".pf_filter" not in one.url]
    return sum(len(one.body()) for one in besides)


WATCH = """words => {
    const [root, box] = [document.getElementById("search"), document.getElementById("q")];
    const status = root.querySelector("[data-part=status]");
    let typed = 0;
    box.addEventListener("input", () => (typed = performance.now()));
    window.took = new Promise((done) => {
        new MutationObserver(() => {
            if (status.textContent.includes(`for “${words}”`)) done(performance.now() - typed);
        }).observe(root, { subtree: true, childList: true });
    });
}"""


def times_of(search: Search) -> list[float]:
    """Milliseconds from the last letter to the first result."""
    search.open("evidence")  # so that what every search needs is loaded
    took: list[float] = []
    for words in ("data on victims", "missing persons demand", "committee", "bias", "forecast", "police", "accuracy"):
        search.page.evaluate(WATCH, words)
        search.box.fill("")
        search.box.press_sequentially(words, delay=50)
        took.append(search.page.evaluate("() => window.took"))
        expect(search.results.first).to_be_visible()
    return took


def faults_in(browser: Browser, site: Path) -> int:
    browsing, faults = Browsing(browser), 0
    for served in serve(site):
        for words in ("evidence", "data on victims", "missing persons demand forecast 0042"):
            moved = moved_by(Search(served, browsing.visit(served)), words)
            print(f"a first search for “{words}” moves {moved:,} bytes", flush=True)
            faults += not 0 < moved < MOST
        took = times_of(Search(served, browsing.visit(served)))
        print(
            f"{median(took):.0f} ms from the last letter to the first result: {', '.join(f'{one:.0f}' for one in took)}"
        )
        faults += min(took) >= SOON  # other work on the machine only adds to it
        browsing.close()
    return faults


def main() -> int:
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        folder = Path(work)
        command = [
            sys.executable,
            str(ROOT / "benchmarks/generate.py"),
            str(folder / "archive"),
            "--reviews",
            str(REVIEWS),
        ]
        subprocess.run(command, check=True)
        build_site(folder / "archive", folder / "site")
        browser = playwright.chromium.launch(executable_path=find(), args=list(OPTIONS))
        faults = faults_in(browser, folder / "site")
        browser.close()
    return faults
