"""What settlements and 高龄津贴 hold about somebody: told, in the way of an erasure while under way, kept as books without the name."""

from datetime import date, timedelta

import pytest

from plugins.elder_care.models import GreatAge, GreatSettlement
from portal.extensions import db
from portal.people.data_rights import erase, export, hindrance

pytestmark = pytest.mark.database


@pytest.fixture
def submitted(books, cast):
    """October of 王桂兰, submitted; she gets the allowance, too."""
    books.wang.person.birth_date = date(1940, 1, 1)
    books.eat(books.wang, date(2026, 10, 8))
    GreatAge.enrol_great(
        unit=cast.taixing,
        person=books.wang.person,
        valid_from=date(2026, 1, 1),
        by=cast.director,
        bank="农村信用社",
        account="6217000012345678",
    )
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        yield settlement


def test_lines_and_allowance_are_handed_out(submitted, books, cast):
    held = export(books.wang.person, by=cast.director)["内容"]
    assert held["补贴结算"][0]["金额（元）"] == "3.00"
    assert held["高龄津贴"][0]["账号"] == "6217000012345678"


def test_what_was_paid_is_handed_out(submitted, books, cast):
    with books.on(2026, 11, 5):
        great = GreatSettlement(
            unit=cast.street, number="高结1", first_day=date(2026, 10, 1), last_day=date(2026, 10, 31)
        )
        great.place(cast.street)
        great.payments.append(
            GreatSettlement.payment_class(
                person=books.wang.person, amount_fen=10_000, status="paid", paid_on=date(2026, 11, 4), receipt="HD1"
            )
        )
        db.session.add(great)
        db.session.commit()
    [paid] = export(books.wang.person, by=cast.director)["内容"]["补贴发放"]
    assert (paid["金额（元）"], paid["发放日期"], paid["回单号"]) == ("100.00", "2026-11-04", "HD1")


def test_every_meal_is_handed_out(books, cast):
    for number in range(1001):
        books.eat(books.wang, date(2025, 1, 1) + timedelta(days=number // 2), sitting=("lunch", "dinner")[number % 2])
    db.session.commit()
    assert len(export(books.wang.person, by=cast.director)["内容"]["就餐记录"]) == 1001


def test_an_erasure_waits_until_it_is_paid_and_the_allowance_is_stopped(submitted, books, cast):
    said = hindrance(books.wang.person)
    assert submitted.number in said
    assert "在发的高龄津贴" in said


def test_the_account_goes_and_the_books_stay(submitted, books, cast):
    submitted.status = "paid"
    great = db.session.query(GreatAge).one()
    great.stop_great(date(2026, 11, 1), "own", by=cast.director)
    books.wang.stop("own", date(2026, 11, 1), by=cast.director)
    db.session.commit()
    said = "".join(erase(books.wang.person, "本人申请", by=cast.director))
    db.session.commit()
    assert "补贴结算 1 行" in said
    assert (great.account, great.bank) == (None, "")
    [line] = db.session.scalars(submitted.lines())
    assert (line.amount_fen, line.person.name) == (300, "已删除")
