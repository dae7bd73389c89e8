"""谁看过: a resident is told which offices looked, took, printed, changed and got the own data; on paper, with a reason, on record."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.audit import archives, trail
from portal.audit.checkpoints import take_checkpoint
from portal.audit.models import AuditArchive, AuditEntry
from portal.documents.models import Document
from portal.extensions import db
from portal.people import data_rights
from portal.people.merging import Merger
from portal.privacy import views
from portal.privacy.seen import HIDDEN, seen_by
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast):
    """A case with two parties, handed to the labour bureau."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


@pytest.fixture
def told(cast):
    """`told(person)`: (office, what, about) as the director would tell."""

    def lines(person):
        return [(each.office, each.what, each.about) for each in seen_by(person, cast.director).lines]

    return lines


def whats(lines) -> list[str]:
    return [what for _, what, _ in lines]


def test_a_full_view_is_told_with_its_office_and_its_reason_and_no_name(told, cast, case):
    person = case.parties[0].person
    trail.record("reveal", actor=cast.clerk, subject=person, unit=person.unit, detail="电话核实")
    line = next(each for each in told(person) if each[1] == "查看完整个人信息")
    assert line == (f"{cast.street.name}（受理员）", "查看完整个人信息", "电话核实")
    assert not any(cast.clerk.name in " ".join(each) for each in told(person))


def test_where_a_case_was_handed_on_is_told(told, case, cast):
    lines = told(case.parties[0].person)
    assert (cast.taixing.name, f"交给{cast.labour_bureau.name}办理", f"事项 {case.number}") in lines


def test_papers_and_prints_of_the_case_are_told(told, case, cast):
    trail.record("print", actor=cast.clerk, subject=case, unit=case.unit, detail="卷宗")
    made = Document.issue(
        case, "notice", b"%PDF", by=cast.clerk, check_code="TESTTESTTEST", title="告知书", number="1", issuer="x"
    )
    trail.record("print", actor=cast.mediator, subject=made, unit=case.unit, detail="告知书")
    found = whats(told(case.parties[1].person))
    assert found.count("打印文书") == 2
    assert "定稿文书" in found


def test_the_views_of_another_party_of_the_same_case_are_not_told(told, case, cast):
    one, other = (each.person for each in case.parties)
    trail.record("reveal", actor=cast.clerk, subject=one, unit=one.unit, detail="核实甲")
    assert "核实甲" not in str(told(other))


def test_what_was_done_with_the_rights_of_the_resident_is_told(told, cast):
    person = factories.resident(cast.taixing)
    data_rights.export(person, by=cast.director)
    data_rights.erase(person, "本人申请", by=cast.director)
    assert whats(told(person)) == ["导出本人信息", "删除本人信息"]


def test_lists_and_pages_with_masked_numbers_are_no_view(told, cast, as_user):
    person = factories.resident(cast.taixing)
    db.session.commit()
    as_user("clerk").page("/people")
    as_user("clerk").page(f"/people/{person.id}")
    assert told(person) == []


def test_the_paper_says_what_it_leaves_out(as_user, cast, case, monkeypatch):
    drawn = []
    monkeypatch.setattr(views, "to_pdf", lambda page, title: drawn.append(page) or b"%PDF-")
    at = f"/people/{case.parties[0].person.id}/seen"
    director = as_user("director")
    page = director.page(at)
    director.post(at, data=page.fields(page.form()) | {"who": "self", "reason": "持身份证到窗口申请"})
    assert "显示您的姓名，证件号码、电话是遮盖的" in drawn[0]
    assert "打开写有您的页面，没有查看完整号码" in drawn[0]


def test_a_record_out_of_the_readers_sight_is_not_named(case, cast):
    person = case.parties[0].person
    trail.record("print", actor=cast.clerk, subject=case, unit=case.unit, detail="卷宗")
    lines = seen_by(person, cast.outsider).lines
    assert lines
    assert {each.about for each in lines if each.what == "打印文书"} == {HIDDEN}
    assert case.number not in str(lines)


def test_the_paper_is_drawn_and_that_it_was_asked_for_is_on_record(as_user, cast, case):
    person = case.parties[0].person
    director = as_user("director")
    assert f"/people/{person.id}/seen" in director.get(f"/people/{person.id}").get_data(as_text=True)
    page = director.page(f"/people/{person.id}/seen")
    data = page.fields(page.form()) | {"who": "self", "reason": "持身份证到窗口申请"}
    answer = director.post(f"/people/{person.id}/seen", data=data)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person_seen")).one()
    assert (entry.subject_id, entry.detail) == (str(person.id), "本人：持身份证到窗口申请")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"who": "", "reason": "本人申请"}, "请选择谁来问"),
        ({"who": "self", "reason": ""}, "请写明怎么核对的身份"),
        ({"who": "self", "reason": "号码是 15272219570101997X"}, "不能写"),
    ],
)
def test_without_a_reason_nothing_is_told(as_user, cast, given, said):
    person = factories.resident(cast.taixing)
    db.session.commit()
    director = as_user("director")
    page = director.fill(director.page(f"/people/{person.id}/seen"), f"/people/{person.id}/seen", **given)
    assert page.status == 422
    assert said in page.text
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "person_seen")).all() == []


def test_a_resident_of_another_county_is_not_there(as_user, cast):
    person = factories.resident(cast.outside_street)
    db.session.commit()
    director = as_user("director")
    assert director.get(f"/people/{person.id}/seen").status_code == 404
    for who in ("clerk", "district", "administrator", "auditor"):
        assert as_user(who).get(f"/people/{person.id}/seen").status_code == 403


def test_an_office_is_named_as_it_was_on_the_day(told, cast):
    person = factories.resident(cast.taixing)
    trail.record("reveal", actor=cast.mediator, subject=person, unit=person.unit, detail="核实")
    cast.mediator.current_appointments[0].valid_until = clock.today()
    (line,) = told(person)
    assert "（调解员）" in line[0]


def test_what_was_done_with_an_entry_that_was_merged_is_told(told, cast):
    one, other = (factories.resident(cast.taixing, name="王小明", id_number=None) for _ in range(2))
    trail.record("reveal", actor=cast.clerk, subject=other, unit=other.unit, detail="核实另一条")
    db.session.add(_merged(one, other))
    db.session.commit()
    assert "核实另一条" in str(told(one))
    assert "核实另一条" not in str(told(factories.resident(cast.taixing)))


def _merged(kept, gone) -> Merger:
    merger = Merger(kept=kept, gone=gone, reason="同一个人", moved={}, filled=[], until=clock.today())
    merger.place(kept.unit)
    return merger


@pytest.fixture
def archived(monkeypatch, case, cast) -> AuditArchive:
    """A full view of the first party that stands in a file alone, and not in the table."""
    monkeypatch.setattr(archives, "BLOCK", 1)
    person = case.parties[0].person
    trail.record("reveal", actor=cast.clerk, subject=person, unit=person.unit, detail="三年前的核实")
    db.session.commit()
    take_checkpoint()
    archives.archive(clock.now() + timedelta(days=1))
    return db.session.scalars(select(AuditArchive).order_by(AuditArchive.first.desc())).first()


def test_what_is_in_archives_is_told_where_it_is_asked_for(archived, case, cast, told):
    person = case.parties[0].person
    assert "三年前的核实" not in str(told(person))
    seen = seen_by(person, cast.director, archives=True)
    assert ("查看完整个人信息", "三年前的核实") in [(each.what, each.about) for each in seen.lines]
    assert seen.faults == []


def test_an_archive_that_is_missing_is_said_on_the_paper(archived, case, cast):
    archives.file_of(archived).unlink()
    seen = seen_by(case.parties[0].person, cast.director, archives=True)
    assert "不见了" in seen.faults[0]


def test_the_page_offers_archives_where_there_are_some(archived, case, as_user):
    assert "已归档的也查" in as_user("director").page(f"/people/{case.parties[0].person.id}/seen").text
