"""A warning that is right but wanted can be acknowledged in its record, with a reason; an error cannot."""

from pathlib import Path

import pytest
from built import CONFIG, write_archive

from candour.graph.check import check_archive

MEETING = "---\nchair: Ann Lee\n{}---\n\n## 1. Street lights\n"
PROJECT = "---\ntitle: Night buses\n---\n"
REVIEW = "---\ndiscussed: 1\noutcome: none-recorded\n{}---\n"
REASON = "The minutes have a heading of their own for it."


def _found(folder: Path, of_meeting: str = "", of_review: str = "") -> list[str]:
    records = {
        "meetings/2024-04-09.md": MEETING.format(of_meeting),
        "projects/buses.md": PROJECT,
        "reviews/2024-04-09/buses.md": REVIEW.format(of_review),
    }
    problems = check_archive(write_archive(folder, records, CONFIG)).problems
    return [f"{p.span.file}:{p.span.line} {p.severity} {p.name}: {p.message}; {p.hint}" for p in problems]


def test_a_warning_is_not_repeated_once_its_record_accepts_it(tmp_path: Path) -> None:
    assert [line.split(": ")[0] for line in _found(tmp_path / "before")] == [
        "content/meetings/2024-04-09.md:5 warning unknown-title"
    ]
    assert _found(tmp_path / "after", of_meeting=f"accepts: {{unknown-title: {REASON}}}\n") == []


def test_it_has_to_be_accepted_in_the_record_that_has_it(tmp_path: Path) -> None:
    review, meeting = sorted(_found(tmp_path, of_review=f"accepts: {{unknown-title: {REASON}}}\n"), reverse=True)
    assert "unknown-title" in meeting
    assert review == (
        "content/reviews/2024-04-09/buses.md:4 warning accepted-in-vain: "
        "this record has no warning unknown-title any more; delete this line"
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("unknown-titel", '"unknown-titel" is not the name of a warning; did you mean "unknown-title"?'),
        ("unknown-record", '"unknown-record" is an error, which stops the build, so it cannot be accepted;'),
        ("all", '"all" is not the name of a warning; '),
    ],
)
def test_only_warnings_can_be_accepted_and_by_their_names(tmp_path: Path, name: str, answer: str) -> None:
    found = _found(tmp_path, of_review=f"accepts: {{{name}: {REASON}}}\n")
    assert any(answer in line and ":4 error bad-value" in line for line in found), found


def test_a_reason_has_to_be_given(tmp_path: Path) -> None:
    assert any("error empty-value" in line for line in _found(tmp_path, of_meeting="accepts: {unknown-title: }\n"))


def test_nothing_is_said_in_vain_while_an_error_may_hide_the_warning(tmp_path: Path) -> None:
    found = _found(tmp_path, of_review=f"accepts: {{unknown-title: {REASON}}}\nstage: none such\n")
    assert not any("accepted-in-vain" in line for line in found), found
