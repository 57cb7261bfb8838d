"""What a host has to send with the pages: one policy, for nginx and for hosts that read `_headers`."""

import re
from pathlib import Path, PurePosixPath

import pytest
from built import CONFIG, BuiltSite, site_of, write_archive

from candour.commands.main import run
from candour.site.headers import POLICY, headers_file, nginx
from candour.site.rendering import CONTENT_SECURITY_POLICY


def rules() -> dict[str, dict[str, str]]:
    """The headers for each path of `_headers`."""
    found: dict[str, dict[str, str]] = {}
    for line in headers_file().decode().splitlines():
        if line.startswith("/"):
            headers: dict[str, str] = {}
            found[line] = headers
        elif not line.startswith("#"):
            name, _, value = line.removeprefix("  ").partition(": ")
            assert headers.setdefault(name, value) == value
    return found


def locations(text: str) -> dict[str, list[str]]:
    """The directives of each location of nginx's settings, without those of what is inside it."""
    found: dict[str, list[str]] = {}
    open_blocks: list[str] = []
    for line in map(str.strip, text.splitlines()):
        if line.endswith(" {"):
            open_blocks.append(line.removesuffix(" {"))
            found[open_blocks[-1]] = []
        elif line == "}":
            open_blocks.pop()
        elif not line.startswith(("#", "types {")):
            assert re.fullmatch(r'(?:[^";]|"[^"]*")+;', line), line
            found[open_blocks[-1]].append(line)
    assert open_blocks == []
    return {head: lines for head, lines in found.items() if head.startswith("location ")}


def test_the_policy_of_the_pages_is_sent_and_nobody_may_show_them_in_a_frame() -> None:
    assert POLICY["Content-Security-Policy"] == f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'"
    assert POLICY["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy"} < POLICY.keys()


def test_a_host_that_reads_headers_sends_the_policy_everywhere_and_lets_assets_be_kept(bare: BuiltSite) -> None:
    assert rules().pop("/*") == POLICY
    (assets,) = rules().keys() - {"/*"}
    assert rules()[assets] == {"Cache-Control": "public, max-age=31536000, immutable"}, "two values would be joined"
    assert any(f"/{path}".startswith(assets.removesuffix("*")) for path in bare.files)
    assert bare.files["_headers"] == headers_file()
    assert max(map(len, headers_file().splitlines())) <= 2_000, "Cloudflare reads no more of a line"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site_of(tmp_path_factory.mktemp("bare"), {})


def test_a_file_of_headers_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = "/*\n  X-Robots-Tag: noindex\n"
    assert site_of(tmp_path, {"static/root/_headers": own}).files["_headers"] == own.encode()


@pytest.mark.parametrize(
    ("site", "heads"),
    [
        ("", ['location ^~ "/"', 'location ^~ "/assets/"']),
        ("https://ethics.example/", ['location ^~ "/"', 'location ^~ "/assets/"']),
        (
            "https://example.org/a/b%20c/",
            ['location = "/a/b c"', 'location ^~ "/a/b c/"', 'location ^~ "/a/b c/assets/"'],
        ),
    ],
)
def test_each_location_of_nginx_sends_all_headers_with_every_answer(site: str, heads: list[str]) -> None:
    """One header in a location, and nginx sends none of those around it."""
    found = locations(nginx(site, PurePosixPath("/srv/www/the site")))
    assert list(found) == heads
    added = [f'add_header {name} "{value}" always;' for name, value in POLICY.items()]
    for head, lines in found.items():
        sent = [line for line in lines if line.startswith("add_header")]
        assert [line for line in sent if "Cache-Control" not in line] == added, head
        assert len(sent) <= len(added) + 1
    main = found[heads[-2]]
    assert 'alias "/srv/www/the site/";' in main
    assert f'error_page 403 404 =404 "{heads[-2][13:-1]}404.html";' in main
    assert sum("immutable" in line for lines in found.values() for line in lines) == 1
    if len(heads) == 3:
        assert found[heads[0]][-1] == 'return 301 "/a/b%20c/$is_args$args";'


def test_the_command_prints_it_for_the_address_and_the_folder_of_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = write_archive(tmp_path / "archive", {})
    assert run(archive, ["headers", "nginx"]) == 0
    assert capsys.readouterr().out == nginx("https://example.org/ethics/", archive / "output")
    assert run(archive, ["headers", "nginx", "--output", "/srv/www/x"]) == 0
    assert 'alias "/srv/www/x/";' in capsys.readouterr().out
    write_archive(archive, {}, CONFIG.replace("title", "titel"))
    assert run(archive, ["headers", "nginx"]) == 2
    assert "site_config.yaml" in capsys.readouterr().err
