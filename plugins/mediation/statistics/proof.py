"""核对: whether the figures agree with each other and with the ledger (调解纠纷)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from plugins.mediation.models import Dispute
from plugins.mediation.models.acceptance import SOURCES
from plugins.mediation.models.reporting import DIFFICULTIES, HANDED_BY
from plugins.mediation.statistics.reading import Cell, committee_of, folded, judicial, measures, political, total
from portal.accounts.models import User
from portal.entitlements import Span
from portal.extensions import db


@dataclass(frozen=True)
class Rule:
    """One comparison: both sides, and the sums they come to."""

    left: str
    right: str
    one: int
    other: int

    @property
    def holds(self) -> bool:
        return self.one == self.other


def prove(reader: User, span: Span, cells: list[Cell], before: list[Cell], committee: int | None = None) -> list[Rule]:
    """Every rule for the figures `cells` of `span`; `before` are those of the period before."""
    keys = [each.key for each in measures(span)]
    sums = dict(zip(keys, total(cells, len(keys)), strict=True))
    earlier = dict(zip(keys, total(before, len(keys)), strict=True))

    def come_to(*names: str) -> int:
        return sum(sums[each] for each in names)

    new = keys.index("new")
    by = {"各调委会": committee_of, "司法行政各类": judicial, "政法综治各类": political}
    return [
        Rule("上期结转＋受理", "办结＋期末未结", come_to("carried", "new"), come_to("done", "left")),
        Rule("调解成功＋调解不成", "办结", come_to("settled", "failed"), sums["done"]),
        Rule("申请＋主动＋委托移送", "受理", come_to(*SOURCES), sums["new"]),
        Rule("各移送单位", "委托移送", come_to(*(f"by_{each}" for each in (*HANDED_BY, ""))), sums["transfer"]),
        Rule("难易各级", "受理", come_to(*DIFFICULTIES, "unrated"), sums["new"]),
        Rule("公民之间＋公民与法人、组织", "受理", come_to("citizens", "organisations"), sums["new"]),
        Rule("书面＋口头", "调解成功", come_to("written", "oral"), sums["settled"]),
        *(
            Rule(name, "受理", sum(each[new] for each in folded(cells, of).values()), sums["new"])
            for name, of in by.items()
        ),
        Rule("上期期末未结", "本期上期结转", earlier["left"], sums["carried"]),
        Rule("台账里本期受理的", "受理", _in_the_ledger(reader, span, committee), sums["new"]),
    ]


def _in_the_ledger(reader: User, span: Span, committee: int | None) -> int:
    """As the list of disputes counts them, filtered by the day of acceptance."""
    rows = Dispute.visible_to(reader).where(Dispute.accepted_on.between(*span))
    if committee:
        rows = rows.where(Dispute.committee_id == committee)
    return db.session.scalar(select(func.count()).select_from(rows.with_only_columns(Dispute.id).subquery())) or 0
