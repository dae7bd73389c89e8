"""变更运营单位: each is paid for the meals of his days, and pays back for his own."""

from datetime import date

import pytest

from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
OLD, NEW = "泰兴餐饮公司", "昭君新餐饮公司"


@pytest.fixture
def settle(cast, books):
    """`settle(10)`: the month settled to the end, and paid if anything is due."""

    def lead(month: int, paid: bool = True):
        with books.on(2026, month + 1, 3):
            found = books.draw_up(date(2026, month, 1))
            found.submit(by=cast.clerk)
            for each in found.findings:
                found.decide(each, "cleared", "已核实。", by=cast.director)
            found.check(by=cast.director)
            found.review(by=cast.district)
            found.publish(by=cast.district)
        with books.on(2026, month + 1, 20):
            found.settle(by=cast.district)
            if paid and found.due_payments():
                found.pay("H", date(2026, month + 1, 20), by=cast.district)
            db.session.commit()
        return found

    return lead


def listed(settlement) -> list[tuple]:
    return sorted((each.payee, each.amount_fen, each.status) for each in settlement.payments)


def test_a_month_with_two_operators_pays_both(cast, books, settle):
    for day in (8, 9, 12):
        books.eat(books.wang, date(2026, 9, day))
    with books.on(2026, 9, 20):
        books.canteen.hand_over(NEW, date(2026, 9, 12), by=cast.director)
    september = settle(9)
    assert listed(september) == [(NEW, 300, "paid"), (OLD, 600, "paid")]
    assert september.about_body()[1] == ("运营单位", f"{OLD}、{NEW}")
    assert faults(september) == []


def test_a_debt_of_the_last_is_not_netted_into_the_sum_of_the_next(cast, books, settle):
    """A meal of July, when the last ran it, is countered in August, when the next does."""
    books.eat(books.wang, date(2026, 7, 8))
    settle(7)
    with books.on(2026, 8, 20):
        books.canteen.hand_over(NEW, date(2026, 8, 1), by=cast.director)
    books.take_back(books.wang, date(2026, 7, 8), booked=date(2026, 8, 22))
    for day in (25, 26):
        books.eat(books.li, date(2026, 8, day))
    august = settle(8)
    assert listed(august) == [(NEW, 600, "paid"), (OLD, -300, "due")]
    assert faults(august) == []


def test_what_the_last_never_got_is_not_got_back_from_him(cast, books, settle):
    books.eat(books.wang, date(2026, 7, 8))
    books.eat(books.wang, date(2026, 7, 9))
    july = settle(7, paid=False)
    with books.on(2026, 8, 21):
        july.bounce(july.payments[0], "对公账户已销户。", by=cast.district)
        july.cancel(july.payments[0], "不再追要。", by=cast.district)
        books.canteen.hand_over(NEW, date(2026, 8, 20), by=cast.director)
    books.take_back(books.wang, date(2026, 7, 8), booked=date(2026, 8, 22))
    books.eat(books.li, date(2026, 8, 25))
    august = settle(8)
    assert listed(july) == [(OLD, 300, "cancelled"), (OLD, 300, "offset")]
    assert listed(august) == [(NEW, 300, "paid"), (OLD, -300, "offset")]
    assert faults(july) == faults(august) == []


def test_what_was_submitted_is_not_changed_any_more(cast, books, settle):
    books.eat(books.wang, date(2026, 9, 8))
    settle(9)
    with books.on(2026, 10, 21):
        with pytest.raises(RuleError, match="2026-09-30 以前的餐已经提交结算"):
            books.canteen.hand_over(NEW, date(2026, 9, 20), by=cast.director)
        with pytest.raises(RuleError, match="日期还没有到"):
            books.canteen.hand_over(NEW, date(2026, 11, 1), by=cast.director)
        with pytest.raises(RuleError, match="没有变更"):
            books.canteen.hand_over(OLD, date(2026, 10, 20), by=cast.director)


def test_a_canteen_that_runs_itself_may_be_called_otherwise(cast, books, settle):
    books.canteen.run_by = ""
    books.eat(books.wang, date(2026, 9, 8))
    september = settle(9)
    with books.on(2026, 10, 21):
        books.canteen.change(name="泰兴长者食堂", by=cast.director)
        db.session.commit()
    assert faults(september) == []
    books.eat(books.wang, date(2026, 10, 22))
    assert listed(settle(10)) == [("泰兴长者食堂", 300, "paid")]


def test_the_page_says_what_becomes_of_what_is_not_paid(cast, books, settle, as_user):
    books.eat(books.wang, date(2026, 9, 8))
    september = settle(9, paid=False)
    with books.on(2026, 10, 21):
        director, at = as_user("director"), f"/elder_care/canteens/{books.canteen.id}"
        form = director.page(f"{at}/operator")
        assert f"现在没有付清的 1 期（{september.number}），照支付清单付给原单位" in form.text
        assert director.fill(form, run_by=NEW, first="2026-09-20").status == 422
        page = director.fill(form, run_by=NEW, first="2026-10-20")
        assert f"{OLD}（到 2026-10-19）" in page.text
        assert f"{at}/operator" in page.links()


def test_a_wrong_name_is_put_right_for_the_same_day(cast, books, settle, as_user):
    """Also after a month that is frozen to the day before: who was named by mistake is owed nothing."""
    books.eat(books.wang, date(2026, 9, 8))
    settle(9)
    with books.on(2026, 10, 21):
        director, at = as_user("director"), f"/elder_care/canteens/{books.canteen.id}"
        for name in ("昭君新餐饮", NEW):
            page = director.fill(director.page(f"{at}/operator"), run_by=name, first="2026-10-01")
            assert page.status == 200
        assert f"运营单位{NEW}" in page.text
    assert [(each.name, f"{each.until}") for each in books.canteen.former_operators] == [(OLD, "2026-09-30")]
    books.eat(books.li, date(2026, 10, 22))
    assert listed(settle(10)) == [(NEW, 300, "paid")]
