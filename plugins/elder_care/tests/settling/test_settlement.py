"""月结 of a canteen: frozen, checked, published, paid, proved; and what comes late."""

from datetime import date, datetime

import pytest

from plugins.elder_care.models import MealSettlement, SetMeal
from plugins.elder_care.models.serving import Order, serve
from portal import clock
from portal.accounts import delegation
from portal.database import writes
from portal.entitlements.papers import who_acted
from portal.entitlements.proof import faults
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def lines_of(settlement) -> list[tuple]:
    return [
        (each.person.name, each.for_day.month, each.quantity, each.amount_fen, each.note)
        for each in db.session.scalars(settlement.lines())
    ]


@pytest.fixture
def october(books):
    """王桂兰 ate three times in October, 李秀英 once."""
    for day in (8, 9, 12):
        books.eat(books.wang, date(2026, 10, day))
    books.eat(books.li, date(2026, 10, 9))
    db.session.commit()


@pytest.fixture
def submitted(books, cast, october):
    """October, submitted in November."""
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        yield settlement


def test_a_line_for_each_who_was_subsidised_with_its_rule(submitted):
    assert lines_of(submitted) == [("王桂兰", 10, 3, 900, ""), ("李秀英", 10, 1, 300, "")]
    assert {each.basis for each in db.session.scalars(submitted.lines())} == {"系统默认值，本地未作规定"}
    assert submitted.title == "泰兴食堂 2026年10月助餐补贴"
    assert submitted.total == "2 人 4 餐，12.00 元"
    assert "核查没有疑点" in submitted.events[-1].note
    assert faults(submitted) == []


def test_meals_without_subsidy_are_none_of_it(books, cast, october):
    books.eat(books.zhang, date(2026, 10, 9), subsidy=0)
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        assert settlement.total == "2 人 4 餐，12.00 元"


def test_an_expired_licence_stops_the_settlement(books, cast, october):
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        db.session.commit()
        books.licence("food").valid_until = date(2026, 10, 31)
        db.session.commit()
        with pytest.raises(RuleError, match="食品经营许可证已于 2026-10-31 到期，停止结算"):
            settlement.submit(by=cast.clerk)


def test_canteen_community_and_street_are_three_people(cast, submitted):
    with pytest.raises(NotAllowed, match="您是提交人，不能自己办“初核”"):
        submitted.check(by=cast.clerk)
    submitted.check(by=cast.director)
    with pytest.raises(NotAllowed, match="您是初核人，不能自己办“复核”"):
        submitted.review(by=cast.director)
    submitted.review(by=cast.district)


def test_a_late_entry_and_a_counter_entry_stand_in_the_next_month(books, cast, submitted):
    with books.on(2026, 11, 5):
        books.eat(books.zhang, date(2026, 10, 30), booked=date(2026, 11, 5), source="late")
        books.take_back(books.wang, date(2026, 10, 8), booked=date(2026, 11, 5))
        books.eat(books.wang, date(2026, 11, 5))
    with books.on(2026, 12, 1):
        november = books.draw_up(date(2026, 11, 1))
        november.submit(by=cast.clerk)
        late = "补录或冲正以前的餐"
        assert lines_of(november) == [
            ("王桂兰", 11, 1, 300, ""),
            ("王桂兰", 10, -1, -300, late),
            ("张玉梅", 10, 1, 300, late),
        ]
        assert november.total == "2 人 1 餐，3.00 元"
        assert faults(november) == faults(submitted) == []


def test_it_is_published_without_id_number_and_category_and_paid_to_the_canteen(books, cast, submitted):
    submitted.check(by=cast.director)
    submitted.review(by=cast.district)
    submitted.publish(by=cast.district)
    assert submitted.publication() == [("李**", 1, 300), ("王**", 3, 900)]
    with books.on(2026, 11, 20):
        submitted.settle(by=cast.district)
        db.session.commit()
        assert [(each.name, each.amount_fen) for each in submitted.payments] == [("泰兴餐饮公司", 1200)]
        submitted.pay("回单 0071", date(2026, 11, 20), by=cast.district)
        assert submitted.status == "paid"
        assert faults(submitted) == []


def test_a_rule_that_changed_within_the_month_stands_in_its_own_line(books, cast):
    books.eat(books.wang, date(2026, 10, 8))
    books.rule(date(2026, 10, 9), tier1="4")
    books.eat(books.wang, date(2026, 10, 12), subsidy=400)
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        found = [(each.quantity, each.amount_fen, each.basis) for each in db.session.scalars(settlement.lines())]
        assert sorted(found) == [
            (1, 300, "系统默认值，本地未作规定"),
            (1, 400, "达拉特旗规定，2026-10-09 起执行"),
        ]
        assert faults(settlement) == []


def test_the_command_proves_every_meal(app, submitted):
    done = app.test_cli_runner().invoke(args=["entitlements", "prove", "--unit", "昭君街道"])
    assert (done.exit_code, "共 1 期，相符 1 期" in done.output) == (0, True), done.output


def test_one_settlement_a_canteen_and_month(books, submitted):
    with pytest.raises(RuleError, match="已经编制到2026年10月"):
        books.draw_up(date(2026, 10, 1))
    assert db.session.query(MealSettlement).count() == 1


def test_a_meal_that_waited_for_the_line_goes_into_the_books_of_an_open_month(cast, books):
    """Eaten on 31 October, sent on 2 November, when October had been submitted already."""
    books.eat(books.wang, date(2026, 10, 8))
    with books.on(2026, 11, 1):
        october = books.draw_up(date(2026, 10, 1))
        october.submit(by=cast.clerk)
        db.session.commit()
    with books.on(2026, 11, 2):
        meal_of_the_day = SetMeal(name="两荤一素", price_fen=1200, valid_from=date(2025, 1, 1))
        books.canteen.set_meals.append(meal_of_the_day)
        db.session.flush()
        at = datetime(2026, 10, 31, 11, 30, tzinfo=clock.SHANGHAI)
        order = Order(books.canteen, meal_of_the_day, "lunch", "dine_in", "card", cast.clerk, at=at, source="offline")
        meal = serve(order, books.li.id)
    assert (meal.eaten_on, meal.booked_on) == (date(2026, 10, 31), date(2026, 11, 2))
    assert faults(october) == []


def test_what_was_looked_at_before_counts_only_while_no_meal_came_since(books, cast):
    books.wang.stop_reason, books.wang.stopped_on = "died", date(2026, 10, 9)
    books.eat(books.wang, date(2026, 10, 8))
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.look()
        books.eat(books.wang, date(2026, 10, 12))
        settlement.submit(by=cast.clerk)
        assert [each.rule for each in settlement.findings] == ["died"]


@pytest.fixture
def ran(monkeypatch) -> list[bool]:
    """For each time the checks ran, whether the writers' lock was held."""
    held, hits = [], MealSettlement.hits
    monkeypatch.setattr(MealSettlement, "hits", lambda self: held.append(writes()) or hits(self))
    return held


def test_the_checks_do_not_hold_the_lock(books, as_user, ran):
    books.eat(books.wang, date(2026, 10, 8))
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        db.session.commit()
        clerk = as_user("clerk")
        shown = clerk.fill(clerk.page(f"/elder_care/settlements/{settlement.id}/submission"))
        assert "已提交，明细已冻结" in shown.text
        assert ran == [False], "once, and before the transaction that writes"


def test_nor_do_they_when_many_are_submitted_at_once(books, as_user, cast, ran):
    books.eat(books.wang, date(2026, 10, 8))
    books.eat(books.li, date(2026, 10, 8), canteen=books.other)
    with books.on(2026, 11, 3):
        both = [
            books.draw_up(date(2026, 10, 1)),
            MealSettlement.draw_up(date(2026, 10, 1), unit=books.other.unit, canteen_id=books.other.id, by=cast.clerk),
        ]
        db.session.commit()
        clerk = as_user("clerk")
        at = "/elder_care/settlements"
        page = clerk.page(at)
        [form] = [each for each in page.tree.iter("form") if each.find(".//*[@name='chosen']") is not None]
        clerk.post(f"{at}/submitted", data=page.fields(form) | {"chosen": [str(each.id) for each in both]})
        db.session.expire_all()
        assert [each.status for each in both] == ["submitted", "submitted"]
        assert ran == [False, False]


def test_the_next_operator_of_a_canteen_does_not_pay_back_what_the_last_one_got(cast, books):
    def month(number: int):
        with books.on(2026, number + 1, 3):
            settlement = books.draw_up(date(2026, number, 1))
            settlement.submit(by=cast.clerk)
            for each in settlement.findings:
                if each.gone_on is None and not each.decision:
                    settlement.decide(each, "cleared", "已核实", by=cast.director)
            settlement.check(by=cast.director)
            settlement.review(by=cast.district)
            settlement.publish(by=cast.district)
        with books.on(2026, number + 1, 25):
            settlement.settle(by=cast.district)
            if any(each.status == "due" and each.amount_fen > 0 for each in settlement.payments):
                settlement.pay("H", date(2026, number + 1, 25), by=cast.district)
            db.session.commit()
        return settlement

    days = [date(2026, 7, day) for day in (1, 2, 3)]
    for day in days:
        books.eat(books.wang, day)
    month(7)
    for day in days:
        books.take_back(books.wang, day, booked=date(2026, 8, 5))
    owing = month(8)
    with books.on(2026, 9, 26):
        books.canteen.hand_over("昭君新餐饮公司", date(2026, 9, 26), by=cast.director)
    for day in (27, 28, 29, 30):
        books.eat(books.li, date(2026, 9, day))
    after = month(9)
    assert [(each.payee, each.status) for each in after.payments] == [("昭君新餐饮公司", "paid")]
    assert [(each.payee, each.status) for each in owing.payments] == [("泰兴餐饮公司", "due")]
    assert [list(faults(each)) for each in (owing, after)] == [[], []]


def test_whoever_checked_in_the_office_of_another_says_so_on_the_sheet(app, cast, submitted):
    today = clock.today()
    delegation.hand_over(cast.director.appointments[0], cast.mediator, today, today, reason="休假", by=cast.director)
    submitted.check(by=cast.mediator)
    submitted.review(by=cast.district)
    db.session.commit()
    checked = f"{cast.mediator.name}（代{cast.director.name}）"
    assert who_acted(submitted) == [cast.clerk.name, checked, cast.district.name]
