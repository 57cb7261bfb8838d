"""What was corrected after it was published: on the page that was corrected, and on `/corrections/`."""

from dataclasses import dataclass

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import AnyRecord, Correction
from candour.model.values import Ref
from candour.pages.titles import page_title
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class CorrectionView:
    correction: Correction
    anchor: str
    """On the page of the record."""
    record: LinkTo
    """To the entry on the record's page."""
    entry: str
    """Its anchor on `/corrections/`: the same with the record's name."""


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    rows: tuple[CorrectionView, ...]
    """The latest first."""


def corrections_of(record: AnyRecord, graph: SiteGraph) -> tuple[CorrectionView, ...]:
    """The corrections of one record, in the order of its file."""
    title, name = page_title(record, graph), record.name.replace(":", "-").replace("/", "-")
    named = ((correction, f"correction-{n}") for n, correction in enumerate(record.facts.corrections, 1))
    return tuple(
        CorrectionView(
            correction, anchor, LinkTo(title, addresses.of_ref(Ref(record.name, anchor))), f"of-{name}-{anchor}"
        )
        for correction, anchor in named
    )


def corrections_page(graph: SiteGraph) -> Page:
    rows = [view for record in graph.records for view in corrections_of(record, graph)]
    latest_first = sorted(rows, key=lambda view: str(view.correction.date), reverse=True)
    return Page(
        addresses.CORRECTIONS,
        "corrections.html",
        "Corrections",
        CorrectionsView(tuple(latest_first)),
        (HOME_LINK,),
        addresses.CORRECTIONS,
        "What was wrong on this site, how it is right, when it was changed and why.",
    )
