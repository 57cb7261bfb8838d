"""The site on a real nginx, below a path, with what `candour headers nginx` prints. Skipped where there is no nginx."""

import gzip
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from built import FENMOOR

from browser.browsing import Browsing, Served
from candour.commands.main import run
from candour.site.headers import POLICY

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(not NGINX, reason="there is no nginx here: apt-get install nginx-light")
TYPES = "/etc/nginx/mime.types"
SETTINGS = """\
daemon off; master_process off; pid {work}/pid; error_log {work}/errors;
events {{}}
http {{
  access_log off;
  client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work};
  scgi_temp_path {work};
  server {{ listen 127.0.0.1:{port}; include {work}/part; }}
}}
"""
"""Of the least server that there can be."""


@pytest.fixture(scope="module")
def hosted(fenmoor: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    work = tmp_path_factory.mktemp("nginx")
    folder = work / 'a "site"'
    shutil.copytree(fenmoor.folder, folder)
    (folder / "files/some.wasm").write_bytes(b"\0asm\1\0\0\0")
    (folder / "files/some.pf_index").write_bytes(b"\x1f\x8b")
    with (work / "part").open("w") as part, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", part)
        assert run(FENMOOR, ["headers", "nginx", "--output", str(folder)]) == 0
    shutil.copy(TYPES, work)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (work / "settings").write_text(SETTINGS.format(work=work, port=port))
    command = [str(NGINX), "-e", str(work / "errors"), "-c", str(work / "settings")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        until = time.monotonic() + 10
        while server.poll() is None and time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.02)
        assert server.poll() is None, server.communicate()[1]
        yield Served(folder, f"http://127.0.0.1:{port}/fenmoor/")
        server.terminate()
    assert (work / "errors").read_text().count("[warn]") == 0


def asked(site: Served, address: str) -> tuple[int, Message, bytes]:
    """The answer as it is, neither followed nor unpacked."""
    parts = urlsplit(site.url)
    connection = HTTPConnection(parts.netloc, timeout=10)
    # As a proxy in front asks, under the name that readers see.
    headers = {"Host": "decisions.example", "Via": "1.1 proxy", "Accept-Encoding": "gzip"}
    connection.request("GET", parts.path.removesuffix("/") + address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


@pytest.mark.parametrize(
    ("address", "status", "kept"),
    [
        ("/", 200, "no-cache"),
        ("/projects/", 200, "no-cache"),
        ("/files/kerb-counts.csv", 200, "no-cache"),
        ("ASSETS/site.css", 200, "public, max-age=31536000, immutable"),
        ("", 301, None),
        ("/projects", 301, "no-cache"),
        ("/nothing/at/all/", 404, "no-cache"),
        ("ASSETS/nothing.css", 404, "no-cache"),
        ("/assets/", 404, "no-cache"),
    ],
)
def test_every_answer_has_the_whole_policy(hosted: Served, address: str, status: int, kept: str | None) -> None:
    (assets,) = (hosted.folder / "assets").iterdir()
    found, headers, body = asked(hosted, address.replace("ASSETS", f"/assets/{assets.name}"))
    assert found == status
    assert {name: headers.get_all(name) for name in POLICY} == {name: [value] for name, value in POLICY.items()}
    assert headers.get_all("Cache-Control") == ([kept] if kept else None)
    if status == 404:
        assert gzip.decompress(body) == (hosted.folder / "404.html").read_bytes()


@pytest.mark.parametrize(("address", "to"), [("?a=1", "/?a=1"), ("/projects", "/projects/"), ("/a?b=/c", None)])
def test_a_missing_slash_is_added_whatever_the_proxy_in_front_is_called(
    hosted: Served, address: str, to: str | None
) -> None:
    status, headers, _ = asked(hosted, address)
    assert (status, headers["Location"]) == ((301, f"/fenmoor{to}") if to else (404, None))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/files/kerb-counts.csv", "text/csv; charset=utf-8"),
        ("/files/opinia-grzmi%C4%85ckiej.txt", "text/plain; charset=utf-8"),
        ("/manifest.json", "application/json; charset=utf-8"),
        ("/files/2023-02-01-minutes.pdf", "application/pdf"),
        ("/files/some.wasm", "application/wasm"),
        ("/files/some.pf_index", "application/octet-stream"),
    ],
)
def test_each_file_has_its_type_and_comes_compressed(hosted: Served, address: str, kind: str) -> None:
    status, headers, body = asked(hosted, address)
    assert (status, headers["Content-Type"]) == (200, kind)
    if "charset" in kind:
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(body)


def test_searching_works_with_the_policy_as_a_header(hosted: Served, browsing: Browsing) -> None:
    visit = browsing.visit(hosted)
    visit.page.goto(hosted.url + "search?q=burglary")
    visit.page.locator(".result").first.wait_for()
    visit.page.locator(".result a").first.click()
    visit.page.wait_for_url("**/burglary-forecast/**")
    assert visit.faults == []
