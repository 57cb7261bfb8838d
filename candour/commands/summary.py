"""What a change will do to the site, as Markdown for GitHub's summary of a job and a comment on a pull request.

The words of records are others': none of them may become a link, a picture, a mention or HTML here.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from candour.ledger.difference import ChangedPage, Difference
from candour.pages.words import counted
from candour.problems import Problem, errors, unfinished
from candour.problems.drawing import count_words

LARGEST = 60_000
"""Bytes. A comment may have 65,536 characters, a job's summary 1 MiB."""
_FILES = (
    (r"content/files/.*", "Documents"),
    (r"content/people\.yaml", "How names are spelt"),
    (r"content/.*|(docs/.*|[^/]*)\.md|LICENSE|\.github/(ISSUE_TEMPLATE/.*|.*\.md)", ""),
    (r"site_config\.yaml", "The configuration"),
    (r"\.github/.*", "Workflows, which GitHub runs"),
    (r"templates/.*", "Templates of the pages"),
    (r"static/.*\.js", "Scripts, which readers' browsers run"),
    (r"static/.*", "Styles, pictures and other files of the site"),
    (r".*", "The program that builds the site"),
)
"""What a changed file is, by the first pattern that its path fits; empty for what is said elsewhere, or only text."""


def summary(problems: Sequence[Problem], found: Difference | None, files: Iterable[str]) -> str:
    """`found` is None when the records cannot be compared; `files` are the paths of all files that changed."""
    parts = [*_mistakes(problems), *_pages(found), *_others(files), *_preview(problems)]
    for most in (50, 20, 5, 0):
        text = "\n".join(line for heading, lines in parts for line in (heading, "", *_cut(lines, most)))
        if len(text.encode()) < LARGEST:
            break
    return text


Part = tuple[str, Sequence[str]]
"""A heading or a sentence, and the entries of the list below it."""


def _mistakes(problems: Sequence[Problem]) -> Iterator[Part]:
    stopped = "Nothing is published until the errors are mended, and what follows may be incomplete."
    left = unfinished(problems)
    if mistakes := [problem for problem in problems if problem not in left]:
        yield f"## {count_words(mistakes).capitalize()}", ()
        first = stopped if errors(mistakes) else "A warning stops nothing, but read it once."
        yield first, [*map(_mistake, sorted(mistakes, key=lambda problem: problem.severity))]
    if left:
        yield f"## {counted(len(left), 'place')} still to be filled in", ()
        yield "Each has a `…`. Nothing is published until the last one is gone.", [*map(_mistake, left)]


def _mistake(problem: Problem) -> str:
    span, line = problem.span, f"#L{problem.span.line}" if problem.span.line else ""
    where = plain(span.file) + (f", line {span.line}" if line else "")
    if commit := os.environ.get("GITHUB_SHA"):
        where = f"[{where}]({_repository()}/blob/{commit}/{quote(span.file)}?plain=1{line})"
    hint = f" Next step: {as_it_is(problem.hint)}" if problem.hint else ""
    return f"{where}: {problem.severity}: {plain(problem.message, 1000)}.{hint}"


def _pages(found: Difference | None) -> Iterator[Part]:
    yield "## What changes on the site", ()
    if found is None:
        yield "The records cannot be compared with those that are published.", ()
        return
    unsaid, left = "notes, or how it is set", ("nothing is left there", "its page says why")
    corrected = [(page, one) for page in found.changed for one in page.corrections]
    lists = (
        ("New", "page", [_page(page) for page in found.new]),
        ("Changed", "page", [_page(page, ", ".join(page.parts) or unsaid) for page in found.changed]),
        ("Gone", "page", [_page(page, left[bool(page.parts)]) for page in found.gone]),
        ("Corrected", "part", [_page(page, f"{one.about}: {one.why.text}") for page, one in corrected]),
        ("What follows", "change", [_follows(*one) for one in found.follows]),
        ("Moved", "page", [f"{as_it_is(old)} leads to {as_it_is(new)}" for old, new in found.redirects]),
    )
    for heading, noun, entries in lists:
        if entries:
            yield f"### {heading}: {counted(len(entries), noun)}", entries
    if not any(entries for _, _, entries in lists):
        yield "Nothing in the records changes.", ()


def _page(page: ChangedPage, more: str = "") -> str:
    return _named(page.title, page.address) + (f": {plain(more, 600)}" if more else "")


def _named(name: str, address: str) -> str:
    return f"**{plain(name)}** {as_it_is(address)}"


def _follows(name: str, address: str, says: str, said: str) -> str:
    return f"{_named(name, address)}: {plain(says, 300)} (before: {plain(said, 300)})"


def _others(files: Iterable[str]) -> Iterator[Part]:
    kinds: dict[str, list[str]] = {}
    for path in files:
        kind = next(name for pattern, name in _FILES if re.fullmatch(pattern, path, re.DOTALL))
        kinds.setdefault(kind, []).append(as_it_is(path))
    if kinds.keys() - {""}:
        yield "## More than records changes", ()
        yield "Nothing checks these files as it checks records: let somebody look who understands them.", ()
    yield from ((f"**{kind}**", paths) for kind, paths in sorted(kinds.items()) if kind)


def _preview(problems: Sequence[Problem]) -> Iterator[Part]:
    if os.environ.get("GITHUB_EVENT_NAME") == "pull_request":
        run = f"{_repository()}/actions/runs/{os.environ.get('GITHUB_RUN_ID')}"
        where = f"download “preview” at the foot of [this run]({run}), unpack it, and open its `index.html`"
        shown = f"To see the pages before they are published, {where} with a double-click."
        yield "There is no preview while there is an error." if errors(problems) else shown, ()


def _repository() -> str:
    return f"{os.environ.get('GITHUB_SERVER_URL')}/{os.environ.get('GITHUB_REPOSITORY')}"


def _cut(entries: Sequence[str], most: int) -> Iterator[str]:
    yield from (f"- {entry}" for entry in entries[:most])
    if len(entries) > most:
        yield f"- {len(entries) - most} more"
    if entries:
        yield ""


# --- words of others ----------------------------------------------------------------------------------------------


def plain(text: str, longest: int = 200) -> str:
    """As text that means nothing in Markdown. GitHub looks for mentions, numbers of issues and addresses when the signs
    of Markdown are gone, so an invisible space parts those."""
    text = re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", _short(text, longest))
    return re.sub(r"(@|#|:|www\\\.|gh\\-)(?=\S)", "\\1\N{ZERO WIDTH SPACE}", text, flags=re.IGNORECASE)


def as_it_is(text: str) -> str:
    """As code, in which nothing means anything, and which can be copied."""
    text = _short(text, 1500)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{text}{fence}" if "`" not in text else f"{fence} {text} {fence}"


def _short(text: str, longest: int) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
