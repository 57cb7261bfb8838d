"""`candour init`: what it writes passes its own check, says nothing of our trade, and pins what makes the site."""

import ast
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml
from built import ROOT, BuiltSite, build_site, contents, names_of_problems, words_of

from candour.commands.init import OUTCOMES, QUESTIONS
from candour.commands.main import run

NAMED = ["--name", "the Planning Committee", "--about", "planning applications"]
GIVEN = [*NAMED, "--of", "Little Fenmoor Parish Council", "--contact", "clerk@example.org", "--url", "example.org/x"]
_OF_OUR_TRADE = r"(?i)\b(police|models?|data (lab|ethics|project)|force|algorithms?|crime|ethics|west midlands|wmp)\b"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """candour's wheel, as `init` builds it from a checkout."""
    archive = tmp_path_factory.mktemp("first") / "archive"
    assert run(Path(), ["init", str(archive), *NAMED, "--yes"]) == 0
    (made,) = (archive / "engine").iterdir()
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "an archive"


def begin(archive: Path, wheel: Path, *arguments: str) -> None:
    assert run(Path(), ["init", str(archive), "--engine", str(wheel), *(arguments or GIVEN)]) == 0


def _said(site: BuiltSite) -> str:
    titles = [
        f"{page.title} {page.one('meta[name=description]').attributes['content']}" for page in site.pages.values()
    ]
    data = [content.decode() for path, content in site.files.items() if path.endswith((".json", ".csv"))]
    return "\n".join((*titles, *data, *(words_of(page.html) for page in site.pages.values())))


@pytest.mark.slow
@pytest.mark.parametrize("choice", OUTCOMES)
def test_an_archive_can_be_published_with_its_examples_and_without_them(
    choice: str, archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(archive, wheel, *GIVEN, "--outcomes", choice)
    assert names_of_problems(archive) == []
    site = build_site(archive, archive / "output")
    assert re.findall(_OF_OUR_TRADE, _said(site)) == []
    assert site.page("/").text("h1").endswith("planning applications")
    assert site.page("/requests/").texts("h2") == ["Answered in time"]
    assert run(archive, ["remove-examples"]) == 0
    assert capsys.readouterr().out.count("Deleted content/") == 5
    assert not any((archive / "content/reviews").iterdir())
    assert names_of_problems(archive) == []
    site = build_site(archive, archive / "output")
    assert re.findall(f"{_OF_OUR_TRADE}|Bench|Specimen", _said(site)) == []
    assert "No meeting is recorded here yet." in site.page("/").main


def test_without_an_address_there_is_no_problem_either(archive: Path, wheel: Path) -> None:
    begin(archive, wheel, *NAMED)
    assert names_of_problems(archive) == []


def test_every_answer_is_in_the_configuration(archive: Path, wheel: Path) -> None:
    begin(archive, wheel, *GIVEN, "--publisher", 'The "Clerk" \\ $name', "--licence", "ogl V3", "--outcomes", "a-to-e")
    config = yaml.safe_load((archive / "site_config.yaml").read_text("utf-8"))
    assert config["url"] == "https://example.org/x/"
    assert config["committee"] == {
        "name": "Planning Committee",
        "of": "Little Fenmoor Parish Council",
        "short": "the Committee",
        "gives": "advice",
    }
    assert config["publisher"] == {"name": 'The "Clerk" \\ $name', "contact": "mailto:clerk@example.org"}
    assert "Open Government Licence v3.0" in config["notices"]["licence"]
    assert [*config["outcomes"]] == ["A", "B", "C", "D", "E"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], 'name and about must be given. Add what is true of yours, as in: --name "Planning Committee" --about'),
        (NAMED[:2], "about must be given"),
        ([*NAMED, "--outcomes", "abc"], "the outcomes can be approve-amend-refuse, a-to-e, none-yet"),
        (
            [*NAMED, "--licence", "https://example.org"],
            "https://example.org is an address; write the licence as in OGL v3",
        ),
        ([*NAMED, "--publisher", "a@example.org"], "a@example.org is an address; write the publisher as in Ann Lee"),
        ([*NAMED, "--contact", "the clerk"], "write it as in clerk@example.org"),
        ([*NAMED, "--contact", "clerk"], "this is no address; write it as in clerk@example.org"),
        ([*NAMED, "--url", "ftp://example.org"], "write it as in https://decisions.example.org/"),
        ([*NAMED, "--url", "mailto:a@b.org"], "nothing was written, because an answer is not possible"),
        ([*NAMED, "--publisher", "a\u202eb"], "nothing was written, because an answer is not possible"),
        ([*NAMED, "--engine", "candour.zip"], "no wheel of candour can be read at"),
        ([*NAMED, "--engine", "candour-9.whl"], 'no wheel of candour can be read at "candour-9.whl"'),
        ([*NAMED, "--engine", "http://example.org/candour-9.whl"], "no wheel of candour can be read at"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    arguments: list[str], said: str, archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = [] if "--engine" in arguments else ["--engine", str(wheel)]
    assert run(Path(), ["init", str(archive), *arguments, *engine, "--yes"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not archive.exists()


def typed_into_init(archive: Path, wheel: Path, *lines: str) -> str:
    """What it says on a terminal on which these lines are typed, and then Ctrl-D."""
    ours, theirs = pytest.importorskip("pty").openpty()
    code = "import sys; from pathlib import Path; from candour.commands.main import run; run(Path(), sys.argv[1:])"
    command = [sys.executable, "-c", code, "init", str(archive), "--engine", str(wheel)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as asked:
        os.write(ours, "".join(f"{line}\n" for line in lines).encode() + b"\x04")
        said, _ = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    return said


@pytest.mark.parametrize(
    ("lines", "end"), [([], "Stopped."), (["A", "", "b", "", "", "", "", "", "n"], "Stopped. Nothing was written.")]
)
def test_whoever_does_not_go_on_has_written_nothing(archive: Path, wheel: Path, lines: list[str], end: str) -> None:
    said = typed_into_init(archive, wheel, *lines)
    assert said.endswith(f": {end}\n")
    assert ("Write this? [Y/n]" in said) == bool(lines)
    assert not archive.exists()


@pytest.mark.parametrize(
    ("written", "choice"),
    [("None yet", "none-yet"), ("A to E", "a-to-e"), ("approve, amend, refuse", "approve-amend-refuse")],
)
def test_outcomes_may_be_chosen_as_a_person_writes_them(
    written: str, choice: str, archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(archive, wheel, *NAMED, "--outcomes", written)
    assert f"  Outcomes: {choice}\n" in capsys.readouterr().out
    assert choice in QUESTIONS["outcomes"]["ask"]


def test_on_a_terminal_it_asks_and_asks_again(archive: Path, wheel: Path) -> None:
    answers = ["Ethics Board", "", "", "protocols", "all", "None yet", "", "a@b.org", "ftp://x", "b.org", "", "y"]
    said = typed_into_init(archive, wheel, *answers)
    assert [said.count(one["ask"]) for one in QUESTIONS.values()] == [1] * len(QUESTIONS)
    assert "(For example: Little Fenmoor Parish Council)" in said
    assert "the outcomes can be approve-amend-refuse" in said
    assert "  Outcomes: none-yet\n  Publisher: Ethics Board\n  Contact: a@b.org\n  Address" in said
    assert " https://b.org\n" in said
    config = yaml.safe_load((archive / "site_config.yaml").read_text("utf-8"))
    assert config["headline"] == "What the Ethics Board said about protocols"
    assert config["publisher"] == {"name": "Ethics Board", "contact": "mailto:a@b.org"}


def test_what_is_there_is_never_touched(archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"README.md": b"mine", ".github/workflows/publish.yml": b"mine", "content/meetings/2025-01-14.md": b"mine"}
    for name, content in own.items():
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_bytes(content)
    begin(archive, wheel)
    assert f"were there already: 3 ({', '.join(sorted(own))})." in capsys.readouterr().out
    first = contents(archive)
    assert {name: first[name] for name in own} == own
    (archive / "requirements.txt").unlink()
    begin(archive, wheel, "--licence", "OGL v3")
    said = capsys.readouterr().out
    assert "Files written: 1." in said
    assert re.search(r"were there already: \d+ \(\.github, docs, engine, site_config\.yaml\)\.", said)
    assert "Not used: --licence." in said
    assert contents(archive) == first


def test_in_the_folder_itself_it_does_not_speak_of_the_folder_above(
    archive: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.mkdir()
    monkeypatch.chdir(archive)
    begin(Path(), wheel)
    assert "What to do next is in README.md." in capsys.readouterr().out


def test_another_engine_of_the_same_name_is_not_pinned_in_its_place(
    archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(archive, wheel)
    (archive / "requirements.txt").unlink()
    (archive / "engine" / wheel.name).write_bytes(b"another")
    assert run(Path(), ["init", str(archive), "--engine", str(wheel)]) == 2
    assert f"engine/{wheel.name} is there already, and is another one. Delete it first" in capsys.readouterr().err
    assert not (archive / "requirements.txt").exists()


def test_an_example_that_was_changed_stays(archive: Path, wheel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(archive, wheel)
    changed, other = (archive / "content/meetings" / name for name in ("2025-01-14.md", "2025-03-11.md"))
    changed.write_bytes(changed.read_bytes() + b"\n## 4. More\n")
    other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
    assert run(archive, ["remove-examples"]) == 1
    assert "content/meetings/2025-01-14.md stays, because you have changed it" in capsys.readouterr().err
    assert list((archive / "content").rglob("*.md")) == [changed]


def test_the_engine_is_pinned_by_its_sum_and_the_libraries_as_in_our_constraints(archive: Path, wheel: Path) -> None:
    begin(archive, wheel)
    _, engine, *libraries = (archive / "requirements.txt").read_text("utf-8").splitlines()
    kept = archive / "engine" / wheel.name
    assert engine == f"file:engine/{wheel.name}#sha256={hashlib.sha256(kept.read_bytes()).hexdigest()}"
    assert set(libraries) <= set((ROOT / "constraints.txt").read_text("utf-8").splitlines())
    assert {"jinja2", "pydantic-core", "pyyaml"} <= {line.partition("==")[0] for line in libraries}
    assert not {"pytest", "ruff", "hatchling"} & {line.partition("==")[0] for line in libraries}


def test_an_engine_with_an_address_is_not_kept(archive: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda source, timeout: wheel.open("rb"))
    begin(archive, Path("candour-1.whl"), *NAMED, "--engine", "https://example.org/candour-1-py3-none-any.whl")
    engine = (archive / "requirements.txt").read_text("utf-8").splitlines()[1]
    sum_of = hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert engine == f"candour @ https://example.org/candour-1-py3-none-any.whl#sha256={sum_of}"
    assert not (archive / "engine").exists()


def test_the_workflows_are_ours_but_for_the_step_that_installs(archive: Path, wheel: Path) -> None:
    begin(archive, wheel)
    for ours in (path for path in (ROOT / ".github").rglob("*") if path.is_file()):
        theirs = (archive / ours.relative_to(ROOT)).read_text("utf-8")
        if "- name: Install candour\n" not in ours.read_text("utf-8"):
            assert theirs == ours.read_text("utf-8")
            continue
        jobs, own = yaml.safe_load(theirs)["jobs"], yaml.safe_load(ours.read_bytes())["jobs"]
        install = {"name": "Install candour", "run": "python -m pip install --quiet --requirement requirements.txt"}
        for job in own.values():
            job["steps"] = [install if step.get("name") == install["name"] else step for step in job["steps"]]
        assert jobs == own
        assert not re.search(r"\bmake\b|\.venv", str(jobs))


def test_every_link_of_its_documents_leads_to_a_file(archive: Path, wheel: Path) -> None:
    begin(archive, wheel)
    for path in (archive / "README.md", *(archive / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https:)([^)#]+(?:\.md|/))[)#]", path.read_text("utf-8")):
            assert (path.parent / target).exists(), (path, target)


@pytest.mark.slow
def test_pip_installs_this_engine_and_no_other(archive: Path, wheel: Path, tmp_path: Path) -> None:
    """In an environment that borrows our libraries, so that nothing else is fetched."""
    begin(archive, wheel)
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", vars={"base": str(environment), "platbase": str(environment)})
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (Path(paths["purelib"]) / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", "utf-8")

    def typed(*command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=archive, capture_output=True, text=True, check=False)

    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        Path(paths["scripts"]) / "python",
        "install",
        "--no-index",
        "-r",
    ]
    kept = archive / "engine" / wheel.name
    shutil.copy(kept, tmp_path)
    with kept.open("ab") as file:
        file.write(b"\0")
    refused = typed(*pip, "requirements.txt")
    assert refused.returncode == 1
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    shutil.copy(tmp_path / wheel.name, kept)
    done = typed(*pip, "requirements.txt")
    assert done.returncode == 0, done.stderr
    candour = Path(paths["scripts"]) / "candour"
    assert typed(candour, "build", "--quiet").returncode == 0
    assert (archive / "output/index.html").is_file()
    # and from there, where candour knows no checkout, and pip remembers no place of a relative path
    again = typed(candour, "init", tmp_path / "next", *NAMED, "--engine", kept)
    assert again.returncode == 0, again.stderr
    pinned = (archive / "requirements.txt").read_text("utf-8")
    (archive / "requirements.txt").unlink()
    again = typed(candour, "init", ".")
    assert again.returncode == 0, again.stderr
    assert (archive / "requirements.txt").read_text("utf-8").splitlines()[1] == pinned.splitlines()[1]
    assert contents(tmp_path / "next/engine") == contents(archive / "engine")
    assert contents(tmp_path / "next/docs") == contents(archive / "docs")
    assert contents(tmp_path / "next/.github") == contents(archive / ".github")


def test_the_guide_starts_a_committee(
    archive: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each command of docs/guide/start.md that needs no answers, and what it says that one sees."""
    text = (ROOT / "docs/guide/start.md").read_text("utf-8")
    archive.mkdir()
    monkeypatch.chdir(archive)
    typed = re.findall(r"^ *candour (.+ .+)$", text, re.MULTILINE)
    assert len(typed) == 9
    published = [command for command in typed if command.startswith("remove ")]
    for command in (one for one in typed[1:] if one not in published):
        assert run(archive, [*shlex.split(command), *(["--engine", str(wheel)] if "--yes" in command else [])]) == 0
    said = capfd.readouterr().out
    for shown in (
        "5 records read: no problems.",
        "To make the site, type:  candour build --archive parish",
    ):
        assert shown in text
        assert shown in said
    (question,) = re.findall(r"```\n(What .*?)\n\(For example: (.*?)\)\nAnswer: ", text)
    assert question == (QUESTIONS["name"]["ask"], QUESTIONS["name"]["example"])


def test_examples_that_were_published_can_be_taken_down_as_the_guide_says(archive: Path, wheel: Path) -> None:
    """And then the words that only they used can go, and the check misses nothing."""
    begin(archive, wheel)
    git = ["git", "-C", str(archive), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-qb", "main"], ["add", "."], ["commit", "-qm", "Published"]):
        subprocess.run([*git, *command], check=True)
    text = (ROOT / "docs/guide/start.md").read_text("utf-8")
    for command in re.findall(r"^candour (remove .*) --archive parish$", text, re.MULTILINE):
        assert run(archive, shlex.split(command)) == 0
    config = archive / "site_config.yaml"
    written = re.sub(r"^stages:\n(  .*\n)+", "", config.read_text("utf-8"), flags=re.MULTILINE)
    config.write_text(re.sub(r"^topics:\n(  .*\n)+", "topics:\n  trees: Trees\n", written, flags=re.MULTILINE), "utf-8")
    assert run(archive, ["check", "--since", "HEAD"]) == 0


def test_messages_and_help_speak_of_no_trade() -> None:
    for path in (ROOT / "candour").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        is_help = path.parent.name == "commands"
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and not is_help}
        said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in notes]
        found = re.findall(r"(?i)knife|crime|police|violence|rfsdi|missing people|vehicles", " ".join(map(str, said)))
        assert found == [], path
