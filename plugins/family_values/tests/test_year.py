"""The seed street's year: 72 batches and 2,241 visitors, whoever counts them."""

import io
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from plugins.family_values import demo
from plugins.family_values.models import CAME, Booking
from portal import clock
from portal.demo.world import World
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def year(cast):
    """The demo's years of the hall, on the units of the cast; the Excel roster aside it is the demo itself."""
    units = SimpleNamespace(zhaojun=cast.street, county=cast.county)
    people = {role: cast[role] for role in ("clerk", "director", "district")}
    world = World(now=datetime(2026, 3, 9, 2, tzinfo=UTC), units=units, users=people, staff={cast.street.id: people})
    with clock.pretend(world.now):
        demo.receive(world)
        db.session.commit()
        yield world


def test_the_sizes_add_up():
    assert (len(demo.sizes()), sum(demo.sizes())) == (72, 2241)


def test_page_file_and_rows_agree(as_user, year):
    director = as_user("director")
    page = director.page("/family_values/statistics?year=2025")
    assert "批次 72" in page.text
    assert "人次 2241" in page.text
    of_year = (Booking.status.in_(CAME), Booking.day.between(date(2025, 1, 1), date(2025, 12, 31)))
    assert db.session.execute(select(func.count(), func.sum(Booking.came)).where(*of_year)).one() == (72, 2241)
    listed = director.get("/family_values/bookings.xlsx?status=came&year=2025")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(listed.data)).get_sheet_by_index(0).to_python()
    head = next(place for place, row in enumerate(rows) if "实到" in row)
    came = [int(row[rows[head].index("实到")]) for row in rows[head + 1 :] if row[0]]
    assert (len(came), sum(came)) == (72, 2241)


def test_each_number_leads_to_the_bookings_behind_it(as_user, year):
    director = as_user("director")
    page = director.page("/family_values/statistics?year=2025&month=3")
    behind = director.page(
        next(each for each in page.links() if "/statistics/purpose" in each and "line=lecture" in each)
    )
    assert "家风党课" in behind.text
    shown = director.page("/family_values/bookings?day_from=2025-03-01&day_to=2025-03-31&purpose=lecture&status=came")
    assert behind.text.count("家风约〔2025〕") >= 1
    assert shown.status == 200
