"""Who was taken for dead, and whose debt was given up, is not paid the same month twice when he is found alive."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from portal.entitlements.foreseeing import foreseen
from portal.entitlements.proof import faults
from portal.extensions import db

pytestmark = pytest.mark.database
WHY = {"cause": "died", "reason": "已去世，没有遗产，家属两次说明。", "document": "社区调查说明 12 号"}


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def given_up(cast, on, old, pay_out):
    """何桂英 got June and July, was then said to have died in May; 400 are owed and given up, and September is closed."""
    pay_out(6)
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 5, 20), "died", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    with on(2026, 9, 25):
        debt = next(each for each in august.payments if each.name == "何桂英")
        proposal = august.propose_write_off(debt, **WHY, by=cast.director)
        august.decide_write_off(proposal, "同意。", approved=True, by=cast.district)
        db.session.commit()
    pay_out(9)
    return august


def his(settlement: GreatSettlement) -> list[tuple[int, str]]:
    return sorted((each.amount_fen, each.status) for each in settlement.payments if each.name == "何桂英")


def all_proved() -> bool:
    return not any(faults(each) for each in db.session.scalars(db.select(GreatSettlement)))


def test_what_was_given_up_is_not_paid_again(cast, on, old, given_up, settle, pay_out, as_user):
    with on(2026, 10, 25):
        old[1].resume(date(2026, 6, 1), "误报死亡，本人健在。", by=cast.director)
        db.session.commit()
    with on(2026, 11, 1):
        ahead = GreatSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        said = foreseen(ahead, 20).paid
        db.session.rollback()
    assert "要付 2 人 700.00 元，补发的 400.00 元以前已经领过，核销了没有退回，不再发一次" in said
    october = pay_out(10)
    assert his(october) == [(40_000, "withheld"), (60_000, "paid")]
    assert his(given_up) == [(-40_000, "withheld")]
    assert "不再是核销" in given_up.events[-1].note
    assert all_proved()


def test_what_stays_given_up_is_not_taken(cast, on, old, given_up, pay_out):
    """Alive since July only: June was not due, and is given up still."""
    with on(2026, 10, 25):
        old[1].resume(date(2026, 7, 1), "七月才迁回。", by=cast.director)
        db.session.commit()
    october = pay_out(10)
    assert his(october) == [(20_000, "withheld"), (60_000, "paid")]
    assert his(given_up) == [(-20_000, "withheld"), (-20_000, "written")]
    assert all_proved()
    with on(2026, 11, 22):
        again = next(
            each
            for each in db.session.scalars(db.select(type(old[1])))
            if each.status == "active" and each.person_id == old[1].person_id
        )
        again.withdraw("还是登记错了。", by=cast.director)
        db.session.commit()
    november = pay_out(11)
    assert his(november) == [(-80_000, "due")]  # July to October
    assert his(given_up) == [(-20_000, "withheld"), (-20_000, "written")]
    assert all_proved()
