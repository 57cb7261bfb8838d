"""`check --since`: nothing that was published vanishes without a word."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from built import changed_since, write_archive

from candour.commands.main import run
from candour.graph.check import check_archive
from candour.ledger import former, git
from candour.ledger.git import HistoryError, commit_of
from candour.pipeline import build
from candour.problems import Problem

ROOT = Path(__file__).parent.parent
Names = list[tuple[str, str]]


def _git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, input=given, check=True, capture_output=True).stdout.decode().strip()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The real archive, published at HEAD."""
    folder = tmp_path / "archive"
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site_config.yaml", folder)
    _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "The meeting of 8 February 2023")
    return folder


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _problems_since(archive: Path, commit: str) -> tuple[Problem, ...]:
    checked = check_archive(archive)
    return (*checked.problems, *changed_since(commit, archive, "2023-03-01"))


def _gone(archive: Path) -> Names:
    problems = _problems_since(archive, "HEAD")
    return [(p.name, p.span.file) for p in problems if p.severity == "error"]


def _first_line(path: Path, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")


def _rename_knife_crime(archive: Path) -> Path:
    """The project and its review get another name, and everything that refers to them follows."""
    content = archive / "content"
    (content / "projects/knife-crime.md").rename(content / "projects/serious-violence.md")
    (content / "reviews/2023-02-08/knife-crime.md").rename(content / "reviews/2023-02-08/serious-violence.md")
    for path in content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("2023-02-08/knife-crime", "2023-02-08/serious-violence")
        text = text.replace("project: knife-crime", "project: serious-violence")
        path.write_text(text.replace("project:knife-crime", "project:serious-violence"), encoding="utf-8")
    return content / "projects/serious-violence.md"


def test_an_archive_that_did_not_change_has_lost_nothing(archive: Path) -> None:
    assert _gone(archive) == []


def test_a_renamed_project_is_a_problem_until_it_says_its_former_name(archive: Path) -> None:
    project = _rename_knife_crime(archive)
    assert [one for one in _gone(archive) if one[0] == "page-gone"] == [
        ("page-gone", "content/projects/knife-crime.md"),
        ("page-gone", "content/reviews/2023-02-08/knife-crime.md"),
    ]
    _first_line(project, "moved_from: project:knife-crime")
    assert _gone(archive) == []


def test_the_hint_for_a_renamed_record_names_its_new_file(archive: Path) -> None:
    _rename_knife_crime(archive)
    hints = [p.hint for p in _problems_since(archive, "HEAD") if p.name == "page-gone"]
    assert "content/projects/serious-violence.md" in hints[0]
    assert "moved_from: project:knife-crime" in hints[0]
    assert "content/reviews/2023-02-08/serious-violence.md" in hints[1]


def test_the_old_addresses_of_a_renamed_project_and_its_reviews_lead_to_the_new_ones(
    archive: Path, tmp_path: Path
) -> None:
    _first_line(_rename_knife_crime(archive), "moved_from: project:knife-crime")
    assert build(archive, tmp_path / "output").problems == ()
    project = (tmp_path / "output/projects/knife-crime/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../serious-violence/"' in project
    review = (tmp_path / "output/reviews/2023-02-08/knife-crime/index.html").read_text(encoding="utf-8")
    assert 'id="moved-to" href="../serious-violence/"' in review


def test_a_deleted_review_is_a_problem_until_a_tombstone_says_why(archive: Path, tmp_path: Path) -> None:
    review = archive / "content/reviews/2023-02-08/protected-characteristics.md"
    text = review.read_text(encoding="utf-8")
    review.unlink()
    assert ("page-gone", "content/reviews/2023-02-08/protected-characteristics.md") in _gone(archive)
    review.write_text(text, encoding="utf-8")
    _first_line(review, "removed: {date: 2023-03-01, why: The committee asked for it.}")
    for other in (archive / "content").rglob("*.md"):  # passages of what is removed cannot be named
        told = other.read_text(encoding="utf-8")
        for anchor in ("#q-rationale", "#q-diversion", "#presentation", "#decision-engagement"):
            told = told.replace(f"2023-02-08/protected-characteristics{anchor}", "2023-02-08/protected-characteristics")
        other.write_text(told, encoding="utf-8")
    assert _gone(archive) == []
    build(archive, tmp_path / "output")
    page = (tmp_path / "output/reviews/2023-02-08/protected-characteristics/index.html").read_text(encoding="utf-8")
    assert "was removed on" in page
    assert "The committee asked for it." in page


def test_another_id_of_an_exchange_is_a_problem_until_the_old_one_stands_beside_it(
    archive: Path, tmp_path: Path
) -> None:
    review = archive / "content/reviews/2023-02-08/theft-of-motor-vehicles.md"
    _change(review, "{#vehicle-types", "{#types")
    name = ("passage-gone", "content/reviews/2023-02-08/theft-of-motor-vehicles.md")
    assert name in _gone(archive)
    _change(review, "{#types", "{#types #vehicle-types")
    assert name not in _gone(archive)
    build(archive, tmp_path / "output")
    page = (tmp_path / "output/reviews/2023-02-08/theft-of-motor-vehicles/index.html").read_text(encoding="utf-8")
    assert 'id="q-types"' in page
    assert 'id="q-vehicle-types"' in page


def test_another_id_of_a_request_is_a_problem_until_it_says_what_it_was(archive: Path) -> None:
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    _change(review, "  share-as-example:\n", "  example:\n")
    assert ("passage-gone", "content/reviews/2023-02-08/knife-crime.md") in _gone(archive)
    _change(review, "  example:\n", "  example:\n    formerly: share-as-example\n")
    assert _gone(archive) == []


def _hints(archive: Path, name: str) -> list[str]:
    return [p.hint for p in _problems_since(archive, "HEAD") if p.name == name]


def test_a_published_outcome_that_changes_in_silence_is_a_problem_that_shows_the_entry_to_paste(archive: Path) -> None:
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    _change(review, "outcome: A", "outcome: E")
    assert _gone(archive) == [("changed-in-silence", "content/reviews/2023-02-08/knife-crime.md")]
    assert "about: outcome, kind: error, wrong: A, right: E" in _hints(archive, "changed-in-silence")[0]
    entry = "{date: 2023-03-01, about: the outcome, kind: error, wrong: A, right: E, why: The minutes say E.}"
    _first_line(review, f"corrections: {entry}")
    assert _gone(archive) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("meetings/2023-02-08.md", "    - Marion Oswald, Chair of Ethics Committee\n", ""),
        ("reviews/2023-02-08/knife-crime.md", "{#section-60", "Or so it seemed. {#section-60"),
        ("reviews/2023-02-08/knife-crime.md", "strength: suggested", "strength: needed"),
        ("reviews/2023-02-08/knife-crime.md", "how: fully", "how: partly"),
        ("projects/knife-crime.md", "## Summary\n", "## Summary\n\nOne more sentence.\n"),
        ("meetings/2023-02-08.md", "end: 13:00", "end: 13:30"),
    ],
    ids=["attendance", "an exchange", "a request", "an answer", "a project", "a time"],
)
def test_nothing_of_substance_changes_in_silence(file: str, old: str, new: str, archive: Path) -> None:
    path = archive / "content" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert ("changed-in-silence", f"content/{file}") in _gone(archive)
    entries = [re.search(r"- (\{date: [0-9-]{10}, .*)…\}", hint) for hint in _hints(archive, "changed-in-silence")]
    pasted = "".join(f"\n  - {entry[1]}It was a slip.}}" for entry in entries if entry)
    _first_line(path, f"corrections:{pasted}")
    assert _gone(archive) == []


def test_a_draft_was_never_published_and_may_go(archive: Path) -> None:
    project = archive / "content/projects/planned.md"
    project.write_text("---\ntitle: Planned\ndraft: yes\n---\n", encoding="utf-8")
    _git(archive, "add", "-A")
    _git(archive, "commit", "-qm", "A draft")
    project.unlink()
    assert _gone(archive) == []


def test_before_the_first_commit_nothing_was_published(archive: Path) -> None:
    assert run(archive, ["check", "--since", "0" * 40]) == 0


def test_an_archive_in_a_folder_of_a_repository_is_compared_with_itself(archive: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    shutil.copytree(archive / "content", outer / "committee/content")
    shutil.copy(archive / "site_config.yaml", outer / "committee")
    _git(outer, "init", "-q")
    _git(outer, "add", "-A")
    _git(outer, "commit", "-qm", "All")
    assert _gone(outer / "committee") == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: None, "not in a git repository"),
        (lambda folder: _git(folder, "init", "-q"), "git finds no commit"),
    ],
    ids=["no repository", "no such commit"],
)
def test_what_git_cannot_say_is_said_in_plain_words(
    tmp_path: Path, make: Callable[[Path], None], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site_config.yaml").write_text("title: T\ncommittee: C\n", encoding="utf-8")
    (tmp_path / "content").mkdir()
    make(tmp_path)
    with pytest.raises(HistoryError, match=told):
        _problems_since(tmp_path, "HEAD")
    assert run(tmp_path, ["check", "--since", "HEAD"]) == 2
    assert told in capsys.readouterr().err


# --- whoever named the commit, and whoever made the repository ----------------------------------------------------

BETA = "content/projects/beta.md"
LOST = [("page-gone", BETA)]


def _project(title: str) -> str:
    return f"---\ntitle: {title}\n---\n\n## Summary\n\nIt predicts how long a repair takes.\n"


def _commit(folder: Path, message: str = "As published") -> str:
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", message)
    return _git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repairs(tmp_path: Path) -> Path:
    """Two projects were published at HEAD, and one of them is gone since."""
    folder = write_archive(
        tmp_path / "repairs", {"projects/alpha.md": _project("Alpha"), "projects/beta.md": _project("Beta")}
    )
    _git(folder, "init", "-q", "-b", "main")
    _commit(folder)
    (folder / BETA).unlink()
    return folder


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """A file that is there once a program ran that should not."""
    return tmp_path / "ran"


def _since(archive: Path, commit: str = "HEAD") -> Names:
    return [(p.name, p.span.file) for p in changed_since(commit, archive)]


def _why_not(archive: Path, commit: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says, which is one sentence."""
    assert run(archive, ["check", f"--since={commit}"]) == 2
    told = capsys.readouterr().err.strip().split("\n")
    assert told[-1].startswith("Error: --since: "), told
    return told[-1].removeprefix("Error: --since: ")


def test_what_is_gone_since_a_commit_is_said(repairs: Path) -> None:
    assert _since(repairs) == LOST


@pytest.mark.parametrize(
    "name",
    "--output={ran}|-o{ran}|--remote=ext::touch {ran}|--exec=touch {ran}|-l|--help|--all|--batch|--textconv|^HEAD|"
    "HEAD..HEAD|HEAD HEAD|--|-|@{{1|$(touch {ran})|../../x".split("|"),
)
def test_no_name_of_a_commit_is_an_option(
    name: str, repairs: Path, ran: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _git(repairs, "config", "protocol.ext.allow", "always")
    name = name.format(ran=ran)
    message = f'git finds no commit "{name}" here; in a shallow clone, fetch the whole history first'
    assert _why_not(repairs, name, capsys) == message
    assert not ran.exists()


@pytest.mark.parametrize("name", ["HEAD\nHEAD", "HEAD\0", "HE\u202eAD", "\udcff", "\x1b[31mHEAD"])
def test_no_name_of_a_commit_has_invisible_characters(name: str, repairs: Path) -> None:
    with pytest.raises(HistoryError, match="no invisible characters"):
        _since(repairs, name)


@pytest.mark.parametrize("name", ["HEAD", "main", "a-tag", "a-note", "HEAD^{commit}", "@", ":/As published", "-dash"])
def test_whatever_git_calls_a_commit_is_one(name: str, repairs: Path) -> None:
    _git(repairs, "tag", "a-tag")
    _git(repairs, "tag", "-am", "A note", "a-note")
    _git(repairs, "update-ref", "refs/heads/-dash", "HEAD")
    assert _since(repairs, name) == LOST


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HEAD:content", '"HEAD:content" is a file or a folder in the history, not a commit'),
        ("HEAD:site_config.yaml", "is a file or a folder in the history, not a commit"),
        ("HEAD^{tree}", "is a file or a folder in the history, not a commit"),
        ("of-a-file", "git finds no commit"),
        ("twice", '"twice" may be several commits here; write all 40 characters of the one you mean'),
        ("HEAD~1", 'git finds no commit "HEAD~1" here; in a shallow clone, fetch the whole history first'),
        ("0" * 39, "git finds no commit"),
        ("1" * 40, "git finds no commit"),
        ("@{upstream}", "(git says: no upstream configured for branch 'main')"),
        ("HEAD@{99}", "(git says: log for 'HEAD' only has 1 entries)"),
    ],
)
def test_what_is_not_one_commit_is_said_in_a_sentence(
    name: str, told: str, repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _git(repairs, "tag", "twice")
    _git(repairs, "branch", "twice")
    _git(repairs, "config", "core.warnAmbiguousRefs", "false")
    _git(repairs, "tag", "-am", "Of a file", "of-a-file", "HEAD:site_config.yaml")
    assert told in _why_not(repairs, name, capsys)


def test_a_beginning_that_several_commits_share_is_not_one(repairs: Path) -> None:
    with pytest.raises(HistoryError, match="may be several commits"):
        _since(repairs, _two_with_one_beginning(repairs))


def _two_with_one_beginning(folder: Path) -> str:
    """The first characters of two commits' ids."""
    tree, known = _git(folder, "rev-parse", "HEAD^{tree}"), dict[str, bytes]()
    for time in range(5_000):
        who = f"A <a@example.org> {time} +0000"
        data = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n".encode()
        begins = hashlib.sha1(b"commit %d\0%b" % (len(data), data)).hexdigest()[:4]
        if begins in known:
            for commit in (data, known[begins]):
                _git(folder, "hash-object", "-t", "commit", "-w", "--stdin", given=commit)
            return begins
        known[begins] = data
    raise AssertionError


def _config(archive: Path, *settings: tuple[str, str]) -> None:
    for name, value in settings:
        _git(archive, "config", name, value)


PROGRAMS = {
    "core.fsmonitor": "touch {ran}",
    "core.hooksPath": "{tools}",
    "core.sshCommand": "touch {ran}; false",
    "core.pager": "touch {ran}",
    "core.editor": "touch {ran}",
    "core.alternateRefsCommand": "touch {ran}",
    "pager.cat-file": "touch {ran}",
    "pager.ls-tree": "touch {ran}",
    "alias.cat-file": "!touch {ran}",
    "alias.ls-tree": "!touch {ran}",
    "filter.trap.smudge": "touch {ran}; cat",
    "filter.trap.clean": "touch {ran}; cat",
    "filter.trap.process": "touch {ran}",
    "filter.trap.required": "true",
    "diff.trap.textconv": "touch {ran}; cat",
    "diff.trap.command": "touch {ran}",
    "diff.external": "touch {ran}",
    "tar.tar.command": "touch {ran}; cat",
    "gpg.program": "touch {ran}",
    "credential.helper": "!touch {ran}",
    "trace2.eventTarget": "{ran}",
}


def test_no_program_that_a_repository_names_is_run(repairs: Path, ran: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"):
        (tools / hook).write_text(f"#!/bin/sh\ntouch '{ran}'\n", encoding="utf-8")
        (tools / hook).chmod(0o755)
    (repairs / ".gitattributes").write_text("* filter=trap diff=trap\n", encoding="utf-8")
    _git(repairs, "checkout", "-q", "--", BETA)
    _commit(repairs)
    (repairs / BETA).unlink()
    _config(repairs, *((name, value.format(ran=ran, tools=tools)) for name, value in PROGRAMS.items()))
    assert _since(repairs) == LOST
    assert commit_of(repairs)
    assert not ran.exists()


@pytest.mark.parametrize("attribute", ["export-ignore", "filter=gone", "export-subst"])
@pytest.mark.parametrize("where", [".gitattributes", "content/projects/.gitattributes", ".git/info/attributes"])
def test_no_attribute_hides_or_changes_what_was_published(attribute: str, where: str, repairs: Path) -> None:
    _git(repairs, "checkout", "-q", "--", BETA)
    path = repairs / where
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"* {attribute}\n/content {attribute}\n", encoding="utf-8")
    if not where.startswith(".git/"):
        _git(repairs, "-c", "core.attributesFile=/dev/null", "update-index", "--add", where)
        _git(repairs, "commit", "-qm", "Attributes", "--", where)
    (repairs / BETA).unlink()
    _config(repairs, ("filter.gone.smudge", "printf x"))
    assert _since(repairs) == LOST


ELSEWHERE = {
    "GIT_DIR": "{other}/.git",
    "GIT_WORK_TREE": "{other}",
    "GIT_COMMON_DIR": "{other}/.git",
    "GIT_OBJECT_DIRECTORY": "{other}/.git/objects",
    "GIT_NAMESPACE": "other",
    "GIT_CEILING_DIRECTORIES": "{repairs}",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_SHALLOW_FILE": "{other}/site_config.yaml",
    "GIT_CONFIG_PARAMETERS": "'core.bare=nonsense'",
    "GIT_CONFIG_GLOBAL": "{other}/site_config.yaml",
    "GIT_LITERAL_PATHSPECS": "0",
    "GIT_TRACE": "{ran}",
    "GIT_TRACE2_EVENT": "{ran}",
    "GIT_EXTERNAL_DIFF": "touch {ran}",
    "GIT_PAGER": "touch {ran}",
    "GIT_EXEC_PATH": "{other}",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_OPTIONAL_LOCKS": "nonsense",
}


def test_what_the_surroundings_say_of_git_is_not_believed(
    repairs: Path, ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_archive(tmp_path / "other", {"projects/alpha.md": _project("Alpha")})
    _git(other, "init", "-q")
    _commit(other)
    head = _git(repairs, "rev-parse", "HEAD")
    for name, value in ELSEWHERE.items():
        with monkeypatch.context() as each:
            each.setenv(name, value.format(other=other, repairs=repairs, ran=ran))
            assert commit_of(repairs) == head, name
    for name, value in ELSEWHERE.items():
        monkeypatch.setenv(name, value.format(other=other, repairs=repairs, ran=ran))
    assert _since(repairs) == LOST
    assert not ran.exists()


def test_settings_in_the_environment_are_not_believed(
    repairs: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"core.fsmonitor": f"touch {ran}", "core.bare": "nonsense", "core.hooksPath": "/nowhere"}
    for number, (key, value) in enumerate(settings.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(settings)))
    assert _since(repairs) == LOST
    assert not ran.exists()


REMOTES = ["ext::sh -c 'touch {ran}'", "ssh://host.invalid/x", "{repairs}/.git", "fd::17", "https://127.0.0.1:1/x.git"]


@pytest.mark.parametrize(("address", "is_old"), [(REMOTES[0], False), *((address, True) for address in REMOTES)])
def test_what_a_partial_clone_lacks_is_not_fetched(
    address: str, is_old: bool, repairs: Path, ran: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_old:  # before 2.45 git does not know this, unless it was mended
        monkeypatch.delitem(git._ENVIRONMENT, "GIT_NO_LAZY_FETCH")
    monkeypatch.setenv("GIT_SSH_COMMAND", f"touch {ran}; false")
    trap = f"touch '{ran}'; false"
    _config(
        repairs,
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("protocol.allow", "always"),
        ("protocol.ext.allow", "always"),
        ("core.sshCommand", trap),
        ("credential.helper", f"!{trap}"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.uploadpack", trap),
        ("remote.origin.url", address.format(ran=ran, repairs=repairs)),
    )
    _object(repairs, f"HEAD:{BETA}").unlink()
    with pytest.raises(HistoryError, match="not all here, clone the repository again"):
        _since(repairs)
    assert not ran.exists()


def _object(archive: Path, name: str) -> Path:
    id_ = _git(archive, "rev-parse", name)
    return archive / ".git/objects" / id_[:2] / id_[2:]


def test_what_replaces_an_object_is_not_believed(repairs: Path) -> None:
    head = _git(repairs, "rev-parse", "HEAD")
    without = _commit(repairs, "Without beta")
    _git(repairs, "replace", head, without)
    assert _since(repairs, head) == LOST
    assert _since(repairs, "HEAD~1") == LOST


def test_a_parent_that_was_grafted_on_is_not_believed(repairs: Path) -> None:
    published = _git(repairs, "rev-parse", "HEAD")
    without = _commit(repairs, "Without beta")
    _git(repairs, "commit", "-q", "--allow-empty", "-m", "Once more")
    (repairs / ".git/info").mkdir(exist_ok=True)
    (repairs / ".git/info/grafts").write_text(f"{without}\n", encoding="utf-8")
    assert _since(repairs, "HEAD~2") == LOST == _since(repairs, published)


def test_a_borrowed_history_is_read_and_a_lost_one_is_no_trouble(repairs: Path, tmp_path: Path) -> None:
    borrower = tmp_path / "borrower"
    subprocess.run(["git", "clone", "-q", "--shared", repairs, borrower], check=True)
    (borrower / BETA).unlink()
    with (borrower / ".git/objects/info/alternates").open("a", encoding="utf-8") as file:
        file.write("/nowhere/at/all\n-x\n")
    assert _since(borrower) == LOST


def test_a_repository_that_hides_among_the_records_is_not_asked(repairs: Path, tmp_path: Path) -> None:
    hidden = write_archive(tmp_path / "hidden", {"projects/alpha.md": _project("Alpha")})
    _git(hidden, "init", "-q")
    _commit(hidden)
    outer = tmp_path / "outer"
    shutil.copytree(repairs, outer / "committee", ignore=shutil.ignore_patterns(".git"))
    _git(outer, "init", "-q")
    _commit(outer)
    shutil.copytree(hidden / ".git", outer / "committee", dirs_exist_ok=True)
    _config(outer / "committee", ("core.bare", "true"))
    with pytest.raises(HistoryError, match="not in a git repository"):
        _since(outer / "committee")
    assert commit_of(outer / "committee") == ""


@pytest.mark.parametrize("folder", ["-x", "--help", "a folder", "*", "ü", ":(exclude)"])
def test_an_archive_may_be_in_a_folder_of_any_name(
    folder: str, repairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = tmp_path / "outer"
    shutil.copytree(repairs, outer / folder, ignore=shutil.ignore_patterns(".git"))
    write_archive(outer / folder, {"projects/beta.md": _project("Beta")})
    write_archive(outer, {"projects/gamma.md": _project("Gamma")})
    _git(outer, "init", "-q")
    _commit(outer)
    (outer / folder / BETA).unlink()
    monkeypatch.chdir(outer)
    assert _since(Path(folder)) == LOST
    assert run(Path(folder), ["check", "--since=HEAD"]) == 1


def test_a_former_archive_elsewhere_is_not_taken_for_an_empty_one(
    repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repairs / "committee").mkdir()
    for name in ("content", "site_config.yaml"):
        (repairs / name).rename(repairs / "committee" / name)
    _commit(repairs)
    message = 'there is no site_config.yaml in this folder at "HEAD~1", so there is nothing to compare with'
    assert _why_not(repairs / "committee", "HEAD~1", capsys) == message


# --- what may be in a commit --------------------------------------------------------------------------------------


def _blob(archive: Path, text: str) -> str:
    return _git(archive, "hash-object", "-w", "--stdin", given=text.encode())


def _tree(archive: Path, *entries: tuple[str, bytes, str]) -> str:
    """A tree of these modes, names and objects, in this order, whatever git itself thinks of them."""
    data = b"".join(b"%b %b\0%b" % (mode.encode(), name, bytes.fromhex(id_)) for mode, name, id_ in entries)
    return _git(archive, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=data)


FILE, LINK, FOLDER, MODULE = "100644", "120000", "40000", "160000"


def _with_content(archive: Path, content: tuple[str, bytes, str], config: str = FILE) -> str:
    """A commit of this content and the configuration."""
    tree = _tree(archive, content, (config, b"site_config.yaml", _git(archive, "rev-parse", "HEAD:site_config.yaml")))
    return _git(archive, "commit-tree", "-m", "Made by hand", tree)


def _with_projects(archive: Path, *entries: tuple[str, bytes, str]) -> str:
    """A commit that has these beside beta, which is gone."""
    beta = (FILE, b"beta.md", _git(archive, "rev-parse", f"HEAD:{BETA}"))
    projects = _tree(archive, *entries, beta)
    return _with_content(archive, (FOLDER, b"content", _tree(archive, (FOLDER, b"projects", projects))))


STRANGE = [
    b"..",
    b".",
    b".git",
    b"..\\..\\escaped.md",
    b"C:\\escaped.md",
    b"C:escaped.md",
    b"\xff.md",
    b"a\nb.md",
    b"a\tb.md",
    b"\x1b[31m.md",
    b"--output=x.md",
    b"-l.md",
    b"*.md",
    b"a b.md",
    "\u202e.md".encode(),
    b".md",
    b"nul.md",
    b"$(touch ran).md",
]


@pytest.mark.parametrize("mode", [FILE, LINK, FOLDER])
def test_a_strange_name_in_a_commit_does_no_harm(mode: str, repairs: Path, tmp_path: Path) -> None:
    blob = _blob(repairs, "/etc/passwd")
    inner = _tree(repairs, (FILE, b"escaped.md", blob)) if mode == FOLDER else blob
    commit = _with_projects(repairs, *((mode, name, inner) for name in STRANGE))
    before = {path for path in tmp_path.rglob("*") if ".git" not in path.parts}
    assert _since(repairs, commit) == LOST
    assert {path for path in tmp_path.rglob("*") if ".git" not in path.parts} == before


def test_a_strange_name_is_no_reason_to_overlook_what_is_beside_it(repairs: Path) -> None:
    """Each for itself, so that none hides another."""
    blob = _blob(repairs, _project("Alpha"))
    for name in (b"..", b"a\\b.md", b"\xff.md", b"-l.md"):
        assert _since(repairs, _with_projects(repairs, (FILE, name, blob))) == LOST


@pytest.mark.parametrize("target", ["beta.md", "/etc/passwd", "../../../../etc/passwd", ".", "nowhere", "\0", ""])
def test_a_link_in_a_commit_was_never_published(target: str, repairs: Path) -> None:
    link = _blob(repairs, target)
    commit = _with_projects(repairs, (LINK, b"alias.md", link), (LINK, b"folder", link))
    assert _since(repairs, commit) == LOST


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ((LINK, b"content"), "content is a link or another repository, which is not compared"),
        ((FILE, b"content"), "content is a link or another repository, which is not compared"),
        ((MODULE, b"content"), "content is a link or another repository, which is not compared"),
    ],
    ids=["a link", "a file", "another repository"],
)
def test_records_that_were_somewhere_else_are_not_taken_for_none(
    content: tuple[str, bytes], told: str, repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit = _with_content(repairs, (*content, _blob(repairs, "../elsewhere")))
    assert told in _why_not(repairs, commit, capsys)


def test_a_folder_of_records_that_is_another_repository_is_said(
    repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit = _with_projects(repairs, (MODULE, b"\xff\n", "1" * 40))
    assert "content/projects/\N{REPLACEMENT CHARACTER}" in _why_not(repairs, commit, capsys)


def test_a_configuration_that_was_a_link_is_none(repairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (FOLDER, b"content", _git(repairs, "rev-parse", "HEAD:content"))
    assert "there is no site_config.yaml" in _why_not(repairs, _with_content(repairs, content, LINK), capsys)


def test_a_name_that_is_a_file_and_a_folder_is_said(repairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blob = _blob(repairs, "x")
    commit = _with_projects(repairs, (FILE, b"x", blob), (FOLDER, b"x", _tree(repairs, (FILE, b"y.md", blob))))
    assert "cannot be read into a temporary folder" in _why_not(repairs, commit, capsys)


def test_a_name_longer_than_any_is_said(repairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit = _with_projects(repairs, (FILE, b"x" * 5_000, _blob(repairs, "x")))
    assert "cannot be read into a temporary folder: file name too long" in _why_not(repairs, commit, capsys)


def test_a_small_commit_that_claims_countless_files_is_not_read(
    repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten folders, each with ten times the next: 10,000,000,000 files."""
    inner, mode = _blob(repairs, "x"), FILE
    for _ in range(10):
        inner, mode = _tree(repairs, *((mode, b"%d" % number, inner) for number in range(10))), FOLDER
    assert "more files, or larger ones, than can be compared" in _why_not(
        repairs, _with_content(repairs, (FOLDER, b"content", inner)), capsys
    )


def test_an_archive_larger_than_any_is_not_read(
    repairs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(former, "LARGEST_ARCHIVE", 300)
    assert "more files, or larger ones, than can be compared" in _why_not(repairs, "HEAD", capsys)


def test_a_file_that_is_too_large_to_be_published_is_left_out(repairs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former, "LARGEST_ATTACHMENT", 1_000)
    monkeypatch.setattr(former, "LARGEST_ARCHIVE", 1_000)
    assert _since(repairs, _with_projects(repairs, (FILE, b"large.md", _blob(repairs, "x" * 1_001)))) == LOST


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("HEAD", "gone"),
        ("HEAD", "nonsense"),
        ("HEAD^{tree}", "gone"),
        ("HEAD^{tree}", "cut short"),
        ("HEAD:content", "empty"),
        (f"HEAD:{BETA}", "gone"),
        (f"HEAD:{BETA}", "cut short"),
        ("HEAD:site_config.yaml", "nonsense"),
    ],
)
def test_a_damaged_history_is_said_in_a_sentence(
    name: str, damage: str, repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _object(repairs, name)
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes({"empty": b"", "cut short": data[: len(data) * 2 // 3], "nonsense": b"nonsense"}[damage])
    told = _why_not(repairs, "HEAD", capsys)
    assert "clone the repository again" in told or "git finds no commit" in told
    assert commit_of(repairs) in {"", _git(repairs, "rev-parse", "HEAD")}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".git/config", "nonsense\n"),
        (".git/config", "[core]\nrepositoryformatversion = 99\n"),
        (".git/HEAD", "nonsense"),
        (".git/HEAD", ""),
        (".git/refs/heads/main", "nonsense"),
        (".git/refs/heads/main", "ref: refs/heads/main\n"),
        (".git/packed-refs", "\0"),
        (".git/shallow", "nonsense"),
        (".git/objects/info/alternates", "/dev/null\n"),
    ],
)
def test_a_repository_in_disorder_is_no_traceback(
    file: str, text: str, repairs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repairs / ".git/objects/info").mkdir(exist_ok=True)
    (repairs / file).write_text(text, encoding="utf-8")
    commit_of(repairs)
    assert run(repairs, ["check", "--since=HEAD"]) in {1, 2}
    assert "Traceback" not in capsys.readouterr().err


def test_a_shallow_clone_says_what_it_lacks(repairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _commit(repairs, "Without beta")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repairs}", clone], check=True)
    assert "in a shallow clone, fetch the whole history first" in _why_not(clone, "HEAD~1", capsys)
    _git(clone, "fetch", "-q", "--unshallow")
    assert _since(clone, "HEAD~1") == LOST


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_what_to_type_for_a_repository_of_another_user_is_accepted(
    repairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for path in (repairs, repairs / ".git"):
        os.chown(path, 12345, 12345)
    told = _why_not(repairs, "HEAD", capsys)
    assert commit_of(repairs) == ""
    assert "another user's of this computer" in told
    subprocess.run(shlex.split(told.partition("type: ")[2]), check=True)
    assert _since(repairs) == LOST


def test_what_git_says_is_understood_whatever_language_the_computer_speaks(
    repairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "bin/git"
    script.parent.mkdir()
    said = (
        'if [ "$LC_ALL" = C ]; then echo "fatal: not a git repository"; else echo "fatal: kein Git-Repository"; fi >&2'
    )
    script.write_text(f"#!/bin/sh\n{said}\nexit 128\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    with pytest.raises(HistoryError, match="not in a git repository"):
        _since(repairs)


def test_no_room_for_the_former_records_is_said(
    repairs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(repairs / "nowhere"))
    assert "cannot be read into a temporary folder: no such file or directory" in _why_not(repairs, "HEAD", capsys)
    assert commit_of(repairs) == ""


def test_what_is_wrong_with_the_records_is_said_although_the_history_cannot_be_read(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _change(archive / "content/reviews/2023-02-08/knife-crime.md", "outcome: A", "outcome: none such")
    assert run(archive, ["check", "--since", "nothing-here"]) == 2
    said = capfd.readouterr().err
    assert "unknown-outcome" in said
    assert 'git finds no commit "nothing-here"' in said


def test_a_check_against_the_very_same_records_says_so(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(archive, ["check", "--since", "HEAD"]) == 0
    assert "These records are those of HEAD itself: write HEAD~1" in capsys.readouterr().out
    _first_line(archive / "content/projects/knife-crime.md", "draft: no")
    _change(archive / "content/projects/knife-crime.md", "title: Knife", "title: Of knife")
    assert run(archive, ["check", "--since", "HEAD"]) == 1
    assert "itself" not in capsys.readouterr().out


def test_a_check_that_is_given_no_commit_does_not_look_like_success(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive, ["check", "--since", ""]) == 2
    assert "--since needs a commit to compare with: HEAD~1, or the one in the site's" in capsys.readouterr().err
