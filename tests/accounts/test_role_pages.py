"""The pages on which the administrator of a county sees to its roles."""

import pytest

from portal.accounts.rights import granted

pytestmark = pytest.mark.database
PAGE = "/access/roles"


def test_a_role_is_copied_ticked_and_in_effect_at_once(as_user, cast, clerk_is):
    admin, clerk = as_user("administrator"), as_user("clerk")
    made = admin.fill(admin.page(f"{PAGE}/new"), source="clerk", name="窗口协办员", reason="窗口分工")
    assert (made.status, made.heading) == (200, "窗口协办员")
    role = made.url.rpartition("/")[2]
    clerk_is(role)
    assert clerk.get("/cases/export.csv").status_code == 200
    page = admin.page(f"{PAGE}/{role}/permissions")
    asked = admin.fill(page, cases__export=None, reason="不导出")
    assert "仍然收回" in asked.text
    assert "1 个账号是窗口协办员" in asked.text
    assert clerk.get("/cases/export.csv").status_code == 200
    admin.fill(asked)
    assert clerk.get("/cases/export.csv").status_code == 403


def test_what_is_refused_is_said_at_its_box_and_nothing_is_lost(as_user, cast):
    admin, before = as_user("administrator"), granted("grid", cast.county)
    page = admin.page(f"{PAGE}/grid/permissions")
    refused = admin.fill(page, people__reveal="y", cases__triage="y", reason="试一试")
    assert refused.status == 422
    field = refused.tree.xpath("//*[@id='people-reveal']/ancestor::div[contains(@class, 'field')]")[0]
    assert "网格员在外面用手机办事" in "".join(field.itertext())
    sent = refused.fields(refused.form())
    assert (sent["people-reveal"], sent["cases-triage"], sent["reason"]) == ("y", "y", "试一试")
    assert granted("grid", cast.county) == before, "nothing half done"


def test_nothing_changed_is_said(as_user):
    admin = as_user("administrator")
    assert "没有改动" in admin.fill(admin.page(f"{PAGE}/grid/permissions"), reason="x").text


def test_the_own_role_is_not_ticked(as_user):
    admin = as_user("administrator")
    assert "由别的管理员调整" in admin.page(f"{PAGE}/administrator").text
    refused = admin.fill(admin.page(f"{PAGE}/administrator/permissions"), units__view=None, jobs__view="y", reason="x")
    assert (refused.status, "不能调整自己担任的角色" in refused.text) == (422, True)


def test_whoever_comes_to_hold_what_is_kept_apart_is_named(as_user, cast, appointed):
    appointed("zhou", ("department", cast.street), ("auditor", cast.county))
    admin = as_user("administrator")
    page = admin.page(f"{PAGE}/department/permissions")
    refused = admin.fill(page, cases__triage="y", reason="x")
    assert refused.status == 422
    assert "某zhou" in refused.text


def test_who_holds_it_and_what_was_decided_is_told(as_user, cast, window, clerk_is):
    clerk_is(window)
    admin = as_user("administrator")
    admin.fill(admin.page(f"{PAGE}/{window}/permissions"), families__merge="y", reason="合并重复的家庭")
    page = admin.page(f"{PAGE}/{window}")
    for each in ("受理员小王", "照受理员设", "给予“合并、删除家庭档案”", "合并重复的家庭", "新设“窗口协办员”"):
        assert each in page.text, each


def test_it_is_renamed_and_ended(as_user, cast, window):
    admin = as_user("administrator")
    admin.fill(admin.page(f"{PAGE}/{window}/name"), name="窗口专员", reason="统一名称")
    assert "窗口专员" in admin.page(PAGE).text
    admin.fill(admin.page(f"{PAGE}/{window}/closure"), reason="不再用")
    assert "窗口专员" not in admin.page(PAGE).text
    assert admin.get(f"{PAGE}/{window}").status_code == 404


def test_somebody_is_appointed_to_it_in_its_county_only(as_user, cast, window):
    admin = as_user("administrator")
    page = admin.page(f"/accounts/{cast.mediator.id}/appointments/new")
    made = admin.fill(page, role=window, unit_id=cast.unit_ids["street"])
    assert "窗口协办员" in made.text
    assert window in cast.mediator.roles


def test_the_administrator_of_another_place_knows_nothing_of_it(as_user, cast, window, appointed, enter):
    appointed("wai", ("administrator", cast.dongsheng))
    other = enter("wai")
    assert "窗口协办员" not in other.page(PAGE).text
    assert other.get(f"{PAGE}/{window}").status_code == 404
