"""A whistle while the same case is blown for, or withdrawn, by somebody else in the same moment."""

import pytest
from sqlalchemy import select

from plugins.whistle.choices import ENFORCEMENT
from plugins.whistle.models import Whistle
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database


@pytest.fixture
def acts(cast, case):
    """`acts(who)`: the whistle, by that one, of the labour office; and the withdrawal of the case by the clerk."""
    about, bureau, clerk = case.id, cast.labour_bureau.id, cast.clerk.id

    def blow(who):
        by = who.id

        def act():
            calls = [{"unit": db.session.get_one(OrgUnit, bureau), "duty": "核实工资。", "leads": False}]
            given = {"kind": ENFORCEMENT, "need": "请到现场核实。", "place_of_meeting": "工地门口"}
            Whistle.blow(db.session.get_one(Case, about), calls=calls, by=db.session.get_one(User, by), **given)
            db.session.flush()
            return "blown"

        return act

    def withdraw():
        found = db.session.get_one(Case, about)
        found.withdraw(found.side(1), "phone", "不要了", by=db.session.get_one(User, clerk))
        db.session.flush()
        return "withdrawn"

    return blow, withdraw


def how_they_stand() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Whistle.status).order_by(Whistle.id)))


@pytest.mark.parametrize("who", ["clerk", "director"])
def test_of_two_in_the_same_moment_one_is_blown(cast, acts, while_open, who):
    blow, _ = acts
    assert while_open(blow(getattr(cast, who)), blow(cast.clerk)) == ("blown", None)
    assert len(how_they_stand()) == 1


@pytest.mark.parametrize("who", ["clerk", "director"])
def test_none_is_blown_for_a_case_that_is_just_withdrawn(cast, acts, while_open, who):
    blow, withdraw = acts
    assert while_open(withdraw, blow(getattr(cast, who))) == ("withdrawn", None)
    assert how_they_stand() == []


def test_one_just_blown_ends_with_its_case(cast, acts, while_open):
    blow, withdraw = acts
    assert while_open(blow(cast.clerk), withdraw) == ("blown", "withdrawn")
    assert how_they_stand() == ["ended"]
