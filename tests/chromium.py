"""Finds a Chromium for the browser tests, or gets one: `python tests/chromium.py`, which `make test` runs first.

One that is there; else Playwright's own download; else Debian's package, as root; else the one command to type.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = (
    "chromium-headless-shell",  # the same without windows: the tests take half the time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""So that the browser asks for nothing but the pages under test, and runs as root as well."""


def find() -> str:
    """The path of a Chromium; empty when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None) or next(filter(os.path.exists, PLACES), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else ""


def _get() -> None:
    """Tries to install one; whether it came is seen by looking again."""
    print("Fetching a Chromium for the browser tests (once) ...", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if not find() and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "--no-install-recommends"]
        for command in (["apt-get", "update"], [*install, "chromium-headless-shell"], [*install, "chromium"]):
            if not find():
                subprocess.run(
                    command, check=False, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
                )


def main() -> int:
    """With --path: prints where it is."""
    if not find():
        _get()
    if found := find():
        if sys.argv[1:] == ["--path"]:
            print(found)
        return 0
    command = (
        "sudo apt-get install chromium"
        if shutil.which("apt-get")
        else f"{sys.executable} -m playwright install chromium"
    )
    print(f"The browser tests need a Chromium. Type:  {command}", file=sys.stderr)
    print("To run the other tests only:  make test ARGS=\"-m 'not browser'\"", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
