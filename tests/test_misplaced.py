"""Files under a wrong name or in a wrong folder: one problem for each, with where it belongs; nobody else is blamed."""

from pathlib import Path

import pytest
from built import CONFIG, write_archive

from candour.graph.check import check_archive
from candour.problems import Problem

MEETING = "---\npresent: {members: Ann Lee}\nstart: 10:00\n---\n## 1. Alpha\n"
REVIEW = "---\ndiscussed: 1\noutcome: none-recorded\n---\n## Decision\nThe minutes give no reasons.\n"
PROJECT = "---\ntitle: Alpha\nkind: model\n---\n## Summary\nIt is.\n"
GOOD = {
    "meetings/2023-05-10.md": MEETING,
    "reviews/2023-05-10/alpha.md": REVIEW,
    "reviews/2023-05-10/beta.md": REVIEW.replace("discussed", "project: alpha\ndiscussed"),
    "projects/alpha.md": PROJECT + "See [the minutes](2023-05-10#item-1).\n",
}


def moved(**names: str) -> dict[str, str]:
    """The good archive with folders or files under other names; in an old name `__` is a slash and `_` a hyphen."""
    found = {}
    for path, text in GOOD.items():
        for old, new in names.items():
            path = path.replace(old.replace("__", "/").replace("_", "-"), new) if path.startswith(old[:4]) else path
        found[path] = text
    return found


def problems_of(folder: Path, records: dict[str, str]) -> list[Problem]:
    return list(check_archive(write_archive(folder, records)).problems)


OTHER_DATES = [
    *(
        "10-05-2023",
        "10.05.2023",
        "10.5.2023",
        "10 May 2023",
        "10-may-2023",
        "10th May 2023",
        "May 10 2023",
        "20230510",
    ),
    *("2023_05_10", "2023.05.10", "2023-5-10", "2023 05 10", "Wednesday 10 May 2023", "10-05-2023 minutes"),
]


@pytest.mark.parametrize("name", OTHER_DATES)
def test_a_meeting_named_after_its_day_in_another_form_is_one_problem_with_the_right_name(
    name: str, tmp_path: Path
) -> None:
    (found,) = problems_of(tmp_path, moved(meetings__2023_05_10=f"meetings/{name}"))
    assert (found.name, found.span.file) == ("bad-date", f"content/meetings/{name}.md")
    assert found.hint == "rename it to 2023-05-10.md"


@pytest.mark.parametrize("name", ["10-05-2023", "10 May 2023"])
def test_a_folder_of_reviews_named_in_another_form_is_one_problem(name: str, tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, moved(reviews__2023_05_10=f"reviews/{name}"))
    assert (found.span.file, found.hint) == (f"content/reviews/{name}", "rename it to 2023-05-10")


def test_a_meeting_and_the_folder_of_its_reviews_with_one_wrong_name_are_one_problem(tmp_path: Path) -> None:
    records = moved(meetings__2023_05_10="meetings/10-05-2023", reviews__2023_05_10="reviews/10-05-2023")
    (found,) = problems_of(tmp_path, records)
    assert found.span.file == "content/meetings/10-05-2023.md"
    assert found.hint == "rename it to 2023-05-10.md"


@pytest.mark.parametrize("name", ["31-02-2023", "45-05-2023"])
def test_a_day_that_never_was_has_no_right_name(name: str, tmp_path: Path) -> None:
    (found,) = problems_of(
        tmp_path, {f"meetings/{name}.md": MEETING, f"reviews/{name}/alpha.md": REVIEW, "projects/alpha.md": PROJECT}
    )
    assert "rename it to" not in found.hint


@pytest.mark.parametrize(
    "name",
    [
        *(
            "2023-05-10 (1)",
            "2023-05-10(1)",
            "2023-05-10 copy",
            "2023-05-10 copy 2",
            "Copy of 2023-05-10",
            "2023-05-10 2",
        ),
        *("2023-05-10 - Copy", "2023-05-10 - Copy (2)", "2023-05-10-copy", "2023-05-10_copy", "copy-of-2023-05-10"),
    ],
)
@pytest.mark.parametrize("folder", ["meetings/{}.md", "reviews/{}/alpha.md"])
def test_a_copy_is_said_to_be_one(folder: str, name: str, tmp_path: Path) -> None:
    text = MEETING if folder.startswith("meetings") else REVIEW
    (found,) = problems_of(tmp_path, GOOD | {folder.format(name): text})
    assert (found.name, found.span.file) == (
        "unexpected-file",
        f"content/{folder.format(name)}".removesuffix("/alpha.md"),
    )
    assert found.message == "this looks like a copy of 2023-05-10"
    assert found.hint == "delete it, or give it its own name"


def test_a_copy_of_a_review_or_project_is_said_to_be_one(tmp_path: Path) -> None:
    copies = {"reviews/2023-05-10/alpha copy.md": REVIEW, "projects/Copy of alpha.md": PROJECT}
    assert [p.message for p in problems_of(tmp_path, GOOD | copies)] == ["this looks like a copy of alpha"] * 2


def test_a_copy_without_an_original_is_renamed(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, moved(meetings__2023_05_10="meetings/2023-05-10 (1)"))
    assert found.hint.endswith("rename it to 2023-05-10.md")


def test_names_that_only_look_like_copies_are_none(tmp_path: Path) -> None:
    records = {"projects/hard-copy.md": PROJECT, "projects/alpha-2.md": PROJECT, "meetings/2023-05-10-2.md": MEETING}
    assert problems_of(tmp_path, GOOD | records) == []


@pytest.mark.parametrize(
    ("path", "text", "hint"),
    [
        ("projects/2023-05-10-gamma.md", REVIEW, "move it to content/reviews/2023-05-10/gamma.md"),
        ("projects/gamma.md", REVIEW, "move it into the folder of its meeting: content/reviews/<meeting>/gamma.md"),
        ("meetings/gamma.md", REVIEW, "move it into the folder of its meeting: content/reviews/<meeting>/gamma.md"),
        ("reviews/gamma.md", REVIEW, "move it into the folder of its meeting: content/reviews/<meeting>/gamma.md"),
        ("reviews/gamma.md", PROJECT, "move it to content/projects/gamma.md"),
        ("reviews/2023-05-10/gamma.md", PROJECT, "move it to content/projects/gamma.md"),
        ("reviews/2023-05-10/gamma.md", "---\ntitle: Gamma\n---\n", "move it to content/projects/gamma.md"),
        ("meetings/gamma.md", PROJECT, "move it to content/projects/gamma.md"),
        ("reviews/2023-08-02.md", MEETING, "move it to content/meetings/2023-08-02.md"),
        ("reviews/2023-05-10/2023-08-02.md", MEETING, "move it to content/meetings/2023-08-02.md"),
        ("projects/2023-08-02.md", MEETING, "move it to content/meetings/2023-08-02.md"),
        ("meetings/2023/2023-08-02.md", MEETING, "move it to content/meetings/2023-08-02.md"),
        ("projects/new/gamma.md", PROJECT, "move it to content/projects/gamma.md"),
        ("reviews/2023/2023-05-10/gamma.md", REVIEW, "move it to content/reviews/2023-05-10/gamma.md"),
        ("notes.md", "Ring the hall.", "put records into"),
        ("gamma.md", PROJECT, "move it to content/projects/gamma.md"),
        ("2023-08-02.md", MEETING, "move it to content/meetings/2023-08-02.md"),
    ],
)
def test_a_record_in_a_wrong_folder_is_one_problem_that_says_where_it_belongs(
    path: str, text: str, hint: str, tmp_path: Path
) -> None:
    (found,) = problems_of(tmp_path, GOOD | {path: text})
    assert (found.name, found.span.file) == ("unexpected-file", f"content/{path}")
    assert found.hint == hint or (hint == "put records into" and found.hint.startswith(hint))


def test_a_project_among_the_reviews_is_not_missed_by_its_own_review(tmp_path: Path) -> None:
    records = {path: text for path, text in GOOD.items() if not path.startswith("projects/")}
    (found,) = problems_of(tmp_path, records | {"reviews/alpha.md": PROJECT})
    assert found.hint == "move it to content/projects/alpha.md"


@pytest.mark.parametrize("folder", ["Meetings", "meeting", "Reviews", "review", "PROJECTS", "project"])
def test_a_folder_with_a_wrong_name_is_one_problem(folder: str, tmp_path: Path) -> None:
    right = {"m": "meetings", "r": "reviews", "p": "projects"}[folder[0].lower()]
    records = {path.replace(f"{right}/", f"{folder}/"): text for path, text in GOOD.items()}
    (found,) = problems_of(tmp_path, records)
    assert (found.name, found.span.file) == ("unexpected-file", f"content/{folder}")
    assert found.hint.startswith(f"rename it to {right};")


def test_a_folder_that_candour_does_not_know_is_one_problem(tmp_path: Path) -> None:
    records = {path.replace("meetings/", "agendas/"): text for path, text in GOOD.items()}
    (found,) = problems_of(tmp_path, records | {"agendas/2023-06-07.md": MEETING})
    assert (found.name, found.span.file) == ("unexpected-file", "content/agendas")


def test_capital_letters_in_the_name_of_a_meetings_folder_are_one_problem(tmp_path: Path) -> None:
    records = moved(meetings__2023_05_10="meetings/2023-05-10-am", reviews__2023_05_10="reviews/2023-05-10-AM")
    (found,) = problems_of(tmp_path, {path: text.replace("10#", "10-am#") for path, text in records.items()})
    assert (found.name, found.span.file) == ("bad-id", "content/reviews/2023-05-10-AM")
    assert found.hint.endswith("rename it to 2023-05-10-am")


def test_reviews_of_a_meeting_without_a_record_are_one_problem(tmp_path: Path) -> None:
    records = {path: text for path, text in GOOD.items() if not path.startswith("meetings/")}
    records["projects/alpha.md"] = PROJECT
    (found,) = problems_of(tmp_path, records)
    assert (found.name, found.span.file) == ("unknown-record", "content/reviews/2023-05-10")
    assert "content/meetings/2023-05-10.md" in found.hint


# --- what cannot be read ------------------------------------------------------------------------------------------

BROKEN = "---\ntitle: Formal: meeting\n---\n"
NAMING = {
    "meetings/2023-02-08.md": "---\nrequests: {costs: {item: 1, text: Say so.}}\n"
    "decisions: {quorum: {item: 1, text: Agreed.}}\npresent: {members: Ann Lee}\n---\n## 1. Alpha\n",
    "reviews/2023-02-08/alpha.md": REVIEW,
    "projects/alpha.md": PROJECT,
    "projects/beta.md": PROJECT.replace("kind: model", "related: {alpha: replaces}\nsources: 2023-02-08#item-1"),
    "meetings/2023-05-10.md": "---\napproves: 2023-02-08\nanswers: {'2023-02-08#request-costs': not-yet}\n"
    "requests: {again: {item: 1, text: Say so., follows: '2023-02-08#request-costs', project: alpha}}\n"
    "decisions: {undo: {item: 1, text: Undone., replaces: ['2023-02-08#decision-quorum', 2023-02-08/alpha]}}\n"
    "present: {members: Ann Lee}\n---\n## 1. Alpha\nMembers were there. See [it](2023-02-08/alpha#decision).\n",
    "reviews/2023-05-10/alpha.md": REVIEW.replace(
        "## Dec", "## Questions and comments\n- Anne Lee: Why? {#why}\n    - Because.\n\n## Dec"
    ),
    "people.yaml": "Ann Lee: [Anne Lee]\n",
}


def test_the_records_that_name_each_other_have_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, NAMING) == []


@pytest.mark.parametrize("path", NAMING)
@pytest.mark.parametrize("how", ["yaml", "bytes", "empty"])
def test_a_file_that_cannot_be_read_blames_nobody_else(path: str, how: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, NAMING)
    spoilt = {
        "yaml": b"---\na: b: c\n---\n" if path.endswith(".md") else b"a: b: c\n",
        "bytes": b"\xff\xfe",
        "empty": b"",
    }
    (archive / "content" / path).write_bytes(spoilt[how])
    assert {problem.span.file for problem in check_archive(archive).problems} == {f"content/{path}"}


@pytest.mark.parametrize("path", [path for path in NAMING if path.endswith(".md")])
def test_a_record_whose_file_has_a_wrong_name_blames_nobody_else(path: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, NAMING)
    file = archive / "content" / path
    file.rename(file.with_suffix(".yml"))
    assert {problem.span.file for problem in check_archive(archive).problems} == {f"content/{path[:-3]}.yml"}


@pytest.mark.parametrize("setting", ["outcomes", "stages", "project_kinds", "organisations", "topics", "request_kinds"])
def test_a_setting_that_cannot_be_read_blames_no_record(setting: str, tmp_path: Path) -> None:
    records = NAMING | {
        "reviews/2023-05-10/alpha.md": REVIEW.replace(
            "outcome: none-recorded",
            "outcome: A\nstage: first\ntopics: fairness\nrequests: {one: {text: Say so., kind: report}}",
        )
    }
    archive = write_archive(tmp_path, records)
    config = (archive / "site_config.yaml").read_text("utf-8")
    assert check_archive(archive).problems == ()
    begin = config.index(f"{setting}:")
    end = config.find("\n", config.index("}", begin))
    (archive / "site_config.yaml").write_text(config[:begin] + f"{setting}: 7" + config[end:], "utf-8")
    if setting == "outcomes":
        text = config[:begin] + f"{setting}: 7\n" + config[config.index("stages:") :]
        (archive / "site_config.yaml").write_text(text, "utf-8")
    assert {problem.span.file for problem in check_archive(archive).problems} == {"site_config.yaml"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"unit": "unit"}, ["bad-value"]),
        ({"unit": "office", "office": "unit"}, ["bad-value", "bad-value"]),
        ({"unit": "offic"}, ["unknown-organisation"]),
        ({"unit": "units"}, ["unknown-organisation"]),
        ({"unit": "office"}, []),
    ],
)
def test_an_organisation_is_not_part_of_itself(parts: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    inner = ", ".join(
        f"{name}: {{name: {name.capitalize()}, part_of: {parts.get(name, '')}}}".replace(", part_of: }", "}")
        for name in ("unit", "office")
    )
    archive = write_archive(tmp_path, GOOD)
    config = (archive / "site_config.yaml").read_text("utf-8")
    config = config.replace("organisations: {", f"organisations: {{{inner}, ")
    (archive / "site_config.yaml").write_text(config, "utf-8")
    found = check_archive(archive).problems
    assert [problem.name for problem in found] == expected
    assert all('"unit"' not in problem.hint for problem in found)


@pytest.mark.parametrize("number", [1, 20])
def test_an_organisation_that_is_not_there_has_a_next_step_however_many_there_are(number: int, tmp_path: Path) -> None:
    own = "".join(f", org-{n}: {{name: Org {n}}}" for n in range(number))
    config = CONFIG.replace("members: {name: Members, members: yes}", f"members: {{name: M, part_of: xy}}{own}")
    problems = check_archive(write_archive(tmp_path, {}, config)).problems
    assert [(problem.name, bool(problem.hint)) for problem in problems] == [("unknown-organisation", True)]


def test_a_place_in_a_meeting_that_is_not_there_is_no_bug(tmp_path: Path) -> None:
    review = "---\ndiscussed: 1\noutcome: none-recorded\nnote: See [it](#item-1).\n---\n"
    found = check_archive(write_archive(tmp_path, {"reviews/2024-04-09/kerb.md": review})).problems
    assert {"unknown-item", "unknown-record"} <= {problem.name for problem in found}
