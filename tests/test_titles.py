"""Whether a heading is about the project that was reviewed under it: it may be shorter, longer or inflected."""

from pathlib import Path
from time import process_time

import pytest
from built import FENMOOR, QUILLMARK, ROOT, write_archive

from candour.graph.check import check_archive
from candour.graph.register import register_of
from candour.graph.titles import check_titles, is_about
from candour.problems import Problem, gathered
from candour.reading.archive import read_archive

TITLE = ("Knife crime predictions",)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Knife crime predictions", TITLE),
        ("Update: knife-crime prediction (final report)", TITLE),
        ("Predicting knife crime", TITLE),
        ("Knife crime", TITLE),
        ("The KNIFE CRIMES model", TITLE),
        ("Crime with knives", ("Knife crime",)),
        ("Café bookings", ("Cafe booking tool",)),
        ("Parking permits – stage 2", ("Parking permit allocation model", "PPAM")),
        ("PPAM (2nd look)", ("Parking permit allocation model", "PPAM")),
        ("RFSDi/IOM score", ("RFSDi / IOM predictive model",)),
        ("P802.3dj: ballot", ("802.3dj",)),
        ("802.3 dj", ("802.3dj",)),
        ("Studies of stories", ("Story study",)),
        ("Policies reviewed", ("Policy review",)),
        ("Runs planned", ("Running plans",)),
        ("Scheduling of buses", ("Bus schedules",)),
        ("Стандарт письма", ("Стандарт письма, часть 2",)),
        ("文字標準", ("文字標準",)),
        ("Review of the model", ("The Model",)),
        ("AI", ("AI",)),
        ("Array grouping", ("Array.groupBy",)),
        ("Town Center reorganized", ("Reorganisation of the town centre",)),
        ("By-law 1234", ("Bylaw 1234 (Amendment), Street Trading",)),
        ("Bylaw 1234", ("By-law 1234 (Amendment), Street Trading",)),
        ("Any other business", TITLE),
        ("Presentation of a model", TITLE),
        ("Stage 2 proposal", ("Stage",)),
    ],
)
def test_a_heading_that_has_the_words_of_a_name_is_about_the_project(heading: str, names: tuple[str, ...]) -> None:
    assert is_about(heading, names)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Burglary hotspots", TITLE),
        ("Finance forecasts", ("Finance predictions",)),
        ("Crime in parks", TITLE),
        ("802.3dk", ("802.3dj",)),
        ("By-law 1243", ("Bylaw 1234, Parking",)),
    ],
)
def test_a_heading_about_something_else_is_not(heading: str, names: tuple[str, ...]) -> None:
    assert not is_about(heading, names)


def archive_of(folder: Path, headings: dict[str, str], titles: dict[str, str]) -> Path:
    """A meeting for each heading, all of which reviewed the project named after it."""
    records = {f"projects/{id}.md": f"---\ntitle: {title}\n---\n## Summary\nIt is.\n" for id, title in titles.items()}
    for number, (heading, project) in enumerate(headings.items()):
        day = f"{2000 + number // 300}-{number % 12 + 1:02}-{number // 12 % 25 + 1:02}"
        records[f"meetings/{day}.md"] = f"---\ntitle: Meeting\n---\n## 1. {heading}\n"
        records[f"reviews/{day}/{project}.md"] = (
            "---\ndiscussed: 1\noutcome: none-recorded\n---\n## Decision\nThe minutes give none.\n"
        )
    return write_archive(folder, records)


def titles_of(archive: Path) -> list[Problem]:
    return [problem for problem in check_archive(archive).problems if problem.name == "unknown-title"]


TWO = {"alpha": "Knife crime predictions", "beta": "Burglary hotspots"}


def test_a_heading_may_repeat_the_number_of_its_item(tmp_path: Path) -> None:
    archive = archive_of(tmp_path, {"Item 1: burglary": "beta"}, TWO)
    meeting = archive / "content/meetings/2000-01-01.md"
    meeting.write_text(meeting.read_text("utf-8").replace("## 1. Item 1:", "## 212/18. Item 212/18:"), "utf-8")
    review = archive / "content/reviews/2000-01-01/beta.md"
    review.write_text(review.read_text("utf-8").replace("discussed: 1", "discussed: 212/18"), "utf-8")
    assert check_archive(archive).problems == ()


def test_a_heading_about_another_project_is_a_warning_that_names_that_one(tmp_path: Path) -> None:
    (found,) = titles_of(archive_of(tmp_path, {"Hotspots of burglary": "alpha"}, TWO))
    assert (found.severity, found.span.line) == ("warning", 4)
    assert 'it seems to be about "Burglary hotspots"' in found.hint


def test_the_hint_of_a_heading_names_no_project_when_none_is_like_it(tmp_path: Path) -> None:
    (found,) = titles_of(archive_of(tmp_path, {"Predicted knives": "beta", "Parking": "alpha"}, TWO))[1:]
    assert "seems" not in found.hint


def test_many_headings_of_one_project_are_one_warning_that_counts_them(tmp_path: Path) -> None:
    (found,) = titles_of(archive_of(tmp_path, {f"Parking {number}": "alpha" for number in range(30)}, TWO))
    assert found.span.file == "content/meetings/2000-01-01.md"
    assert "and 29 others" in found.message


@pytest.mark.parametrize("archive", [ROOT, FENMOOR, QUILLMARK])
def test_our_own_archives_have_none(archive: Path) -> None:
    assert titles_of(archive) == []


def test_headings_are_compared_without_looking_at_every_name(tmp_path: Path) -> None:
    words = "harbour ledger parcel signal orchard tunnel"
    projects = {
        f"p{n}": f"{words.split()[n % 6]} {n * 7919 % 1000} assessment of {words.split()[n % 5]}" for n in range(50)
    }
    headings = {f"Item about the quarry, number {number}": f"p{number % 50}" for number in range(200)}
    (config, records, _), _ = gathered(read_archive(archive_of(tmp_path, headings, projects)))
    assert config
    known = register_of(records, config)
    begin = process_time()
    assert len(list(check_titles(known))) == 50
    assert process_time() - begin < 0.3


def test_a_word_as_long_as_a_record_is_compared_at_once() -> None:
    started = process_time()
    assert not is_about("a" * 190_000, ("e" * 190_000,))
    assert process_time() - started < 1
