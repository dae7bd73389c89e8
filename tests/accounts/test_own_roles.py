"""A district makes roles of its own by copying: what such a role may do, where, and what it never may."""

import pytest
from flask import current_app

from portal import decision_cache
from portal.accounts import adjusting, role_making, vouching
from portal.accounts.models import User
from portal.accounts.rights import RoleGrant, granted, possible, roles_in
from portal.errors import RuleError
from portal.extensions import db
from portal.permissions import ADMINISTRATION, Permission
from portal.plugin_admin.switching import switch
from portal.separation import REVEALS
from portal.signing_in.settings import asks_code

pytestmark = pytest.mark.database


def test_a_copy_may_what_the_copied_role_may(cast, window):
    assert granted(window, cast.street) == granted("clerk", cast.street)
    assert roles_in(cast.street)[window] == "窗口协办员"


def test_it_is_there_in_its_county_and_nowhere_else(cast, window):
    assert window in roles_in(cast.grid1)
    assert window not in roles_in(cast.dongsheng)
    assert granted(window, cast.outside_street) == frozenset()


def test_a_copy_of_what_was_adjusted_is_adjusted_likewise(cast):
    adjusting.adjust("clerk", "cases.triage", cast.county, granted=False, reason="x", by=cast.administrator)
    adjusting.adjust("clerk", "families.merge", cast.county, granted=True, reason="x", by=cast.administrator)
    made = role_making.copy("clerk", "窗口员", cast.county, reason="x", by=cast.administrator)
    assert granted(made, cast.street) == granted("clerk", cast.street)
    adjusting.adjust("clerk", "cases.triage", cast.county, granted=True, reason="x", by=cast.administrator)
    assert "cases.triage" not in granted(made, cast.street), "from then on they are two"


def test_a_copy_of_a_copy_goes_back_to_the_declared_role(cast, window):
    adjusting.adjust(window, "cases.export", cast.county, granted=False, reason="x", by=cast.administrator)
    made = role_making.copy(window, "窗口二号", cast.county, reason="x", by=cast.administrator)
    assert granted(made, cast.street) == granted("clerk", cast.street) - {"cases.export"}


def test_what_administers_is_not_copied(cast):
    made = role_making.copy("director", "副主任", cast.county, reason="x", by=cast.administrator)
    assert granted("director", cast.street) - granted(made, cast.street) == ADMINISTRATION & granted(
        "director", cast.street
    )


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_administers_and_who_audits_are_not_copied(cast, role):
    with pytest.raises(RuleError, match="固定") as refused:
        role_making.copy(role, "副管理员", cast.county, reason="x", by=cast.administrator)
    assert refused.value.at == "source"


@pytest.mark.parametrize("name", ["受理员", "窗口协办员"])
def test_two_roles_of_one_place_do_not_share_a_name(cast, window, name):
    with pytest.raises(RuleError, match="已经有") as refused:
        role_making.copy("grid", name, cast.street, reason="x", by=cast.administrator)
    assert refused.value.at == "name"


@pytest.mark.parametrize("name", ["系统　管理员", "系统管理员。", "窗口 协办员"])
def test_a_name_that_is_read_as_another_is_taken(cast, window, name):
    with pytest.raises(RuleError, match="已经有") as refused:
        role_making.copy("grid", name, cast.street, reason="x", by=cast.administrator)
    assert refused.value.at == "name"


@pytest.mark.parametrize(
    ("name", "said"), [("系统管理员\u200b", r"看不见的字符 U\+200B"), ("系統管理員", "“統”不是常用的简体字")]
)
def test_a_name_has_no_unseen_and_no_traditional_characters(cast, name, said):
    with pytest.raises(RuleError, match=said) as refused:
        role_making.copy("grid", name, cast.street, reason="x", by=cast.administrator)
    assert refused.value.at == "name"


def test_a_name_is_put_right_in_its_signs(cast, window):
    role_making.rename(window, "窗口（协办员）", cast.county, reason="x", by=cast.administrator)
    assert roles_in(cast.street)[window] == "窗口（协办员）"


def test_another_county_may_use_the_same_name(cast, window):
    assert role_making.copy("clerk", "窗口协办员", cast.dongsheng, reason="x", by=cast.administrator)


def test_a_grid_worker_by_any_name_gets_no_full_number(cast):
    made = role_making.copy("grid", "片区网格员", cast.county, reason="x", by=cast.administrator)
    with pytest.raises(RuleError, match="网格员在外面用手机办事"):
        adjusting.adjust(made, "people.reveal", cast.county, granted=True, reason="x", by=cast.administrator)
    row = RoleGrant(unit_id=cast.county.id, role=made, permission="people.reveal", granted=True, reason="从前")
    db.session.add(row)
    db.session.flush()
    assert "people.reveal" not in granted(made, cast.county)


def test_a_new_permission_of_a_new_version_comes_to_the_copy_as_to_the_copied(app, cast, window, monkeypatch):
    newer = Permission("cases.novelty", "新功能", frozenset({"clerk"}))
    monkeypatch.setitem(app.extensions["portal_permissions"], newer.key, newer)
    decision_cache.forget()
    assert newer.key in granted(window, cast.street)


def test_what_the_district_had_decided_outlives_a_new_version(app, cast, window, monkeypatch):
    adjusting.adjust(window, "cases.export", cast.county, granted=False, reason="x", by=cast.administrator)
    known = app.extensions["portal_permissions"]
    monkeypatch.setitem(known, "cases.export", Permission("cases.export", "导出", frozenset({"clerk", "grid"})))
    decision_cache.forget()
    assert "cases.export" not in granted(window, cast.street)


def test_rights_of_a_plugin_leave_the_copy_with_the_plugin_and_come_back(cast, window):
    before = granted(window, cast.street)
    switch("mediation", cast.county, "off", by=None, reason="x")
    without = granted(window, cast.street)
    assert {each.partition(".")[0] for each in before - without} >= {"mediation"}
    switch("mediation", cast.county, "on", by=None, reason="x")
    assert granted(window, cast.street) == before


def test_nobody_is_told_apart_by_the_name_whoever_must_have_a_code(cast):
    made = role_making.copy("district", "分管领导", cast.county, reason="x", by=cast.administrator)
    assert asks_code(made, cast.county) == asks_code("district", cast.county)


def test_an_account_with_the_copy_waits_to_be_vouched_for(cast, window, clerk_is):
    clerk_is(window)
    clerk = db.session.get(User, cast.clerk.id)
    clerk.handed_at = clerk.created_at
    assert vouching.matters(clerk)
    assert not {each.key for each in possible(window, cast.street) if each.nature == REVEALS} & clerk.permissions


def test_a_new_name_is_a_further_row_and_the_rights_stay(cast, window):
    before = granted(window, cast.street)
    role_making.rename(window, "窗口专员", cast.county, reason="x", by=cast.administrator)
    assert (roles_in(cast.street)[window], granted(window, cast.street)) == ("窗口专员", before)


def test_one_that_somebody_holds_is_not_ended(cast, window, clerk_is):
    clerk_is(window)
    with pytest.raises(RuleError, match="受理员小王还是窗口协办员"):
        role_making.close(window, cast.county, reason="x", by=cast.administrator)


def test_one_that_was_ended_opens_nothing(cast, window):
    role_making.close(window, cast.county, reason="x", by=cast.administrator)
    assert window not in roles_in(cast.county)
    assert granted(window, cast.county) == frozenset()


def test_a_street_does_not_end_what_the_county_made(cast, window):
    with pytest.raises(RuleError, match="不是昭君街道设的"):
        role_making.close(window, cast.street, reason="x", by=cast.administrator)


def test_every_adjustable_permission_given_to_a_copy_keeps_duties_apart(cast, window):
    known = current_app.extensions["portal_permissions"]
    for key in known:
        try:
            adjusting.adjust(window, key, cast.county, granted=True, reason="x", by=cast.administrator)
        except RuleError:
            continue
    natures = {known[key].nature for key in granted(window, cast.county)}
    assert not natures & {"administers", "audits"}
