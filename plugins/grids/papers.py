"""网格公示牌, A4 in large letters: of one grid, or of all that are public in a unit. It says what is public, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from plugins.grids.blueprint import bp
from plugins.grids.choices import VIEW
from plugins.grids.models import Grid
from plugins.grids.settings import rules_of
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.records.papers import Paper, mount_papers
from portal.records.reporting import report_page

TITLE = "网格公示牌"


@dataclass(frozen=True)
class Card:
    """What of a grid everybody may see. people: post, name and the telephone of the office, where the district says so. report: the form by which
    anybody says what is wrong there, or ""."""

    grid: Grid
    people: list[tuple[str, str, str]]
    supervision: str
    duties: str
    report: str

    @classmethod
    def of(cls, grid: Grid) -> "Card":
        """As it stands today."""
        rules, page = rules_of(grid.unit), report_page(grid.unit)
        shows = rules.phones == "office"
        people = [(each.post_name, each.name, each.office_phone if shows else "") for each in grid.serving]
        return cls(grid, people, rules.supervision, rules.duties, page.url if page else "")

    @property
    def path(self) -> str:
        """Its page within the portal."""
        return url_for("grids.public_card", unit_id=self.grid.unit_id, word=self.grid.word)

    @property
    def address(self) -> str:
        """Where the code on the notice leads: to the form, or where there is none to its page."""
        return absolute(self.report or self.path)

    @property
    def image(self) -> str:
        return data_uri(self.address)

    @property
    def scan(self) -> str:
        return "扫码反映问题" if self.report else "扫码查看网格"


def cards_pdf(grids: Sequence[Grid]) -> bytes:
    """A page of A4 for each. Raises RuleError when it cannot be rendered."""
    found = [Card.of(each) for each in grids]
    return to_pdf(render_template("grids/documents/card.html", title=TITLE, cards=found), TITLE)


grid_papers = mount_papers(
    bp,
    Grid,
    (
        Paper(
            "card",
            TITLE,
            needs=VIEW,
            kept=False,
            context=lambda grid: {"title": TITLE, "cards": [Card.of(grid)]},
            unless=lambda grid: "" if grid.status == "posted" else "公示以后才能打印公示牌。",
        ),
    ),
    at="/grids/<int:grid_id>",
    office=lambda grid: grid.unit.name,
)
