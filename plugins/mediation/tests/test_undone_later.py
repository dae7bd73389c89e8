"""A court undoes an agreement after its dispute was closed: each who asks what came of it is told what holds now, and past figures stay."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from plugins.mediation.statistics.reading import measures, read, total
from portal import clock
from portal.entitlements import Span
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def closed(effective, stage, cast) -> Dispute:
    """Wholly performed."""
    for each in effective.agreement.instalments:
        effective.pay(each, clock.today(), by=cast.mediator)
    DISPUTES.bring("closed", stage, effective, {Dispute.close: {"performance": "full"}})
    db.session.commit()
    return effective


@pytest.fixture
def undone(closed, cast) -> Dispute:
    closed.revoke("void", clock.today(), "（2026）内0621民初5号", "判决无效。", by=cast.mediator)
    db.session.commit()
    return closed


def test_whoever_pays_for_it_learns_by_which_judgment(undone):
    assert "人民法院判决无效（（2026）内0621民初5号）" in undone.mediated.undone


def test_of_one_that_holds_nothing_is_said(closed):
    assert closed.mediated.undone == ""


def test_the_parties_may_be_mediated_again(closed, cast):
    assert closed.settles_it
    closed.revoke("void", clock.today(), "（2026）内0621民初5号", "判决无效。", by=cast.mediator)
    assert not closed.settles_it


def test_nobody_is_reminded_of_it(effective, stage, cast):
    effective.agreement.instalments, effective.agreement.way = [], "act"
    DISPUTES.bring("closed", stage, effective, {Dispute.close: {"performance": "part"}})
    assert Dispute.remind.objection(effective) == ""
    effective.revoke("void", clock.today(), "（2026）内0621民初5号", "判决无效。", by=cast.mediator)
    assert "没有要催促的" in Dispute.remind.objection(effective)


def counted(cast, day) -> dict[str, int]:
    span = Span.around("month", day)
    known = measures(span)
    return dict(zip((each.key for each in known), total(read(cast.director, span), len(known)), strict=True))


def test_the_statistics_count_the_judgment_when_it_holds_and_what_was_closed_as_it_was(closed, cast):
    later = Span.around("month", clock.today()).last + timedelta(days=1)
    closed.agreement.revoked_on, closed.agreement.revoked_how = later, "void"
    db.session.commit()
    then, now = counted(cast, clock.today()), counted(cast, later)
    assert (then["was_full"], then["void"]) == (1, 0)
    assert (now["was_full"], now["void"]) == (0, 1)
