"""统计 of whistles: what called a unit is read from its calls."""

from sqlalchemy import select

from plugins.whistle.figures import FIGURES
from plugins.whistle.models import Whistle
from portal.extensions import db
from portal.testing.plans import plan_of


def counted(user) -> list[int]:
    return list(db.session.scalars(select(Whistle.id).where(FIGURES.scope(user))))


def test_what_is_counted_is_what_may_be_seen(cast, blow):
    blow(by=cast.director)
    for user in (cast.clerk, cast.director, cast.department, cast.outsider):
        assert counted(user) == list(db.session.scalars(select(Whistle.id).where(Whistle.seen_by(user))))
    assert counted(cast.department)


def test_no_whistle_is_asked_whom_it_called(cast):
    if db.engine.dialect.name == "sqlite":
        plan = plan_of(select(Whistle.id).where(FIGURES.scope(cast.department)), {})
        assert not [each for each in plan if "CORRELATED" in each]
