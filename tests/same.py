"""Whether this checkout builds the same sites as an earlier commit: `make same REF=<commit>`.

Three archives are built twice, each time with the records and the candour of its own side: the archive that ships,
fenmoor, and a generated one. Every file is compared but the search index's and what names it (Pagefind orders its
filter files by chance), and `build.json`, which names the commit.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REVIEWS = 300
"""So many has the generated archive."""
_LEFT_OUT = ("pagefind/", "manifest.json", "build.json")
_SHOWN = 160
"""So many characters of a difference."""


def build_all(checkout: Path, work: Path) -> dict[str, Path]:
    """The three sites that a checkout builds, by the name of the archive."""
    generated = work / "archive"
    script = f"from pathlib import Path; from generate import generate; generate(Path({str(generated)!r}), {REVIEWS})"
    _run([sys.executable, "-c", script], checkout / "benchmarks")
    archives = {"real": checkout, "fenmoor": checkout / "tests" / "fixtures" / "fenmoor", "generated": generated}
    for name, archive in archives.items():
        arguments = ["build.py", "--quiet", "--archive", str(archive), "--output", str(work / name)]
        _run([sys.executable, *arguments], checkout)
    return {name: work / name for name in archives}


def differences(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[str]:
    """A line for each file that is new, gone or other than it was, with its first difference."""
    found = [f"{path}: gone" for path in sorted(before.keys() - now.keys())]
    found += [f"{path}: new" for path in sorted(now.keys() - before.keys())]
    for path in sorted(before.keys() & now.keys()):
        if before[path] != now[path]:
            found.append(f"{path}: {_first_difference(before[path], now[path])}")
    return found


def _first_difference(before: bytes, now: bytes) -> str:
    pairs = zip_longest(before.splitlines(), now.splitlines(), fillvalue=b"")
    number, was, says = next((n, a, b) for n, (a, b) in enumerate((*pairs, (b"", b" ")), 1) if a != b)
    start = max(0, next((n for n, (a, b) in enumerate(zip(was, says, strict=False)) if a != b), 0) - 40)
    shown = [line[start : start + _SHOWN].decode(errors="replace") for line in (was, says)]
    return f"line {number}\n    before: {shown[0]}\n    now:    {shown[1]}"


def site_files(folder: Path) -> dict[str, bytes]:
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith(_LEFT_OUT)}


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} in {folder} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def main(ref: str) -> int:
    with tempfile.TemporaryDirectory() as made:
        work, other = Path(made), Path(made) / "checkout"
        _run(["git", "worktree", "add", "--detach", str(other), ref], ROOT)
        try:
            print(f"Building three archives at {ref} and as they are here ...", flush=True)
            before, now = build_all(other, work / "before"), build_all(ROOT, work / "now")
            wrong = 0
            for name in before:
                files = site_files(before[name])
                found = differences(files, site_files(now[name]))
                wrong += len(found)
                print(f"{name}: {len(files)} files, {len(found) or 'none'} of them different")
                print("".join(f"  {line}\n" for line in found[:20]), end="")
                print(f"  and {len(found) - 20} more\n" if len(found) > 20 else "", end="")
        finally:
            _run(["git", "worktree", "remove", "--force", str(other)], ROOT)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit("Name the commit to compare with:  make same REF=HEAD~1")
    sys.exit(main(sys.argv[1]))
