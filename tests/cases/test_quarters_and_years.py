"""Of cities and counties a year by kind is no twelve sums: quarters and years are kept of each kind and source, and a span is read by the fewest."""

import runpy
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, not_, select, update

from portal import clock
from portal.cases.rollup.blocks import cover
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.folding import fold
from portal.cases.rollup.models import EVER, Count
from portal.cases.rollup.reading import count
from portal.cases.tallies.form import months
from portal.extensions import db
from portal.testing import factories

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
CAME = (202502, 202505, 202506, 202510, 202601, 202602, 202604)
BLOCKS = not_((Count.month % 100).between(1, 12)), Count.month != EVER


@pytest.mark.parametrize(
    ("first", "last", "read"),
    [
        (202601, 202612, {202600: 1}),
        (202601, 202611, {202600: 1, 202612: -1}),
        (202601, 202606, {202613: 1, 202614: 1}),
        (202602, 202602, {202602: 1}),
        (202602, 202606, {202602: 1, 202603: 1, 202614: 1}),
        (202603, 202612, {202600: 1, 202601: -1, 202602: -1}),
        (202511, 202601, {202511: 1, 202512: 1, 202601: 1}),
    ],
)
def test_a_span_is_read_by_the_fewest(first, last, read):
    assert cover(months(first, last)) == read


@pytest.fixture
def cases(cast):
    """One in each month of CAME, all added up but the last."""
    for number, month in enumerate(CAME):
        with clock.pretend(datetime(month // 100, month % 100, 10, 1, tzinfo=UTC)):
            factories.case(cast.taixing, by=cast.clerk, kind="0201" if number % 2 else "0203")
            db.session.commit()
            if month != CAME[-1]:
                fold()
                db.session.commit()


@pytest.mark.database
@pytest.mark.parametrize("last", range(202601, 202613))
@pytest.mark.parametrize("first", [202601, 202506])
def test_a_kind_of_a_county_and_of_a_city_counts_what_came_in_the_span_and_a_year_before(cast, cases, first, last):
    asked = months(first, last)
    for unit, children in ((cast.county, [cast.street]), (cast.city, [cast.county])):
        found = count(unit, children, asked, date(2026, 12, 31))
        for kind in ("0201", "0203"):
            for span in (asked, [each - 100 for each in asked]):
                came = sum(CAME.index(each) % 2 == (kind == "0201") for each in CAME if each in span)
                assert found.number(unit.id, "came", span, kind) == came
                assert found.number(cast.county.id, "came", span, kind) == came
        assert found.number(unit.id, "open", asked, "0203") == 4


@pytest.mark.database
def test_a_quarter_that_was_meddled_with_is_named_and_put_right(app, cast, cases):
    db.session.execute(update(Count).where(Count.month == 202514, Count.kind == "0201").values(came=Count.came + 1))
    db.session.commit()
    assert f"{cast.county.short_name}：1 个汇总数与逐件清点不一致。" in list(Recount().said())
    app.test_cli_runner().invoke(args=["figures", "check", "--repair"])
    assert list(Recount().said()) == []


@pytest.mark.database
def test_the_upgrade_adds_up_quarters_and_years(cast, cases):
    steps = runpy.run_path(str(VERSIONS / "core_0064_quarters_and_years.py"))
    many = db.session.scalar(select(func.count()).select_from(Count).where(*BLOCKS))
    with Operations.context(MigrationContext.configure(db.session.connection())):
        steps["downgrade"]()
        assert not db.session.scalar(select(func.count()).select_from(Count).where(*BLOCKS))
        steps["upgrade"]()
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Count).where(*BLOCKS)) == many
    assert list(Recount().said()) == []
