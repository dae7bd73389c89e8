"""What settlements hold about somebody: told, in the way of an erasure while under way, kept as books without the name."""

from datetime import date, timedelta

import pytest

from portal.extensions import db
from portal.people.data_rights import erase, export, hindrance

pytestmark = pytest.mark.database


@pytest.fixture
def submitted(books, cast):
    """October of 王桂兰, submitted."""
    books.wang.person.birth_date = date(1940, 1, 1)
    books.eat(books.wang, date(2026, 10, 8))
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        yield settlement


def test_lines_are_handed_out(submitted, books, cast):
    held = export(books.wang.person, by=cast.director)["内容"]
    assert held["补贴结算"][0]["金额（元）"] == "3.00"


def test_every_meal_is_handed_out(books, cast):
    for number in range(1001):
        books.eat(books.wang, date(2025, 1, 1) + timedelta(days=number // 2), sitting=("lunch", "dinner")[number % 2])
    db.session.commit()
    assert len(export(books.wang.person, by=cast.director)["内容"]["就餐记录"]) == 1001


def test_an_erasure_waits_until_it_is_paid(submitted, books, cast):
    said = hindrance(books.wang.person)
    assert submitted.number in said


def test_the_books_stay(submitted, books, cast):
    submitted.status = "paid"
    books.wang.stop("own", date(2026, 11, 1), by=cast.director)
    db.session.commit()
    said = "".join(erase(books.wang.person, "本人申请", by=cast.director))
    db.session.commit()
    assert "补贴结算 1 行" in said
    [line] = db.session.scalars(submitted.lines())
    assert (line.amount_fen, line.person.name) == (300, "已删除")
