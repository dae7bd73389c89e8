"""三员分立: whatever the order of appointments, adjustments and switches, no account holds two rights that are kept apart."""

from random import Random

import pytest
from flask import current_app

from portal import clock, separation
from portal.accounts import adjusting, apart, verbs
from portal.accounts.models import Appointment, User
from portal.accounts.rights import RoleGrant, roles_with
from portal.errors import RuleError
from portal.extensions import db
from portal.permissions import ADMINISTRATION, Permission, Role, catalogue, every_role, permission
from portal.plugin_admin.switching import switch
from portal.testing.cast import PASSWORD
from portal.units.models import UnitChange

pytestmark = pytest.mark.database
GUIDE = "family_values.guide"


def rights() -> dict[str, Permission]:
    return current_app.extensions["portal_permissions"]


def bared(cast) -> None:
    """Guides of halls have no sight of residents any more."""
    for key in [key for key, each in rights().items() if GUIDE in each.roles and each.nature != separation.VIEWS]:
        adjusting.adjust(GUIDE, key, cast.county, granted=False, reason="只讲解", by=cast.administrator)
    db.session.commit()


@pytest.mark.parametrize(
    ("one", "other"),
    [("administrator", "clerk"), ("clerk", "administrator"), ("auditor", "clerk"), ("administrator", "auditor")],
)
def test_offices_that_do_not_go_together_are_not_given_on_the_command_line_either(app, cast, one, other):
    place = {"clerk": "昭君街道", "administrator": "达拉特旗", "auditor": "达拉特旗"}
    answer = app.test_cli_runner().invoke(args=["accounts", "appoint", one, "--role", other, "--unit", place[other]])
    assert answer.exit_code == 1
    assert "不能由同一个人担任" in answer.output
    assert len(getattr(cast, one).appointments) == 1


def test_another_county_makes_no_difference(cast):
    with pytest.raises(RuleError, match=r"“管理账号”和“.*”不能由同一个人担任"):
        verbs.appoint(cast.administrator, "clerk", cast.outside_street, by=None)


def test_an_office_to_come_counts_and_one_that_is_over_does_not(cast):
    verbs.end(cast.clerk.appointments[0], None, by=None)
    db.session.commit()
    verbs.appoint(cast.clerk, "auditor", cast.county, by=None)
    with pytest.raises(RuleError, match="不能由同一个人担任"):
        verbs.appoint(cast.clerk, "clerk", cast.street, by=None)


def test_the_page_says_it_at_the_role_and_names_both_rights(as_user, cast):
    above = User(username="above", name="市里的")
    above.bar_password()
    above.appointments = [Appointment(unit_id=cast.unit_ids["city"], role="administrator")]
    db.session.add(above)
    db.session.commit()
    cast.user_ids["above"] = above.id
    try:
        client = as_user("above")
    finally:
        del cast.user_ids["above"]
    page = client.page(f"/accounts/{cast.user_ids['clerk']}/appointments/new")
    page = client.fill(page, role="administrator", unit_id=cast.unit_ids["county"])
    assert page.status == 422
    assert "“管理账号”和“查看事项”不能由同一个人担任：管理账号、权限和功能模块的人不接触居民信息。" in page.text
    assert page.fields(page.form())["role"] == "administrator", "what was chosen is kept"


def test_a_role_is_given_no_sight_of_residents_while_somebody_who_administers_holds_it(cast):
    bared(cast)
    verbs.appoint(cast.administrator, GUIDE, cast.street, by=None)
    db.session.commit()
    assert not apart.faults()
    above = User(username="above", name="市里的")
    above.appointments = [Appointment(unit=cast.city, role="administrator")]
    above.bar_password()
    db.session.add(above)
    db.session.commit()
    with pytest.raises(
        RuleError,
        match=r"有人同时担任不能兼任的角色：系统管理员小郑（家风馆讲解员、系统管理员）.*“管理账号”和“查看居民”",
    ) as told:
        adjusting.adjust(GUIDE, "people.view", cast.county, granted=True, reason="试", by=above)
    assert told.value.at == "role"
    db.session.rollback()
    assert GUIDE not in roles_with("people.view", cast.street)


@pytest.mark.parametrize(
    ("role", "key", "said"),
    [
        (
            "administrator",
            "people.view",
            "系统管理员已有“管理账号”，不能再有“查看居民”：管理账号、权限和功能模块的人不接触居民信息",
        ),
        ("administrator", "people.reveal", "不能再有“查看完整个人信息”"),
        ("grid", "people.reveal", "网格员不能有“查看完整个人信息”：网格员在外面用手机办事"),
        ("stewards.steward", "people.reveal", "红管家不能有“查看完整个人信息”：不是机关、村社区的工作人员"),
        ("elder_care.operator", "people.reveal", "助餐点操作员不能有“查看完整个人信息”：不是机关、村社区的工作人员"),
        (GUIDE, "people.reveal", "家风馆讲解员不能有“查看完整个人信息”：不是机关、村社区的工作人员"),
    ],
)
def test_a_role_as_a_whole_is_kept_apart(as_user, cast, role, key, said):
    admin = as_user("administrator")
    page = admin.fill(admin.page("/plugins/roles"), role=role, permission=key, granted="1", reason="试")
    assert (page.status, said in page.text) == (422, True)
    assert role not in roles_with(key, cast.county)


def test_nobody_adjusts_a_role_they_hold_in_either_direction(as_user, cast):
    admin = as_user("administrator")
    wanted = {"role": "administrator", "permission": "heroes.view", "reason": "试"}
    page = admin.fill(admin.page("/plugins/roles"), **wanted, granted="0")
    assert (page.status, "不能调整自己担任的角色" in page.text) == (422, True)


def test_what_was_stored_before_it_was_refused_gives_nothing_and_is_named(app, cast):
    db.session.add(
        RoleGrant(unit_id=cast.county.id, role="administrator", permission="people.view", granted=True, reason="从前")
    )
    db.session.add(Appointment(user=cast.auditor, unit=cast.street, role="clerk"))
    db.session.commit()
    assert "administrator" not in roles_with("people.view", cast.county)
    answer = app.test_cli_runner().invoke(args=["accounts", "check"])
    assert answer.exit_code == 1
    assert "auditor 审计员老周（受理员、审计员）" in answer.output
    assert "达拉特旗给系统管理员的 people.view 不起作用" in answer.output


def test_the_cast_is_kept_apart(app, cast):
    answer = app.test_cli_runner().invoke(args=["accounts", "check"])
    assert (answer.exit_code, answer.output) == (0, "没有人同时担任不能兼任的角色。\n")


def test_an_update_of_a_plugin_gives_no_administrator_sight_of_residents(app, monkeypatch, caplog):
    for name in ("portal_permissions", "portal_roles"):
        monkeypatch.setitem(app.extensions, name, dict(app.extensions.get(name, {})))
    illness = permission("meals.illness", "查看病情", "clerk", "administrator", "auditor", nature=separation.RESIDENTS)
    pay = permission("meals.pay", "发放", "director", "auditor", nature=separation.ACTS)
    catalogue(app, [illness, pay], [Role("meals.cook", "食堂经办")])
    assert rights()["meals.illness"].roles == {"clerk"}
    assert rights()["meals.pay"].roles == {"director"}
    assert "meals.illness is not given to administrator: 已有“管理账号”，不能再有“查看病情”" in caplog.text


@pytest.mark.parametrize(
    ("declared", "nature"),
    [
        (permission("a.view", "x", "clerk"), separation.RESIDENTS),
        (permission("a.do", "x"), separation.RESIDENTS),
        (permission("a.view", "x", "clerk", "administrator"), separation.RESIDENTS),
        (permission("a.export", "x", "auditor"), separation.RESIDENTS),
        (permission("a.ledger", "x", "auditor", nature=separation.VIEWS), separation.VIEWS),
        (permission("a.pay", "x", "auditor", nature=separation.ACTS), separation.ACTS),
        (Permission("a.view", "x", frozenset(("administrator",))), separation.RESIDENTS),
    ],
)
def test_what_nobody_said_is_withheld_from_both(declared, nature):
    assert declared.nature == nature


def test_no_role_of_ours_holds_by_declaration_what_is_kept_apart(app):
    for role in every_role():
        assert not separation.objection(each for each in rights().values() if role in each.roles), role


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_no_account_holds_two_rights_that_are_kept_apart(app, cast, seed):
    dice, refused, done = Random(seed), 0, 0
    users = [cast.clerk, cast.grid, cast.administrator, cast.auditor, cast.department, cast[GUIDE]]
    places = [cast.county, cast.street, cast.other_street, cast.outside_street]
    roles, keys = (
        [*every_role(), "administrator", "auditor", GUIDE],
        [key for key in rights() if key not in ADMINISTRATION],
    )
    plugins = list(app.extensions["portal_plugins"].manifests)

    def appoint():
        verbs.appoint(
            dice.choice(users), dice.choice(roles), dice.choice(places), by=dice.choice([None, cast.administrator])
        )

    def end():
        standing = [each for user in users for each in user.standing_appointments]
        verbs.end(dice.choice(standing), None, by=None) if standing else None

    def adjust():
        given = {"granted": dice.random() < 0.5, "reason": "试", "by": cast.administrator}
        adjusting.adjust(dice.choice(roles), dice.choice(keys), dice.choice(places[:2]), **given)

    def take_all():
        role = dice.choice(roles)
        for key in [key for key, each in rights().items() if role in each.roles and key not in ADMINISTRATION]:
            adjusting.adjust(role, key, cast.county, granted=False, reason="试", by=cast.administrator)

    def turn():
        switch(dice.choice(plugins), cast.county, dice.choice(["on", "off"]), by=None, reason="试")

    for _ in range(120):
        try:
            dice.choice([appoint, appoint, appoint, end, adjust, adjust, take_all, turn])()
            db.session.commit()
            done += 1
        except RuleError:
            db.session.rollback()
            refused += 1
        db.session.expire_all()
        for user in users:
            held = [rights()[key] for key in user.permissions]
            assert not separation.objection(held), (
                user.username,
                [str(each.role) for each in user.standing_appointments],
            )
        assert not [each for each in apart.faults() if "不起作用" not in each]
    assert min(done, refused) > 15, "both happened"


def test_a_county_that_nobody_administers_is_told_with_the_way_out(app, cast):
    verbs.close(cast.administrator, "调走", by=None)
    db.session.commit()
    run = app.test_cli_runner().invoke
    answer = run(args=["accounts", "check"])
    assert answer.exit_code == 1
    assert "达拉特旗没有系统管理员" in answer.output
    assert "东胜区" not in answer.output, "nobody decides there"
    made = ["accounts", "create", "xinguanli", "--name", "新管", "--role", "administrator", "--unit", "鄂尔多斯市"]
    assert run(args=[*made, "--password", PASSWORD]).exit_code == 0
    assert run(args=["accounts", "check"]).exit_code == 0


def test_the_head_of_a_county_does_its_business_and_administers_nothing(as_user):
    head, admin = as_user("district"), as_user("administrator")
    for page in ("/accounts", "/plugins/", "/plugins/roles", "/jobs"):
        assert (head.get(page).status_code, admin.get(page).status_code) == (403, 200), page
    for page in ("/cases", "/families", "/settings", "/settings/cases", "/mediation/disputes"):
        assert (head.get(page).status_code, admin.get(page).status_code) == (200, 403), page


def test_a_unit_does_not_move_to_where_somebody_would_hold_both(cast):
    bared(cast)
    verbs.appoint(cast.administrator, GUIDE, cast.taixing, by=None)
    adjusting.adjust(GUIDE, "people.view", cast.other_street, granted=True, reason="试", by=cast.district)
    db.session.commit()
    with pytest.raises(RuleError, match="系统管理员小郑（家风馆讲解员、系统管理员）会同时有不能由一个人担任的权限"):
        UnitChange.reparent(
            cast.taixing, cast.other_street.id, valid_from=clock.today(), reason="批复", by=cast.administrator
        )
    db.session.rollback()
    assert not apart.faults()
