"""系统管理 → 功能模块, as the district admin works with it. Mediation is the plugin at hand."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.rights import RoleGrant, roles_with
from portal.extensions import db
from portal.plugin.hookspecs import HookSpecs
from portal.plugin.models import Activation
from portal.plugin.patience import CHANCES, Patience
from portal.plugin.pauses import Board, Pause
from portal.plugin_admin.cli import plugins_cli
from portal.plugin_admin.places import PLACES

PAGE = "/plugins/mediation"


def test_a_switch_is_previewed_then_confirmed_and_effective_at_once(as_user, cast):
    admin, mediator = as_user("administrator"), as_user("mediator")
    assert mediator.get("/mediation/disputes").status_code == 200
    preview = admin.fill(admin.page(PAGE), state="off", reason="本季度暂停")
    assert "确定停用" in preview.text
    assert mediator.get("/mediation/disputes").status_code == 200, "nothing happens before it is confirmed"
    done = admin.fill(preview)
    assert "已停用" in done.text
    assert "本季度暂停" in done.text
    assert mediator.get("/mediation/disputes").status_code == 404
    assert '"/mediation/' not in mediator.get("/").text


def test_what_is_left_out_for_being_slow_is_said(as_user, app, monkeypatch, tmp_path):
    registry = app.extensions["portal_plugins"]
    monkeypatch.setattr(registry, "patience", Patience(board=Board(tmp_path)))
    for _ in range(CHANCES):
        registry.patience.note("heroes", "home_cards", 2.5)
    admin, said = as_user("administrator"), "在工作台的内容连续 3 次超过 1 秒，暂时不显示，约 5 分钟后再试。"
    assert f"模块“见义勇为”{said}" in admin.page("/plugins/").text
    assert said in admin.page("/plugins/heroes").text
    assert said not in admin.page("/plugins/mediation").text
    listed = app.test_cli_runner().invoke(plugins_cli, ["list"]).output.splitlines()
    line = next(number for number, each in enumerate(listed) if each.startswith("heroes "))
    assert (said in listed[line + 1], "最近一次 2.5 秒，到 " in listed[line + 1]) == (True, True)


def test_what_is_over_is_not_told(tmp_path):
    board, over = Board(tmp_path), clock.now() - timedelta(seconds=1)
    board.put(Pause("heroes", "nav_items", 2.0, "", over))
    (tmp_path / "left_out" / "half.json").write_text("{", encoding="utf-8")
    assert board.current() == []


def test_every_display_hook_has_a_place():
    display = {name for name, each in vars(HookSpecs).items() if getattr(each, "portal_kind", "") == "display"}
    assert set(PLACES) == display


def test_a_switch_without_a_reason_is_refused_and_nothing_is_lost(as_user, cast):
    admin = as_user("administrator")
    page = admin.fill(admin.page(PAGE), state="off", valid_until="2027-01-31")
    assert page.status == 422
    assert "请写明理由" in page.text
    assert page.fields(page.form(PAGE))["valid_until"] == "2027-01-31"


def test_dates_turned_round_get_their_message(as_user, cast):
    admin = as_user("administrator")
    page = admin.fill(admin.page(PAGE), state="off", reason="x", valid_from="2027-02-01", valid_until="2027-01-01")
    assert page.status == 422
    assert "早于开始日期" in page.text


def test_the_admin_chooses_only_units_of_the_own_subtree(as_user, cast, app):
    admin = as_user("administrator")
    assert admin.get(f"{PAGE}?unit={cast.unit_ids['street']}").status_code == 200
    for place in ("outside_street", "city", "dongsheng"):
        assert admin.get(f"{PAGE}?unit={cast.unit_ids[place]}").status_code == 404
        page = admin.page(PAGE)
        data = page.fields(page.form(PAGE)) | {"unit_id": str(cast.unit_ids[place]), "state": "off", "reason": "越权"}
        assert admin.post(PAGE, data=data).status_code in (404, 422)
    assert db.session.query(Activation).filter_by(state="off").count() == 0


def test_the_tree_says_who_has_what_and_why(as_user, cast):
    page = as_user("administrator").page(f"{PAGE}/tree")
    assert "昭君街道" in page.text
    assert "沿用上级单位的决定" in page.text
    assert "东胜区" not in page.text


def test_the_state_can_be_asked_for_any_day(as_user, cast):
    page = as_user("administrator").page(f"{PAGE}?day=2019-12-31")
    assert "按模块的默认状态" in page.text


def test_a_role_gains_and_loses_a_permission_within_the_district(as_user, cast):
    admin, clerk = as_user("administrator"), as_user("clerk")
    assert clerk.get("/audit/").status_code == 403
    assert clerk.get("/mediation/committees/new").status_code == 403
    page = admin.fill(
        admin.page("/plugins/roles"), role="clerk", permission="mediation.manage", granted="1", reason="人手不足"
    )
    assert page.status == 200
    assert clerk.get("/mediation/committees/new").status_code == 200
    taken = {"role": "clerk", "permission": "mediation.manage", "granted": "0", "reason": "恢复"}
    admin.fill(admin.fill(admin.page("/plugins/roles"), **taken))
    assert clerk.get("/mediation/committees/new").status_code == 403


def test_the_admin_cannot_hand_out_the_audit_or_the_switches(as_user, cast):
    admin = as_user("administrator")
    page = admin.fill(admin.page("/plugins/roles"), role="district", permission="audit.view", granted="1", reason="x")
    assert page.status == 422


@pytest.mark.parametrize(
    ("role", "permission", "said"),
    [
        ("clerk", "settings.manage", "管理方面的权限是固定的"),
        ("grid", "people.rights", "管理方面的权限是固定的"),
        ("auditor", "mediation.manage", "审计员只看审计记录"),
        ("auditor", "cases.triage", "审计员只看审计记录"),
        ("administrator", "people.view", "不能给自己的角色增加权限"),
        ("administrator", "people.reveal", "不能给自己的角色增加权限"),
    ],
)
def test_three_offices_stay_three(as_user, cast, role, permission, said):
    admin, before = as_user("administrator"), roles_with(permission, cast.county)
    wanted = {"role": role, "permission": permission, "reason": "试"}
    page = admin.fill(admin.page("/plugins/roles"), **wanted, granted="1")
    assert (page.status, said in page.text) == (422, True)
    assert roles_with(permission, cast.county) == before


def test_what_the_auditor_was_given_before_that_was_refused_has_no_effect(cast):
    given = {"role": "auditor", "permission": "cases.triage", "granted": True, "reason": "从前"}
    db.session.add(RoleGrant(unit_id=cast.county.id, **given))
    db.session.commit()
    assert "auditor" not in roles_with("cases.triage", cast.county)


def test_what_the_auditor_sees_of_the_jobs_cannot_be_taken(as_user, cast):
    admin = as_user("administrator")
    wanted = {"role": "auditor", "permission": "jobs.view", "reason": "试"}
    assert admin.fill(admin.page("/plugins/roles"), **wanted, granted="0").status == 422
    assert "auditor" in roles_with("jobs.view", cast.county)


def test_an_off_plugin_leaves_the_role_editor(as_user, cast):
    admin = as_user("administrator")
    assert "办理调解" in admin.page("/plugins/roles").text
    admin.fill(admin.fill(admin.page(PAGE), state="off", reason="停用"))
    assert "办理调解" not in admin.page("/plugins/roles").text
