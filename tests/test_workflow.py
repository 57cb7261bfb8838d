"""The workflows: what they promise, and their own steps run one by one in a clean clone, with answers for GitHub's."""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import ROOT

from candour.site.manifest import build_file, manifest_of

FILES = {path.stem: path for path in (ROOT / ".github/workflows").glob("*.yml")}
WORKFLOWS: dict[str, dict[str, Any]] = {
    name: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for name, path in FILES.items()
}
WORKFLOW, FORM = WORKFLOWS["publish"], WORKFLOWS["new-meeting"]
JOBS: dict[str, Any] = WORKFLOW["jobs"]
STEPS: list[dict[str, Any]] = [
    step for one in WORKFLOWS.values() for job in one["jobs"].values() for step in job["steps"]
]
PUBLISHING = (ROOT / "docs/publishing.md").read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_action_is_pinned_to_a_commit_and_says_which_version_that_is(name: str) -> None:
    used = re.findall(r"uses: (.*)", FILES[name].read_text(encoding="utf-8"))
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", one)] == []


def test_each_job_may_do_what_it_is_for_and_nothing_else() -> None:
    """What runs a pull request's own files may only read."""
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert FORM["permissions"] == "{}" or FORM["permissions"] == {}
    jobs = {**JOBS, **FORM["jobs"]}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read", "pages": "read"},
        "comment": {"pull-requests": "write"},
        "publish": {"contents": "read", "pages": "write", "id-token": "write"},
        "start": {"contents": "write", "pull-requests": "write"},
    }
    assert all("uses" not in step for step in JOBS["comment"]["steps"])
    kept = [
        step["with"]["persist-credentials"] for step in STEPS if step.get("uses", "").startswith("actions/checkout")
    ]
    assert kept == ["false", "false"]


def test_nothing_that_others_write_runs_with_the_rights_of_the_repository() -> None:
    """`pull_request_target` would give a fork's pull request a token that may write. GitHub fills in `${{ … }}` before
    the shell reads it, so it is for `env:` and `if:` only."""
    assert set(WORKFLOW["on"]) == {"pull_request", "push"}
    assert set(FORM["on"]) == {"workflow_dispatch"}
    assert [step["name"] for step in STEPS if "${{" in step.get("run", "")] == []
    assert "github.event.pull_request.head.repo.full_name == github.repository" in JOBS["comment"]["if"]


@pytest.mark.parametrize("job", [JOBS["build"], FORM["jobs"]["start"]])
def test_after_the_step_that_installs_candour_no_step_needs_this_repositorys_own_tools(job: dict[str, Any]) -> None:
    """So that the archive of another committee only replaces that one."""
    names = [step.get("name") for step in job["steps"]]
    assert names.count("Install candour") == 1
    after = [step.get("run", "") for step in job["steps"][names.index("Install candour") + 1 :]]
    assert [run for run in after if re.search(r"(?m)^\s*(make|python\S*) |build\.py|\.venv", run)] == []


def test_a_pull_request_gets_a_preview_and_only_main_is_published() -> None:
    assert WORKFLOW["on"]["push"]["branches"] == ["main"]
    assert JOBS["publish"]["if"] == "github.event_name == 'push'"
    artifacts = {step["with"]["name"]: step for step in STEPS if "upload-artifact" in step.get("uses", "")}
    assert {name: step["if"] for name, step in artifacts.items()} == {
        "preview": "github.event_name == 'pull_request'",
        "github-pages": "github.event_name == 'push'",
    }
    preview = artifacts["preview"]["with"]
    assert preview["include-hidden-files"] == "true"
    assert f"kept for {preview['retention-days']} days" in PUBLISHING


def test_one_commit_is_checked_and_published_at_a_time_and_never_an_older_one_over_a_newer() -> None:
    """While one is being published, what the next replaces is not known yet. Of a pull request the latest counts."""
    assert WORKFLOW["concurrency"] == {
        "group": "${{ github.event_name == 'push' && 'publish' || github.event.pull_request.number }}",
        "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    }
    assert not [name for name, job in JOBS.items() if "concurrency" in job]
    assert JOBS["publish"]["steps"][-1]["if"] == "steps.latest.outputs.yes == 'true'"


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
    found = re.fullmatch(r"(PUBLISHED=(?P<commit>[0-9a-f]{40})\n(CANDOUR_URL=https?://[^\s]+\n)?)?", written)
    assert found, written
    return found["commit"] or "", done.stdout


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

GH = r"""
no() { echo "$1" >&2; exit 1; }
case "$*" in
  "api repos/someone/decisions/pages "*) [ -n "$PAGES" ] || no "gh: Not Found (HTTP 404)"; echo "$PAGES" ;;
  "api repos/someone/decisions/commits/main "*) echo "$TIP" ;;
  "api --paginate "*) cat "$HERE/comments" 2>/dev/null || true ;;
  "api --silent --method "*)
    [ -z "$READ_ONLY" ] || no "gh: Resource not accessible by integration (HTTP 403)"
    echo "$4 $5" >> "$HERE/commented"; cp "${7#body=@}" "$HERE/comment" ;;
  "auth setup-git") ;;
  "pr list "*) echo "$EARLIER" ;;
  "pr create "*)
    [ -z "$FORBIDDEN" ] || no "pull request create failed: GitHub Actions is not permitted to create pull requests"
    for one; do [ "$last" != --body-file ] || cp "$one" "$HERE/text"; last=$one; done
    echo https://github.com/someone/decisions/pull/7 ;;
  *) no "gh: no answer to $*" ;;
esac"""


@dataclass
class Runner:
    """A clean clone of the newest commit, and GitHub around it."""

    folder: Path
    event: str = "push"
    told: str = ""
    """What all steps printed."""
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def clone(self) -> Path:
        return self.folder / "clone"

    def run(self, job: dict[str, Any], **given: str) -> bool:
        """Each `run:` step in order, as GitHub runs it; whether all succeeded."""
        files = {name: self.folder / name.lower() for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH")}
        files["GITHUB_STEP_SUMMARY"] = self.folder / "summary"
        for path in files.values():
            path.write_text("", encoding="utf-8")
        failed = False
        for step in job["steps"]:
            if "run" not in step or not self._is_due(step.get("if", ""), failed):
                continue
            written = files["GITHUB_ENV"].read_text("utf-8").splitlines()
            programs = [
                *files["GITHUB_PATH"].read_text("utf-8").splitlines()[::-1],
                str(self.folder / "bin"),
                os.environ["PATH"],
            ]
            environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
            environment |= {name: str(path) for name, path in files.items()} | self.variables
            environment |= dict(line.split("=", 1) for line in written) | {"PATH": os.pathsep.join(programs)}
            environment |= {name: given.get(name, "") for name in step.get("env", {}) if name != "GH_TOKEN"}
            command = ["bash", "-e", "-c", step["run"]]
            done = subprocess.run(command, cwd=self.clone, env=environment, capture_output=True, text=True)
            self.told += done.stdout + done.stderr
            failed = failed or bool(done.returncode)
        return not failed

    def _is_due(self, condition: str, failed: bool) -> bool:
        events = {f"github.event_name == '{event}'": self.event == event for event in ("push", "pull_request")}
        return {"${{ !cancelled() }}": True, "": not failed, **{one: so and not failed for one, so in events.items()}}[
            condition
        ]

    def output(self, name: str) -> str:
        """What the last job said of itself."""
        found = re.findall(rf"^{name}=(.*)$", (self.folder / "github_output").read_text("utf-8"), re.MULTILINE)
        return found[-1] if found else ""

    def summary(self) -> str:
        return (self.folder / "summary").read_text("utf-8").replace("\\", "")


Start = Callable[..., Runner]


@pytest.fixture
def runner(tmp_path: Path) -> Start:
    def start(event: str, built_from: str = "", **github: str) -> Runner:
        made = Runner(tmp_path, event)
        subprocess.run(
            ["git", "clone", "-q", "--bare", "--shared", str(ROOT), str(tmp_path / "origin.git")], check=True
        )
        subprocess.run(["git", "clone", "-q", "--shared", str(tmp_path / "origin.git"), str(made.clone)], check=True)
        _lend_environment(made.clone)
        network = _network(tmp_path, GH.strip(), "200" if built_from else "404", _built_from(built_from))
        made.variables = {**network, "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_REF_NAME": "main"}
        made.variables |= {
            "HERE": str(tmp_path),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": "f00",
            **github,
        }
        return made

    return start


def _deleted(clone: Path) -> str:
    """A review goes without a word; the commit before."""
    before = _git(clone, "rev-parse", "HEAD")
    (clone / "content/reviews/2023-02-08/frequent-service-users.md").unlink()
    _git(clone, "commit", "-qam", "Delete a review")
    return before


def _publishes(clone: Path, commit: str) -> None:
    (clone.parent / "answer").write_text(_built_from(commit), encoding="utf-8")


@pytest.mark.slow
def test_the_first_push_publishes_the_site_at_the_address_that_github_knows(runner: Start) -> None:
    """The owner has switched Pages on; nothing was published yet."""
    github = runner("push", PAGES=f"{SITE}/")
    assert github.run(JOBS["build"]), github.told
    names = subprocess.run(["tar", "-tf", github.clone / "artifact.tar"], capture_output=True, text=True, check=True)
    assert "./index.html" in names.stdout.split("\n")
    assert not (github.clone / "preview").exists()
    built = json.loads((github.clone / "output/build.json").read_text(encoding="utf-8"))
    assert built["commit"] == _git(github.clone, "rev-parse", "HEAD")
    home = (github.clone / "output/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{SITE}/">' in home
    assert "### New: " in github.summary()


@pytest.mark.slow
def test_the_first_pull_request_is_previewed_and_says_what_will_change_in_one_comment(runner: Start) -> None:
    """In a repository without a site, as a fork is: nothing was published, and the placeholder is still the address."""
    github = runner("pull_request")
    (github.clone / "templates/new.css").write_text("/* */")
    _git(github.clone, "add", "-A", "templates")
    _git(github.clone, "commit", "-qm", "A template")
    assert github.run(JOBS["build"]), github.told
    assert (github.clone / "preview/index.html").exists()
    assert not (github.clone / "artifact.tar").exists()
    assert "### New: " in github.summary()
    assert "**Templates of the pages**\n\n- `templates/new.css`" in github.summary()
    home = (github.clone / "output/index.html").read_text(encoding="utf-8")
    assert "https://example.org/data-ethics-decisions/" in home

    said = github.output("summary")
    assert base64.b64decode(said).decode().replace("\\", "") == github.summary()
    given = {"NUMBER": "7", "SUMMARY": said}
    assert github.run(JOBS["comment"], **given), github.told
    first = (github.folder / "comment").read_text("utf-8")
    assert first == "<!-- what will change, by candour -->\n" + base64.b64decode(said).decode()
    url = "https://api.github.com/repos/someone/decisions/issues/comments/1"
    (github.folder / "comments").write_text(f"{url}\n{url}2\n", encoding="utf-8")
    assert github.run(JOBS["comment"], **given), github.told
    asked = (github.folder / "commented").read_text("utf-8").splitlines()
    assert asked == ["POST repos/someone/decisions/issues/7/comments", f"PATCH {url}"]
    github.variables["READ_ONLY"] = "yes"
    assert github.run(JOBS["comment"], **given), github.told
    assert "::notice::This run may not write comments." in github.told


def test_a_failed_deployment_does_not_count_as_published(runner: Start) -> None:
    """The deletion was merged and never published; the commit after it has to account for it all the same."""
    github = runner("push", "later", PAGES=SITE)
    _publishes(github.clone, _deleted(github.clone))
    _git(github.clone, "commit", "-q", "--allow-empty", "-m", "Try again")
    assert not github.run(JOBS["build"])
    assert "::error file=content/reviews/2023-02-08/frequent-service-users.md,title=page-gone" in github.told
    assert not (github.clone / "output").exists()
    summary = github.summary()
    assert summary.startswith("## 2 errors"), summary  # the project still refers to it
    assert "/blob/f00/content/reviews/2023-02-08/frequent-service-users.md?plain=1)" in summary
    assert "### Gone: 1 page" in summary
    assert github.output("summary")


def test_of_two_pushes_at_once_the_older_is_not_published_over_the_newer(runner: Start) -> None:
    github = runner("push", TIP="abc", GITHUB_SHA="abc")
    assert github.run(JOBS["publish"])
    assert github.output("yes") == "true"
    github.variables["GITHUB_SHA"] = "older"
    assert github.run(JOBS["publish"])
    assert github.output("yes") == ""
    assert "::notice::A newer commit (abc) is on its way" in github.told


# --- the form that starts a meeting -------------------------------------------------------------------------------

BRANCH = "meeting-2023-05-10"
START = FORM["jobs"]["start"]
FILLED_IN = {"DATE": " 2023-05-10 ", "PROJECTS": "Knife crime and serious violence; ;rfsdi-iom ;", "SCHEDULED": "false"}


def test_what_the_form_asks_for_reaches_the_step_as_words_only() -> None:
    inputs = {f"${{{{ inputs.{name} }}}}" for name in FORM["on"]["workflow_dispatch"]["inputs"]}
    (step,) = (step for step in START["steps"] if step.get("name") == "Write the files")
    assert set(step["env"].values()) == inputs


def test_the_form_opens_a_pull_request_with_the_files_in_order_and_links_to_edit_each(runner: Start) -> None:
    github = runner("workflow_dispatch")
    asked = {**FILLED_IN, "NEW_PROJECTS": "$(touch x); --help; Missing “people”", "TITLE": "`touch x`"}
    assert github.run(START, **asked), github.told
    text = (github.folder / "text").read_text("utf-8")
    listed = re.findall(
        r"^1\. \[(.*)\]\(https://github\.com/someone/decisions/edit/meeting-2023-05-10/(.*)\)$", text, re.M
    )
    assert [one for one, _ in listed] == [other for _, other in listed]
    files = [one for one, _ in listed]
    assert files[0] == "content/meetings/2023-05-10.md"
    assert [one.split("/")[1] for one in files[1:]] == ["reviews"] * 5 + ["projects"] * 3
    assert {"content/reviews/2023-05-10/rfsdi-iom.md", "content/projects/missing-people.md"} < set(files)
    assert "Your first change starts the check" in text
    assert text.endswith((ROOT / ".github/pull_request_template.md").read_text("utf-8"))
    committed = _git(github.folder / "origin.git", "diff", "--name-only", "HEAD", BRANCH).splitlines()
    assert sorted(committed) == sorted(files)
    assert "`touch x`" in _git(github.folder / "origin.git", "show", f"{BRANCH}:{files[0]}")
    assert not (github.clone / "x").exists()
    assert "Continue in https://github.com/someone/decisions/pull/7." in github.summary()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DATE": "10 May 2023"}, "10 May 2023"),
        ({"DATE": "--help"}, "--help"),
        ({"PROJECTS": "Knife crim and serious violence"}, "Knife crim"),
        ({"DATE": "2023-02-08"}, "2023-02-08"),
    ],
    ids=["no date", "an option", "no such project", "a meeting that is there"],
)
def test_a_mistake_in_the_form_is_said_in_the_summary_and_changes_nothing(
    wrong: dict[str, str], said: str, runner: Start
) -> None:
    github = runner("workflow_dispatch")
    assert not github.run(START, **{**FILLED_IN, **wrong})
    begin, mistake = github.summary().split("):\n\n")
    assert begin.startswith("## The meeting was not started\n\nNothing was changed. Run the form again without this")
    assert said in mistake
    assert all(line.startswith("    ") for line in mistake.splitlines()), mistake
    assert "Usage" not in mistake
    assert "Traceback" not in mistake
    assert _git(github.clone, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("earlier", "starts", "said"),
    [
        (
            "OPEN https://github.com/someone/decisions/pull/5",
            False,
            "in https://github.com/someone/decisions/pull/5 and",
        ),
        ("", False, "in https://github.com/someone/decisions/tree/meeting-2023-05-10. Continue there."),
        ("MERGED https://github.com/someone/decisions/pull/5", True, "The meeting is started"),
    ],
)
def test_the_form_twice_for_one_day_leads_to_what_was_started_before(
    earlier: str, starts: bool, said: str, runner: Start
) -> None:
    github = runner("workflow_dispatch", EARLIER=earlier)
    _git(github.folder / "origin.git", "branch", BRANCH, "HEAD")
    assert github.run(START, **FILLED_IN) is starts, github.told
    assert said in github.summary()


def test_where_workflows_may_not_open_pull_requests_the_summary_says_which_setting_lets_them(runner: Start) -> None:
    github = runner("workflow_dispatch", FORBIDDEN="yes")
    assert not github.run(START, **FILLED_IN)
    summary = github.summary()
    assert "compare/main...meeting-2023-05-10?expand=1" in summary
    assert f"/edit/{BRANCH}/content/meetings/2023-05-10.md" in summary
    setting = "Allow GitHub Actions to create and approve pull requests"
    assert setting in summary
    assert setting in " ".join(PUBLISHING.split())


def _lend_environment(clone: Path) -> None:
    """Installing is tested elsewhere; here the environment of the tests serves, with the clone's own code."""
    (clone / ".venv/bin").mkdir(parents=True)
    start = f'PYTHONPATH="{clone}" exec "{sys.executable}"'
    _program(clone / ".venv/bin", "python", f'{start} "$@"')
    _program(clone / ".venv/bin", "candour", f'{start} -c "from candour.commands.main import main; main()" "$@"')
    identity = "import os, sys; print(sys.version_info[:2], ascii(os.getcwd()))"
    python = clone / ".venv/bin/python"
    told = subprocess.run([python, "-c", identity], cwd=clone, capture_output=True, text=True, check=True).stdout
    (clone / ".venv/made").write_text(told, encoding="utf-8")
    (clone / ".venv/installed-site").touch()


def _git(clone: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    done = subprocess.run(["git", "-C", str(clone), *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
