"""How points are exchanged, expire and are corrected; the stock of the shop; what the database refuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from plugins.family_points import nightly
from plugins.family_points.models import Exchange, Good, PointAccount, PointLine
from plugins.family_points.tests.conftest import GOOD, account_of
from portal import clock
from portal.accounts import delegation, verbs
from portal.accounts.models import Appointment
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.plugin.hookspecs import Context

pytestmark = pytest.mark.database
REASON = "签到表上没有这一户。"


def test_exchanged_and_returned(claim, good, cast, as_user):
    account = account_of(claim(times=2, confirmed=True))
    clerk = as_user("clerk")
    page = clerk.page(f"/family_points/accounts/{account.id}/exchanges/new")
    refused = clerk.fill(page, good_id=str(good.id), quantity="3")
    assert (refused.status, "有 20 分，不够 30 分" in refused.text) == (422, True)
    assert "用 10 分" in clerk.fill(page, good_id=str(good.id), quantity="1").text
    exchange = db.session.scalars(db.select(Exchange)).one()
    assert clerk.get(f"/family_points/exchanges/{exchange.id}/exchange_slip.pdf").data.startswith(b"%PDF")
    db.session.expire_all()
    assert (account.balance, good.stock) == (10, 4)
    exchange.give_back("破损。", by=cast.director)
    db.session.commit()
    assert (account.balance, good.stock, account.faults(), good.faults()) == (20, 5, [], [])
    assert [each.expires_on for each in account.lots()] == [date(2028, 3, 31)]
    with pytest.raises(WrongState):
        exchange.give_back("再退一次。", by=cast.director)


def test_the_ledger_says_in_whose_office_it_was_booked(good, cast, as_user):
    other = verbs.open_account("deputy", "副职老王", None, "mediator", cast.street, by=None)
    delegation.name_deputy(cast.director.appointments[0], other, clock.today(), None, reason="AB 岗", by=None)
    good.receive(3, "采购，发票 2", by=other)
    good.receive(1, "采购，发票 3", by=cast.director)
    db.session.commit()
    assert [each.handler for each in good.movements][1:] == ["副职老王（代主任老张）", "主任老张"]
    assert "副职老王（代主任老张）" in as_user("director").page(f"/family_points/goods/{good.id}").text


def test_the_last_one_is_taken_once_by_many_at_once(app, claim, good, cast):
    """Five in stock, eight families at the same moment."""
    accounts = [account_of(claim(f"1380477001{each}", confirmed=True)).id for each in range(8)]
    ident, clerk, now = good.id, cast.clerk.id, clock.now()

    def press(account_id: int) -> bool:
        with app.app_context(), clock.pretend(now):
            by = db.session.get_one(type(cast.clerk), clerk)
            try:
                Exchange.hand_over(db.session.get_one(PointAccount, account_id), good_id=ident, quantity=1, by=by)
                db.session.commit()
            except RuleError:
                db.session.rollback()
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, accounts)) == [False] * 3 + [True] * 5
    left = db.session.get_one(Good, ident)
    assert (left.stock, left.faults()) == (0, [])


def test_points_are_spent_once_by_two_at_once(app, claim, good, cast):
    account_id, clerk, now = account_of(claim(confirmed=True)).id, cast.clerk.id, clock.now()
    ident = good.id

    def press(_: int) -> bool:
        with app.app_context(), clock.pretend(now):
            by = db.session.get_one(type(cast.clerk), clerk)
            try:
                Exchange.hand_over(db.session.get_one(PointAccount, account_id), good_id=ident, quantity=1, by=by)
                db.session.commit()
            except RuleError:
                db.session.rollback()
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]
    assert db.session.get_one(PointAccount, account_id).balance == 0


def test_the_stock_is_counted(good, cast, as_user):
    director, url = as_user("director"), f"/family_points/goods/{good.id}"
    refused = director.fill(director.page(f"{url}/counts/new"), found="4")
    assert (refused.status, "账面 5，实盘 4，不一致，请写明原因" in refused.text) == (422, True)
    director.fill(director.page(f"{url}/counts/new"), found="1", reason="四袋受潮。")
    db.session.expire_all()
    assert (good.stock, good.movements[-1].quantity, good.faults()) == (1, -4, [])
    assert "积分超市要进货" in director.page("/").text
    assert "大米 5 公斤" in director.page("/family_points/goods?state=short").text
    director.fill(director.page(f"{url}/receipts/new"), quantity="10", document="某某超市捐赠")
    assert "积分超市要进货" not in director.page("/").text
    assert director.get(f"{url}/stock.pdf").data.startswith(b"%PDF")


def test_the_database_refuses_what_the_code_would_not_do(claim, good):
    account = account_of(claim(confirmed=True))
    for statement in (
        f"UPDATE family_points_good SET stock = -1 WHERE id = {good.id}",
        f"UPDATE family_points_account SET balance = -1 WHERE id = {account.id}",
        f"UPDATE family_points_line SET points = -10 WHERE account_id = {account.id}",
        "UPDATE family_points_rule SET points = 0",
        "UPDATE family_points_claim SET points = -1",
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(text(statement))
        db.session.rollback()
    line = db.session.scalars(db.select(PointLine)).first()
    line.points = 99
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
    db.session.rollback()


# -- expiry and correction ---------------------------------------------------------------------------------------------


def test_points_expire_oldest_first(claim, good, cast, rules):
    rules(months="1")
    account = account_of(claim(confirmed=True))
    with clock.pretend(datetime(2026, 4, 10, 2, tzinfo=UTC)):
        claim(confirmed=True)
        Exchange.hand_over(account, good_id=good.id, quantity=1, by=cast.clerk)
        db.session.commit()
        assert [(each.expires_on, each.left) for each in account.lots()] == [(date(2026, 5, 31), 10)]
        claim(on=date(2026, 4, 9), confirmed=True)
    assert account.next_expiry == date(2026, 5, 31)
    with clock.pretend(datetime(2026, 5, 31, 2, tzinfo=UTC)):
        assert "0 户、0 分" in nightly.expire(_night(cast), lambda *done: None), "the last day still counts"
    with clock.pretend(datetime(2026, 6, 1, 2, tzinfo=UTC)):
        assert "1 户、20 分。余额与明细相符" in nightly.expire(_night(cast), lambda *done: None)
        assert (account.balance, account.next_expiry, account.faults()) == (0, None, [])
        assert "0 户、0 分" in nightly.expire(_night(cast), lambda *done: None)


def test_what_has_expired_is_not_exchanged_before_the_night_either(claim, good, cast, rules):
    rules(months="1")
    account = account_of(claim(confirmed=True))
    with (
        clock.pretend(datetime(2026, 5, 1, 2, tzinfo=UTC)),
        pytest.raises(RuleError, match="有 0 分，不够 10 分"),
    ):
        Exchange.hand_over(account, good_id=good.id, quantity=1, by=cast.clerk)


def test_an_error_is_booked_the_other_way_round(claim, good, cast):
    made = claim(confirmed=True)
    account = account_of(made)
    exchange = Exchange.hand_over(account, good_id=good.id, quantity=1, by=cast.clerk)
    with pytest.raises(RuleError, match="只剩 0 分，不够冲正 10 分"):
        made.correct("登记错了户。", by=cast.district)
    exchange.give_back("退回。", by=cast.director)
    made.correct("登记错了户。", by=cast.district)
    db.session.commit()
    kinds = [each.kind for each in db.session.scalars(account.statement)]
    assert (kinds, account.balance) == (["earned", "exchange", "returned", "counter"], 0)
    assert account.faults() == []
    with pytest.raises(WrongState):
        made.correct("再冲一次。", by=cast.director)
    assert claim(confirmed=True).points == 10, "the month has room again"


def test_what_expired_is_not_taken_a_second_time_from_other_points(claim, good, cast, rules):
    rules(months="1")
    wrong = claim(confirmed=True, times=2)
    account = account_of(wrong)
    with clock.pretend(datetime(2026, 4, 10, 2, tzinfo=UTC)):
        Exchange.hand_over(account, good_id=good.id, quantity=1, by=cast.clerk)
    with clock.pretend(datetime(2026, 5, 4, 2, tzinfo=UTC)):
        claim(confirmed=True, on=date(2026, 5, 4))
        wrong.correct("登记错了户。", by=cast.district)
        db.session.commit()
    lines = [(each.kind, each.points) for each in db.session.scalars(account.statement)]
    assert lines == [("earned", 20), ("exchange", -10), ("earned", 10), ("expiry", -10), ("counter", -10)]
    assert (account.balance, account.faults()) == (0, []), "ten were used, and are owed; ten had expired"
    assert "冲正 10 分，10 分以前已经到期，余额 0 分" in wrong.events[-1].note


def test_nothing_is_taken_when_all_of_it_expired(claim, cast, rules):
    rules(months="1")
    old = claim(confirmed=True)
    with clock.pretend(datetime(2026, 5, 4, 2, tzinfo=UTC)):
        account = account_of(claim(confirmed=True, on=date(2026, 5, 4)))
        old.correct("登记错了户。", by=cast.district)
        db.session.commit()
    assert (old.status, account.balance, account.faults()) == ("countered", 10, [])
    assert [each.kind for each in db.session.scalars(account.statement)] == ["earned", "earned", "expiry"]


def test_points_of_one_street_buy_nothing_in_the_shop_of_another(claim, good, cast, as_user):
    account = account_of(claim(confirmed=True))
    clerk = cast.clerk
    clerk.appointments.append(Appointment(unit_id=cast.other_street.id, role="clerk"))
    there = Good.offer(unit=cast.other_street, by=cast.district, **GOOD)
    db.session.flush()
    there.receive(5, "采购，发票 2", by=cast.district)
    db.session.commit()
    page = as_user("clerk").page(f"/family_points/accounts/{account.id}/exchanges/new")
    assert page.tree.xpath("//select[@name='good_id']/option/@value") == [str(good.id)]
    with pytest.raises(RuleError, match="的积分不能在"):
        Exchange.hand_over(account, good_id=there.id, quantity=1, by=cast.clerk)


def test_a_reason_for_taking_goods_back_keeps_the_law_of_points(claim, good, cast):
    exchange = Exchange.hand_over(account_of(claim(confirmed=True)), good_id=good.id, quantity=1, by=cast.clerk)
    with pytest.raises(RuleError, match="信访和投诉不计分"):
        exchange.give_back("该户投诉街道。", by=cast.director)


def test_a_balance_that_was_tampered_with_is_found(claim, cast):
    account = account_of(claim(confirmed=True))
    db.session.execute(text("UPDATE family_points_account SET balance = 11"))
    db.session.expire_all()
    assert account.faults()
    assert f"请核对：{account.number}" in nightly.expire(_night(cast), lambda *done: None)


def _night(cast) -> Context:
    return Context(cast.street, None, clock.now())
