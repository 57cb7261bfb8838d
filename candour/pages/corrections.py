"""What was corrected after it was published: on the page that was corrected, and on `/corrections/`."""

from dataclasses import dataclass

from markupsafe import Markup

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.records import Correction, Meeting, Project, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.views import HOME_LINK, NOTHING, LinkTo, Page, When, html, page_title, when


@dataclass(frozen=True, slots=True)
class CorrectionView:
    correction: Correction
    anchor: str
    """On the page of the record; the list on `/corrections/` uses it too, with the record's name."""
    date: When
    kind: str
    wrong: Markup
    """Empty for a redaction."""
    right: Markup
    why: Markup
    record: LinkTo
    """The corrected passage's page."""
    entry: str
    """The address of its entry on `/corrections/`."""


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    rows: tuple[CorrectionView, ...]
    """Newest first."""


def corrections_of(record: Meeting | Review | Project, graph: SiteGraph) -> tuple[CorrectionView, ...]:
    """The corrections of one record, in the order of its file."""
    page = LinkTo(page_title(record, graph), addresses.of_ref(Ref(record.name)))
    name = "of-" + record.name.replace(":", "-").replace("/", "-")
    return tuple(
        CorrectionView(
            one,
            f"correction-{number}",
            when(one.date),
            words.CORRECTION[one.kind],
            html(one.wrong) if one.kind != "redaction" else NOTHING,
            html(one.right),
            html(one.why),
            LinkTo(page.text, f"{page.url}#correction-{number}"),
            f"{addresses.CORRECTIONS}#{name}-correction-{number}",
        )
        for number, one in enumerate(record.facts.corrections, 1)
    )


def corrections_page(graph: SiteGraph) -> Page:
    rows = [view for record in graph.records for view in corrections_of(record, graph)]
    newest_first = sorted(rows, key=lambda view: view.date.iso, reverse=True)
    description = "What was wrong on this site, how it is right, when it was changed and why."
    return Page(
        addresses.CORRECTIONS,
        "corrections.html",
        "Corrections",
        CorrectionsView(tuple(newest_first)),
        (HOME_LINK,),
        addresses.CORRECTIONS,
        description,
    )
