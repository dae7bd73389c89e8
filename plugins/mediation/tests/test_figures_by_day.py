"""The figures of a period read the disputes of its days, and are those of all disputes, one by one."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from plugins.mediation.models import Agreement, Amendment, Confirmation, Dispute
from plugins.mediation.models.reporting import DisputeReport
from plugins.mediation.samples import DISPUTES
from plugins.mediation.statistics.measures import PARTIES, touched
from plugins.mediation.statistics.reading import folded, judicial, measures, read, read_whole, total
from portal import clock
from portal.entitlements import Span
from portal.extensions import db
from portal.testing.plans import plan_of
from portal.testing.statements import statements

pytestmark = pytest.mark.database

FIRST = date(2024, 11, 1)
SPANS = [
    Span.around(kind, FIRST + timedelta(days=32 * place)) for kind in ("month", "quarter", "year") for place in range(6)
]


def one_by_one(reader, span) -> tuple[int, ...]:
    """What `read` comes to, from all disputes that were ever accepted until then."""
    rows = select(Dispute.id).outerjoin(Agreement, Agreement.dispute_id == Dispute.id)
    rows = rows.outerjoin(DisputeReport, DisputeReport.dispute_id == Dispute.id)
    rows = rows.where(Dispute.seen_by(reader), Dispute.accepted_on <= span.last)
    columns = []
    for each in measures(span):
        amount = PARTIES if each.key == "people" else each.amount
        counted = func.count() if amount is None else func.sum(amount)
        columns.append(counted.filter(each.where))
    return tuple(int(each or 0) for each in db.session.execute(rows.with_only_columns(*columns)).one())


@pytest.fixture
def disputes(stage) -> list[Dispute]:
    found = []
    for place, state in enumerate(("mediating", "terminated", "effective", "effective", "closed", "withdrawn")):
        with clock.pretend(clock.now() + timedelta(seconds=place)):
            found.append(DISPUTES.bring(state, stage))
    db.session.commit()
    return found


def put_anywhen(chance: Random, dispute: Dispute) -> None:
    """Its days fall anywhere within seven months, in any order that can be entered, or are not there."""

    def day() -> date:
        return FIRST + timedelta(days=chance.randrange(-20, 200))

    dispute.accepted_on = chance.choice((day(), day(), None))
    dispute.ended_on = chance.choice((day(), None))
    dispute.everyone[0].left_on = chance.choice((day(), None))
    for each in db.session.scalars(select(Confirmation).where(Confirmation.dispute_id == dispute.id)).all():
        each.filed_on, each.answered_on = chance.choice((day(), None)), chance.choice((day(), None))
    if agreement := dispute.agreement:
        agreement.effective_on = chance.choice((day(), day(), None))
        agreement.revoked_on, agreement.revoked_how = chance.choice(((day(), "void"), (day(), "rescinded"), (None, "")))
        for each in dispute.amendments:
            each.effective_on = day()


def test_the_figures_are_those_of_all_disputes_one_by_one(cast, disputes):
    for dispute in disputes[2:4]:
        for serial in (1, 2):
            changed = {"kind": "change", "stage": "effective", "reason": "让步", "amount_fen": serial * 1000}
            dispute.amendments.append(Amendment(serial=serial, **changed))
            asked = {"court": "某某人民法院", "basis": "seat", "stage": ("filed", "valid")[serial - 1]}
            db.session.add(Confirmation(dispute_id=dispute.id, **asked))
    db.session.flush()
    chance = Random(109)
    for _ in range(5):
        for dispute in disputes:
            put_anywhen(chance, dispute)
        db.session.commit()
        for span in SPANS:
            wanted = one_by_one(cast.director, span)
            assert read_whole(cast.director, span) == wanted
            assert total(read(cast.director, span), len(wanted)) == wanted


def test_of_what_was_over_long_ago_nothing_is_read(cast):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    plan = plan_of(select(Dispute.id).where(touched(SPANS[0], Dispute.seen_by(cast.district))), {})
    assert not [each for each in plan if each.startswith("SCAN mediation_")]
    for index in (
        "mediation_dispute_county_accepted",
        "mediation_dispute_county_ended",
        "mediation_confirmation_filed_on",
        "mediation_confirmation_answered_on",
        "mediation_agreement_revoked_on",
    ):
        assert any(f"ix_{index}" in each for each in plan), (index, plan)


def test_a_county_is_looked_up_once_for_all_kinds(cast, disputes):
    span = Span.around("month", clock.today())

    def asked() -> int:
        db.session.expire_all()
        with statements() as sent:
            folded(read(cast.clerk, span), judicial)
        return len(sent)

    one = asked()
    for place, dispute in enumerate(disputes):
        dispute.case.kind = ("0201", "0202", "0203")[place % 3]
    db.session.commit()
    assert asked() <= one + 1
