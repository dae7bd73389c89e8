"""打餐: the share at once, once a sitting, day, week and month, under concurrency; 冲正."""

from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from plugins.elder_care.models import Canteen, Meal, Member, SetMeal
from plugins.elder_care.models.offer import offers
from plugins.elder_care.models.serving import Order, Taken, counter, serve
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database


@pytest.fixture
def rules(cast):
    def decide(**fields):
        given = {name: [value] for name, value in fields.items()}
        change("elder_care", cast.county, given, by=cast.district, reason="测试", valid_from=date(2026, 1, 1))
        db.session.commit()

    return decide


def order_of(ids: dict, sitting: str) -> Order:
    """In a session of its own."""
    canteen, set_meal = db.session.get_one(Canteen, ids["canteen"]), db.session.get_one(SetMeal, ids["meal"])
    return Order(canteen, set_meal, sitting, "dine_in", "card", db.session.get_one(User, ids["by"]))


def on(noon, days: int):
    return noon + timedelta(days=days)


def test_a_meal_keeps_how_its_price_was_shared(noon, take, member):
    meal = take(member)
    assert (meal.price_fen, meal.subsidy_fen, meal.own_fen, meal.category) == (1200, 300, 900, "age")
    assert (meal.eaten_on, meal.booked_on, meal.sitting) == (date(2026, 3, 10), date(2026, 3, 10), "lunch")


def test_the_higher_of_age_and_category_counts_and_never_both(noon, take, enrol):
    assert take(enrol(categories=("allowance", "alone"))).subsidy_fen == 500


def test_age_is_that_of_the_day(noon, cast, take, enrol):
    member = enrol(born=1951)
    member.person.birth_date = date(1951, 3, 11)
    db.session.commit()
    assert take(member).subsidy_fen == 100
    with clock.pretend(on(noon, 1)):
        assert take(member).subsidy_fen == 300


def test_once_a_sitting_at_whatever_canteen(noon, cast, take, member):
    take(member)
    with pytest.raises(Taken, match="已打过午餐"):
        take(member)
    assert take(member, sitting="dinner").subsidy_fen == 0


def test_what_is_sent_twice_is_one_meal(noon, take, member):
    first = take(member, key="k1")
    assert take(member, key="k1").id == first.id
    assert db.session.scalar(select(func.count(Meal.id))) == 1


def test_week_and_month_are_counted(noon, rules, take, member):
    rules(week_days="2", month_cap="5")
    monday = on(noon, -1)
    for day, subsidy in ((monday, 300), (noon, 200), (on(noon, 1), 0)):
        with clock.pretend(day):
            assert take(member, at=day).subsidy_fen == subsidy
    with clock.pretend(on(noon, 22)):  # the next month
        assert take(member).subsidy_fen == 300


def test_who_has_died_is_not_served_and_who_is_stopped_pays_himself(noon, cast, take, enrol):
    member, late = enrol(), enrol()
    member.stop("home", date(2026, 3, 10), by=cast.clerk)
    assert take(member).subsidy_fen == 0
    late.stop("died", date(2026, 3, 9), by=cast.clerk)
    with pytest.raises(RuleError, match="登记为死亡"):
        take(late)


def test_a_missed_review_ends_the_subsidy_not_the_meal(noon, take, member):
    member.review_due = date(2026, 3, 9)
    db.session.commit()
    assert take(member).subsidy_fen == 0


def test_what_was_wrong_is_countered_and_can_be_entered_anew(noon, cast, take, member):
    meal = take(member)
    entry = counter(meal, "打错人", by=cast.clerk)
    assert (entry.portions, entry.subsidy_fen, entry.own_fen) == (-1, -300, -900)
    again = take(member)
    assert (again.turn, again.subsidy_fen) == (2, 300)
    assert db.session.scalar(select(func.sum(Meal.subsidy_fen))) == 300
    with pytest.raises(RuleError, match="已经冲正"):
        counter(meal, "再冲", by=cast.clerk)
    with pytest.raises(RuleError, match="不能再冲正"):
        counter(entry, "冲冲正", by=cast.clerk)
    meal.own_fen = 0
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
    db.session.rollback()


def test_tomorrow_only_somebody_who_approves_counters_and_in_the_books_of_that_day(noon, cast, take, member):
    meal = take(member)
    with clock.pretend(on(noon, 30)):
        with pytest.raises(NotAllowed):
            counter(meal, "打错人", by=cast.clerk)
        entry = counter(meal, "打错人", by=cast.director)
    assert (entry.eaten_on, entry.booked_on) == (date(2026, 3, 10), date(2026, 4, 9))


def test_only_at_the_own_canteens(noon, cast, canteen, member):
    with pytest.raises(NotAllowed):
        serve(Order(canteen, canteen.set_meals[0], "lunch", "dine_in", "card", cast.outsider), member.id)


def test_offers_of_several_cost_one_statement(noon, take, enrol):
    several = [enrol(), enrol()]
    take(several[0])
    first, second = offers(several, date(2026, 3, 10), "lunch")
    assert "已打过" in first.refusal
    assert not second.refusal
    assert second.left == {"day_meals": 1, "week_days": 5, "month_fen": 15_000}


def test_the_database_refuses_a_second_meal_past_all_checks(noon, cast, canteen, take, member):
    meal = take(member)
    columns = {each.name: getattr(meal, each.name) for each in Meal.__table__.columns if each.name not in ("id", "key")}
    with pytest.raises(IntegrityError):
        db.session.execute(Meal.__table__.insert(), columns)
    db.session.rollback()


def test_two_tills_at_the_same_moment_serve_once(app, noon, cast, canteen, member):
    ids = {"canteen": canteen.id, "member": member.id, "by": cast.clerk.id, "meal": canteen.set_meals[0].id}
    said: list[str] = []

    def press():
        with app.app_context(), clock.pretend(noon):
            try:
                serve(order_of(ids, "lunch"), ids["member"])
                db.session.commit()
                said.append("served")
            except (Taken, IntegrityError):
                db.session.rollback()
                said.append("taken")
            db.session.remove()

    db.session.remove()
    several = [Thread(target=press) for _ in range(4)]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert sorted(said) == ["served", "taken", "taken", "taken"]
    assert db.session.scalar(select(func.count(Meal.id))) == 1


def test_the_month_cap_holds_when_two_sittings_come_at_once(app, noon, cast, rules, canteen, member):
    rules(day_meals="2", sittings="lunch dinner", month_cap="4")
    ids = {"canteen": canteen.id, "member": member.id, "by": cast.clerk.id, "meal": canteen.set_meals[0].id}

    def press(sitting):
        with app.app_context(), clock.pretend(noon):
            serve(order_of(ids, sitting), ids["member"])
            db.session.commit()
            db.session.remove()

    db.session.remove()
    several = [Thread(target=press, args=(each,)) for each in ("lunch", "dinner")]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert db.session.scalar(select(func.sum(Meal.subsidy_fen))) == 400
    assert db.session.get_one(Member, ids["member"]).status == "active"
