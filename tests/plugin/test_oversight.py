"""A unit sees what the units below it have on though it is off for itself: to look, not to act, and only what is named for that."""

import pytest
from flask import Blueprint
from sqlalchemy import select

from portal import create_app
from portal.accounts.places import places_for
from portal.accounts.reader import Reader, places_of, shape_of
from portal.config import Settings
from portal.extensions import db
from portal.jobs.schedule import is_on
from portal.org.models import OrgUnit
from portal.permissions import permission
from portal.plugin import registry as registries
from portal.plugin.activation import in_effect, overseen, takes_new
from portal.plugin.contributions import NavItem, PublicPage
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest
from portal.testing.cast import PASSWORD
from portal.testing.client import PortalClient
from portal.testing.statements import statements
from portal.web.http.guards import public, requires

from .conftest import decide, entry


def watched(oversight: tuple[str, ...] = ("watched.view",)):
    bp = Blueprint("watched", __name__, url_prefix="/watched")
    bp.get("/")(requires("watched.view")(lambda: "inside"))
    bp.post("/", endpoint="create")(requires("watched.view")(lambda: "made"))
    bp.get("/ledger", endpoint="ledger")(requires("watched.manage")(lambda: "ledger"))
    bp.get("/public/<int:unit_id>", endpoint="notice")(public(lambda unit_id: "for all"))

    class Watched:
        manifest = Manifest(
            key="watched",
            name="督办",
            summary="试验",
            version="1.0",
            permissions=(
                permission("watched.view", "查看督办", "clerk", "district"),
                permission("watched.manage", "管理督办", "clerk", "district"),
            ),
            blueprints=(bp,),
            oversight=oversight,
        )

        @hookimpl
        def nav_items(self, ctx):
            return [NavItem("督办台账", "/watched/", permission="watched.view")]

        @hookimpl
        def public_pages(self, ctx):
            return [PublicPage("督办公开", f"/watched/public/{ctx.unit.id}")]

    return Watched()


@pytest.fixture
def visiting(databases, cast, monkeypatch, tmp_path):
    """`visiting(plugin, who)`: somebody who has signed in, where the street has `plugin` on and its county has not."""
    made = []

    def visit(plugin, who: str = "district") -> PortalClient:
        monkeypatch.setattr(registries, "entry_points", lambda group: [entry("watched", plugin)])
        app = create_app(Settings(env="testing", instance=tmp_path, database_url=databases.url, rate_limits=False))
        app.config["WTF_CSRF_ENABLED"] = False
        app.test_client_class = PortalClient
        made.append(app)
        client = app.test_client()
        client.sign_in(who, PASSWORD)
        return client

    decide("watched", cast.street, "on")
    yield visit
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_the_county_looks_at_it_and_does_nothing(visiting, cast):
    district = visiting(watched())
    assert "督办台账" in district.page("/").text
    assert district.get("/watched/").status_code == 200
    refused = district.post("/watched/")
    assert (refused.status_code, "只在下级单位启用" in refused.get_data(as_text=True)) == (403, True)
    assert district.get("/watched/ledger").status_code == 403, "only what is named"
    assert district.get(f"/watched/public/{cast.unit_ids['county']}").status_code == 404
    assert "督办公开" not in district.page(f"/public/{cast.unit_ids['county']}").text
    assert district.get(f"/watched/public/{cast.unit_ids['street']}").status_code == 200


def test_without_oversight_it_is_not_there(visiting):
    district = visiting(watched(oversight=()))
    assert "督办台账" not in district.page("/").text
    assert district.get("/watched/").status_code == 404


def test_the_street_works_as_ever_and_another_district_sees_nothing(visiting, cast):
    assert visiting(watched(), "clerk").post("/watched/").status_code == 200


def test_who_has_no_unit_below_with_it_sees_nothing(visiting, cast):
    assert visiting(watched(), "outsider").get("/watched/").status_code == 404


def test_the_job_and_new_records_go_by_the_own_decision(app, join, cast):
    join(
        "watched",
        "督办",
        default_state="off",
        permissions=(permission("watched.view", "查看督办", "district"),),
        oversight=("watched.view",),
    )
    decide("watched", cast.street, "on")
    assert overseen(cast.county) == {"watched"}
    assert (is_on("watched", cast.county), takes_new("watched", cast.county)) == (False, False)
    assert "watched" not in in_effect(cast.county)
    assert overseen(cast.street) == frozenset()


@pytest.fixture
def overseer(join, app, cast, monkeypatch):
    """Who holds `watched.view` by oversight in the county; the plugin is on in one street."""
    view = permission("watched.view", "查看督办", "district")
    join("watched", "督办", default_state="off", permissions=(view,), oversight=(view.key,))
    monkeypatch.setitem(app.extensions["portal_permissions"], view.key, view)
    decide("watched", cast.street, "on")
    return cast.district


def reached(user, *rows: OrgUnit) -> list[bool]:
    """For each of `rows` whether `user` may see it, which lists and the desk must say too."""
    may = [each.allows(user, "watched.view") for each in rows]
    listed = set(db.session.scalars(select(OrgUnit.id).where(OrgUnit.reach(user, "watched.view"))))
    at_desk = select(OrgUnit.id).where(Reader(shape_of(user)).reach(OrgUnit, "watched.view"))
    assert [each.id in listed for each in rows] == may
    assert set(db.session.scalars(at_desk, places_of(user))) == listed
    return may


def test_it_reaches_the_streets_that_have_it_and_no_other(overseer, cast):
    assert reached(overseer, cast.taixing, cast.other_street) == [True, False]
    assert (overseer.can("watched.view"), overseer.can("watched.view", cast.county)) == (True, False)
    assert overseer.units_with("watched.view") == [cast.street]
    assert places_for(overseer, "watched.view", ("township",)) == {cast.street.id: cast.street.short_name}


def test_what_the_county_sees_of_one_street_does_not_hang_on_another(overseer, cast):
    decide("watched", cast.other_street, "on")
    assert reached(overseer, cast.taixing, cast.other_street) == [True, True]
    decide("watched", cast.street, "off")
    assert reached(overseer, cast.taixing, cast.other_street) == [False, True]
    decide("watched", cast.other_street, "off")
    assert reached(overseer, cast.taixing, cast.other_street) == [False, False]
    assert not overseer.can("watched.view")


def test_on_in_the_county_it_reaches_all_of_it(overseer, cast):
    decide("watched", cast.county, "on")
    assert reached(overseer, cast.taixing, cast.other_street) == [True, True]


def test_the_units_that_have_it_are_not_read_anew_with_each_right_that_is_asked(overseer):
    assert overseer.can("watched.view")
    with statements() as asked:
        assert all(overseer.can("watched.view") for _ in range(20))
    assert not asked
