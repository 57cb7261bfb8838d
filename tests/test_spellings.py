"""One person written in two ways is a warning, with the line for people.yaml; nobody is joined to anybody by guess."""

import re
from pathlib import Path

import pytest
from built import CONFIG, write_archive

from candour.graph import spellings
from candour.graph.check import check_archive
from candour.problems import Problem


def problems(folder: Path, *meetings: str, people: str = "", organisation: str = "members") -> list[Problem]:
    """Of meetings in each of which people were present, written with a semicolon between them."""
    files = {
        f"meetings/2024-01-{number:02}.md": f"---\npresent:\n  {organisation}:\n"
        + "".join(f"    - {name.strip()}\n" for name in names.split(";"))
        + "---\n## 1. Opening\n"
        for number, names in enumerate(meetings, 1)
    }
    if people:
        files["people.yaml"] = people
    return list(check_archive(write_archive(folder, files, CONFIG)).problems)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jennifer Housego", "Jenifer Housego"),
        ("Insp. Alex Tarr", "Inspector Alex Tarr"),
        ("Insp. Tarr", "Inspector Tarr"),
        ("George Hart", "G Hart"),
        ("George Hart", "G. Hart"),
        ("John Paul Roy", "J. P. Roy"),
        ("John Paul Roy", "John Roy"),
        ("Dr Nell Oakes", "Nell Oakes"),
        ("Nell Oakes MBE", "Nell Oakes"),
        ("NELL OAKES", "Nell Oakes"),
        ("José Peña", "Jose Pena"),
        ("Ann Lee-Day", "Ann Lee Day"),
        ("Ann Lee-Day", "Ann Lee"),
        ("Vera Pinto Costa", "Vera Pinto"),
        ("Xu Li", "Li Xu"),
        ("Janice Moss", "Jnaice Moss"),
        ("Jo O'Neil", "Jo O’Neil"),
        ("ACC Andy Hill", "ACC Hill"),
        ("Rosalind Bickerstaff", "Rosalind Bickerstoff"),
        ("Anna Lees", "Ann Lees"),
    ],
)
def test_a_name_in_two_spellings_is_a_warning_and_its_line_mends_it(one: str, other: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, one, one, other)
    assert problem.name == "person-in-two-spellings"
    assert problem.message == f'"{other}" may be {one}, written in another way'
    assert problem.span.file.endswith("2024-01-03.md")
    lines = re.fullmatch(r"if so, write (.*) in content/people.yaml; if .*, write there (.*) and (.*)", problem.hint)
    assert lines
    assert problems(tmp_path, one, one, other, people=f"{lines[1]}\n") == []
    assert problems(tmp_path, one, one, other, people=f"{lines[2]}\n{lines[3]}\n") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "Ben Lee"),
        ("Ian Day", "Jan Day"),
        ("Jo Day", "Joe Day"),
        ("Mr Hart", "Mrs Hart"),
        ("Sgt Hart", "Insp. Hart"),
        ("Maria Silva Costa", "Maria Silva Pinto"),
        ("Maria Jones", "Marie Jones"),
        ("Nora Whitfield", "Dora Whitfield"),
        ("欧阳溪白", "欧阳溪"),
        ("ACC Andy Hill", "Sgt Hill"),
        ("Ann Lee", "Ann Day"),
    ],
)
def test_different_people_are_not_warned_of(one: str, other: str, tmp_path: Path) -> None:
    assert problems(tmp_path, one, other) == []


def test_two_who_were_at_one_meeting_are_two_people(tmp_path: Path) -> None:
    assert problems(tmp_path, "Ann Lees; Anna Lees", "Ann Lees", "Anna Lees") == []


def test_people_of_two_organisations_are_two_people(tmp_path: Path) -> None:
    config = CONFIG.replace("{members: {name", "{police: Police, members: {name")
    files = {
        "meetings/2024-01-01.md": "---\npresent:\n  members:\n    - G Hart\n---\n## 1. Opening\n",
        "meetings/2024-01-02.md": "---\npresent:\n  police:\n    - George Hart\n---\n## 1. Opening\n",
    }
    assert check_archive(write_archive(tmp_path, files, config)).problems == ()


def test_an_initial_that_may_be_two_peoples_is_nobodys(tmp_path: Path) -> None:
    assert problems(tmp_path, "George Hart; Gina Hart", "G Hart") == []


def test_three_spellings_have_one_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "George Hart", "George Hart", "G Hart", "Geroge Hart")
    assert len(found) == 2
    assert all("George Hart: [G Hart, Geroge Hart]" in one.hint or "[Geroge Hart, G Hart]" in one.hint for one in found)


def test_a_spelling_is_added_to_those_that_are_there(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "George Hart", "Geroge Hart", people="George Hart: [Georgie Hart]\n")
    assert problem.hint == (
        "if so, write George Hart: [Georgie Hart, Geroge Hart] in place of the line for George Hart in "
        "content/people.yaml; "
        "if they are two people, write there Geroge Hart: none"
    )


def test_of_two_thousand_people_only_names_with_something_in_common_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vowels, letters = "aeiou", "bdfgklmnrstvz"
    names = [f"{a}{b}na {c}{d}rt" for a in letters for b in vowels for c in letters for d in vowels][:2000]
    compared: list[str] = []

    def are_alike(one: str, other: str) -> bool:
        compared.append(f"{one}, {other}")
        return False

    monkeypatch.setattr(spellings, "_are_alike", are_alike)
    spellings._alike_in([("members", name) for name in names])
    assert len(names) == 2000
    assert len(compared) < 50 * len(names)
