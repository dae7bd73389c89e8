"""收回权限: what it comes to is said, and asked once more."""

import pytest

from portal.accounts.rights import roles_with

TAKEN = {"role": "clerk", "granted": "0", "reason": "试"}


@pytest.fixture
def admin(as_user):
    return as_user("administrator")


def test_what_depends_on_it_and_how_many_hold_it_is_said_first(admin, as_user, cast):
    clerk = as_user("clerk")
    page = admin.fill(admin.page("/plugins/roles"), **TAKEN, permission="cases.view")
    assert page.status == 200
    assert "达拉特旗及其下级单位有 1 个账号是受理员" in page.text
    assert "受理员还有“登记事项”“更正登记的事项和当事人”“受理分流”" in page.text
    assert clerk.get("/cases").status_code == 200
    assert "已调整" in admin.fill(page).text
    assert clerk.get("/cases").status_code == 403


def test_a_role_that_was_left_without_sight_is_named_on_the_page(admin, cast):
    assert "打不开办理的页面" not in admin.page("/plugins/roles").text
    admin.fill(admin.fill(admin.page("/plugins/roles"), **TAKEN, permission="people.view"))
    assert "受理员有“登记居民”“查看完整个人信息”，没有“查看居民”，打不开办理的页面" in admin.page("/plugins/roles").text


def test_who_then_chooses_something_else_is_asked_about_that(admin, cast):
    page = admin.fill(admin.page("/plugins/roles"), **TAKEN, permission="cases.view")
    page = admin.fill(page, permission="people.edit")
    assert "不能再用“登记居民”" in page.text
    assert {"clerk"} <= roles_with("cases.view", cast.county) & roles_with("people.edit", cast.county)


def test_what_a_role_has_not_is_not_counted(admin, cast):
    page = admin.fill(admin.page("/plugins/roles"), **TAKEN, permission="families.merge")
    assert "受理员在达拉特旗现在没有“合并、删除家庭档案”" in page.text


def test_what_is_given_is_not_asked_about(admin, cast):
    given = {**TAKEN, "granted": "1", "permission": "cases.oversee"}
    assert "已调整" in admin.fill(admin.page("/plugins/roles"), **given).text
    assert "clerk" in roles_with("cases.oversee", cast.county)
