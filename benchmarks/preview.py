"""How long from a saved file to the page that shows it, in `candour serve`.

    python benchmarks/preview.py ARCHIVE [RUNS]

As a browser does it: one question waits at the preview's `next` until something is new, then the page is asked for. The
archive's first review is edited and at the end as it was.
"""

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of the archive's preview."""
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+(?=/ )", line)))
        finally:
            server.terminate()


def seconds(host: str, review: Path, turn: int) -> float:
    """From the save until the new words are served."""
    words, page = f"One more sentence, of turn {turn}.", f"{host}/reviews/{review.parent.name}/{review.stem}/"
    (seen,) = re.findall(r"preview\.js\?(\w+)", _read(page))
    with review.open("a") as text:
        text.write(f"\n{words}\n")
    begun = time.perf_counter()
    while words not in _read(page):
        with urlopen(f"{host}/.candour/next?{seen}") as answer:  # when something is new, or after 20 seconds
            seen = answer.headers.get("ETag", seen)
    return time.perf_counter() - begun


def _read(address: str) -> str:
    with urlopen(address) as answer:
        return str(answer.read().decode())


def main(archive: Path, turns: int = 5) -> None:
    review = min(archive.glob("content/reviews/*/*.md"))
    before, found = review.read_bytes(), []
    try:
        with served(archive) as host:
            for turn in range(turns):
                found.append(seconds(host, review, turn))
                print(f"saved and shown: {found[-1]:.2f} s", file=sys.stderr, flush=True)
                time.sleep(2)  # a reader's; the whole site is being built in the background by now
    finally:
        review.write_bytes(before)
    print(f"From a saved file to its page: {statistics.median(found):.2f} s (median of {turns})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
