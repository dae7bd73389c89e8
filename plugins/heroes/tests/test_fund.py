"""The ledger always balances: whatever is booked, countered or refused, in any order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from plugins.heroes.models import Association, FundEntry
from portal import clock
from portal.accounts import delegation
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database

amounts = st.integers(min_value=-200_000_00, max_value=200_000_00)
moves = st.lists(
    st.one_of(st.tuples(st.just("book"), amounts), st.tuples(st.just("counter"), st.integers(0, 20))), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_any_order_of_bookings_balances(cast, fund, moves):
    session = db.session
    outer = session.begin_nested()
    district, expected = cast.district, fund.balance_fen
    for verb, value in moves:
        entries = session.scalars(FundEntry.of(fund)).all()
        try:
            if verb == "book":
                expected += fund.book(
                    "donation" if value > 0 else "expense", value, on=clock.today(), by=district
                ).amount_fen
            elif value < len(entries):
                expected += fund.counter(entries[value], "记错", by=district).amount_fen
        except RuleError:
            assert (
                value == 0
                or expected + (value if verb == "book" else -entries[value].amount_fen) < 0
                or verb == "counter"
            )
        assert fund.balance_fen == expected >= 0
        assert fund.faults() == []
    outer.rollback()
    session.refresh(fund)


def test_no_more_goes_out_than_is_there(cast, fund):
    with pytest.raises(RuleError, match="不够支出"):
        fund.book("expense", -100_000_01, on=clock.today(), by=cast.district)
    fund.book("expense", -100_000_00, on=clock.today(), by=cast.district)
    assert fund.balance_fen == 0
    assert fund.faults() == []


def test_an_entry_is_countered_once_and_never_changed(cast, fund):
    wrong = fund.book("donation", 500_00, on=clock.today(), by=cast.district)
    back = fund.counter(wrong, "重复", by=cast.district)
    for entry in (wrong, back):
        with pytest.raises(RuleError, match="不能再冲正"):
            fund.counter(entry, "再来", by=cast.district)
    wrong.amount_fen = 1
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()


def test_thirty_million_fit_and_are_added_up(as_user, cast, fund, bring):
    much = 30_000_000_00
    fund.book("allocation", much, on=clock.today(), by=cast.district, counterparty="财政局")
    hero = bring("commended").heroes[0]
    award = hero.grant(much, "特别困难", by=cast.district)
    hero.support(by=cast.director, kind="medical", content="治疗", amount_fen=much, started_on=clock.today())
    hero.pay(award, clock.today(), by=cast.district)
    db.session.commit()
    assert fund.balance_fen == 100_000_00
    assert fund.faults() == []
    district = as_user("district")
    for page, said in {
        "/heroes/fund": "30,100,000.00",
        "/heroes/statistics": "30,010,000.00",
        f"/heroes/people/{hero.id}": "30,000,000.00",
    }.items():
        assert said in district.page(page).text, page


def test_who_may_and_when(cast, fund):
    with pytest.raises(NotAllowed):
        fund.book("donation", 1, on=clock.today(), by=cast.auditor)
    with pytest.raises(RuleError, match="还没有到"):
        fund.book("donation", 1, on=clock.today() + timedelta(days=1), by=cast.district)


def test_a_ledger_changed_behind_our_back_is_noticed(fund):
    entry = db.session.scalars(select(FundEntry)).first()
    db.session.execute(update(FundEntry).where(FundEntry.id == entry.id).values(amount_fen=99))
    db.session.expire_all()
    assert len(fund.faults()) == 2


def test_the_pages_of_the_fund(as_user, fund):
    district, auditor = as_user("district"), as_user("auditor")
    page = district.page("/heroes/fund/new")
    wrong = district.fill(page, kind="donation", amount="0.001", counterparty="某公司")
    assert wrong.status == 422
    assert "精确到分" in wrong.text
    page = district.fill(district.page("/heroes/fund/new"), kind="expense", amount="200000", counterparty="印刷厂")
    assert page.status == 422
    assert "不够支出" in page.text
    page = district.fill(district.page("/heroes/fund/new"), kind="donation", amount="1,234.56", counterparty="某公司")
    assert "101,234.56" in page.text
    assert "一致" in page.text
    assert "101,234.56" in auditor.page("/heroes/fund").text
    assert auditor.get("/heroes/fund/new").status_code == 403
    assert "请写明用途" in auditor.page("/heroes/fund.xlsx?export_purpose=").text
    assert auditor.get("/heroes/fund.xlsx?export_purpose=内部审计").data[:2] == b"PK"


def test_one_association_a_unit(cast, fund):
    with pytest.raises(RuleError, match="已经设立"):
        Association.found(unit=cast.county, name="第二个协会", by=cast.district)
    assert Association.of(cast.grid1) is fund
    assert Association.of(cast.outside_community) is None


def test_the_ledger_says_in_whose_office_it_was_booked(as_user, cast, fund):
    day = clock.today()
    delegation.hand_over(cast.district.appointments[0], cast.mediator, day, day, reason="休假", by=cast.district)
    fund.book("donation", 500_00, on=day, by=cast.mediator, counterparty="会员单位")
    fund.book("donation", 600_00, on=day, by=cast.district, counterparty="会员单位")
    db.session.commit()
    handlers = [each.handler for each in db.session.scalars(FundEntry.of(fund))]
    assert handlers[-2:] == [f"{cast.mediator.name}（代{cast.district.name}）", cast.district.name]
    assert handlers[-2] in as_user("district").page("/heroes/fund").text
