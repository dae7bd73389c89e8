"""成套打印: all that a moment needs, in the copies that each party and the committee get, in one file."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import url_for

from plugins.mediation.models import Dispute
from plugins.mediation.papers import AGREEMENT, MEDIATE, papers
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.records.papers import Copied, Paper, Printable
from portal.settings import settings_of

KEPT = "调委会存卷"
COURT = "交人民法院"  # how many it asks for is told by the court


class Moment(NamedTuple):
    """When a set is printed: the kinds of papers, of several rows the `latest` alone, and where a list of disputes proposes it."""

    label: str
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    latest: bool = False


MOMENTS = {
    "acceptance": Moment("受理", ("application", "acceptance", "rights", "identity", "authority"), ("mediating",)),
    "sitting": Moment("调解", ("record",), ("mediating", "agreed"), latest=True),
    "agreement": Moment("签订协议", ("agreement", "oral", "receipt"), ("agreed", "effective")),
    "confirmation": Moment("申请司法确认", ("confirmation", "certificate"), ("effective",), latest=True),
    "ending": Moment(
        "回访、终止、结案",
        ("followup", "declined", "refusal", "termination", "closing", "dossier"),
        ("effective", "closed", "terminated", "withdrawn", "refused", "declined"),
        latest=True,
    ),
    "amendment": Moment("变更、解除协议", ("amendment",), ("effective",), latest=True),
}


def of_moment(dispute: Dispute, moment: Moment) -> Iterator[tuple[Paper, tuple]]:
    """The papers that can be printed now, in the order of the dossier; no drafts."""
    for paper in papers.papers:
        if paper.kind not in moment.kinds:
            continue
        rows = [(each,) for each in paper.rows(dispute)] if paper.rows else [()]
        fit = [each for each in rows if not paper.objection(dispute, *each) and not paper.is_draft(dispute, *each)]
        yield from ((paper, each) for each in (fit[-1:] if moment.latest else fit))


def recipients(dispute: Dispute, paper: Paper) -> list[str]:
    """What stands on each copy. Of the agreement law says how many there are (人民调解法 §29)."""
    parties = [f"交{each.party.side_name}{each.party.name}" for each in dispute.parties]
    if paper.kind in (AGREEMENT.kind, "amendment"):
        return [*parties, KEPT]
    if paper.kind in MOMENTS["confirmation"].kinds:
        return [COURT, KEPT]
    who = getattr(settings_of(KEY, dispute.unit, clock.today()), f"copies_{paper.kind}", "committee")
    return [*(parties if who != "committee" else []), *([KEPT] if who != "parties" else [])]


def offered(dispute: Dispute, user: User) -> list[Printable]:
    """The sets that `user` may print of the dispute now."""
    if not dispute.allows(user, MEDIATE):
        return []
    due = {key: moment for key, moment in MOMENTS.items() if dispute.status in moment.statuses}
    found = [(key, moment, list(of_moment(dispute, moment))) for key, moment in due.items()]
    return [_line(dispute, key, moment, some) for key, moment, some in found if some]


def _line(dispute: Dispute, key: str, moment: Moment, some: list[tuple[Paper, tuple]]) -> Printable:
    copies = sum(len(recipients(dispute, paper)) for paper, _ in some)
    url = url_for("mediation.print_set", dispute_id=dispute.id, moment=key)
    return Printable(f"{moment.label}：一次打印 {len(some)} 种 {copies} 份", url, None)


def of(disputes: Iterable[Dispute], moment: Moment) -> Iterator[Copied]:
    """The sets of these disputes, one after another."""
    for dispute in disputes:
        for paper, rows in of_moment(dispute, moment):
            yield Copied(dispute, paper, rows, recipients(dispute, paper))
