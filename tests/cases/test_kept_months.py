"""Figures of a past day come from what is kept of the months until then, and from what changed after the day in its own month."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from portal import clock
from portal.cases.rollup.asking import asked
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.models import EVER, Change, KeptMonth
from portal.cases.rollup.reading import count
from portal.cases.rollup.units import Base, Bases, keep_months
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

JANUARY = datetime(2025, 1, 20, 1, tzinfo=UTC)
MONTHS = tuple(range(202501, 202513))


@pytest.fixture
def cases(cast):
    """One of January that is settled in March, and one of March."""
    with clock.pretend(JANUARY):
        case = factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
    with clock.pretend(JANUARY + timedelta(days=50)):
        case.decline("不属于受理范围。", by=cast.clerk)
        factories.case(cast.nangan, by=cast.clerk)
        db.session.commit()
    return case


def kept(moment=JANUARY + timedelta(days=200)) -> list[int]:
    with clock.pretend(moment):
        keep_months(None, lambda done, total: None)
    return list(db.session.scalars(select(KeptMonth.month).order_by(KeptMonth.month)))


def open_on(cast, day, unit="street") -> int:
    place = getattr(cast, unit)
    return count(place, [], MONTHS, day + timedelta(days=300), day).number(place.id, "open")


def test_a_month_is_kept_when_it_has_been_over_for_a_day(cases):
    assert kept(datetime(2025, 3, 1, 1, tzinfo=UTC)) == [202501]
    assert kept(datetime(2025, 3, 2, 1, tzinfo=UTC)) == [202501, 202502]


def test_of_a_past_day_counts_what_stood_then(cast, cases):
    kept()
    day = JANUARY.date()
    wanted = {-1: 0, 0: 1, 40: 1, 50: 1, 120: 1}
    assert {after: open_on(cast, day + timedelta(days=after)) for after in wanted} == wanted
    assert open_on(cast, day + timedelta(days=60), "taixing") == 0


def test_before_the_first_month_nothing_stood(cast, cases):
    kept()
    assert open_on(cast, JANUARY.date() - timedelta(days=400)) == 0


def test_below_the_townships_nothing_is_kept_by_kind(cast, cases):
    kept()
    by_kind = set(db.session.scalars(select(Change.place_id).where(Change.kind != "")))
    assert cast.street.id in by_kind
    assert cast.taixing.id not in by_kind


def test_what_was_open_is_kept_as_of_the_end_of_each_month_and_in_no_other(cast, cases):
    kept()
    of_all = Change.place_id == cast.street.id, Change.kind == "", Change.source == "", Change.open != 0
    found = db.session.execute(
        select(Change.month, Change.changed, Change.open).where(*of_all).order_by(Change.changed)
    )
    assert [tuple(row) for row in found] == [(EVER, month, 1) for month in range(202501, 202508)]


def test_no_more_is_read_than_what_changed_in_the_month(cast, cases):
    base = Base(202501, 202501, JANUARY.date().replace(day=31))
    statement = asked(cast.street, [cast.taixing], MONTHS, JANUARY.date(), True, Bases(base, base))
    sqlite = db.engine.dialect.name == "sqlite"
    if not sqlite:
        db.session.execute(select(*(_set(each, "off") for each in ("seqscan", "bitmapscan"))))
    compiled = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = "\n".join(str(row[-1]) for row in db.session.connection().exec_driver_sql(f"{_explain()}{compiled}"))
    assert "ix_cases_standing_since" in plan
    assert "ix_cases_standing_until" in plan
    assert "ix_cases_standing_place" not in plan


def test_who_was_visited_is_read_by_the_day_of_the_visit(cast, as_user, cases):
    found: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):
        if "visited_on" in statement and "EXPLAIN" not in statement:
            cursor.execute(f"{_explain()}{statement}", parameters)
            found.extend(str(row[-1]) for row in cursor.fetchall())

    client = as_user("director")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(_set("seqscan", "off")))
    event.listen(db.engine, "before_cursor_execute", note)
    client.page("/reports/figures/records?what=visited")
    event.remove(db.engine, "before_cursor_execute", note)
    assert "ix_cases_standing_visited" in "\n".join(found)


def test_a_kept_number_that_was_meddled_with_is_named_and_put_right(app, cast, cases):
    kept()
    db.session.execute(Change.__table__.update().where(Change.changed == 202503).values(came=Change.came + 1))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["figures", "check"])
    assert result.exit_code == 1
    assert "2025 年 3 月：留存的变动有" in result.output
    assert "2025 年 1 月" not in result.output
    assert "已改正" in app.test_cli_runner().invoke(args=["figures", "check", "--repair"]).output
    assert list(Recount().said()) == []
    assert 202503 in kept()


def _explain() -> str:
    return "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "


def _set(name: str, value: str):
    return func.set_config(f"enable_{name}", value, True)
