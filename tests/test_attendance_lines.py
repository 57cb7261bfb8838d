"""A line of the attendance is one person by name: anything else is a problem, with what to write instead."""

import re
from pathlib import Path

import pytest
from built import CONFIG, write_archive

from candour.graph.check import check_archive
from candour.problems import Problem


def read(folder: Path, line: str) -> tuple[list[Problem], list[tuple[str, str, str]]]:
    """The problems of a line, and who was present: name, initials and role."""
    meeting = f"---\npresent:\n  members:\n    - {line}\n---\n## 1. Opening\n"
    found = check_archive(write_archive(folder, {"meetings/2024-03-05.md": meeting}, CONFIG))
    assert found.graph
    present = found.graph.meetings[0].facts.present or {}
    return list(found.problems), [(p.name, p.initials, p.role) for group in present.values() for p in group]


@pytest.mark.parametrize(
    ("line", "name", "initials", "role"),
    [
        ("NELL OAKES", "NELL OAKES", "", ""),
        ("Dr Nell Oakes MBE", "Dr Nell Oakes MBE", "", ""),
        ("Nell Oakes OBE, Chair", "Nell Oakes OBE", "", "Chair"),
        ("Nell Oakes (NO), Chair and Treasurer", "Nell Oakes", "NO", "Chair and Treasurer"),
        ("Juan Ruiz y Gil", "Juan Ruiz y Gil", "", ""),
        ("A de Souza", "A de Souza", "", ""),
        ("Vera Pinto e Costa (VPC)", "Vera Pinto e Costa", "VPC", ""),
        ("Rhys van der Meer", "Rhys van der Meer", "", ""),
        ("Jo-Ann McKay (J-A)", "Jo-Ann McKay", "J-A", ""),
        ("Ann McDonald (AMcD)", "Ann McDonald", "AMcD", ""),
        ("Nell Oakes (N.O.)", "Nell Oakes", "N.O.", ""),
        ("Elizabeth (Liz) Hart (LH)", "Elizabeth (Liz) Hart", "LH", ""),
        ("渡辺ひかる (WH)", "渡辺ひかる", "WH", ""),
        ("Дарья Лис (ДЛ), Secretary", "Дарья Лис", "ДЛ", "Secretary"),
        ("Sam Pike, Data Lab (WMP)", "Sam Pike", "", "Data Lab (WMP)"),
        ("Sam Pike, Member (2019-2023)", "Sam Pike", "", "Member (2019-2023)"),
        ("PC 1234 Day", "PC 1234 Day", "", ""),
        ("Cho, Inspector", "Cho", "", "Inspector"),
        ("Erik ten Hag", "Erik ten Hag", "", ""),
        ("Ten Hag", "Ten Hag", "", ""),
        ("Di Present", "Di Present", "", ""),
        ("Al", "Al", "", ""),
        (
            "Sam Pike, Member since 2019-05-01 (until 2020-01-01)",
            "Sam Pike",
            "",
            "Member since 2019-05-01 (until 2020-01-01)",
        ),
        ("{name: Xu Li, initials: LX}", "Xu Li", "LX", ""),
    ],
)
def test_a_name_is_taken_as_the_minutes_write_it(
    line: str, name: str, initials: str, role: str, tmp_path: Path
) -> None:
    assert read(tmp_path, line) == ([], [(name, initials, role)])


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("Di Roe: Secretary", "Di Roe, Secretary"),
        ("Secretary: Di Roe", "Di Roe, Secretary"),
        ("Vice Chair: Di Roe", "Di Roe, Vice Chair"),
        ("Oakes, N", "N Oakes"),
        ("Oakes, N.", "N. Oakes"),
    ],
)
def test_the_hint_is_accepted_as_it_is_written(line: str, instead: str, tmp_path: Path) -> None:
    (problem,), _ = read(tmp_path, line)
    assert re.sub(r"^write (- )?", "", problem.hint.partition("; ")[0]) == instead
    problems, people = read(tmp_path, instead)
    assert (problems, len(people)) == ([], 1)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("Vacant", "an empty seat"),
        ("Vacancy, Member", "an empty seat"),
        ("Vacant seat (Law)", "an empty seat"),
        ("{name: Vacant}", "an empty seat"),
        ("3 members of the public", "public:"),
        ("Two members of the public", "public:"),
        ("Members of the public (5)", "public:"),
        ("A member of the public", "public:"),
        ("Press and public", "public:"),
        ("Public: 3", "public:"),
        ("Two officers", "by name"),
        ("A pharmacist", "by name"),
        ("the clerk", "by name"),
        ("Several residents", "by name"),
        ("Other officers", "by name"),
        ("Staff", "by name"),
        ("Various", "left out"),
        ("TBC", "left out"),
        ("Not recorded", "left out"),
        ("—", "left out"),
        ("'?'", "left out"),
        ("'Apologies: Nell Oakes'", "write apologies:"),
        ("Apologies: Nell Oakes", "apologies: at the left margin"),
        ("Apologies from Nell Oakes", "write apologies:"),
        ("Nell Oakes (apologies)", "apologies:"),
        ("Hal Jay and Ida Low", "one person per line"),
        ("Flo Kay & Gus Ivy", "one person per line"),
        ("Flo Kay + Gus Ivy, Members", "one person per line"),
        ("Flo Kay with Gus Ivy", "one person per line"),
        ("Cllrs Day and Low", "one person per line"),
        ("Messrs Day", "one person per line"),
        ("Day et al", "one person per line"),
        ("Nell Oakes, nell@example.org", "delete"),
        ("Nell Oakes (nell@example.org)", "delete"),
        ("Nell Oakes, 01632 960 001", "delete"),
        ("Nell Oakes, +44 (0)1632 960001", "delete"),
        ("{name: Nell Oakes (NO)}", "note:"),
        ("{name: 'Nell Oakes, Chair'}", "role:"),
        ("Nell Oakes ()", "- Nell Oakes, role"),
        ("Nell Oakes (Chair)", "- Nell Oakes, role"),
        ("Nell Oakes [Chair]", "- Nell Oakes, role"),
        ("Nell Oakes (NO, Chair)", "- Nell Oakes, role"),
        ("Nell Oakes (NO) Chair", "Name (initials), role"),
        ("Sam Day (OPCC)", "- Sam Day, role"),
        ("Elizabeth (Liz) Hart (Chair)", "- Elizabeth Hart, role"),
        ("Eli Prat (by video until 11:00), Law", "{name: Eli Prat, note: remark}"),
        ('"Di Roe: Secretary"', "Name (initials), role"),
        ("Nell Oakes*", "in a note:"),
        ("Nell Oakes NO)", "Name (initials), role"),
        ("Nell Oakes (NO", "Name (initials), role"),
    ],
)
def test_what_is_not_one_person_is_a_problem_and_the_hint_says_what_to_do(line: str, hint: str, tmp_path: Path) -> None:
    (problem,), _ = read(tmp_path, line)
    assert problem.name in {"bad-value", "unknown-field"}
    assert hint in problem.hint.replace("because nobody is there", "an empty seat")
