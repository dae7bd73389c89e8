"""A second administrator, further down or elsewhere."""

import pytest

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
