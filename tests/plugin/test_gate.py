"""Where a plugin is off its addresses do not exist; where it is read-only nothing new is made; strangers sign in."""

import pytest
from flask import Blueprint

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.plugin import registry as registries
from portal.testing.cast import PASSWORD
from portal.testing.client import PortalClient
from portal.web.http.guards import public, signed_in

from .conftest import decide, entry, plugin


def probe_plugin():
    bp = Blueprint("probe", __name__, url_prefix="/probe")
    bp.get("/")(signed_in(lambda: "inside"))
    bp.post("/", endpoint="create")(signed_in(lambda: "made"))
    bp.get("/notice", endpoint="notice")(public(lambda: "for all"))
    return plugin("probe", blueprints=(bp,))


@pytest.fixture
def visitor(app, databases, cast, monkeypatch, tmp_path):
    """A clerk in an application with a plugin `probe`, on the database of the test."""
    monkeypatch.setattr(registries, "entry_points", lambda group: [entry("probe", probe_plugin())])
    other = create_app(Settings(env="testing", instance=tmp_path, database_url=databases.url, rate_limits=False))
    other.config["WTF_CSRF_ENABLED"] = False
    other.test_client_class = PortalClient
    yield other.test_client()
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def statuses(client) -> tuple[int, int]:
    return client.get("/probe/").status_code, client.post("/probe/").status_code


def test_off_is_not_there(visitor, cast):
    visitor.sign_in("clerk", PASSWORD)
    assert statuses(visitor) == (404, 404)


def test_staff_are_told_where_it_was_switched_off_and_only_there(visitor, cast):
    visitor.sign_in("clerk", PASSWORD)
    assert "已停用" not in visitor.get("/probe/").get_data(as_text=True), "nobody ever had it"
    decide("probe", cast.county, "off")
    answer = visitor.get("/probe/")
    assert answer.status_code == 404
    assert "这个功能在昭君街道已停用，数据保留。" in answer.get_data(as_text=True)


def test_on_is_there_for_the_district_that_switched_it_on(visitor, cast):
    decide("probe", cast.county, "on")
    visitor.sign_in("clerk", PASSWORD)
    assert statuses(visitor) == (200, 200)
    visitor.post("/logout")
    visitor.sign_in("outsider", PASSWORD)
    assert statuses(visitor) == (404, 404)


def test_read_only_shows_and_makes_nothing(visitor, cast):
    decide("probe", cast.county, "read_only")
    visitor.sign_in("clerk", PASSWORD)
    assert statuses(visitor) == (200, 403)
    assert "目前只读" in visitor.post("/probe/").get_data(as_text=True)


@pytest.mark.parametrize("state", ["on", "off"])
def test_a_stranger_is_asked_to_sign_in_whatever_the_state(visitor, cast, state):
    decide("probe", cast.county, state)
    answer = visitor.get("/probe/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/login?next=%2Fprobe%2F"
    assert visitor.post("/probe/").status_code == 303
    assert visitor.get("/probe/nowhere").status_code == 404
    assert visitor.get("/probe/notice").status_code == 404  # open to all, but of which district?
