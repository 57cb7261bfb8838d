"""Relations between records: each end of one shows it, and no two say the opposite of each other."""

from pathlib import Path

import pytest
from built import BuiltPage, site_of, write_archive

from candour.graph.check import check_archive
from candour.problems import Problem


def project(title: str, related: str = "") -> str:
    return f"---\ntitle: {title}\n{f'related: {related}' if related else ''}\n---\n## Summary\nIt is a model.\n"


def meeting(facts: str = "", *titles: str) -> str:
    items = "\n".join(f"## {number}. {title}" for number, title in enumerate(titles or ("Matters arising",), 1))
    return f"---\n{facts or 'title: Meeting'}\n---\n{items}\n"


def facts_of(page: BuiltPage) -> list[str]:
    """Every fact on a page, each name with its value."""
    return page.texts("dl > div")


@pytest.mark.parametrize(
    ("how", "here", "there"),
    [
        ("replaces", "Replaces Alpha", "Replaced by Beta"),
        ("split-from", "Split from Alpha", "Split into Beta"),
        ("merged-into", "Merged into Alpha", "Merged from Beta"),
        ("part-of", "Part of Alpha", "Has part Beta"),
        ("see-also", "See also Alpha", "See also Beta"),
    ],
)
def test_each_end_of_a_relation_shows_it_once(how: str, here: str, there: str, tmp_path: Path) -> None:
    site = site_of(
        tmp_path, {"projects/alpha.md": project("Alpha"), "projects/beta.md": project("Beta", f"{{alpha: {how}}}")}
    )
    pages = {id: facts_of(site.page(f"/projects/{id}/")) for id in ("alpha", "beta")}
    assert [pages["beta"].count(here), pages["alpha"].count(there)] == [1, 1]
    assert ("Alpha", "../alpha/") in site.page("/projects/beta/").links()
    assert ("Beta", "../beta/") in site.page("/projects/alpha/").links()


def test_several_relations_of_a_kind_share_a_line_and_what_both_say_is_shown_once(tmp_path: Path) -> None:
    records = {
        "projects/alpha.md": project("Alpha", "{beta: see-also}"),
        "projects/beta.md": project("Beta", "{alpha: see-also}"),
        "projects/delta.md": project("Delta", "{alpha: split-from}"),
        "projects/epsilon.md": project("Epsilon", "{alpha: split-from}"),
    }
    found = facts_of(site_of(tmp_path, records).page("/projects/alpha/"))
    assert "Split into Delta and Epsilon" in found
    assert "See also Beta" in found


def test_a_project_that_went_on_as_another_says_so_before_its_history(tmp_path: Path) -> None:
    records = {"projects/alpha.md": project("Alpha"), "projects/beta.md": project("Beta", "{alpha: replaces}")}
    site = site_of(tmp_path, records)
    assert site.page("/projects/alpha/").text(".glance") == "Replaced by Beta"
    assert not site.page("/projects/beta/").all(".glance")


def test_a_draft_is_not_named_at_the_other_end(tmp_path: Path) -> None:
    draft = project("Beta", "{alpha: replaces}").replace("title:", "draft: yes\ntitle:")
    page = site_of(tmp_path, {"projects/alpha.md": project("Alpha"), "projects/beta.md": draft}).page(
        "/projects/alpha/"
    )
    assert "Beta" not in page.html


def problems_of(folder: Path, related: dict[str, str]) -> list[Problem]:
    records = {f"projects/{id}.md": project(id.capitalize(), said) for id, said in related.items()}
    return list(check_archive(write_archive(folder, records)).problems)


@pytest.mark.parametrize("how", ["replaces", "split-from", "merged-into", "part-of", "see-also"])
def test_a_project_is_not_related_to_itself(how: str, tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, {"alpha": f"{{alpha: {how}}}"})
    assert (found.name, found.span.line) == ("relations-contradict", 3)


@pytest.mark.parametrize(
    ("related", "words"),
    [
        ({"a": "{b: replaces}", "b": "{a: replaces}"}, 'content/projects/b.md:3 says "replaces" of a'),
        ({"a": "{b: merged-into}", "b": "{a: merged-into}"}, 'content/projects/b.md:3 says "merged-into" of a'),
        ({"a": "{b: part-of}", "b": "{a: part-of}"}, 'content/projects/b.md:3 says "part-of" of a'),
        ({"a": "{b: split-from}", "b": "{a: part-of}"}, 'content/projects/b.md:3 says "part-of" of a'),
        (
            {"a": "{b: replaces}", "b": "{c: replaces}", "c": "{a: replaces}"},
            'content/projects/b.md:3 says "replaces" of c and content/projects/c.md:3 says "replaces" of a',
        ),
        (
            {"a": "{b: merged-into}", "b": "", "c": "{a: merged-into, b: replaces}"},
            'content/projects/c.md:3 says "replaces" of b',
        ),
    ],
)
def test_relations_that_cannot_all_be_true_are_one_problem(related: dict[str, str], words: str, tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, related)
    assert (found.name, found.severity, found.span.file) == ("relations-contradict", "error", "content/projects/a.md")
    assert words in found.message


@pytest.mark.parametrize(
    "related",
    [
        {"a": "{b: replaces}", "b": "{a: merged-into}"},
        {"a": "{b: split-from}", "b": "{a: merged-into}"},
        {"a": "{b: replaces}", "b": "{a: split-from}"},
        {"a": "{b: see-also}", "b": "{a: part-of}"},
        {"a": "{b: part-of, c: part-of}", "b": "{d: part-of}", "c": "{d: part-of}", "d": ""},
    ],
)
def test_relations_that_can_all_be_true_are_no_problem(related: dict[str, str], tmp_path: Path) -> None:
    assert problems_of(tmp_path, related) == []


# --- requests, decisions and minutes ------------------------------------------------------------------------------


def test_a_request_and_its_report_lead_to_each_other(tmp_path: Path) -> None:
    records = {
        "meetings/2024-02-07.md": meeting("requests: {costs: {item: 1, text: Say what it costs.}}"),
        "meetings/2024-05-07.md": meeting(
            'requests: {money: {item: 1, text: The costs are owed., same_as: "2024-02-07#request-costs"}}'
        ),
    }
    site = site_of(tmp_path, records)
    first, report = (site.page(f"/meetings/{day}/") for day in ("2024-02-07", "2024-05-07"))
    assert "Reported again The costs are owed., 7 May 2024" in facts_of(first)
    assert "First asked Say what it costs., 7 February 2024" in facts_of(report)


def test_a_request_and_the_one_that_asks_it_again_lead_to_each_other(tmp_path: Path) -> None:
    records = {
        "meetings/2024-02-07.md": meeting("requests: {costs: {item: 1, text: Say what it costs.}}"),
        "meetings/2024-05-07.md": meeting(
            'requests: {money: {item: 1, text: Name the costs., follows: "2024-02-07#request-costs"}}'
        ),
    }
    site = site_of(tmp_path, records)
    assert "Asked again Name the costs., 7 May 2024" in facts_of(site.page("/meetings/2024-02-07/"))
    assert "Asked before Say what it costs., 7 February 2024" in facts_of(site.page("/meetings/2024-05-07/"))


def test_a_decision_and_the_one_that_replaces_it_lead_to_each_other(tmp_path: Path) -> None:
    records = {
        "meetings/2024-02-07.md": meeting("decisions: {fee: {item: 1, on: the fee, text: Agreed.}}"),
        "meetings/2024-05-07.md": meeting(
            'decisions: {back: {item: 1, on: the new fee, text: Undone., replaces: "2024-02-07#decision-fee"}}'
        ),
    }
    site = site_of(tmp_path, records)
    assert "Replaced by the new fee, 7 May 2024." in site.page("/meetings/2024-02-07/").main
    assert "Replaces the fee, 7 February 2024." in site.page("/meetings/2024-05-07/").main


def test_minutes_and_the_meeting_that_approved_them_lead_to_each_other(tmp_path: Path) -> None:
    records = {"meetings/2024-02-07.md": meeting(), "meetings/2024-05-07.md": meeting("approves: 2024-02-07")}
    site = site_of(tmp_path, records)
    first, later = (site.page(f"/meetings/{day}/") for day in ("2024-02-07", "2024-05-07"))
    assert "These minutes Approved at the meeting of 7 May 2024" in facts_of(first)
    assert "whether these minutes were approved" not in first.main
    assert ("meeting of 7 May 2024", "../2024-05-07/") in first.links()
    assert "Minutes approved at this meeting meeting of 7 February 2024" in facts_of(later)


@pytest.mark.parametrize(
    ("first", "later", "file"),
    [
        ('same_as: "#request-one"', "", "2024-02-07"),
        ('same_as: "2024-05-07#request-two"', "", "2024-02-07"),
        ('same_as: "2024-05-07#request-two"', 'same_as: "2024-02-07#request-one"', "2024-02-07"),
    ],
)
def test_a_report_comes_after_the_request_that_it_reports(first: str, later: str, file: str, tmp_path: Path) -> None:
    records = {
        f"meetings/{day}.md": meeting(f"requests:\n  {name}:\n    item: 1\n    text: Say so.\n    {said}")
        for day, name, said in (("2024-02-07", "one", first), ("2024-05-07", "two", later))
    }
    (found,) = check_archive(write_archive(tmp_path, records)).problems
    assert (found.name, found.span.file) == ("later-than-this", f"content/meetings/{file}.md")


# --- minutes that the archive does not hold -----------------------------------------------------------------------


def test_earlier_minutes_that_the_archive_lacks_are_named_by_their_day_and_known_to_be_missing(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"meetings/2024-05-07.md": meeting("approves: [2024-02-07, 2023-11]")})
    page = site.page("/meetings/2024-05-07/")
    said = "Minutes approved at this meeting meeting of 7 February 2024 meeting of November 2023"
    assert said in facts_of(page)
    assert not [words for words, _ in page.links() if "2023" in words or "February" in words]
    assert "Meeting of 7 February 2024" in site.page("/coverage/").main


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ("2024-05-07", "later-than-this"),
        ("2024-08-07", "later-than-this"),
        ("2024-06-04", "later-than-this"),
        ("2024-02-07#item-1", "bad-reference"),
        ("project:alpha", "bad-reference"),
        ("2024-02-31", "unknown-record"),
        ("agm", "unknown-record"),
    ],
)
def test_minutes_of_this_meeting_or_a_later_one_were_not_approved_at_it(
    named: str, problem: str, tmp_path: Path
) -> None:
    records = {"meetings/2024-05-07.md": meeting(f'approves: "{named}"'), "meetings/2024-06-04.md": meeting()}
    archive = write_archive(tmp_path, records | {"projects/alpha.md": project("Alpha")})
    (found,) = check_archive(archive).problems
    assert (found.name, found.span.line) == (problem, 2)


def test_a_request_says_the_name_by_which_records_call_it(tmp_path: Path) -> None:
    records = {"meetings/2024-02-07.md": meeting("requests: {costs: {item: 1, text: Say what it costs.}}")}
    site = site_of(tmp_path, records)
    for page in ("/meetings/2024-02-07/", "/requests/"):
        assert "Name in the records 2024-02-07#request-costs" in facts_of(site.page(page))
        (code,) = site.page(page).all("details code")
        assert code.text() == "2024-02-07#request-costs"


def test_an_unknown_request_lists_eight_of_the_open_ones_of_its_project(tmp_path: Path) -> None:
    def review(facts: str) -> str:
        said = "---\ndiscussed: 1\noutcome: none-recorded\n{}\n---\n## Decision\nThe minutes give no reasons.\n"
        return said.format(facts)

    asked = "requests: {" + ", ".join(f"r{number:02}: {{text: Say so.}}" for number in range(12)) + "}"
    records = {f"meetings/2024-0{month}-07.md": meeting("", "Alpha") for month in (1, 2, 3)}
    records |= {"projects/alpha.md": project("Alpha"), "projects/beta.md": project("Beta")}
    records["reviews/2024-01-07/alpha.md"] = review(asked)
    records["meetings/2024-01-07.md"] = meeting(
        "requests: {other: {item: 1, project: beta, text: Say so.}, hall: {item: 1, text: Book it.}}", "Alpha"
    )
    closed = "answers: {'2024-01-07/alpha#request-r03': fully, '2024-01-07/alpha#request-r04': partly}"
    records["reviews/2024-02-07/alpha.md"] = review(closed)
    records["reviews/2024-03-07/alpha.md"] = review("answers: {'2024-01-07/alpha#request-nr5': fully}")
    (found,) = check_archive(write_archive(tmp_path, records)).problems
    listed = [f"2024-01-07/alpha#request-r{number:02}" for number in (0, 1, 2, 4, 5, 6, 7, 8)]
    assert f"the open requests about alpha are {', '.join(listed)} and 3 more" in found.hint
