"""限制处理, 删除: a resident asks, one enters it, another decides, the answer is on paper and on the desk until it was handed over."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.accounts.models import Appointment, User
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import data_rights
from portal.people.finding import found_or_entered
from portal.people.merging import merge
from portal.people.models import Person
from portal.people.moving import move
from portal.privacy.models import DataRequest
from portal.records.people import Contact
from portal.records.restriction import restricted_among
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def person(cast) -> Person:
    who = factories.resident(cast.taixing, name="张改花", address="泰兴社区迎宾路3号楼2单元501室")
    db.session.commit()
    return who


@pytest.fixture
def closed(cast, person):
    """A closed case in which the resident is the applicant."""
    case = factories.case(
        cast.taixing, by=cast.clerk, parties=[(1, person), (2, factories.resident(cast.taixing, name="王占山"))]
    )
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.resolve("双方和好。", by=cast.clerk)
    db.session.commit()
    return case


@pytest.fixture
def ask(cast, person):
    """`ask("erase")`: entered by the director."""

    def enter(kind: str, who: Person = person) -> DataRequest:
        told = {"who": "self", "reason": "本人持身份证书面申请", "asked_on": clock.today()}
        made = DataRequest.ask(who, kind, **told, office=cast.street, by=cast.director)
        db.session.commit()
        return made

    return enter


@pytest.fixture
def restricted(cast, ask, person) -> Person:
    ask("restrict").grant(by=cast.district)
    db.session.commit()
    return person


def test_one_enters_another_agrees_and_the_data_is_only_stored(cast, ask, person):
    request = ask("restrict")
    assert person.restricted_at is None
    with pytest.raises(NotAllowed, match="另一位同事"):
        request.grant(by=cast.director)
    request.grant(by=cast.district)
    assert person.restricted_at
    assert (person.phone_masked, person.id_number_masked, person.address_masked, person.birth_masked) == ("",) * 4
    assert person.gone_shown == "限制处理"
    told = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_id == str(person.id)).order_by(AuditEntry.id)
    ).all()
    assert told == ["person_ask", "person_grant"]


def test_the_page_shows_nothing_but_to_who_decides(restricted, as_user):
    address = f"/people/{restricted.id}"
    page = as_user("clerk").page(address)
    assert "限制处理" in page.text
    assert "张改花" not in page.text
    assert "迎宾路" not in page.text
    assert as_user("clerk").get(f"{address}/full").status_code == 403
    director = as_user("director")
    assert "解除限制" in director.page(address).text
    shown = director.fill(director.page(f"{address}/full"), f"{address}/full", reason="本人到窗口查询")
    assert "迎宾路3号楼2单元501室" in shown.text


def test_it_is_said_wherever_the_resident_is_found_and_no_number_stands_there(restricted, as_user):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/people"), "/people", q=restricted.id_number)
    assert "限制处理" in page.text
    assert "张改花" not in page.text
    assert restricted.id_number[:6] not in page.text


def test_nobody_chooses_changes_moves_or_merges_who_is_restricted(restricted, cast, as_user):
    typed = {"name": restricted.name, "id_number": restricted.id_number}
    with pytest.raises(RuleError, match="限制处理"):
        found_or_entered(cast.taixing, **typed)
    with pytest.raises(RuleError, match="限制处理"):
        restricted.correct(occupation="教师")
    with pytest.raises(RuleError, match="限制处理"):
        move(restricted, "left", clock.today(), by=cast.clerk, reason="家属告知", place="包头市")
    with pytest.raises(RuleError, match="限制处理"):
        merge(factories.resident(cast.taixing), restricted, "同一个人", by=cast.director)
    for page in ("correction", "movements/new", "merger"):
        assert as_user("director").get(f"/people/{restricted.id}/{page}").status_code in (403, 404)


def test_a_record_that_names_the_resident_is_neither_printed_nor_in_a_file(closed, restricted, as_user, cast):
    other = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    assert restricted_among(type(closed), [closed.id, other.id]) == {closed.id}
    director = as_user("director")
    assert director.get(f"/cases/{closed.id}/dossier.pdf").status_code == 422
    text = director.get("/cases/export.csv?scope=all").get_data(as_text=True)
    assert closed.number not in text
    assert "另有 1 件涉及限制处理的个人信息，没有导出" in text


def test_a_witness_who_is_certainly_the_same_is_restricted_with_the_resident(cast, closed, ask, person):
    closed.parties[1].agent = Contact(name=person.name, phone=person.phone, id_number=person.id_number)
    db.session.commit()
    ask("restrict").grant(by=cast.district)
    assert closed.parties[1].agent.phone_masked == ""


def test_a_record_that_names_the_resident_as_a_contact_alone_is_not_printed_either(cast, ask, person, as_user):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.parties[0].agent = Contact(name=person.name, phone=person.phone, id_number=person.id_number)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.resolve("双方和好。", by=cast.clerk)
    db.session.commit()
    assert restricted_among(type(case), [case.id]) == set()
    ask("restrict").grant(by=cast.district)
    db.session.commit()
    assert restricted_among(type(case), [case.id]) == {case.id}
    assert as_user("director").get(f"/cases/{case.id}/dossier.pdf").status_code == 422


def test_lifted_with_a_reason_everything_is_as_before(restricted, ask, cast):
    ask("lift").grant(by=cast.district)
    assert restricted.restricted_at is None
    restricted.correct(occupation="教师")
    with pytest.raises(RuleError, match="没有限制处理"):
        ask("lift")


def test_nobody_restricts_twice_or_asks_while_one_request_waits(restricted, ask):
    with pytest.raises(RuleError, match="已经限制处理"):
        ask("restrict")
    ask("lift")
    with pytest.raises(RuleError, match="已有一件请求"):
        ask("erase")


@pytest.mark.parametrize("kind", ["restrict", "erase"])
def test_while_a_case_is_open_nothing_is_restricted_or_erased(ask, cast, person, kind):
    request = ask(kind)
    case = factories.case(cast.taixing, by=cast.clerk, parties=[(1, person), (2, factories.resident(cast.taixing))])
    db.session.commit()
    with pytest.raises(RuleError, match=case.number):
        request.grant(by=cast.district)
    db.session.rollback()
    assert (person.erased_at, person.restricted_at, request.state) == (None, None, "asked")


def test_what_stays_is_named_with_its_law_and_until_when(closed, ask, cast):
    change("retention", cast.county, {"people_person": ["5"]}, by=None, reason="本地规定")
    request = ask("erase")
    request.grant(by=cast.district)
    stays = {each.what: (each.law, each.until) for each in request.stays}
    assert "第四十七条第二款" in stays["事项 1 件"][0]
    assert stays["事项 1 件"][1] == "本地没有规定年限，一直保存"
    assert "网络安全法第二十一条" in stays["审计记录"][0]
    assert "张改花" not in str(request.done + request.kept)


def test_the_answer_names_the_resident_until_it_was_handed_over(ask, cast, person):
    request = ask("erase")
    with pytest.raises(WrongState):
        request.answer(clock.today(), "当面交给本人", by=cast.director)
    request.grant(by=cast.district)
    assert (person.name, request.recipient) == ("已删除", "张改花")
    with pytest.raises(RuleError, match="不能早于收到请求的日期"):
        request.answer(clock.today() - timedelta(days=1), "当面", by=cast.director)
    request.answer(clock.today(), "当面交给本人", by=cast.director)
    assert request.recipient is None
    with pytest.raises(WrongState):
        request.answer(clock.today(), "再交一次", by=cast.director)


def test_a_refusal_says_why_and_nothing_is_done(ask, cast, person):
    request = ask("erase")
    request.refuse("申请人不是本人，没有委托书", by=cast.district)
    assert person.erased_at is None
    with pytest.raises(WrongState):
        request.grant(by=cast.district)


def test_by_the_pages_from_the_desk_to_the_letter(as_user, person, cast):
    director, district, at = as_user("director"), as_user("district"), f"/people/{person.id}/requests/erase"
    assert at in director.get(f"/people/{person.id}").get_data(as_text=True)
    assert director.fill(director.page(at), at, who="", reason="").status == 422
    director.fill(director.page(at), at, who="self", reason="本人持身份证到窗口申请")
    request = db.session.scalars(select(DataRequest)).one()
    page = f"/people/requests/{request.id}"
    assert request.answer_by == clock.today() + timedelta(days=15)
    assert "个人信息请求待复核" in district.page("/").text
    assert "个人信息请求待复核" not in director.page("/").text
    assert "等另一位同事复核" in director.page(page).text
    assert "张改花" not in district.page(page).text
    assert district.fill(district.page(page), f"{page}/refusal", reason="").status == 422
    district.fill(district.page(page), f"{page}/approval")
    assert "个人信息请求待答复" in director.page("/").text
    token = director.page(page).fields(director.page(page).form(f"{page}/letter"))
    answer = director.post(f"{page}/letter", data=token)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert director.fill(director.page(page), f"{page}/answer", on="2999-01-01", how="当面").status == 422
    director.fill(director.page(page), f"{page}/answer", how="当面交给本人")
    assert "个人信息请求待答复" not in director.page("/").text
    assert "已答复" in director.page("/people/requests").text


def test_whoever_has_no_right_or_sits_elsewhere_gets_nowhere(as_user, ask, cast):
    request = ask("restrict")
    outside = factories.resident(cast.outside_street)
    db.session.commit()
    assert as_user("director").get(f"/people/{outside.id}/requests/erase").status_code == 404
    assert as_user("director").get(f"/people/{outside.id}/requests/other").status_code == 404
    for who in ("clerk", "administrator", "auditor", "outsider"):
        assert as_user(who).get(f"/people/requests/{request.id}").status_code in (403, 404)


def test_what_became_of_the_resident_meanwhile_is_seen_when_it_is_decided(ask, cast, person):
    request = ask("restrict")
    gone = update(Person).where(Person.id == person.id).values(erased_at=clock.now())
    assert person.erased_at is None
    db.session.execute(gone.execution_options(synchronize_session=False))
    with pytest.raises(RuleError, match="已经删除"):
        request.grant(by=cast.district)


def test_only_who_decides_there_agrees_or_refuses(ask, cast):
    request = ask("restrict")
    for act in (lambda: request.grant(by=cast.clerk), lambda: request.refuse("不是本人", by=cast.clerk)):
        with pytest.raises(NotAllowed, match="不能复核这个单位"):
            act()


def test_whoever_only_enters_and_answers_sees_the_request_and_does_not_decide(as_user, ask, cast, monkeypatch):
    request = ask("restrict")
    held = User.offices.fget
    without = property(lambda user: [(unit, keys - {"privacy.decide"}) for unit, keys in held(user)])
    monkeypatch.setattr(User, "offices", without)
    director = as_user("director")
    assert request.number in director.page("/people/requests").text
    assert director.get(f"/people/requests/{request.id}").status_code == 200
    assert director.post(f"/people/requests/{request.id}/approval").status_code in (400, 403)


def test_the_answer_comes_from_the_office_over_the_resident(as_user, cast):
    elsewhere = db.session.get(OrgUnit, cast.outside_community.township_id)
    chief = cast.director
    chief.appointments.append(Appointment(unit=elsewhere, role="director", valid_from=clock.today()))
    there = factories.resident(cast.outside_community)
    db.session.commit()
    at = f"/people/{there.id}/requests/restrict"
    director = as_user("director")
    director.fill(director.page(at), at, who="self", reason="本人持身份证到窗口申请")
    made = db.session.scalars(select(DataRequest)).one()
    assert made.office == elsewhere.name


def test_who_looked_is_told_of_who_is_restricted_and_of_the_entries_merged_before(cast, person, ask, as_user):
    gone = factories.resident(cast.taixing, name="张改花", id_number=None)
    merge(person, gone, "同一个人", by=cast.director)
    ask("restrict").grant(by=cast.district)
    db.session.commit()
    assert gone.restricted_at
    assert as_user("director").get(f"/people/{person.id}/seen").status_code == 200


def test_the_copy_of_the_own_data_is_still_handed_over(restricted, cast):
    assert data_rights.export(restricted, by=cast.director)["内容"]["基本信息"][0]["姓名"] == "张改花"
