"""核对: whether the figures agree with each other and with the ledger (调解纠纷)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, or_

from plugins.mediation.models import Agreement, Amendment, Dispute
from plugins.mediation.models.acceptance import SOURCES
from plugins.mediation.models.reporting import HANDED_BY
from plugins.mediation.statistics.reading import Cell, Numbers, measures, total
from portal.accounts.models import User
from portal.cases.mediated import DIFFICULTIES
from portal.entitlements import Span
from portal.extensions import db

COUNTED = {
    "new": "受理",
    "done": "办结",
    "settled": "调解成功",
    "amount": "涉及金额",
}  # in the rows of the ledger once more
SETTLED = ("effective", "closed", "revoked")


@dataclass(frozen=True)
class Rule:
    """One comparison: both sides, and the sums they come to."""

    left: str
    right: str
    one: int
    other: int
    fen: bool = False  # 分

    @property
    def holds(self) -> bool:
        return self.one == self.other


def prove(reader: User, span: Span, cells: list[Cell], before: Numbers, committee: int | None = None) -> list[Rule]:
    """Every rule for the figures `cells` of `span`; `before` are the sums of the period before."""
    keys = [each.key for each in measures(span)]
    sums = dict(zip(keys, total(cells, len(keys)), strict=True))
    earlier = dict(zip(keys, before, strict=True))

    def come_to(*names: str) -> int:
        return sum(sums[each] for each in names)

    rows = _in_the_ledger(reader, span, committee)
    return [
        Rule("上期结转＋受理", "办结＋期末未结", come_to("carried", "new"), come_to("done", "left")),
        Rule("调解成功＋调解不成＋当事人撤回", "办结", come_to("settled", "failed", "withdrawn"), sums["done"]),
        Rule("申请＋主动＋委托移送", "受理", come_to(*SOURCES), sums["new"]),
        Rule("各移送单位", "委托移送", come_to(*(f"by_{each}" for each in (*HANDED_BY, ""))), sums["transfer"]),
        Rule("难易各级", "受理", come_to(*DIFFICULTIES, "unrated"), sums["new"]),
        Rule("上期期末未结", "本期上期结转", earlier["left"], sums["carried"]),
        *(Rule(f"台账里本期{name}", name, rows[key], sums[key], key == "amount") for key, name in COUNTED.items()),
    ]


def _in_the_ledger(reader: User, span: Span, committee: int | None) -> Counter[str]:
    """What the rows themselves say, one by one, by COUNTED: those that the list of disputes shows `reader`, by their days and how they stand."""
    days = (Dispute.accepted_on, Dispute.ended_on, Agreement.effective_on)
    rows = Dispute.visible_to(reader).outerjoin(Agreement, Agreement.dispute_id == Dispute.id)
    rows = rows.where(or_(*(each.between(*span) for each in days)))
    if committee:
        rows = rows.where(Dispute.committee_id == committee)
    changed = dict[int, int](_sums_changed(rows, span))
    found: Counter[str] = Counter()
    columns = (Dispute.id, Dispute.status, Agreement.amount_fen, Agreement.revoked_on)
    for ident, status, amount, revoked, accepted, *over in db.session.execute(rows.with_only_columns(*columns, *days)):
        if accepted is None:
            continue
        found["new"] += span.first <= accepted <= span.last
        ended = min((each for each in over if each), default=None)
        if ended and span.first <= max(ended, accepted) <= span.last:
            settled, undone = status in SETTLED, revoked is not None and revoked <= span.last
            in_force = 0 if undone or not settled else changed.get(ident, amount or 0)
            found.update(done=1, settled=int(settled), amount=in_force)
    return found


def _sums_changed(rows: Select, span: Span) -> Iterator[tuple[int, int]]:
    """The disputes of `rows` whose sum was changed by the last day of `span`, each change after the one before."""
    changes = rows.join(Amendment, Amendment.dispute_id == Dispute.id).order_by(Dispute.id, Amendment.serial)
    told = (Amendment.kind, Amendment.stage, Amendment.effective_on, Amendment.amount_fen)
    for ident, kind, stage, since, amount in db.session.execute(changes.with_only_columns(Dispute.id, *told)):
        if (kind, stage) == ("change", "effective") and since <= span.last and amount is not None:
            yield ident, amount
