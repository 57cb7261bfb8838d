"""Words are never put into somebody else's mouth: labels of turns, initials, and who was there for an item."""

from pathlib import Path

import pytest
from built import CONFIG, site_of, write_archive

from candour.graph.check import check_archive
from candour.graph.speakers import speaker_of
from candour.model.people import is_initials, name_words
from candour.model.records import SPEAKERS
from candour.problems import Problem

MEETING = """\
---
present:
  members:
    - Cllr. Nell Oakes (NO), Chair
    - Tom Pike
    - Rhys van der Meer (RVM)
    - {name: Una Quist, initials: UQ, joined: 3}
    - {name: Ivo Lark, left: 10:30}
    - {name: Bea Holt, joined: 3}
  observing: none
apologies:
  members: [Sol Adler]
agenda:
  2: {time: 10:30, lead: Gil Moss}
---
## 1. Opening
## 2. Kerb counter
## 2.1. Figures
## 3. Close
""".replace("  observing: none\n", "")
GLOSSARY = CONFIG + "glossary: {DPIA: Data protection impact assessment}\n"


def archive(*turns: str, meeting: str = MEETING, discussed: str = "2", more: str = "") -> dict[str, str]:
    answers = "".join(f"    - {turn}\n" for turn in turns)
    return {
        "meetings/2024-03-05.md": meeting,
        "projects/kerb.md": "---\ntitle: Kerb counter\n---\n",
        "reviews/2024-03-05/kerb.md": f"---\ndiscussed: {discussed}\noutcome: A\n{more}---\n"
        "## Questions and comments\n\n"
        f"- A member asked about it. {{#about}}\n{answers}\n## Decision\n\nIt is useful to the town.\n",
    }


def problems(folder: Path, *turns: str, **other: str) -> list[Problem]:
    return checked(folder, *turns, **other)[0]


def checked(folder: Path, *turns: str, **other: str) -> tuple[list[Problem], list[tuple[str, str]]]:
    """The problems of an archive, and who says what in reply."""
    found = check_archive(write_archive(folder, archive(*turns, **other), GLOSSARY))
    assert found.graph
    names = found.graph.names_at["2024-03-05"]
    (exchange,) = found.graph.reviews["2024-03-05/kerb"].sections[0].exchanges
    said = [speaker_of(turn, names) for turn in exchange.turns[1:]]
    problems = [one for one in found.problems if one.name not in {"review-without-reasons", "unknown-title"}]
    return problems, [(who, words.text) for who, words in said]


# What is a label


@pytest.mark.parametrize(
    "turn",
    [
        *(f"{label}: It is not." for label in SPEAKERS),
        "NO: It is not.",
        "Tom Pike: It is not.",
        "Cllr. Nell Oakes: It is not.",
        "Rhys van der Meer: It is not.",
        "Gil Moss: It is not.",
        "**Clerk:** It is not.",
        "**Tom Pike**: It is not.",
        "Clerk:It is not.",
        "Clerk\uff1aIt is not.",
        "Clerk:\n      It is not.",
        "Clerk:\n\n      It is not.",
    ],
)
def test_a_known_speaker_is_named_and_nothing_is_said_of_it(turn: str, tmp_path: Path) -> None:
    speaker = turn.replace("*", "").replace("\uff1a", ":").partition(":")[0].replace("NO", "Cllr. Nell Oakes")
    assert checked(tmp_path, turn) == ([], [(speaker, "It is not.")])


@pytest.mark.parametrize("label", ["Nell Oakes", "Cllr Oakes", "Cllr. Oakes", "Councillor Oakes"])
def test_who_has_a_title_is_known_without_it_and_by_it_and_the_surname(label: str, tmp_path: Path) -> None:
    assert checked(tmp_path, f"{label}: It is not.") == ([], [("Cllr. Nell Oakes", "It is not.")])


def test_a_surname_that_two_have_is_nobodys_with_the_title_that_both_have(tmp_path: Path) -> None:
    two = MEETING.replace("    - Tom Pike\n", "    - Cllr Ned Oakes\n")
    (problem,), said = checked(tmp_path, "Cllr Oakes: It is not.", meeting=two)
    assert problem.hint == "write the whole name: Cllr Ned Oakes or Cllr. Nell Oakes"
    assert said == [("", "Cllr Oakes: It is not.")]


@pytest.mark.parametrize(
    "label",
    [
        "A member of the public",
        "Another member",
        "Two residents",
        "Ann Lee",
        "Dr Lee",
        "Lee",
        "J. Lee",
        "XY",
        "J-P",
        "McD",
        "Chairman",
        "The clerk",
        "Vice Chair",
        "Director of Finance",
        "Member 2",
        "Ann Lee (Chair)",
        "Pike",
        "Dr Oakes",
        "Oakes",
        "Cllr Meer",
        "TP",
        "Members",
        "Łucja Żak",
        "Ines de la Cruz",
        "Tom Pike and Nell Oakes",
        "**Ann Lee**",
        "clerk",
        "tom pike",
    ],
)
def test_a_label_that_nobody_has_is_a_warning_and_the_words_are_nobodys(label: str, tmp_path: Path) -> None:
    (problem,), said = checked(tmp_path, f"{label}: It is not.")
    assert (problem.name, problem.span.line) == ("unknown-speaker", 8)
    assert problem.hint
    assert said == [("", f"{label.strip('*')}: It is not.")]


@pytest.mark.parametrize(
    "turn",
    [
        "Three points: it is slow, dear and loud.",
        "Note: The figures are of May.",
        "Q: Is it?",
        "A: It is.",
        "Yes: It is.",
        "NB: The figures are of May.",
        "None so far: the team waits.",
        "It is so: yes.",
        "The reason: Nobody asked.",
        "DPIA: Done in May.",
        "Fairness: Not looked at.",
        "Ward 7: forty.",
        "In 2023 it was so. Why: nobody knows.",
        "In London: Three stations.",
        "The officers said two things: it works, and it is cheap.",
        "For the public: A leaflet.",
        "One thing for members: a map.",
        "**Three points:** it is slow.",
        "At https://example.org it is so.",
        "10:30 is when it began.",
    ],
)
def test_a_sentence_with_a_colon_is_no_label(turn: str, tmp_path: Path) -> None:
    assert checked(tmp_path, turn) == ([], [("Presenter", turn.replace("*", ""))])


def test_a_single_word_before_a_small_letter_is_no_warning_and_the_words_are_nobodys(tmp_path: Path) -> None:
    assert checked(tmp_path, "Costs: they rose.") == ([], [("", "Costs: they rose.")])


def test_the_page_has_a_label_only_above_the_words_of_whoever_said_them(tmp_path: Path) -> None:
    turns = "**Clerk:** *It* is not.", "Ann Lee: It **was**.", "NO: So.", "Three points: it is slow."
    page = site_of(tmp_path, archive(*turns), GLOSSARY).page("/reviews/2024-03-05/kerb/")
    assert page.texts(".turn--answer") == [
        "Clerk It is not.",
        "Ann Lee: It was.",
        "Cllr. Nell Oakes So.",
        "Presenter Three points: it is slow.",
    ]
    assert "<strong></strong>" not in page.html


def test_a_label_is_warned_of_once_in_a_review(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "Ann Lee: It is.", "Is it?", "Ann Lee: It is.", "Ann Lee: Yes.")
    assert (
        problem.message == '"Ann Lee" is neither a label nor someone present (3 times), so nobody is named as speaking'
    )


@pytest.mark.parametrize(
    ("label", "hint"),
    [
        ("Membre", 'did you mean "Member"?'),
        ("Pike", 'did you mean "Tom Pike"?'),
        ("Dr Oakes", 'did you mean "Cllr. Nell Oakes"?'),
        ("TP", "if it is Tom Pike, write Tom Pike (TP) in the meeting's attendance, or the whole name here"),
        ("Chairman", "write Chair:"),
        ("A member of the public", "write Public:"),
        ("The secretary", "write Clerk:"),
        (
            "Ann Lee",
            "write Member, Presenter, Chair, Committee, Noted, Clerk, Officer or Public, or list Ann Lee in the "
            "meeting's attendance; if nobody speaks, write it without the colon",
        ),
    ],
)
def test_the_hint_is_the_likeliest_speaker(label: str, hint: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f"{label}: It is not.")
    assert problem.hint == hint


def test_the_name_of_a_vice_chair_is_not_the_chairs(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "Vice Chair: It is not.")
    assert "write Chair:" not in problem.hint


def test_who_presented_may_speak_and_is_not_warned_of(tmp_path: Path) -> None:
    assert problems(tmp_path, "Ewa Lis: It is not.", more="presented_by: Ewa Lis\n") == []


def test_who_is_in_the_chair_may_speak_where_nobody_is_listed(tmp_path: Path) -> None:
    meeting = "---\nchair: Nell Oakes (NO)\n---\n## 2. Kerb counter\n"
    assert problems(tmp_path, "NO: It is not.", meeting=meeting) == []


# Shared initials

SHARED = MEETING.replace("Tom Pike", "Nia Orr (NO)")


def test_initials_of_two_people_are_an_error_where_they_speak(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "NO: It is not.", "NO: It is.", meeting=SHARED)
    assert (problem.name, problem.span.line) == ("ambiguous-speaker", 8)
    assert problem.message == '"NO" can be Cllr. Nell Oakes or Nia Orr'
    assert problem.hint == "write the whole name of whoever spoke"


def test_the_whole_name_resolves_shared_initials(tmp_path: Path) -> None:
    assert checked(tmp_path, "Nia Orr: It is not.", meeting=SHARED) == ([], [("Nia Orr", "It is not.")])
    assert problems(tmp_path / "2", meeting=SHARED) == []


def test_initials_of_somebody_in_two_lists_are_theirs(tmp_path: Path) -> None:
    meeting = MEETING.replace("---\npresent", "---\nchair: Cllr. Nell Oakes (NO)\npresent")
    assert problems(tmp_path, "NO: It is not.", meeting=meeting) == []


# Who was not there for the item


@pytest.mark.parametrize(
    ("label", "discussed", "message"),
    [
        ("Sol Adler", "2", '"Sol Adler" speaks here, but is listed under apologies of the meeting'),
        ("UQ", "2", '"UQ" speaks at item 2, but joined at item 3'),
        ("UQ", "[1, 2]", '"UQ" speaks at item 1, but joined at item 3'),
        ("UQ", "3", ""),
        ("UQ", "[2, 3]", ""),
        ("Ivo Lark", "2", '"Ivo Lark" speaks at item 2, but left at 10:30'),
        ("Ivo Lark", "1", ""),
        ("Bea Holt", "1", '"Bea Holt" speaks at item 1, but joined at item 3'),
        ("Bea Holt", "2", '"Bea Holt" speaks at item 2, but joined at item 3'),
        ("Bea Holt", "3", ""),
    ],
)
def test_who_was_not_there_for_the_item_cannot_speak(label: str, discussed: str, message: str, tmp_path: Path) -> None:
    found = problems(tmp_path, f"{label}: It is not.", discussed=discussed)
    assert [(one.name, one.message) for one in found] == ([("speaker-not-there", message)] if message else [])


@pytest.mark.parametrize(
    ("stay", "discussed", "is_there"),
    [
        ("joined: 2.1", "2", True),
        ("left: 2", "2.1", True),
        ("joined: 2.1", "1", False),
        ("left: 1", "2.1", False),
        ("joined: 10:30", "1", False),
        ("joined: 10:29", "1", True),
        ("left: 10:31", "2", True),
        ("left: 10:00", "3", False),
    ],
)
def test_items_have_parts_and_times(stay: str, discussed: str, is_there: bool, tmp_path: Path) -> None:
    meeting = MEETING.replace("joined: 3}", f"{stay}}}", 1)
    found = problems(tmp_path, "Una Quist: It is not.", meeting=meeting, discussed=discussed)
    assert (found == []) is is_there


# Names and initials


@pytest.mark.parametrize("text", ["AL", "A.L.", "A.L", "J-P", "McD", "WOS", "ŻG", "ΩΣ", "ДЗ", "ÆÞ", "DWRL"])
def test_initials_are_two_to_four_letters(text: str) -> None:
    assert is_initials(text)


@pytest.mark.parametrize(
    "text", ["A", "Chair", "he/him", "Jim", "ABCDE", "by video", "al", "A1", "2", "", "Al", "Ann Lee"]
)
def test_other_words_are_no_initials(text: str) -> None:
    assert not is_initials(text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Cllr. Ann Lee", "ann lee"),
        ("Dr Ann Lee MBE", "ann lee"),
        ("ANN LEE", "ann lee"),
        ("Chief Supt. Lee", "lee"),
        ("Żywisława Grzmiącka", "zywisława grzmiacka"),
        ("A. B. Lee", "a b lee"),
        ("Rhys van der Meer", "rhys van der meer"),
        ("Jo O'Neil-Kay", "jo o'neil-kay"),
        ("Major", "major"),
    ],
)
def test_the_words_of_a_name_are_without_titles_accents_and_honours(name: str, words: str) -> None:
    assert " ".join(name_words(name)) == words
