"""A supervision while the same is begun, or its case withdrawn, by somebody else in the same moment."""

import pytest
from sqlalchemy import select

from plugins.supervision.models import Supervision
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database


@pytest.fixture
def acts(cast, case):
    """The supervision of the labour office by the county, and the withdrawal of the case by the clerk."""
    about, bureau, district, clerk = case.id, cast.labour_bureau.id, cast.district.id, cast.clerk.id

    def supervise():
        Supervision.open_about(
            db.session.get_one(Case, about),
            target=db.session.get_one(OrgUnit, bureau),
            level="order",
            by=db.session.get_one(User, district),
            cause="unhandled",
            matter="一直没有办理。",
            demands="三日内办结。",
        )
        db.session.flush()
        return "supervised"

    def withdraw():
        found = db.session.get_one(Case, about)
        found.withdraw(found.side(1), "phone", "不要了", by=db.session.get_one(User, clerk))
        db.session.flush()
        return "withdrawn"

    return supervise, withdraw


def how_they_stand() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Supervision.status).order_by(Supervision.id)))


def test_of_two_in_the_same_moment_one_begins(acts, while_open):
    supervise, _ = acts
    assert while_open(supervise, supervise) == ("supervised", None)
    assert how_they_stand() == ["issued"]


def test_none_begins_about_a_case_that_is_just_withdrawn(acts, while_open):
    supervise, withdraw = acts
    assert while_open(withdraw, supervise) == ("withdrawn", None)
    assert how_they_stand() == []


def test_one_just_begun_ends_with_its_case(acts, while_open):
    supervise, withdraw = acts
    assert while_open(supervise, withdraw) == ("supervised", "withdrawn")
    assert how_they_stand() == ["ended"]
