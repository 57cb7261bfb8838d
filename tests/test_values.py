"""The smallest things a record is made of: what is read, and what is not."""

import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from candour.model import values
from candour.model.dates import Date, DueField, PartialDate, Time, parse_date
from candour.model.values import (
    ID,
    INVISIBLE,
    LONGEST_ID,
    Count,
    Id,
    ItemKey,
    Link,
    Many,
    ManyOrNone,
    Reading,
    Ref,
    Reference,
    Timezone,
    Url,
    YesNo,
    id_error,
    invisible_characters,
    item_key,
    parse_ref,
    slug,
    url_error,
)
from candour.reading.markdown import sentence

READING = Reading(lambda text: sentence(text, "2023-02-08"), {"stages": ("final",)})


class Everything(BaseModel):
    yes: YesNo = False
    count: Count = 0
    date: Date | None = None
    time: Time | None = None
    due: DueField | None = None
    id: Id = ""
    item: ItemKey = ""
    ref: Reference | None = None
    url: Url = ""
    many: Many[str] = ()
    none: ManyOrNone[str] | None = None


def read(field: str, text: object) -> object:
    return getattr(Everything.model_validate({field: text}, context=READING), field)


def refused(field: str, text: object) -> str:
    """The name of the problem."""
    with pytest.raises(ValidationError) as told:
        read(field, text)
    return told.value.errors()[0]["type"]


# --- yes, numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("No", False), ("TRUE", True), ("false", False)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert read("yes", text) is value


@pytest.mark.parametrize("text", ["y", "n", "on", "off", "1", "0", "t", "ja", "", " yes", ["yes"], {"yes": "yes"}])
def test_nothing_else_is_yes_or_no(text: object) -> None:
    assert refused("yes", text) == "wrong-type"


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("20", 20), ("010", 10), ("999999", 999999)])
def test_whole_numbers(text: str, value: int) -> None:
    assert read("count", text) == value


@pytest.mark.parametrize(
    "text", ["1_000", "1,000", "2.0", "-1", "+1", "1e3", "\u0663", "²", "", " 1", "1 ", "1000000", ["1"]]
)
def test_nothing_else_is_a_whole_number(text: object) -> None:
    assert refused("count", text) == "wrong-type"


# --- dates and times ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    "1675814400,0,20230208,2023-2-8,2023-02-30,2023-13,2023-00,2023-02-00,0000,1799,2200,9999,23-02-08,02-2023,"
    "2023-02-08T10:00,2023-W06,8/2/2023,2023/02/08,today,2023-02-08\n, 2023,,8 February 2023,"
    "\u0662\u0660\u0662\u0663,2023-02-\u0966\u096e".split(","),
)
def test_only_iso_dates_of_days_that_exist_are_dates(text: str) -> None:
    assert parse_date(text) is None
    assert refused("date", text) == "bad-date"


def test_a_date_may_be_a_month_or_a_year() -> None:
    assert parse_date("2023") == PartialDate(2023)
    assert parse_date("2023-02") == PartialDate(2023, 2)
    assert parse_date("2024-02-29") == PartialDate(2024, 2, 29)


DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
PARTIAL_DATES = st.one_of(
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year)),
)


@given(PARTIAL_DATES)
def test_a_date_is_written_as_it_is_read(day: PartialDate) -> None:
    assert parse_date(str(day)) == day


@given(PARTIAL_DATES)
def test_a_date_covers_whole_days(day: PartialDate) -> None:
    assert day.first_day <= day.last_day
    assert (day.last_day == day.first_day) == bool(day.day)
    after = day.last_day + timedelta(days=1)
    assert (after.year, after.month if day.month else 0) != (day.year, day.month) or day.day
    assert str(day.first_day).startswith(str(day))
    assert str(day.last_day).startswith(str(day))


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_dates_are_in_the_order_of_their_first_days(one: PartialDate, other: PartialDate) -> None:
    if one.first_day != other.first_day:
        assert (one < other) == (one.first_day < other.first_day)


@given(st.text())
def test_no_text_is_read_as_another_date(text: str) -> None:
    found = parse_date(text)
    assert found is None or str(found) == text


@pytest.mark.parametrize("text", ["10:00", "9:05", "09:05", "00:00", "23:59"])
def test_times_of_day(text: str) -> None:
    hour, minute = text.split(":")
    told = read("time", text)
    assert (getattr(told, "hour", None), getattr(told, "minute", None)) == (int(hour), int(minute))


@pytest.mark.parametrize(
    "text", ["10", "10.05", "24:00", "10:60", "10:5", "10:05:00", "10am", "\u0661\u0660:00", "10:00\n", ["10:00"]]
)
def test_nothing_else_is_a_time_of_day(text: object) -> None:
    assert refused("time", text) == "bad-date"


def test_something_is_due_by_a_date_a_stage_or_the_next_meeting() -> None:
    assert getattr(read("due", "2023-08"), "date", None) == PartialDate(2023, 8)
    assert getattr(read("due", "final"), "stage", None) == "final"
    assert getattr(read("due", "next-meeting"), "next_meeting", None) is True
    assert refused("due", "soon") == "bad-date"


# --- ids ----------------------------------------------------------------------------------------------------------


DEVICES = "con|prn|aux|nul|(com|lpt)[1-9]"


@given(st.text())
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert made == "" or re.fullmatch(ID, made)
    assert len(made) <= LONGEST_ID


@given(st.text())
def test_a_slug_does_not_change_when_it_is_made_again(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_words_of_every_script_have_a_slug(text: str) -> None:
    assert slug(text)


@given(st.from_regex(ID, fullmatch=True).filter(lambda text: len(text) <= LONGEST_ID))
def test_an_id_is_its_own_slug(text: str) -> None:
    assert slug(text) == text


@given(st.text())
def test_what_may_be_an_id_is_one(text: str) -> None:
    allowed = id_error(text) == ""
    assert allowed == (bool(re.fullmatch(ID, text)) and len(text) <= LONGEST_ID and not re.fullmatch(DEVICES, text))
    assert refused("id", text) == "bad-id" if not allowed else read("id", text) == text


@pytest.mark.parametrize(
    "text", ["", "A", "a_b", "a b", "-a", "a-", "a--b", "é", "a\n", "a.b", "con", "lpt1", "x" * 81, "\u0663"]
)
def test_what_may_not_be_an_id(text: str) -> None:
    assert id_error(text)


# --- references ---------------------------------------------------------------------------------------------------

IDS = st.from_regex(ID, fullmatch=True)
RECORDS = st.one_of(IDS, st.builds("{}/{}".format, IDS, IDS), st.builds("project:{}".format, IDS))
REFS = st.builds(Ref, RECORDS, st.just("") | IDS) | st.builds(Ref, st.just(""), IDS)


@given(REFS)
def test_a_reference_is_written_as_it_is_read(ref: Ref) -> None:
    assert parse_ref(str(ref)) == ref
    assert read("ref", str(ref)) == ref


@given(st.text())
def test_no_text_is_read_as_another_reference(text: str) -> None:
    found = parse_ref(text)
    assert found is None or str(found) == text


@given(REFS)
def test_a_reference_inside_a_record_is_to_that_record(ref: Ref) -> None:
    assert ref.within("2023-02-08").record == (ref.record or "2023-02-08")
    assert ref.within("2023-02-08").anchor == ref.anchor


@given(REFS)
def test_every_reference_can_stand_in_a_link(ref: Ref) -> None:
    told = sentence(f"See [this]({ref}).", "2023-02-08")
    assert told.links == (Link(ref.within("2023-02-08"), str(ref)),)


@pytest.mark.parametrize(
    "text", ["", "#", "a/b/c", "project:", "project:a/b", "a#", "a#b#c", "a/", "/a", "A", "a b", "a\n", "../a", ["a"]]
)
def test_nothing_else_is_a_reference(text: object) -> None:
    assert refused("ref", text) == "bad-reference"


@pytest.mark.parametrize(
    ("text", "key"),
    [("7", "7"), ("7.", "7"), ("14.i", "14.i"), ("14.i.", "14.i"), ("7A", "7a"), ("2.10", "2.10"), ("break", "break")],
)
def test_items_are_called_as_their_headings_write_them(text: str, key: str) -> None:
    assert item_key(text) == key


@pytest.mark.parametrize("text", ["item 7", "7 and 8", "7, 8", "#7", "7-", "Any other business", "82//17", ""])
def test_nothing_else_is_an_item(text: str) -> None:
    assert refused("item", text) == "bad-reference"


@given(st.text())
def test_an_item_is_called_the_same_when_it_is_read_again(text: str) -> None:
    with suppress(PydanticCustomError):
        assert item_key(item_key(text)) == item_key(text)


# --- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "https://example.org/a%20b/c%26d?x=1&y=2#z",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org:8443/",
        "https://b\u00fccher.example/",
        "mailto:ann@example.org",
    ],
)
def test_addresses_that_may_be_linked_to(text: str) -> None:
    assert url_error(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org",
        "ftp://example.org",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,x",
        "blob:x",
        "intent:x",
        "feed:javascript:alert(1)",
        "vbscript:x",
        "//example.org",
        "\\\\example.org",
        "https:\\\\example.org",
        "https://ann@example.org",
        "https://ann:secret@example.org",
        "https://",
        "https:///x",
        "https:example.org",
        "https://[::1",
        "https://example.org/a b",
        'https://example.org/"x',
        "https://example.org/<x>",
        "https://example.org/\u202ex",
        "https://example.org\n",
        "mailto:",
        "mailto:ann",
        "mailto:ann@example.org?subject=x",
        "mailto:ann@a.org,ben@b.org@c.org",
        "example.org",
        "www.example.org",
        "tel:1",
        "",
    ],
)
def test_addresses_that_may_not(text: str) -> None:
    assert url_error(text)


@given(st.text())
def test_every_text_is_an_address_or_is_told_why_not(text: str) -> None:
    assert isinstance(url_error(text), str)


# --- lists and signs ----------------------------------------------------------------------------------------------


def test_one_value_may_stand_for_a_list() -> None:
    assert read("many", "a, b") == ("a, b",)
    assert read("many", ["a", "b"]) == ("a", "b")


@pytest.mark.parametrize("text", ["none", "None", "NONE"])
def test_none_is_an_empty_list_and_not_left_out(text: str) -> None:
    assert read("none", text) == ()
    assert Everything().none is None


@pytest.mark.parametrize(
    "sign",
    list(
        "\u0000\u0008\u001b\u007f\u0085\u00ad\u061c\u200b\u200e\u202a\u202e\u2028\u2060\u2066\u2069"
        "\ufeff\ufffc\ufffd\ue000\uf0b7\ud800\U000f0000"
    ),
    ids=ascii,
)
def test_signs_that_nobody_can_read_are_told_by_their_numbers(sign: str) -> None:
    assert [told.split(",")[0] for _, told in invisible_characters(f"a{sign}b")] == [f"U+{ord(sign):04X}"]


@pytest.mark.parametrize(
    "text",
    [
        "a\u00a0b\u202fc",
        "tab\there",
        "caf\u00e9 e\u0301",
        "\u0939\u093f\u0928\u094d\u200d\u0926\u0940",
        "\U0001f468\u200d\U0001f469",
        "\u2764\ufe0f",
        "\u2011\u2013\u2026",
    ],
)
def test_signs_that_belong_to_words_and_pictures_are_left_alone(text: str) -> None:
    assert not INVISIBLE.search(text)


def test_the_names_of_time_zones_are_looked_up_once_for_all_meetings() -> None:
    """Each time, the file of every zone would be opened."""
    values._timezones.cache_clear()
    zone = TypeAdapter(Timezone)
    assert [zone.validate_python(name) for name in ("Europe/Paris", "Europe/Berlin")] == [
        "Europe/Paris",
        "Europe/Berlin",
    ]
    with pytest.raises(ValidationError):
        zone.validate_python("Paris")
    assert values._timezones.cache_info().misses == 1


@pytest.mark.parametrize(
    ("field", "text", "hint"),
    [
        ("date", "31.12.2026", "write it as 2026-12-31"),
        ("date", "31/12/2026", "write it as 2026-12-31"),
        ("date", "12/31/2026", "write it as 2026-12-31"),
        ("date", "2026/12/31", "write it as 2026-12-31"),
        ("date", "31 December 2026", "write it as 2026-12-31"),
        ("date", "Dec 3, 2026", "write it as 2026-12-03"),
        ("date", "05/06/2024", "write it as 2024-06-05, or as 2024-05-06 if the month comes first"),
        ("date", "5.6.2024", "write it as 2024-06-05, or as 2024-05-06 if the month comes first"),
        ("date", "06/06/2024", "write it as 2024-06-06"),
        ("date", "31.02.2026", "write it as 2023-02-08, or 2023-02 or 2023 when no more is known"),
        ("date", "5/6/24", "write it as 2023-02-08, or 2023-02 or 2023 when no more is known"),
        ("due", "31.12.2026", "write it as 2026-12-31"),
        ("time", "10.00", "write it as 10:00"),
        ("time", "10h05", "write it as 10:05"),
        ("time", "1930", "write it as 19:30"),
        ("time", "10 am", "write it as 10:00"),
        ("time", "7.30 p.m.", "write it as 19:30"),
        ("time", "12pm", "write it as 12:00"),
        ("time", "12 AM", "write it as 00:00"),
        ("time", "10.5", "write it as 10:05 or 19:30"),
        ("time", "24.30", "write it as 10:05 or 19:30"),
    ],
)
def test_a_date_or_time_in_another_form_is_said_in_ours(field: str, text: str, hint: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(field, text)
    assert caught.value.errors()[0]["ctx"]["hint"] == hint
