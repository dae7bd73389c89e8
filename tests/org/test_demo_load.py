"""Loading the demo's places: the same each time, and only the size that was announced."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.org import demo
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database


def test_the_units_are_noted_for_the_rooms_that_load_later(session):
    book = SimpleNamespace()
    assert demo.load(book) is book.units


def test_loading_twice_gives_the_same_places(session):
    def picture() -> list[tuple]:
        demo.load(SimpleNamespace())
        query = select(OrgUnit.kind, OrgUnit.name, OrgUnit.short_name, OrgUnit.households).order_by(OrgUnit.id)
        rows = db.session.execute(query).all()
        db.session.rollback()
        return rows

    assert picture() == picture()


def test_a_tree_of_other_size_is_not_taken_for_the_demo(session, monkeypatch):
    monkeypatch.setitem(demo.EXPECTED, "county", 8)
    with pytest.raises(ValueError, match="演示区划数量不对"):
        demo.load(SimpleNamespace())
