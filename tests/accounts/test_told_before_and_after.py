"""The trail says what was before and after, of offices, roles and units."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import adjusting, role_making, verbs
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.units.models import UnitChange

pytestmark = pytest.mark.database


def last(action: str) -> list[list[str]]:
    told = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalars(told).one().changed


def test_of_an_office_given_and_ended(cast):
    office = verbs.appoint(cast.mediator, "clerk", cast.street, by=cast.administrator)
    assert last("account_appoint") == [["任职", "", f"受理员，从 {clock.today()} 起"]]
    verbs.end(office, clock.today(), by=cast.administrator)
    assert last("account_end") == [["任职到", "长期", str(clock.today())]]


def test_of_an_account_locked_unlocked_and_closed(cast):
    verbs.lock(cast.clerk, "疑似冒用", by=cast.administrator)
    assert last("account_lock") == [["账号", "在用", "已锁定"]]
    verbs.unlock(cast.clerk, by=cast.administrator)
    assert last("account_unlock") == [["账号", "已锁定", "在用"]]
    verbs.close(cast.clerk, "调离", by=cast.administrator)
    assert [line[:2] for line in last("account_close")] == [["账号", "在用"], ["昭君街道 受理员，任职到", "长期"]]


def test_of_a_role_adjusted_made_and_renamed(cast):
    admin = cast.administrator
    adjusting.adjust("mediator", "cases.export", cast.county, granted=True, reason="报表", by=admin)
    assert last("role_change") == [["调解员“导出事项”", "没有", "有"]]
    made = role_making.copy("clerk", "窗口协办员", cast.county, reason="分工", by=admin)
    assert last("role_make") == [["角色", "", "窗口协办员"]]
    role_making.rename(made, "窗口辅助员", cast.county, reason="分工", by=admin)
    assert last("role_make") == [["角色名称", "窗口协办员", "窗口辅助员"]]


def test_of_a_unit_renamed(cast):
    before = cast.grid1.name
    UnitChange.rename(cast.grid1, "泰兴一网格", "泰兴一网格", clock.today(), "重新命名", by=cast.administrator)
    assert last("unit_change") == [["名称", before, "泰兴一网格"]]
