"""A role that a plugin brings is there where the plugin is on, with the rights declared for it, and nowhere else."""

import pytest
from sqlalchemy import select

from portal.accounts.models import Appointment, User
from portal.accounts.rights import roles_with
from portal.extensions import db
from portal.permissions import Role, catalogue, permission
from portal.plugin.manifest import ManifestError
from portal.plugin.registry import Registry

from .conftest import decide, entry, manifest, plugin

COOK = Role("meals.cook", "食堂经办", may=("people.view",))
SERVE = permission("meals.serve", "打餐", COOK.key, "director")

pytestmark = pytest.mark.database


@pytest.fixture
def meals(app, cast, install, monkeypatch):
    """助餐, on in 昭君街道; another plugin lets its cook look at accounts of the kitchen."""
    made = plugin("meals", roles=(COOK,), permissions=(SERVE,))
    kitchen = plugin("kitchen", uses=("meals",), permissions=(permission("kitchen.look", "查看后厨", COOK.key),))
    for name in ("portal_permissions", "portal_roles"):
        monkeypatch.setitem(app.extensions, name, dict(app.extensions.get(name, {})))
    for each in (made, kitchen):
        catalogue(app, each.manifest.permissions, each.manifest.roles)
    install(made, kitchen)
    decide("meals", cast.street, "on")
    decide("kitchen", cast.street, "on")


@pytest.fixture
def cook(meals, cast) -> User:
    """The clerk of 昭君街道 is its cook now."""
    clerk = db.session.get(User, cast.user_ids["clerk"])
    clerk.appointments[0].role = COOK.key
    db.session.commit()
    return clerk


def appoint(client, cast, unit: str):
    page = client.page(f"/accounts/{cast.user_ids['mediator']}/appointments/new")
    return client.fill(page, role=COOK.key, unit_id=cast.unit_ids[unit])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"roles": (Role("cook", "食堂经办"),)}, "must be demo. and"),
        ({"roles": (Role("clerk", "窗口"),)}, "must be demo. and"),
        ({"roles": (Role("other.cook", "食堂经办"),)}, "must be demo. and"),
        ({"roles": (Role("demo.Cook", "食堂经办"),)}, "must be demo. and"),
        ({"roles": (Role("demo.cook_of_the_great_communal_kitchen", "食堂经办"),)}, "longer than 32"),
        ({"roles": (Role("demo.cook", "受理员"),)}, "a name of its own"),
        ({"roles": (Role("demo.cook", "食堂经办"), Role("demo.cook", "厨师"))}, "a role is declared twice"),
        ({"roles": (Role("demo.cook", "食堂经办", may=("plugins.manage",)),)}, "may not have .*plugins.manage"),
        ({"roles": (Role("demo.cook", "食堂经办", may=("audit.view",)),)}, "may not have .*audit.view"),
        ({"roles": (Role("demo.cook", "食堂经办", may=("heroes.view",)),)}, "may not have .*heroes.view"),
        ({"roles": (Role("demo.cook", "食堂经办", may=("people.reveal",), outside=True),)}, "outside offices"),
        ({"permissions": (permission("demo.a", "x", "demo.cook"),)}, "there is no role demo.cook"),
        ({"permissions": (permission("demo.a", "x", "meals.cook"),)}, "neither required nor used"),
    ],
)
def test_what_does_not_fit_is_named(fields, complaint):
    with pytest.raises(ManifestError, match=complaint):
        manifest(**{"key": "demo"} | fields)


def test_a_plugin_that_counts_on_a_role_nobody_brings_is_left_out():
    kitchen = plugin("kitchen", uses=("meals",), permissions=(permission("kitchen.look", "x", "meals.waiter"),))
    registry = Registry(core_version="1.0")
    registry.load([entry("meals", plugin("meals", roles=(COOK,))), entry("kitchen", kitchen)])
    assert list(registry.manifests) == ["meals"]
    assert "meals brings no role meals.waiter" in registry.failures["kitchen"]
    alone = Registry(core_version="1.0")
    alone.load([entry("kitchen", kitchen)])
    assert list(alone.manifests) == ["kitchen"], "what it only uses need not be there"


def test_it_has_the_rights_declared_for_it_where_its_plugin_is_on(cook, cast):
    assert cook.permissions == {"meals.serve", "people.view", "kitchen.look"}
    assert roles_with("meals.serve", cast.street) == {COOK.key, "director"}
    assert roles_with("meals.serve", cast.other_street) == set()


def test_it_has_none_where_its_plugin_is_off(cook, cast, as_user):
    assert as_user("clerk").get("/people").status_code == 200
    decide("meals", cast.street, "off")
    assert as_user("clerk").get("/people").status_code == 403
    assert db.session.get(User, cook.id).permissions == set(), "nor those another plugin gives it"


def test_it_has_none_when_its_plugin_is_gone(cook, install, app, monkeypatch):
    monkeypatch.setitem(app.extensions, "portal_roles", {})
    install()
    assert db.session.get(User, cook.id).permissions == set()


def test_it_is_offered_only_where_its_plugin_is_on(meals, as_user, cast):
    admin = as_user("administrator")
    appoint(admin, cast, "street")
    offices = db.session.scalars(select(Appointment).where(Appointment.role == COOK.key)).all()
    assert [each.unit.name for each in offices] == ["昭君街道"]
    refused = appoint(admin, cast, "other_street")
    assert refused.status == 422
    assert "工业街道没有启用“食堂经办”所属的模块" in refused.text
    decide("meals", cast.street, "off")
    page = admin.page(f"/accounts/{cast.user_ids['clerk']}/appointments/new")
    assert "食堂经办" not in page.text, "on nowhere in the county, it is not offered at all"


def test_an_account_is_opened_with_it(meals, as_user, cast):
    admin = as_user("administrator")
    page = admin.fill(
        admin.page("/accounts/new"),
        username="chushi",
        name="赵厨",
        role=COOK.key,
        unit_id=cast.unit_ids["other_street"],
    )
    assert page.status == 422
    assert page.fields(page.form())["username"] == "chushi"
    assert "初始密码" in admin.fill(page, unit_id=cast.unit_ids["street"]).text
    assert "赵厨" in admin.page(f"/accounts?role={COOK.key}").text


def test_the_office_does_not_say_of_which_module_it_was_and_can_be_ended(cook, as_user, cast):
    decide("meals", cast.street, "off")
    admin = as_user("administrator")
    page = admin.page(f"/accounts/{cook.id}")
    assert "停用模块的角色" in page.text
    assert "食堂经办" not in page.text
    ending = f"/accounts/{cook.id}/appointments/{cook.appointments[0].id}/ending"
    assert "已终止" in admin.fill(admin.page(ending)).text


def test_a_district_adjusts_its_rights(cook, as_user, cast):
    decide("meals", cast.county, "on")
    admin, clerk = as_user("administrator"), as_user("clerk")
    assert "食堂经办" in admin.page("/plugins/roles").text
    adjust = {"role": COOK.key, "permission": "cases.view", "reason": "兼职"}
    assert clerk.get("/cases").status_code == 403
    admin.fill(admin.page("/plugins/roles"), **adjust, granted="1")
    assert clerk.get("/cases").status_code == 200
    admin.fill(admin.fill(admin.page("/plugins/roles"), **adjust, granted="0"))
    assert clerk.get("/cases").status_code == 403
    admin.fill(admin.fill(admin.page("/plugins/roles"), **{**adjust, "permission": "people.view"}, granted="0"))
    assert clerk.get("/people").status_code == 403


def test_the_command_line_knows_it(meals, app, cast):
    run = app.test_cli_runner().invoke
    here = run(args=["accounts", "appoint", "mediator", "--role", COOK.key, "--unit", "昭君街道"])
    assert "已任职：昭君街道食堂经办" in here.output
    there = run(args=["accounts", "appoint", "mediator", "--role", COOK.key, "--unit", "工业街道"])
    assert "没有启用“食堂经办”所属的模块" in there.output
    unknown = run(args=["accounts", "appoint", "mediator", "--role", "emperor", "--unit", "昭君街道"])
    assert "没有角色“emperor”" in unknown.output


@pytest.mark.parametrize("wanted", ["settings.manage", "people.rights", "jobs.view"])
def test_nobody_gives_it_administration_by_an_adjustment_either(meals, as_user, cast, wanted):
    decide("meals", cast.county, "on")
    district = as_user("administrator")
    page = district.fill(district.page("/plugins/roles"), role=COOK.key, permission=wanted, reason="试")
    assert (page.status, "不能有管理方面的权限" in page.text) == (422, True)
    assert COOK.key not in roles_with(wanted, cast.county)
