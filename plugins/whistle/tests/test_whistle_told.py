"""Departments are told that they are called, and the street that they came."""

import pytest
from sqlalchemy import select

from plugins.whistle.tests.conftest import arrival
from portal.extensions import db
from portal.notices.models import Message

pytestmark = pytest.mark.database


def told() -> list[tuple[str, str]]:
    """Of whistles: kind of the message, and the right that whoever reads it holds."""
    rows = db.session.scalars(select(Message).where(Message.record_kind == "whistle_whistle").order_by(Message.id))
    return [(each.kind, each.needs) for each in rows]


def test_whoever_approves_is_told_and_then_the_department(cast, blow):
    whistle = blow(by=cast.clerk)
    whistle.approve(by=cast.director)
    assert told() == [("handed", "whistle.approve"), ("handed", "whistle.answer")]


def test_what_is_not_approved_is_told_to_the_street(cast, blow):
    blow(by=cast.clerk).refuse("请先自己办理。", by=cast.director)
    assert told() == [("handed", "whistle.approve"), ("back", "whistle.blow")]


def test_the_street_is_told_that_they_came(cast, out):
    out.calls[0].arrive(by=cast.department, **arrival())
    assert told() == [("handed", "whistle.answer"), ("answered", "whistle.blow")]
