"""A second administrator, further down or elsewhere; a role of the county's own."""

import pytest

from portal.accounts import role_making
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing.cast import PASSWORD


@pytest.fixture
def appointed(cast):
    """`appointed("zhou", "clerk", cast.street, …)` is somebody with these offices."""

    def make(username: str, *offices: tuple[str, OrgUnit]) -> User:
        user = User(username=username, name=f"某{username}")
        user.set_password(PASSWORD)
        for role, unit in offices:
            user.appointments.append(Appointment(unit=unit, role=role))
        db.session.add(user)
        db.session.commit()
        return user

    return make


@pytest.fixture
def enter(app):
    """`enter("zhou")` is a client signed in as somebody outside the cast."""

    def sign_in(username: str):
        client = app.test_client()
        assert "等您办的" in client.sign_in(username, PASSWORD).heading
        return client

    return sign_in


@pytest.fixture
def window(cast) -> str:
    """窗口协办员, a copy of 受理员, in 达拉特旗; its key."""
    made = role_making.copy("clerk", "窗口协办员", cast.county, reason="窗口分工", by=cast.administrator)
    db.session.commit()
    return made


@pytest.fixture
def clerk_is(cast):
    """`clerk_is(role)`: what the clerk of 昭君街道 is from now on."""

    def change(role: str) -> None:
        db.session.get(Appointment, cast.clerk.appointments[0].id).role = role
        db.session.commit()

    return change
