"""The workflow that publishes: what it promises, and its own steps run one by one in a clean clone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import ROOT

from candour.site.manifest import build_file, manifest_of

WORKFLOW: dict[str, Any] = yaml.load((ROOT / ".github/workflows/publish.yml").read_text(), Loader=yaml.BaseLoader)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS: list[dict[str, Any]] = [step for job in JOBS.values() for step in job["steps"]]


def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is() -> None:
    text = (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", one)] == []


def test_only_publishing_may_write_and_only_to_pages() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    writing = {
        name: [key for key, value in job["permissions"].items() if value == "write"] for name, job in JOBS.items()
    }
    assert writing == {"build": [], "publish": ["pages", "id-token"]}


def test_the_build_may_read_the_repository_and_where_its_site_is_and_nothing_else() -> None:
    assert JOBS["build"]["permissions"] == {"contents": "read", "pages": "read"}


def test_no_step_puts_what_others_wrote_into_its_commands() -> None:
    """GitHub fills in `${{ … }}` before the shell reads it, so it is for `env:` and `if:` only."""
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []


def test_a_pull_request_gets_a_preview_and_only_main_is_published() -> None:
    assert set(WORKFLOW["on"]) == {"pull_request", "push"}
    assert WORKFLOW["on"]["push"]["branches"] == ["main"]
    assert JOBS["publish"]["if"] == "github.event_name == 'push'"
    preview = next(step for step in JOBS["build"]["steps"] if step.get("with", {}).get("name") == "preview")
    assert preview["if"] == "github.event_name == 'pull_request'"
    assert preview["with"]["include-hidden-files"] == "true"
    kept = f"kept for {preview['with']['retention-days']} days"
    assert kept in (ROOT / "docs/publishing.md").read_text("utf-8")


def test_one_commit_is_checked_and_published_at_a_time_and_never_an_older_one_over_a_newer() -> None:
    """While one is being published, what the next replaces is not known yet."""
    one = "${{ github.event_name == 'push' && 'publish' || github.run_id }}"
    assert WORKFLOW["concurrency"] == {"group": one, "cancel-in-progress": "false"}
    assert not [name for name, job in JOBS.items() if "concurrency" in job]
    assert JOBS["publish"]["steps"][-1]["if"] == "steps.newest.outputs.yes == 'true'"


# --- what is published --------------------------------------------------------------------------------------------

NOTHING = "0" * 40
SITE = "https://someone.github.io/decisions"
PUBLISHED_STEP = next(step for step in STEPS if "build.json" in step.get("run", ""))


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A repository with one commit."""
    folder = tmp_path / "history"
    folder.mkdir()
    _git(folder, "init", "-q")
    _git(folder, "commit", "-q", "--allow-empty", "-m", "As published")
    return folder


def _program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def _network(folder: Path, pages: str, status: str, answer: str) -> dict[str, str]:
    """An environment where GitHub and the published site answer like this."""
    (folder / "answer").write_text(answer, encoding="utf-8")
    _program(folder / "bin", "gh", pages)
    save = f'while [ "$1" != --output ]; do shift; done; cat "{folder}/answer" > "$2"'
    _program(folder / "bin", "curl", f'echo "$@" >> "{folder}/asked"; {save}; printf {status}; [ {status} != 000 ]')
    (folder / "temp").mkdir(exist_ok=True)
    given = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "RUNNER_TEMP": str(folder / "temp")}
    return given | {"GITHUB_REPOSITORY": "someone/decisions", "GITHUB_RUN_ID": "77"}


def _published(history: Path, pages: str = f"echo {SITE}/", status: str = "200", answer: str = "") -> tuple[str, str]:
    """Which commit the step finds, and what it prints."""
    given = {**os.environ, **_network(history.parent, pages, status, answer)}
    told = history.parent / "told"
    told.touch()
    command = ["bash", "-e", "-c", PUBLISHED_STEP["run"]]
    done = subprocess.run(command, cwd=history, env=given | {"GITHUB_ENV": str(told)}, capture_output=True, text=True)
    written = told.read_text(encoding="utf-8")
    assert bool(done.returncode) == (not written), done.stderr
    assert re.fullmatch(r"(PUBLISHED=[0-9a-f]{40}\n)?", written)
    return written.strip().removeprefix("PUBLISHED="), done.stdout


def _built_from(commit: str) -> str:
    return build_file(manifest_of(()), commit, 7).content.decode()


def test_what_is_published_is_the_commit_that_the_site_names(history: Path) -> None:
    head = _git(history, "rev-parse", "HEAD")
    assert _published(history, answer=_built_from(head)) == (head, "")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (f"{SITE}/", f"{SITE}/build.json?77"),
        (SITE, f"{SITE}/build.json?77"),
        ("http://decisions.example.org/", "http://decisions.example.org/build.json?77"),
    ],
    ids=["as GitHub says it", "without the slash", "a domain of its own, without https"],
)
def test_the_site_is_asked_where_github_says_it_is(address: str, asked: str, history: Path) -> None:
    """With the number of the run, so that no copy of a minute ago answers."""
    _published(history, f"echo {address}", answer=_built_from(_git(history, "rev-parse", "HEAD")))
    assert (history.parent / "asked").read_text("utf-8").strip().endswith(f"--url {asked}")


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        ("echo '{\"message\": \"Not Found\"}'; echo 'gh: Not Found (HTTP 404)' >&2; exit 1", "000"),
        (f"echo {SITE}/", "404"),
    ],
    ids=["a fork, or before the first time", "the first deployment failed"],
)
def test_where_there_is_no_site_nothing_was_published(pages: str, status: str, history: Path) -> None:
    assert _published(history, pages, status, _built_from(_git(history, "rev-parse", "HEAD"))) == (NOTHING, "")


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        ("echo 'gh: Bad credentials (HTTP 401)' >&2; exit 1", "200"),
        ("echo 'gh: Server Error (HTTP 502)' >&2; exit 1", "200"),
        ("echo 'error connecting to api.github.com' >&2; exit 1", "200"),
        (f"echo {SITE}/", "000"),
        (f"echo {SITE}/", "503"),
        (f"echo {SITE}/", "301"),
    ],
)
def test_while_nobody_knows_what_is_published_nothing_is(pages: str, status: str, history: Path) -> None:
    published, told = _published(history, pages, status, _built_from(_git(history, "rev-parse", "HEAD")))
    assert published == ""
    assert told.startswith("::error::The published site did not answer")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<title>Sign in</title>",
        '{"commit": 7}',
        _built_from(""),
        _built_from("HEAD"),
        _built_from("1" * 40),
        _built_from("{head}0"),
        _built_from("{tree}"),
        _built_from("--output=x"),
        _built_from("$(touch x)`touch x`;touch x"),
        _built_from("{head}\nPATH=/nowhere"),
        _built_from("{head}") + _built_from("{head}"),
        '"commit": "{head}"\n"commit": "{head}"\nx=y',
    ],
)
def test_what_the_site_answers_is_the_name_of_a_commit_or_nothing(answer: str, history: Path) -> None:
    """As after the history was written again: then the commit that was published is not in it any more."""
    head, tree = (_git(history, "rev-parse", name) for name in ("HEAD", "HEAD^{tree}"))
    published, told = _published(history, answer=answer.replace("{head}", head).replace("{tree}", tree))
    assert published == NOTHING
    assert told.startswith("::warning::The published site names no commit of this history")
    assert not (history / "x").exists()


# --- all steps ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("change", ["no change", "a review is deleted"])
def test_the_steps_of_the_workflow_publish_the_site(change: str, tmp_path: Path) -> None:
    """Every `run:` step of the build, in order, in a clean clone of the newest commit, as GitHub runs it."""
    clone, environment = tmp_path / "clone", tmp_path / "environment"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    _lend_environment(clone)
    before = _git(clone, "rev-parse", "HEAD")
    if change == "a review is deleted":
        (clone / "content/reviews/2023-02-08/frequent-service-users.md").unlink()
        _git(clone, "commit", "-qam", "Delete a review")
    (clone / "output").mkdir()
    environment.touch()
    told = _run_steps(clone, before, environment)
    if change == "a review is deleted":
        assert "::error file=content/reviews/2023-02-08/frequent-service-users.md,title=page-gone" in told
        assert not (clone / "artifact.tar").exists()
        return
    names = subprocess.run(["tar", "-tf", clone / "artifact.tar"], capture_output=True, text=True, check=True).stdout
    assert "./index.html" in names.split("\n")
    built = json.loads((clone / "output/build.json").read_text(encoding="utf-8"))
    assert built["commit"] == _git(clone, "rev-parse", "HEAD")


def _run_steps(clone: Path, before: str, environment: Path) -> str:
    told = ""
    for step in JOBS["build"]["steps"]:
        if "run" not in step:
            continue
        told_env = dict(line.split("=", 1) for line in environment.read_text().splitlines())
        given = {**os.environ, **told_env, "GITHUB_ACTIONS": "true", "GITHUB_ENV": str(environment)}
        given |= _network(clone.parent, f"echo {SITE}/", "200", _built_from(before))
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", step["run"]], cwd=clone, env=given, capture_output=True, text=True
        )
        told += done.stdout + done.stderr
        if done.returncode:
            return told
    return told


def _lend_environment(clone: Path) -> None:
    """Installing is tested elsewhere; here the environment of the tests serves, with the clone's own code."""
    (clone / ".venv/bin").mkdir(parents=True)
    python = clone / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{clone}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    identity = "import os, sys; print(sys.version_info[:2], ascii(os.getcwd()))"
    told = subprocess.run([python, "-c", identity], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv/made").write_text(told, encoding="utf-8")
    (clone / ".venv/installed-site").touch()


def _git(clone: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    done = subprocess.run(["git", "-C", str(clone), *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
