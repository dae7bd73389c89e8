"""审计记录 as the auditor reads it: filtered, field by field, taken away as a file; fast with a long trail."""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import insert, select, text
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.audit import trail
from portal.audit.models import AuditEntry
from portal.audit.verifying import faults
from portal.extensions import db
from portal.oversight.asking import TrailForm
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.fixture
def written(cast) -> None:
    """The clerk looked at somebody, the mediator took a file; a number was tried in vain; all of today."""
    trail.record("reveal", actor=cast.clerk, subject=cast.street, unit=cast.street, detail="核实甲")
    trail.record("download", actor=cast.mediator, unit=cast.taixing, detail="乙的证据")
    trail.record("number_guesses", actor=cast.clerk, unit=cast.street, detail="丙的号码")
    db.session.commit()


@pytest.mark.parametrize(
    ("asked", "told", "not_told"),
    [
        ("who=clerk", "核实甲", "乙的证据"),
        ("action=download", "乙的证据", "核实甲"),
        ("outcome=failed", "丙的号码", "核实甲"),
        ("outcome=done", "核实甲", "丙的号码"),
        ("who=nobody", "没有这样的记录", "核实甲"),
        ("last=2025-01-01", "没有这样的记录", "核实甲"),
        ("about=org_unit:0", "只列这一个对象的记录", "核实甲"),
        ("about=nonsense&action=nonsense&outcome=nonsense", "核实甲", "没有这样的记录"),
    ],
)
def test_each_filter_leaves_what_is_asked_for(as_user, written, asked, told, not_told):
    page = as_user("auditor").page(f"/audit/?{asked}")
    assert told in page.text
    assert not_told not in page.text


def test_a_unit_is_asked_for_with_what_lies_below(as_user, written, cast):
    auditor = as_user("auditor")
    assert "乙的证据" in auditor.page(f"/audit/?unit={cast.street.name}").text
    below = auditor.page(f"/audit/?unit={cast.taixing.name}").text
    assert "乙的证据" in below
    assert "核实甲" not in below


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("last=2099-01-01", "日期还没有到"),
        ("first=2026-01-02&last=2026-01-01", "结束的日期早于开始的日期"),
        ("first=2020-01-01&last=2025-01-01", "一次最多查 366 天"),
        ("unit=没有的单位", "没有找到这个单位"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_the_field(as_user, asked, said):
    page = as_user("auditor").page(f"/audit/?{asked}")
    assert page.status == 422
    assert said in page.text


def test_a_correction_tells_what_it_was_and_what_it_is_masked(as_user, cast):
    person = factories.resident(cast.taixing, name="王小明", phone="15400000001")
    db.session.commit()
    clerk = as_user("clerk")
    clerk.fill(clerk.page(f"/people/{person.id}/correction"), phone="15400000002", reason="本人来电")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person_edit")).one()
    assert entry.changed == [["联系电话", "154****0001", "154****0002"]]
    assert "154****0001 → 154****0002" in as_user("auditor").page("/audit/").text
    assert faults() == []


def test_changed_words_of_a_change_are_noticed(cast):
    trail.record("person_edit", actor=cast.clerk, changes=[("联系电话", "154****0001", "154****0002")])
    db.session.commit()
    db.session.execute(text("UPDATE audit_entry SET changes = '' WHERE changes <> ''"))
    assert any("被改动过" in each for each in faults())


def test_the_file_holds_what_is_asked_for_and_is_on_record(as_user, written):
    auditor = as_user("auditor")
    told = auditor.get("/audit/export.csv?action=download&export_purpose=核对").get_data(as_text=True)
    assert "乙的证据" in told
    assert "核实甲" not in told
    taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert taken.detail.startswith("审计记录 csv，1 条")
    assert "下载文件" in taken.detail
    assert auditor.get("/audit/export.csv?last=2099-01-01").status_code == 422
    assert auditor.get("/audit/export.exe").status_code == 404


def test_another_district_is_in_no_filter(as_user, cast, written):
    trail.record("reveal", actor=cast.outsider, detail="外地的事")
    db.session.commit()
    auditor = as_user("auditor")
    for asked in ("", "who=outsider", "action=reveal", f"about=org_unit:{cast.street.id}"):
        assert "外地的事" not in auditor.page(f"/audit/?{asked}").text
    assert "外地的事" not in auditor.get("/audit/export.csv?export_purpose=核对").get_data(as_text=True)


@pytest.mark.parametrize("asked", ["", "who=clerk", "action=reveal", "outcome=failed", "about=org_unit:1"])
def test_no_question_reads_the_whole_trail(app, cast, asked):
    """By an index, whatever is asked; the plan follows from the statement, not from statistics."""
    _fill(cast, 2000)
    with app.test_request_context("/audit/"):
        from flask_login import login_user

        login_user(cast.auditor)
        form = TrailForm(MultiDict(dict([asked.split("=")] if asked else [])))
        assert form.validate()
        keys = select(AuditEntry.id).where(form.asked).order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(51)
        plan = _plan(keys)
    assert "ix_audit_entry" in plan, plan
    assert "Seq Scan on audit_entry" not in plan
    assert "SCAN audit_entry\n" not in f"{plan}\n"


def test_the_page_asks_the_same_number_of_times_for_many_entries(as_user, cast):
    auditor = as_user("auditor")
    auditor.page("/audit/")
    with statements() as few:
        auditor.page("/audit/")
    _fill(cast, 200)
    with statements() as many:
        auditor.page("/audit/")
    assert len(many) <= len(few) + 1, "\n".join(many)


def _fill(cast, count: int) -> None:
    """Entries of the last month, put in without their seals."""
    now = clock.now().astimezone(UTC)
    rows = [
        {
            "chain": 900_000,
            "seq": number,
            "at": now - timedelta(minutes=20 * (count - number)),
            "actor_id": cast.clerk.id,
            "unit_id": cast.street.id,
            "county_id": cast.street.county_id,
            "action": ("reveal", "print", "export")[number % 3],
            "subject_kind": "org_unit",
            "subject_id": str(cast.street.id),
            "detail": "",
            "address": "",
            "changes": "",
            "seal": "",
        }
        for number in range(1, count + 1)
    ]
    db.session.execute(insert(AuditEntry), rows)
    db.session.commit()


def _plan(query) -> str:
    postgres = db.engine.dialect.name == "postgresql"
    if postgres:
        db.session.execute(text("ANALYZE audit_entry"))
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    told = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    rows = db.session.execute(text(f"EXPLAIN {'' if postgres else 'QUERY PLAN '}{told}")).all()
    return "\n".join(str(row[-1]) for row in rows)
