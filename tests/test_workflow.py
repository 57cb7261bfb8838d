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


def test_a_pull_request_gets_a_preview_and_only_main_is_published() -> None:
    assert set(WORKFLOW["on"]) == {"pull_request", "push"}
    assert WORKFLOW["on"]["push"]["branches"] == ["main"]
    assert JOBS["publish"]["if"] == "github.event_name == 'push'"
    preview = next(step for step in JOBS["build"]["steps"] if step.get("with", {}).get("name") == "preview")
    assert preview["if"] == "github.event_name == 'pull_request'"
    assert preview["with"]["include-hidden-files"] == "true"


def test_one_commit_is_published_at_a_time_and_never_an_older_one_over_a_newer() -> None:
    assert JOBS["publish"]["concurrency"] == {"group": "publish", "cancel-in-progress": "false"}
    assert JOBS["publish"]["steps"][-1]["if"] == "steps.newest.outputs.yes == 'true'"


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
    about = (clone / "output/about/index.html").read_text(encoding="utf-8")
    assert 'href="https://github.com/someone/decisions/issues"' in about


def _run_steps(clone: Path, before: str, environment: Path) -> str:
    told = ""
    for step in JOBS["build"]["steps"]:
        if "run" not in step:
            continue
        told_env = dict(line.split("=", 1) for line in environment.read_text().splitlines())
        given = {**os.environ, **told_env, "GITHUB_ACTIONS": "true", "GITHUB_ENV": str(environment)}
        given |= {"GITHUB_REPOSITORY": "someone/decisions", "BEFORE": before}
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
