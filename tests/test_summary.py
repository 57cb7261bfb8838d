"""What a change will do to the site, as Markdown for GitHub."""

import re
import subprocess
from pathlib import Path

import pytest
from built import CONFIG, write_archive
from markdown_it import MarkdownIt

from candour.commands.main import run
from candour.commands.summary import LARGEST, as_it_is, plain, summary
from candour.graph.check import check_archive
from candour.ledger.difference import Difference, difference
from candour.problems import Problem, Span

PROJECT = "---\ntitle: {title}\nkind: model\n---\n\n## Summary\n\n{text}\n"
MEETING = "---\ntitle: Meeting\nchair: Ann Lee\npresent:\n  members:\n    - Ann Lee\n---\n\n## 1. Reports\n\n{text}\n"
BEFORE = {
    "projects/crime.md": PROJECT.format(title="Crime", text="It counts."),
    "projects/old.md": PROJECT.format(title="Old", text="It was."),
    "projects/lost.md": PROJECT.format(title="Lost", text="It was."),
    "projects/first.md": PROJECT.format(title="First", text="It moves."),
    "meetings/2023-02-08.md": MEETING.format(text="Nothing was decided."),
}
CORRECTED = (
    "corrections:\n  - {date: 2023-03-01, about: item 1, kind: typing, wrong: decided, right: agreed, why: Heard.}\n"
)
NOW = {
    "projects/crime.md": BEFORE["projects/crime.md"].replace(
        "---\n", "---\n# A comment is not on the page.\nnote: Ours.\n", 1
    ),
    "projects/old.md": BEFORE["projects/old.md"].replace(
        "---\n", "---\nremoved: {date: 2023-03-01, why: Withdrawn.}\n", 1
    ),
    "projects/second.md": BEFORE["projects/first.md"].replace("---\n", "---\nmoved_from: project:first\n", 1),
    "projects/new.md": PROJECT.format(title="New", text="It is new."),
    "meetings/2023-02-08.md": MEETING.format(text="Nothing was agreed.").replace("chair:", f"{CORRECTED}chair:"),
}


def _difference(tmp_path: Path, now: dict[str, str]) -> Difference:
    before, graph = (check_archive(write_archive(tmp_path / n, of)).graph for n, of in (("a", BEFORE), ("b", now)))
    assert graph
    return difference(before, graph)


def test_each_page_that_is_new_changed_or_gone_is_named_with_its_address_and_what_is_otherwise(tmp_path: Path) -> None:
    text = summary((), _difference(tmp_path, NOW), ())
    assert (
        text.replace("\\", "")
        == """\
## What changes on the site

### New: 1 page

- **New** `/projects/new/`

### Changed: 2 pages

- **Meeting, 8 February 2023** `/meetings/2023-02-08/`: corrections, item 1
- **Crime** `/projects/crime/`: notes, or how it is set

### Gone: 2 pages

- **Lost** `/projects/lost/`: nothing is left there
- **Old** `/projects/old/`: its page says why

### Corrected: 1 part

- **Meeting, 8 February 2023** `/meetings/2023-02-08/`: item 1: Heard.

### Moved: 1 page

- `/projects/first/` leads to `/projects/second/`
"""
    )


REVIEW = "---\ndiscussed: 1\noutcome: {outcome}\nwhy: {why}\n{more}---\n\n## Decision\n\nThe members said so.\n"
ASKED = "requests: {figures: {text: Show the figures.}}\n"


def test_what_a_new_review_changes_for_a_project_and_a_request_is_said(tmp_path: Path) -> None:
    meeting = MEETING.format(text="Crime was discussed.")
    before = BEFORE | {"reviews/2023-02-08/crime.md": REVIEW.format(outcome="A", why="It is useful.", more=ASKED)}
    answers = "answers: {2023-02-08/crime#request-figures: fully}\n"
    again = REVIEW.format(outcome="B", why="It is doubted.", more=answers)
    now = before | {"meetings/2023-05-10.md": meeting, "reviews/2023-05-10/crime.md": again}
    graphs = [check_archive(write_archive(tmp_path / name, of)).graph for name, of in (("a", before), ("b", now))]
    assert graphs[1]
    said = summary((), difference(graphs[0], graphs[1]), ()).replace("\\", "")
    _, _, follows = said.partition("### What follows: 2 changes\n\n")
    assert follows.splitlines() == [
        "- **Crime** `/projects/crime/`: B: Change, 10 May 2023. It is doubted. "
        "(before: A: Proceed, 8 February 2023. It is useful.)",
        "- **Show the figures.** `/reviews/2023-02-08/crime/#request-figures`: Answered (before: Waiting)",
    ]


def test_a_deferral_and_what_is_asked_anew_are_among_what_follows(tmp_path: Path) -> None:
    before = BEFORE | {"reviews/2023-02-08/crime.md": REVIEW.format(outcome="A", why="It is useful.", more="")}
    again = REVIEW.format(outcome="deferred", why="It came late.", more=ASKED)
    now = before | {"meetings/2023-05-10.md": MEETING.format(text="Crime."), "reviews/2023-05-10/crime.md": again}
    graphs = [check_archive(write_archive(tmp_path / name, of)).graph for name, of in (("a", before), ("b", now))]
    assert graphs[1]
    said = summary((), difference(graphs[0], graphs[1]), ()).replace("\\", "")
    assert said.partition("### What follows: 2 changes\n\n")[2].splitlines() == [
        "- **Crime** `/projects/crime/`: A: Proceed, 8 February 2023. It is useful. Since then: Decision deferred. "
        "(before: A: Proceed, 8 February 2023. It is useful.)",
        "- **Show the figures.** `/reviews/2023-05-10/crime/#request-figures`: Waiting (before: not asked yet)",
    ]


def test_where_no_page_changes_that_is_said(tmp_path: Path) -> None:
    same = {path: text.replace("---\n", "---\n# Only a comment.\n", 1) for path, text in BEFORE.items()}
    assert "Nothing in the records changes." in summary((), _difference(tmp_path, same), ())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("templates/project.html", "Templates of the pages"),
        ("static/css/20-base.css", "Styles, pictures and other files of the site"),
        ("static/js/search.js", "Scripts, which readers' browsers run"),
        (".github/workflows/publish.yml", "Workflows, which GitHub runs"),
        ("site_config.yaml", "The configuration"),
        ("content/people.yaml", "How names are spelt"),
        ("content/files/report.pdf", "Documents"),
        ("candour/pipeline.py", "The program that builds the site"),
        ("vendor/candour-1.0-py3-none-any.whl", "The program that builds the site"),
        ("content/../Makefile\nx.md", ""),
        ("content/projects/crime.md", ""),
        ("README.md", ""),
        (".github/ISSUE_TEMPLATE/missing-meeting.yml", ""),
    ],
)
def test_whatever_is_not_a_record_is_named_as_what_it_is(path: str, kind: str) -> None:
    text = summary((), None, [path])
    assert (f"**{kind}**\n\n- `{path}`" in text) if kind else ("More than records" not in text)


def test_errors_come_first_with_their_lines_and_there_is_no_preview_until_they_are_mended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"SERVER_URL": "https://github.com", "REPOSITORY": "a/b", "SHA": "f00"}.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    monkeypatch.setenv("GITHUB_EVENT_NAME", "pull_request")
    monkeypatch.setenv("GITHUB_RUN_ID", "77")
    warning = Problem("unknown-title", Span("content/a b.md"), "a warning")
    error = Problem("page-gone", Span("content/c.md", 4), "an error", "write `x`")
    text = summary((warning, error), None, ())
    line = "[content/c.md, line 4](https://github.com/a/b/blob/f00/content/c.md?plain=1#L4)"
    file = "[content/a b.md](https://github.com/a/b/blob/f00/content/a%20b.md?plain=1)"
    wanted = f"- {line}: error: an error. Next step: `` write `x` ``\n- {file}: warning: a warning.\n"
    assert wanted in text.replace("\\", "")
    assert text.startswith("## 1 error and 1 warning\n\nNothing is published until the errors are mended")
    assert text.endswith("There is no preview while there is an error.\n")
    preview = "download “preview” at the foot of [this run](https://github.com/a/b/actions/runs/77)"
    assert preview in summary((), None, ())


def test_a_long_summary_is_counted_and_cut_until_it_fits(tmp_path: Path) -> None:
    many = [Problem("page-gone", Span("content/x.md", n), "é" * 900, "ü" * 900) for n in range(1, 5000)]
    text = summary(many, _difference(tmp_path, NOW), [f"candour/{n}.py" for n in range(300)])
    assert len(text.encode()) < LARGEST
    assert "## 4999 errors" in text
    assert "- 4994 more" in text
    assert "- 295 more" in text


HOSTILE = (
    "@octocat",
    "mail me@example.org",
    "#12 and GH-12 and a/b#12",
    "https://evil.example/ http://evil.example www.evil.example WWW.evil.example",
    "[a](https://evil.example) ![b](https://evil.example/b.png) <https://evil.example> [c][d]",
    "<img src=x> <script>alert(1)</script> <!-- --> &lt; &#64;octocat",
    "**bold** _it_ ~~no~~ `code` $x$ :smile:",
    "line\n\n# heading\n- [ ] task\n| a |\n```",
    "trailing \\",
    "`` ` ``",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_records_mean_nothing_in_markdown(words: str) -> None:
    markdown = MarkdownIt("js-default", {"html": True}).enable(["strikethrough", "table"])
    shown = markdown.render(f"- **{plain(words)}** x\n")
    inner = re.fullmatch(r"<ul>\n<li><strong>(.*)</strong> x</li>\n</ul>\n", shown)
    assert inner, shown
    assert "<" not in inner[1]
    # What GitHub makes links of afterwards, wherever it finds it in text: an invisible space is between.
    assert not re.search(r"@\w|#\d|GH-\d|://|www\.\w|:\w+:", inner[1], re.IGNORECASE)
    code = markdown.render(f"- {as_it_is(words)} x\n")
    assert re.fullmatch(r"<ul>\n<li><code>[^<]*</code> x</li>\n</ul>\n", code), code


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize("since", ["HEAD~1", "0" * 40])
def test_check_writes_the_summary_of_the_last_commit_and_of_a_first_publication(since: str, tmp_path: Path) -> None:
    """In a folder of a repository, whose own files are called as they are from there."""
    _git(tmp_path, "init", "-q")
    archive = write_archive(tmp_path / "archive", BEFORE)
    (archive / "HEAD").write_text("not the commit")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "One")
    (archive / "site_config.yaml").write_text(CONFIG + "headline: Hello\n")
    (tmp_path / "Makefile").write_text("all:\n")
    (archive / "content/projects/new.md").write_text(NOW["projects/new.md"])
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-qm", "Two")
    assert run(archive, ["check", "--quiet", "--since", since, "--summary", str(tmp_path / "summary.md")]) == 0
    text = (tmp_path / "summary.md").read_text("utf-8")
    assert ("### New: 1 page" if since == "HEAD~1" else "### New: 6 pages") in text
    assert "**The configuration**\n\n- `site_config.yaml`" in text
    assert "**The program that builds the site**\n\n- `Makefile`" in text


def test_a_summary_needs_a_commit_to_compare_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = write_archive(tmp_path / "archive", BEFORE)
    assert run(archive, ["check", "--summary", str(tmp_path / "summary.md")]) == 2
    assert "--since needs a commit to compare with" in capsys.readouterr().err
