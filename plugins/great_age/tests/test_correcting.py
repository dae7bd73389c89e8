"""恢复, 更正, 作废: each month once, the difference of what was settled in the next month, and the proof of every month holds."""

from datetime import date

import pytest
from sqlalchemy import select

from plugins.great_age.models import GreatAge
from plugins.great_age.tests.test_allowance import LATE, said
from portal import clock
from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
MISSED = "补发：以前少发"


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def stopped_by_mistake(cast, on, old, settle):
    """白玉兰, stopped in August by a report of October, which was wrong; September was paid by then and is taken back with October."""
    september = settle(9)
    with on(2026, 10, 20):
        old[0].change_account("农村信用社", "6217000012345678", by=cast.director)
        old[0].stop(date(2026, 8, 20), "died", by=cast.director)
        db.session.commit()
    return [september, settle(10)]


def test_who_goes_on_is_paid_from_the_month_that_was_chosen(cast, on, old, settle, stopped_by_mistake):
    with on(2026, 11, 20):
        again = old[0].resume(date(2026, 11, 1), "误报死亡。", by=cast.director)
        db.session.commit()
    november = settle(11)
    assert said(november) == [("白玉兰", 11, 1, 10_000, ""), ("何桂英", 11, 1, 20_000, "")]
    assert [faults(each) for each in (*stopped_by_mistake, november)] == [[], [], []]
    assert (again.account, again.events[0].note) == ("6217000012345678", f"恢复{old[0].number}。误报死亡。")
    assert november.accounts([again.person_id])[again.person_id][1] == "6217000012345678"


def test_what_was_not_paid_in_between_is_paid_later_if_so_decided(cast, on, old, settle, stopped_by_mistake):
    with on(2026, 11, 20):
        offered = old[0].periods_after()
        assert [(span.first.month, number) for span, number in offered.items()] == [(11, 0), (10, 1), (9, 2)]
        with pytest.raises(RuleError, match="2026年8月已经计发"):
            old[0].resume(date(2026, 8, 1), "误报死亡。", by=cast.director)
        old[0].resume(date(2026, 9, 1), "误报死亡。", by=cast.director)
        db.session.commit()
    november = settle(11)
    assert said(november)[2:] == [("白玉兰", 10, 1, 10_000, MISSED), ("白玉兰", 9, 1, 10_000, MISSED)]
    assert [faults(each) for each in (*stopped_by_mistake, november)] == [[], [], []]
    with pytest.raises(RuleError, match="以后又登记过"):
        old[0].resume(date(2026, 12, 1), "再次。", by=cast.director)


def test_the_months_and_what_they_mean_are_offered_on_the_page(on, old, as_user, stopped_by_mistake):
    at = f"/great_age/recipients/{old[0].id}"
    with on(2026, 11, 20):
        clerk = as_user("clerk")
        assert f"{at}/resumption" in clerk.page(at).links()
        form = clerk.page(f"{at}/resumption")
        assert "2026年11月2026年10月（补发1个月）2026年9月（补发2个月）" in form.text.replace(" ", "")
        assert clerk.fill(form, first="2026-07-01", reason="误报死亡。").status == 422
        page = clerk.fill(form, first="2026-11-01", reason="误报死亡。")
        assert "在发" in page.text
        assert f"{at}/resumption" not in clerk.page(at).links()


def test_a_first_day_that_nothing_was_paid_by_is_corrected_in_place(cast, on, old, settle):
    with on(2026, 10, 20):
        person = factories.resident(cast.taixing, name="周奶奶")
        person.birth_date = date(1940, 1, 1)
        row = GreatAge.enrol(unit=cast.taixing, person=person, valid_from=date(2026, 11, 1), by=cast.director)
        db.session.flush()
    october = settle(10)
    with on(2026, 11, 5):
        assert row.correct_start(date(2026, 10, 1), "填错月份。", by=cast.director) is row
        assert row.events[-1].note == "起始日期 2026-11-01 更正为 2026-10-01。填错月份。"
        db.session.commit()
    november = settle(11)
    assert [each for each in said(november) if each[0] == "周奶奶"] == [
        ("周奶奶", 11, 1, 10_000, ""),
        ("周奶奶", 10, 1, 10_000, MISSED),
    ]
    assert faults(october) == faults(november) == []


@pytest.mark.parametrize(
    ("day", "differences"),
    [
        (date(2026, 10, 1), [("白玉兰", 9, -1, -10_000, LATE)]),
        (date(2025, 12, 1), []),
        (date(2026, 9, 15), []),
    ],
    ids=["later", "earlier", "within the month"],
)
def test_a_first_day_that_was_paid_by_leads_to_another_row(cast, on, old, settle, day, differences):
    september = settle(9)
    with on(2026, 10, 20):
        again = old[0].correct_start(day, "填错月份。", by=cast.director)
        db.session.commit()
        assert (old[0].status, again.status, again.valid_from) == ("void", "active", day)
    october = settle(10)
    assert said(october) == [("白玉兰", 10, 1, 10_000, ""), ("何桂英", 10, 1, 20_000, ""), *differences]
    assert faults(september) == faults(october) == []


def test_somebody_else_was_meant(cast, on, old, settle):
    september = settle(9)
    with on(2026, 10, 20):
        meant = factories.resident(cast.taixing, name="白玉蓝")
        meant.birth_date = date(1930, 1, 1)
        db.session.flush()
        old[0].correct_person(meant, "同名登记错人。", by=cast.director)
        db.session.commit()
    october = settle(10)
    assert said(october)[2:] == [("白玉兰", 9, -1, -10_000, LATE), ("白玉蓝", 9, 1, 20_000, MISSED)]
    assert faults(september) == faults(october) == []
    with pytest.raises(RuleError, match="已经登记，还没有停发"):
        old[1].correct_person(meant, "同名登记错人。", by=cast.director)


def test_a_wrong_number_is_corrected_on_its_page(cast, on, old, as_user):
    with on(2026, 1, 6):
        clerk, at = as_user("clerk"), f"/great_age/recipients/{old[0].id}/person"
        form = clerk.page(at)
        said = clerk.fill(form, name="云秀英", id_number="150621199801010019", reason="身份证号输错。")
        assert said.status == 422
        page = clerk.fill(form, name="云秀英", id_number="150621193801010016", reason="身份证号输错。")
        assert "云秀英" in page.text
    row = db.session.get_one(GreatAge, old[0].id)
    assert (row.born_on, row.person.name) == (date(1938, 1, 1), "云秀英")


def test_who_should_never_have_been_entered_gives_everything_back(cast, on, old, settle):
    september = settle(9)
    with on(2026, 10, 20):
        old[0].withdraw("重复登记。", by=cast.director)
        db.session.commit()
    october = settle(10)
    assert said(october) == [("何桂英", 10, 1, 20_000, ""), ("白玉兰", 9, -1, -10_000, LATE)]
    assert faults(september) == faults(october) == []
    with on(2026, 11, 5):
        again = GreatAge.enrol(unit=cast.taixing, person=old[0].person, valid_from=date(2026, 9, 1), by=cast.director)
        assert db.session.scalars(
            select(GreatAge.id).where(
                GreatAge.within(again.settled_by().span_of(date(2026, 9, 1)), clock.now()),
                GreatAge.person_id == again.person_id,
            )
        ).all() == [again.id]
