"""The committee's colour: what may be written, what is seen of it, and where it is shown."""

import re
from pathlib import Path

import pytest
from built import CONFIG, ROOT, site_of
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from candour.model.colours import LEAST_CONTRAST, PAPER, contrast, on_dark, seen_colour


@pytest.mark.parametrize(("written", "read"), [("#0D5361", "#0d5361"), ("0d5361", "#0d5361"), (" #a03 ", "#aa0033")])
def test_a_colour_is_written_in_hexadecimal(written: str, read: str) -> None:
    assert seen_colour(written) == read


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_is_too_light_is_told_with_one_that_would_do() -> None:
    with pytest.raises(PydanticCustomError) as told:
        seen_colour("#ffcc00")
    hint = (told.value.context or {})["hint"]
    (better,) = re.findall("#[0-9a-f]{6}", hint)
    assert seen_colour(better) == better


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_can_be_seen_on_dark_screens(number: int) -> None:
    assert contrast(on_dark(f"#{number:06x}"), _papers()[1]) >= LEAST_CONTRAST


def test_the_paper_that_is_measured_against_is_that_of_the_style_sheet() -> None:
    assert _papers()[0] == PAPER


def _papers() -> list[str]:
    """On light and on dark screens."""
    found = re.findall(r"--paper: (#\w+)", (ROOT / "static/css/10-tokens.css").read_text("utf-8"))
    assert len(found) == 2
    return found


def test_the_colour_is_in_the_style_sheet_after_ours_and_nowhere_else(tmp_path: Path) -> None:
    plain = site_of(tmp_path / "plain", {}).files
    own = site_of(tmp_path / "own", {}, CONFIG + 'colour: "#7a1f3d"\n').files
    (style,) = [content.decode() for path, content in own.items() if path.endswith("site.css")]
    light, dark = style.index("--accent: #7a1f3d"), style.index(f"--accent: {on_dark('#7a1f3d')}")
    assert max(found.start() for found in re.finditer("--accent: ", style)) == dark > light
    assert [path for path, content in own.items() if b"7a1f3d" in content and not path.endswith("site.css")] == []
    assert b"7a1f3d" not in b"".join(plain.values())
