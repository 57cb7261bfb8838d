"""The archive's own templates and styles: each replaces candour's of the same name, and none gets round its safety."""

import re
from pathlib import Path

import pytest
from built import ROOT, made, names_of_problems, site_of, write_archive

from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.problems import Problem

HOSTILE = {"projects/one.md": "---\ntitle: One < two & <three>\n---\n\n## Summary\n\nA thing.\n"}
HEAD = (ROOT / "templates/layout.html").read_text("utf-8").partition("{% if")[0].rstrip()


def _archive(folder: Path, own: dict[str, str]) -> Path:
    write_archive(folder, HOSTILE)
    for name, text in own.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def _faults(folder: Path, own: dict[str, str]) -> tuple[Problem, ...]:
    checked = check_archive(_archive(folder, own))
    assert checked.graph
    return made(checked.graph, folder)[1]


def test_a_template_and_a_style_of_the_archive_replace_ours(tmp_path: Path) -> None:
    (block,) = re.findall(r"```html\n(.*?)```", (ROOT / "docs/guide/start.md").read_text("utf-8"), re.DOTALL)
    own = {
        "templates/layout.html": block,
        "static/css/20-base.css": "body { color: red; }",
        "static/icons/favicon.svg": "<svg/>",
    }
    site = site_of(_archive(tmp_path, own), HOSTILE)
    for address, page in site.pages.items():
        assert ("Our council", "https://example.org/") in page.links("footer a"), address
    (style,) = (text.decode() for name, text in site.files.items() if name.endswith("site.css"))
    assert "color: red" in style
    assert (ROOT / "static/css/20-base.css").read_text("utf-8").strip().split("\n")[-2].strip() not in style
    assert b"<svg/>" in site.files.values()


@pytest.mark.parametrize(
    ("name", "text", "where", "said"),
    [
        ("about.html", "<p>\n{{ page.titel }}</p>", 2, "no attribute 'titel'"),
        ("about.html", "<p>\n{% if %}", 2, "Expected an expression"),
        ("about.html", "{% include 'nix.html' %}", 1, 'there is no "nix.html"'),
        ("layout.html", "<p>\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ("project.html", "\n{{ page.title|safe }}", 2, "No filter named 'safe'"),
        ("project.html", "{{ [page.title]|map('safe')|first }}", 1, "No filter named 'safe'"),
        ("project.html", "\n{%- autoescape false %}{{ page.title }}{% endautoescape %}", 2, "is not allowed"),
        ("project.html", "{{ page.title }}", 1, "with the Content-Security-Policy"),
        ("layout.html", f"{HEAD[:40]}<script src='x'></script>{HEAD[40:]}", 1, "with the Content-Security-Policy"),
        ("layout.html", HEAD.replace("{{ csp }}", "{{ csp|upper }}"), 1, "with the Content-Security-Policy"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_be_used_is_shown_with_its_line(
    name: str, text: str, where: int, said: str, tmp_path: Path
) -> None:
    (fault,) = _faults(tmp_path, {f"templates/{name}": text})
    assert (fault.name, fault.span.file, fault.span.line) == ("template-mistake", f"templates/{name}", where)
    assert said in as_text(fault)


def test_words_of_records_stay_words_in_a_template_of_the_archive(tmp_path: Path) -> None:
    own = {
        "templates/project.html": HEAD + "<title>{{ page.title }}</title></head><body>{{ page.title }}</body></html>"
    }
    page = site_of(_archive(tmp_path, own), HOSTILE).page("/projects/one/")
    assert page.html.count("One &lt; two &amp; &lt;three&gt;") == 2


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("templates/abaut.html", 'did you mean "templates/about.html"?'),
        ("static/css/20-bass.css", 'did you mean "static/css/20-base.css"?'),
        ("static/zzz/q", "give it the name of what it is to replace, or delete it"),
    ],
)
def test_a_name_that_replaces_nothing_is_a_warning(name: str, hint: str, tmp_path: Path) -> None:
    (problem,) = check_archive(_archive(tmp_path, {name: "x"})).problems
    assert (problem.name, problem.span.file, problem.hint) == ("replaces-nothing", name, hint)


def test_what_is_published_as_it_is_replaces_nothing_and_is_no_mistake(tmp_path: Path) -> None:
    assert names_of_problems(_archive(tmp_path, {"static/root/logo.svg": "<svg/>"})) == []


def test_a_link_out_of_the_archive_is_not_followed(tmp_path: Path) -> None:
    folder = _archive(tmp_path / "archive", {"static/icons/x": ""})
    (folder / "static/icons/x").unlink()
    (tmp_path / "secret").write_text("secret", "utf-8")
    (folder / "static/icons/favicon.svg").symlink_to(tmp_path / "secret")
    assert names_of_problems(folder) == ["attachment-outside"]
