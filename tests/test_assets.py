"""The scripts of a page as one file, the archive's own among them."""

import re

import pytest

from candour.site.assets import read_assets

ONE = b"export const words = { failed: 'Nope.' };\n"


def scripts(own: dict[str, bytes] | None = None) -> dict[str, str]:
    """By name, as they are published."""
    own = {f"static/js/{name}.js": content for name, content in (own or {}).items()}
    found = {
        file.path.rpartition("/")[2]: file.content.decode() for file in read_assets(own=own).files if ".js" in file.path
    }
    return {name.removesuffix(".js"): content for name, content in found.items()}


def asks_for(script: str) -> list[str]:
    return re.findall(r"""\b(?:import|from)\b[ (]*["'`]([^"'`]+)""", script)


def test_a_page_asks_for_one_file_and_no_script_for_another() -> None:
    published = scripts()
    for name in ("slash", "moved", "page", "filter", "search"):
        assert asks_for(published[name]) == [], name
        assert not re.search("^(import|export) ", published[name], re.MULTILINE), (
            f"{name} has what joined() does not know"
        )


def test_a_script_of_the_archive_is_in_the_place_of_ours_in_what_is_joined() -> None:
    ours, own = scripts(), scripts({"words": ONE})
    assert "Nope." in own["search"]
    assert "Searching …" in ours["search"]
    assert "Searching …" not in own["search"]
    assert own["page"] == ours["page"]


@pytest.mark.parametrize(
    "written",
    [
        b"export default 1;\n",
        b"const words = {};\nexport { words };\n",
        b"import * as fold from './fold.js';\n" + ONE,
        b'import { x } from "./nowhere.js";\n' + ONE,
        b'import { x } from "./search.js";\n' + ONE,
        b'const { x } = await import("./fold.js");\n' + ONE,
    ],
)
def test_a_script_of_the_archive_that_is_written_otherwise_is_left_for_browsers_to_join(written: bytes) -> None:
    own = scripts({"words": written})
    assert own["words"] == written.decode()
    assert "./words.js" in asks_for(own["search"])
