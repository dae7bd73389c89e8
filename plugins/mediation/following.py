"""What is put right on the case holds for its dispute, as long as the committee has not accepted it; later the parties have agreed to
be mediated as they were."""

from sqlalchemy import select

from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.models.dispute import STATES
from portal.cases.models import Case
from portal.extensions import db
from portal.records import Record

OF_PARTIES = tuple(each.verb for each in (Case.add_party, Case.correct_party, Case.remove_party))
MERGED = (Case.take_in.verb, Case.let_go.verb)  # parties come and go with a merged case as well
UNDER_WAY = tuple(key for key in STATES.open if key != STATES.first)
ACCEPTED = "人民调解已经受理，当事人不能在这里变动。确实登记错的，请先在调解里终止，更正后再转人民调解。"


def objections(record: Record, verb: str) -> list[str]:
    """Parties of a case that is being mediated stay."""
    if not isinstance(record, Case) or verb not in OF_PARTIES:
        return []
    under_way = select(Dispute.id).where(Dispute.case_id == record.id, Dispute.status.in_(UNDER_WAY))
    return [ACCEPTED] if db.session.scalar(under_way.limit(1)) else []


def follow(record: Record, verb: str) -> None:
    """The dispute that waits to be accepted has the parties of its case; every open one lies where the case does."""
    if not isinstance(record, Case) or verb not in (*OF_PARTIES, *MERGED, Case.amend.verb):
        return
    for dispute in Dispute.under_way(record):
        dispute.place(record.unit)
        if dispute.status == STATES.first:
            _same_parties(dispute, record)


def _same_parties(dispute: Dispute, case: Case) -> None:
    there = {each.party: each for each in dispute.parties}
    for party in there.keys() - set(case.parties):
        dispute.everyone.remove(there[party])
        db.session.delete(there[party])
    dispute.everyone.extend(DisputeParty.of(party) for party in case.parties if party not in there)
