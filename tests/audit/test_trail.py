"""审计记录: whole after a day's work; every way of changing it is noticed; read by the auditor of the district."""

import re
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from portal.audit import trail
from portal.audit.models import AuditChain, AuditEntry
from portal.audit.verifying import faults
from portal.extensions import db
from portal.testing import factories
from portal.testing.statements import statements

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.database


@pytest.fixture
def trodden(cast) -> None:
    """Five entries of the clerk, two of the mediator."""
    for number in range(5):
        trail.record("reveal", actor=cast.clerk, subject=cast.street, detail=f"第{number}次")
    for _ in range(2):
        trail.record("download", actor=cast.mediator)
    db.session.commit()


def nth_of_clerk(cast, seq: int):
    return (AuditEntry.chain == cast.clerk.id) & (AuditEntry.seq == seq)


def test_whole_after_a_days_work(app, as_user, client, cast):
    factories.resident(cast.taixing)
    db.session.commit()
    client.sign_in("clerk", "wrong")
    client.sign_in("nobody", "wrong")
    clerk = as_user("clerk")
    clerk.fill(clerk.page("/people/1/full"), reason="核实")
    clerk.fill(clerk.page("/"), "/logout")
    since = select(AuditEntry.action).where(AuditEntry.action != "plugin_switch")  # of setting the stage
    actions = db.session.scalars(since.order_by(AuditEntry.id)).all()
    assert actions == ["sign_in_failed", "sign_in_failed", "sign_in", "reveal", "sign_out"]
    assert faults() == []
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, result.output.strip()) == (0, "审计记录完整。")


@pytest.mark.parametrize(
    "change",
    [
        {"detail": "改过"},
        {"action": "download"},
        {"actor_id": None},
        {"subject_id": "9"},
        {"county_id": None},
        {"address": "10.0.0.1"},
        {"seal": "0" * 64},
    ],
)
def test_a_changed_row_is_noticed(trodden, cast, change):
    db.session.execute(update(AuditEntry).where(nth_of_clerk(cast, 3)).values(**change))
    assert any("被改动过" in fault for fault in faults())


def test_a_changed_moment_is_noticed(trodden, cast):
    db.session.execute(text("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 2"))
    assert len(faults()) >= 2


def test_a_deleted_row_is_noticed(trodden, cast):
    db.session.execute(delete(AuditEntry).where(nth_of_clerk(cast, 2)))
    assert any("第 2 条记录缺失" in fault for fault in faults())


def test_a_tail_cut_off_is_noticed(trodden, cast):
    db.session.execute(delete(AuditEntry).where(nth_of_clerk(cast, 5)))
    assert any("应有 5 条，实有 4 条" in fault for fault in faults())


def test_a_tail_cut_off_together_with_its_head_is_noticed(trodden, cast):
    last = db.session.scalar(select(AuditEntry.seal).where(nth_of_clerk(cast, 4)))
    db.session.execute(delete(AuditEntry).where(nth_of_clerk(cast, 5)))
    db.session.execute(update(AuditChain).where(AuditChain.actor == cast.clerk.id).values(count=4, head=last))
    assert faults()


def test_a_chain_without_its_head_is_noticed(trodden, cast):
    db.session.execute(delete(AuditChain).where(AuditChain.actor == cast.clerk.id))
    assert any("没有链头" in fault for fault in faults())


def test_two_rows_changed_places_are_noticed(trodden, cast):
    for seq, other in ((2, 99), (3, 2), (99, 3)):
        db.session.execute(update(AuditEntry).where(nth_of_clerk(cast, seq)).values(seq=other))
    assert faults()


def test_what_was_undone_left_no_entry(trodden, cast):
    trail.record("reveal", actor=cast.clerk)
    db.session.rollback()
    trail.record("reveal", actor=cast.clerk)
    db.session.commit()
    assert faults() == []


def test_the_auditor_reads_the_own_district_failed_sign_ins_included(as_user, client, trodden, cast):
    client.sign_in("clerk", "wrong")
    client.sign_in("outsider", "wrong")
    page = as_user("auditor").page("/audit/")
    assert "第4次" in page.text
    assert "登录失败" in page.text
    assert "东胜区小吴" not in page.text


def test_an_entry_costs_three_statements_the_first_as_well_as_the_next(cast):
    clerk, unit = cast.clerk, cast.street
    _ = clerk.id, unit.id
    for _ in range(2):
        with statements() as sent:
            trail.record("reveal", actor=clerk, unit=unit)
        assert len(sent) == 3, "\n\n".join(sent)


def test_whatever_is_recorded_has_a_name_for_the_auditor(app):
    sources = "\n".join(path.read_text() for folder in ("portal", "plugins") for path in (ROOT / folder).rglob("*.py"))
    recorded = set(re.findall(r'trail\.record\(\s*"([^"]+)"', sources))
    assert {"import", "print"} <= recorded <= set(trail.action_names())


def test_what_a_plugin_writes_is_shown_by_its_name_also_where_it_is_off(as_user, cast, join):
    join("noise", "噪音", default_state="off", audit_actions={"noise.measure": "测量噪音"})
    trail.record("noise.measure", actor=cast.clerk, subject=cast.street)
    db.session.commit()
    assert "测量噪音" in as_user("auditor").page("/audit/").text
