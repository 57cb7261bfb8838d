"""`candour init` begins another committee's archive; `candour remove-examples` takes its examples out again."""

import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir, suppress
from importlib import import_module
from pathlib import Path
from string import Template
from typing import Any

import click

from candour.commands import CONTENT_PROBLEMS, DONE
from candour.commands.report import Report, as_text, command

_STARTER = Path(__file__).resolve().parent.parent / "starter"
QUESTIONS: dict[str, dict[str, Any]] = tomllib.loads((_STARTER / "questions.toml").read_text("utf-8"))
OUTCOMES: dict[str, dict[str, str]] = QUESTIONS["outcomes"]["choices"]


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--engine", default="", help="The wheel of candour that the archive is to use: its address or its file.")
@click.option("--yes", is_flag=True, help="Ask nothing; take what is usual where nothing is given.")
def init(folder: Path, engine: str, yes: bool, **given: str | None) -> int:
    """Begin another committee's archive in FOLDER.

    It asks what it needs to know. Two example meetings show how records are written; candour remove-examples deletes
    them. A file that is there already is never touched.

    \b
    Examples:
      candour init parish
      candour init parish --name "Planning Committee" --about "planning applications" --yes
    """
    from tempfile import TemporaryDirectory

    from candour.graph.check import check_archive

    ask, is_new = sys.stdin.isatty() and not yes, not (folder / "site_config.yaml").exists()
    answers = _answers(given, ask) if is_new else {}
    files = _filled(answers, answers["outcomes"]) if is_new else {}
    with TemporaryDirectory() as trial:  # signs in an answer may mean something else in a record
        _write(Path(trial), files)
        if problems := check_archive(Path(trial)).problems if is_new else ():
            raise click.UsageError(f"nothing was written, because an answer is not possible:\n{as_text(problems[0])}")
    for name, answer in answers.items():
        click.echo(f"  {QUESTIONS[name]['called']}: {answer.removeprefix('mailto:') or QUESTIONS[name]['empty']}")
    if ask and is_new and not click.confirm("Write this?", default=True):
        raise click.Abort("Nothing was written.")
    files |= _of_candour()
    if not (folder / "requirements.txt").exists():
        files |= _engine(engine, folder)
    there = sorted(name for name in files if (folder / name).exists())
    _write(folder, {name: content for name, content in files.items() if name not in there})
    click.echo(f"Files written: {len(files.keys() - there)}. What to do next is in {folder / 'README.md'}.")
    if there := [*there, *([] if is_new else ["site_config.yaml"])]:
        where = there if len(there) < 6 else sorted({name.split("/")[0] for name in there})
        click.echo(f"Files left alone, because they were there already: {len(there)} ({', '.join(where)}).")
    if unused := [f"--{name}" for name, answer in given.items() if answer is not None and not is_new]:
        click.echo(f"Not used: {', '.join(unused)}. Change what you want in site_config.yaml, which was there already.")
    click.echo(f"To make the site, type:  candour build --archive {shlex.quote(str(folder))}")
    return DONE


init.params[1:1] = [
    click.Option([f"--{name}"], help=f"{one['ask']} For example: {one['example']}") for name, one in QUESTIONS.items()
]


@command
def remove_examples(archive: Path, report: Report) -> int:
    """Delete the example meetings that candour init wrote.

    An example that you have changed stays: it may be yours by now.

    \b
    Example:
      candour remove-examples --archive parish
    """
    versions = [_filled({}, choice) for choice in OUTCOMES]
    there = sorted(name for name in versions[0] if name.startswith("content/") and (archive / name).is_file())
    read = {name: (archive / name).read_bytes().replace(b"\r\n", b"\n") for name in there}
    changed = [name for name in there if read[name] not in [version[name] for version in versions]]
    for name in changed:
        click.echo(f"{name} stays, because you have changed it. Delete it yourself, if it is an example.", err=True)
    for path in (archive / name for name in there if name not in changed):
        path.unlink()
        report.say(f"Deleted {path.relative_to(archive).as_posix()}")
        if path.parent.parent.name == "reviews" and not any(path.parent.iterdir()):
            path.parent.rmdir()
    report.say("The site is ready for your first meeting." if there else "There are no examples here.")
    return CONTENT_PROBLEMS if changed else DONE


def _answers(given: Mapping[str, str | None], ask: bool) -> dict[str, str]:
    """As given, else asked for, else what is usual."""
    needed = {name: one["example"] for name, one in QUESTIONS.items() if "usual" not in one and given[name] is None}
    if needed and not ask:
        flags = " ".join(f'--{name} "{example}"' for name, example in needed.items())
        raise click.UsageError(f"{' and '.join(needed)} must be given. Add what is true of yours, as in: {flags}")
    answers: dict[str, str] = {}
    for name, one in QUESTIONS.items():
        usual = answers["of"] or answers["name"] if name == "publisher" else one.get("usual")
        if given[name] is None and ask:
            click.echo(f"\n{one['ask']}\n(For example: {one['example']})")
            answers[name] = click.prompt("Answer", usual, value_proc=lambda words, name=name: _read(name, words))
        else:
            answers[name] = _read(name, given[name] or usual or "")
    return answers


def _read(name: str, words: str) -> str:
    """An answer as the configuration has it. Raises click.BadParameter, upon which the question is asked again."""
    from candour.model.values import url_error

    words = " ".join(words.split())
    if name == "outcomes" and (words := "-".join(re.findall(r"\w+", words.lower()))) not in OUTCOMES:
        raise click.BadParameter(f"the outcomes can be {', '.join(OUTCOMES)}")
    if name in {"contact", "url"} and words not in {"", "issues"}:
        words = words if ":" in words else f"{'mailto:' if name == 'contact' and '@' in words else 'https://'}{words}"
        if wrong := url_error(words) or ("" if "." in words else "this is no address"):
            raise click.BadParameter(f"{wrong}; write it as in {QUESTIONS[name]['example']}")
    elif re.fullmatch(r"(https?:|www\.)\S+|\S+@\S+", words):
        raise click.BadParameter(f"{words} is an address; write the {name} as in {QUESTIONS[name]['example']}")
    if name == "name":
        return re.sub("^[Tt]he ", "", words)
    return str(QUESTIONS[name].get("known", {}).get(words.lower().replace("-", " "), words))


def _filled(answers: Mapping[str, str], choice: str) -> dict[str, bytes]:
    """The starter's files by their paths in the archive, with the answers in the place of `$name` and the like."""
    words = {name: answer.replace("\\", "\\\\").replace('"', '\\"') for name, answer in answers.items()}
    if words:
        kind = re.search("Committee|Board|Panel|Council|Commission|Forum|Group", words["name"])
        words["short"] = f"the {kind[0] if kind else 'committee'}"
        words["by"] = f", {words['of']}," if words["of"] else ""
        words["author"] = f"{words['name']} ({words['of']})" if words["of"] else words["name"]
        words["of_line"] = f'of: "{words["of"]}"' if words["of"] else "# of: the body that it belongs to"
        words["url_line"] = (
            f"url: {words['url'].rstrip('/')}/" if words["url"] else "# url: https://decisions.example.org/"
        )
        words["outcomes"] = (_STARTER / "outcomes" / f"{choice}.yaml").read_text("utf-8")
    names = ["site_config.yaml", "CITATION.cff", "README.md", "gitignore"]
    names += (path.relative_to(_STARTER).as_posix() for path in (_STARTER / "content").rglob("*.md"))
    filled = {name: Template((_STARTER / name).read_text("utf-8")) for name in names}
    given = {**OUTCOMES[choice], **words}
    return {name.replace("git", ".git"): text.safe_substitute(given).encode() for name, text in filled.items()}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


_OF_THE_ENGINE = "performance.md"
"""The one document that is not about an archive."""


def _of_candour() -> Iterator[tuple[str, bytes]]:
    """The guide, and the forms and checks on GitHub, which install the candour that the archive names."""
    from candour.reading.files import package_folder

    docs, github = package_folder("docs"), package_folder(".github")
    for path in (*docs.glob("*.md"), *(docs / "guide").rglob("*.*")):
        if path.name == _OF_THE_ENGINE:
            continue
        yield f"docs/{path.relative_to(docs).as_posix()}", path.read_bytes()
    step = re.compile(r"^( +)- name: Install candour\n(?:\1 .*\n|\n(?=\1 ))*", re.MULTILINE)
    ours = r"\1- name: Install candour\n\1  run: python -m pip install --quiet --requirement requirements.txt\n"
    for path in sorted(path for path in github.rglob("*.*") if path.is_file()):
        yield f".github/{path.relative_to(github).as_posix()}", step.sub(ours, path.read_text("utf-8")).encode()


def _engine(source: str, folder: Path) -> dict[str, bytes]:
    """`requirements.txt`, and the wheel unless that has an address.

    pip compares what it gets with the sum in the address: https://pip.pypa.io/en/stable/topics/secure-installs/
    """
    from hashlib import sha256

    found, wheel = _wheel(source, folder)
    kept = {} if found.startswith("https:") else {f"engine/{found}": wheel}
    if any((folder / name).exists() and (folder / name).read_bytes() != wheel for name in kept):
        raise click.UsageError(f"engine/{found} is there already, and is another one. Delete it first")
    lines = [
        "# What makes the site, each in one version. pip refuses a candour that does not have this sum.",
        f"{'file:engine/' if kept else 'candour @ '}{found}#sha256={sha256(wheel).hexdigest()}",
        *(f"{name}=={version}" for name, version in sorted(_libraries("candour").items())),
    ]
    return {**kept, "requirements.txt": "\n".join((*lines, "")).encode()}


def _wheel(source: str, folder: Path) -> tuple[str, bytes]:
    """The address or the name of candour's wheel, and what is in it. In a checkout it is built: the same each time."""
    from importlib import metadata
    from tempfile import TemporaryDirectory
    from urllib.request import urlopen

    checkout = _STARTER.parent.parent
    if not source and (checkout / "pyproject.toml").is_file():
        with TemporaryDirectory() as made, chdir(checkout), suppress(ImportError):
            name = import_module("hatchling.build").build_wheel(made)
            return name, Path(made, name).read_bytes()
    if not source:  # where this candour came from: https://peps.python.org/pep-0610/
        source = json.loads(metadata.distribution("candour").read_text("direct_url.json") or "{}").get("url", "")
        source = source.removeprefix("file://")
        if not source.startswith("https:"):  # pip takes `file:engine/…` of requirements.txt for /engine/…
            kept = (place / "engine" / Path(source).name for place in (folder, Path(sys.prefix).parent))
            source = str(next((path for path in (Path(source), *kept) if path.is_file()), source))
    with suppress(OSError):
        if re.fullmatch(r"https://.+/candour-[^/]+\.whl", source):
            with urlopen(source, timeout=60) as answer:
                return source, answer.read()
        if re.fullmatch(r"candour-.+\.whl", Path(source).name):
            return Path(source).name, Path(source).read_bytes()
    raise click.UsageError(f'no wheel of candour can be read at "{source}". Add --engine with its address or its path')


def _libraries(of: str) -> dict[str, str]:
    """What a library needs, in the versions that are installed here; without what only other systems need."""
    from importlib import metadata

    found = dict[str, str]()
    for requirement in (one for one in metadata.requires(of) or () if not re.search(r"extra\s*==", one)):
        name = re.sub(r"[_.]", "-", re.split(r"[^\w.-]", requirement)[0]).lower()
        with suppress(metadata.PackageNotFoundError):
            found |= {name: metadata.version(name)} | _libraries(name)
    return found
