"""The only place that builds an address or an output path.

An address is absolute within the site (`/projects/knife-crime/`); `site/rendering.py` makes it relative to the page it
is on. References are built like the pages' addresses, so that one follows from the other without looking anything up.
"""

import re
from urllib.parse import quote, quote_plus, urlsplit

from candour.model import anchors
from candour.model.values import Ref

HOME = "/"
PROJECTS = "/projects/"
MEETINGS = "/meetings/"
DECISIONS = "/decisions/"
REQUESTS = "/requests/"
BOARD = "/board/"
TOPICS = "/topics/"
COVERAGE = "/coverage/"
CORRECTIONS = "/corrections/"
OUTCOMES = "/outcomes/"
PEOPLE = "/people/"
OWNERS = "/owners/"
ABOUT = "/about/"
PUBLISHER = "/about/#who-runs-it"
ABBREVIATIONS = "/about/#abbreviations"
DATA = "/data/"
SEARCH = "/search/"
BETS = "/search/bets.json"
ASSETS = "/assets/"
INDEX = "/pagefind/"
PAGEFIND = f"{INDEX}pagefind.js"
ENTRY = f"{INDEX}pagefind-entry.json"
FOLLOW = "/follow/"
CALENDAR = "/calendar.ics"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
NOT_FOUND = "/404.html"
STYLEGUIDE = "/styleguide/"
MANIFEST = "/manifest.json"
SLASH = "/js/slash.js"
"""The end of the address of the script that each page asks for below the path of `url:`."""


def project(project_id: str) -> str:
    return f"/projects/{project_id}/"


def meeting(meeting_id: str) -> str:
    return f"/meetings/{meeting_id}/"


def review(name: str) -> str:
    """`name` is `meeting/slug`."""
    return f"/reviews/{name}/"


def of_year(pages: str, year: int) -> str:
    """A year's page of a list; for meetings one folder deeper, where no meeting of any name can have its page."""
    return f"{pages}year/{year}/" if pages == MEETINGS else f"{pages}{year}/"


def board(part: str) -> str:
    """In another order, or of other years; the board itself without either."""
    return f"{BOARD}{part}/" if part else BOARD


def board_part(pages: str, number: int) -> str:
    """One of several pages; the first is at `pages` itself."""
    return f"{pages}{number}/" if number > 1 else pages


def feed(of: str) -> str:
    """Of the page with the same entries; that of all decisions is the site's own."""
    return "/feed.xml" if of == DECISIONS else f"{of}feed.xml"


def topic(topic_id: str) -> str:
    return f"/topics/{topic_id}/"


def outcome(code: str) -> str:
    return f"{OUTCOMES}#{anchors.outcome(code)}"


def mail(address: str, subject: str, body: str) -> str:
    """A `mailto:` address with a subject and a text already written (RFC 6068)."""
    lines = body.replace("\n", "\r\n")
    return f"{address}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def record_file(pattern: str, path: str) -> str:
    """Where a record's file can be seen: `pattern` has `{path}`."""
    return pattern.replace("{path}", quote(path))


def issues(repository: str) -> str:
    """Of a repository on GitHub, `owner/name`; empty where none is known."""
    return f"https://github.com/{quote(repository)}/issues" if repository else ""


def error_form(issues_at: str, page: str) -> str:
    """The form for an error on a page, with the page filled in: `.github/ISSUE_TEMPLATE/error-on-a-page.yml`."""
    return f"{issues_at}/new?template=error-on-a-page.yml&page={quote(page, safe='')}"


def search(query: str) -> str:
    return f"{SEARCH}?q={quote_plus(query)}"


def data_file(name: str) -> str:
    return f"{DATA}{name}"


def json_of(page: str) -> str:
    """The data of the record that a page shows."""
    return f"{page}index.json"


def attachment(path: str) -> str:
    """`path` is below `content/files/`."""
    return f"/files/{quote(path)}"


def asset(path: str, fingerprint: str) -> str:
    """All assets share one fingerprinted folder, so that they may point at each other by plain relative paths."""
    return f"{ASSETS}{fingerprint}/{path}"


def of_ref(ref: Ref) -> str:
    """The address of what a complete reference names (`Ref.within` completes one)."""
    name = ref.record.removeprefix("project:")
    page = project if name != ref.record else review if "/" in name else meeting
    return page(name) + (f"#{ref.anchor}" if ref.anchor else "")


def item(meeting_id: str, key: str) -> str:
    return f"{meeting(meeting_id)}#{anchors.item(key)}"


def output_path(url: str) -> str:
    """The file below `output/` that holds an address: `/projects/` is `projects/index.html`."""
    path = url.partition("#")[0].lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def in_file(url: str) -> str:
    """The same with the name of its file, for whoever has no server: `/projects/#x` is `/projects/index.html#x`."""
    path = re.split("[?#]", url, maxsplit=1)[0]
    return f"/{output_path(path)}{url[len(path) :]}"


def relative(page: str, target: str) -> str:
    """`target` as seen from `page`, both absolute within the site: from `/a/b/` to `/c/#x` it is `../../c/#x`."""
    if not target.startswith(page[: page.find("/", 1) + 1]):  # they share no folder, as of most links
        return "../" * (page.count("/") - 1) + target[1:]
    path, mark, anchor = target.partition("#")
    if path == page:
        return mark + anchor if anchor else path.rpartition("/")[2] or "./"
    folder, up = page[: page.rfind("/") + 1], ""
    while not path.startswith(folder):
        folder, up = folder[: folder.rfind("/", 0, -1) + 1], up + "../"
    return (up + path[len(folder) :] or "./") + mark + anchor


def rooted(site: str, target: str) -> str:
    """`target` below the path of the site's own address, for a page that is served at any depth (404)."""
    return urlsplit(site).path.rstrip("/") + target


def canonical(site: str, url: str) -> str:
    """The whole address of a page, or nothing when the site does not know its own address."""
    return site.rstrip("/") + url if site else ""
