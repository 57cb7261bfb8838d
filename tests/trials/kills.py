"""Builds of two versions of an archive in turn, killed at random moments, while somebody reads the site.

Whatever is read is the one version's or the other's, byte for byte; what is there after a kill is one of them, whole;
and the next build succeeds. Of the search index, which is never the same twice, only that no file is empty.

    PYTHONPATH=tests python -m trials.kills [seed] [count]
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from built import ROOT, contents, write_archive

from candour.site.manifest import MANIFEST

INDEX = "pagefind/"


def version(word: str) -> Mapping[str, str]:
    """The records of an archive in which every page, an attachment and a file of the root say which version it is."""
    numbers = range(1, 13)
    items = "".join(f"## {number}. Model {number}\nThe {word} words.\n" for number in numbers)
    records = {
        "meetings/2024-04-09.md": f"---\ntitle: The {word} board\nsource: {word}.txt\npapers: same.txt\n---\n{items}",
        f"files/{word}.txt": word,
        "files/same.txt": f"The {word} paper. " * 20_000,
        "static/root/version.txt": word,
    }
    for number in numbers:
        records[f"projects/m{number}.md"] = (
            f"---\ntitle: Model {number}\nkind: model\n---\n## Summary\nThe {word} one.\n"
        )
        review = f"---\ndiscussed: {number}\noutcome: A\n---\n## Decision\nThe {word} words of it were sound.\n"
        records[f"reviews/2024-04-09/m{number}.md"] = review
    return records


class Reader(threading.Thread):
    """Opens and reads files of the site as a static server does, all the time."""

    def __init__(self, output: Path, versions: tuple[Mapping[str, bytes], ...], seed: int) -> None:
        super().__init__(daemon=True)
        self.output, self.versions, self.by = output, versions, Random(seed)
        self.reads, self.faults, self.is_over = 0, list[str](), threading.Event()

    def run(self) -> None:
        paths = sorted(set(self.versions[0]) & set(self.versions[1]))
        while not self.is_over.is_set():
            path = self.by.choice(paths)
            self.reads += 1
            time.sleep(0.001)
            try:
                content = (self.output / path).read_bytes()
            except OSError as error:
                self.faults.append(f"{path} could not be read: {error.strerror}")
                continue
            if content not in (version[path] for version in self.versions):
                self.faults.append(f"{path} was of neither version: {len(content)} bytes")


def site_in(output: Path) -> dict[str, bytes]:
    """The files that are the same in every build, without the manifest, which also names the index."""
    return {path: c for path, c in contents(output).items() if not path.startswith(INDEX) and path != MANIFEST}


def build(archive: Path, output: Path) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "build",
        "--quiet",
        "--archive",
        str(archive),
        "--output",
        str(output),
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def succeeds(archive: Path, output: Path) -> str:
    """What a build said; empty when it has succeeded."""
    with build(archive, output) as building:
        _, said = building.communicate()
    return said or (f"it ended with {building.returncode}" if building.returncode else "")


def main(seed: int = 0, count: int = 300) -> int:
    """How many faults `count` kills showed."""
    by = Random(seed)
    with tempfile.TemporaryDirectory(prefix="candour-kills-") as work:
        output = Path(work) / "site"
        archives = [write_archive(Path(work) / word, version(word)) for word in ("first", "second")]
        took, sites = 0.0, list[dict[str, bytes]]()
        for archive in archives:
            started = time.monotonic()
            assert not (said := succeeds(archive, output)), said
            took = time.monotonic() - started
            sites.append(site_in(output))
        reader = Reader(output, (sites[0], sites[1]), seed)
        reader.start()
        faults, killed, replaced, now = list[str](), 0, 0, 1
        for number in range(count):
            with build(archives[1 - now], output) as building:
                if number % 2:  # at any moment of the build; else around that of the exchange
                    time.sleep(by.uniform(0, took * 1.1))
                else:
                    while building.poll() is None and not (output.with_name(".site.work") / "next" / MANIFEST).exists():
                        time.sleep(0.001)
                    time.sleep(by.uniform(0, 0.05))
                building.kill()
                building.communicate()
            killed += building.returncode < 0
            found = contents(output)
            site = site_in(output)
            if site not in sites:
                faults.append(f"after kill {number} the site was of neither version")
            elif not all(found.values()) or MANIFEST not in found:
                faults.append(f"after kill {number} the index had an empty file, or there was no manifest")
            else:
                replaced += site == sites[1 - now]
                now = sites.index(site)
            if number % 20 == 19 or number == count - 1:
                now = 1 - now
                if said := succeeds(archives[now], output):
                    faults.append(f"the build after kill {number} failed: {said}")
                elif site_in(output) != sites[now]:
                    faults.append(f"the build after kill {number} made another site")
        reader.is_over.set()
        reader.join()
    faults += reader.faults
    words = [
        *faults[:20],
        f"{count} kills, seed {seed}: {killed} builds were killed, {replaced} sites were new all the same",
    ]
    sys.stdout.write("\n".join([*words, f"{reader.reads:,} files read, {len(faults) or 'no'} faults", ""]))
    return len(faults)


if __name__ == "__main__":
    sys.exit(bool(main(*map(int, sys.argv[1:]))))
