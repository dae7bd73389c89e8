"""个人信息保护法 §45, §47: a resident gets a copy of the own data, and has it deleted as far as the law allows."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.people.models import Person, PersonTerm
from portal.plugin.hookspecs import hookimpl
from portal.privacy.models import DataRequest
from portal.testing import factories

pytestmark = pytest.mark.database


class Holding:
    """A plugin that knows something about everybody, and forgets it."""

    forgot: list = []

    @hookimpl
    def personal_data_export(self, person):
        return {"助餐": [{"就餐日期": date(2026, 5, 1), "姓名": person.name}]}

    @hookimpl
    def personal_data_erase(self, person):
        self.forgot.append(person.name)
        return ["助餐记录已删除。"]


class Failing:
    @hookimpl
    def personal_data_erase(self, person):
        raise ValueError("half way")


@pytest.fixture
def case(cast) -> Case:
    parties = [
        (1, factories.resident(cast.taixing, name="张改花", address="泰兴社区迎宾路3号楼2单元501室")),
        (2, factories.resident(cast.taixing, name="王占山")),
    ]
    case = factories.case(cast.taixing, by=cast.clerk, parties=parties)
    db.session.commit()
    return case


@pytest.fixture
def closed(cast, case) -> Case:
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.resolve("双方和好。", by=cast.clerk)
    db.session.commit()
    return case


def person_of(case: Case) -> Person:
    return case.parties[0].person


def test_the_director_hands_over_all_that_is_held(as_user, case, join):
    join("holding", "助餐模块", Holding, default_state="off")  # also where it is off
    person, number = person_of(case), case.number
    ident, id_number = person.id, person.id_number
    client = as_user("director")
    page = client.page(f"/people/{ident}")
    token = page.fields(page.form(f"/people/{ident}/export"))["csrf_token"]
    answer = client.post(f"/people/{ident}/export", data={"csrf_token": token})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="person-{ident}.json"'
    held = json.loads(answer.get_data(as_text=True))["内容"]
    assert held["基本信息"][0]["姓名"] == "张改花"
    assert held["基本信息"][0]["证件号码"] == id_number
    assert held["基本信息"][0]["住址"] == "泰兴社区迎宾路3号楼2单元501室"
    assert [(each["编号"], each["身份"]) for each in held["事项"]] == [(number, "申请人")]
    assert held["助餐"] == [{"就餐日期": "2026-05-01", "姓名": "张改花"}]
    assert "王占山" not in answer.get_data(as_text=True)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person_export"))
    assert (entry.subject_id, entry.actor.username) == (str(ident), "director")


@pytest.mark.parametrize("who", ["clerk", "mediator", "district"])
def test_others_neither_see_the_buttons_nor_may_use_them(as_user, case, who):
    ident = person_of(case).id
    client = as_user(who)
    page = client.page(f"/people/{ident}")
    assert "导出本人信息" not in page.text
    home = client.page("/")
    token = home.fields(home.form("/logout"))["csrf_token"]
    for path in ("export", "requests/erase"):
        assert client.post(f"/people/{ident}/{path}", data={"csrf_token": token, "reason": "x"}).status_code == 403
    assert db.session.get(Person, ident).name == "张改花"


def test_the_right_goes_no_further_than_the_own_unit(as_user, cast, case):
    """A director elsewhere who is a clerk here sees the resident, and no more."""
    director = cast.director
    director.appointments[0].unit_id = cast.other_street.id
    director.appointments.append(Appointment(unit_id=cast.street.id, role="clerk", valid_from=date(2020, 1, 1)))
    db.session.commit()
    client = as_user("director")
    ident = person_of(case).id
    assert "申请删除" not in client.page(f"/people/{ident}").text
    assert client.get(f"/people/{ident}/requests/erase").status_code == 403


def test_erasing_leaves_the_record_without_the_person(as_user, cast, closed, join):
    join("holding", "助餐模块", Holding, default_state="off")
    Holding.forgot.clear()
    person = person_of(closed)
    ident, case_id, number, phone = person.id, closed.id, person.id_number, person.phone
    client = as_user("director")
    page = client.page(f"/people/{ident}/requests/erase")
    assert "不能恢复" in page.text
    assert client.fill(page, who="self", reason=" ").status == 422
    client.fill(page, who="self", reason="本人书面申请")
    request = db.session.scalar(select(DataRequest))
    district = as_user("district")
    page = district.fill(district.page(f"/people/requests/{request.id}"), f"/people/requests/{request.id}/approval")
    assert "已依法删除" in page.text
    assert "第四十七条" in page.text
    assert "助餐记录已删除" in page.text
    assert "导出本人信息" not in client.page(f"/people/{ident}").text
    person = db.session.get(Person, ident)
    assert Holding.forgot == ["张改花"]
    assert person.erased_at is not None
    left = {
        name: getattr(person, name)
        for name in (
            "name",
            "gender",
            "birth_date",
            "ethnicity",
            "id_number",
            "id_hash",
            "birth_year",
            "phone",
            "phone_hash",
            "address",
            "occupation",
            "workplace",
        )
    }
    assert {name: value for name, value in left.items() if value} == {"name": "已删除"}
    assert db.session.scalar(select(func.count()).select_from(PersonTerm).where(PersonTerm.person_id == ident)) == 0
    case = db.session.get(Case, case_id)
    assert [party.name for party in case.parties] == ["已依法删除", "王占山"]
    for url in (f"/cases/{case_id}", "/cases", "/people", "/search?q=张改花"):
        seen = client.page(url)
        assert "张改花" not in seen.text.replace("查找：张改花", ""), url
        assert number not in seen.text
        assert phone not in seen.text
    assert "已依法删除" in client.page("/cases").text
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "person_erase"))
    assert (entry.detail, entry.actor.username) == ("本人书面申请", "district")


def test_while_a_case_is_open_nothing_is_erased(as_user, case):
    ident, number = person_of(case).id, case.number
    client = as_user("director")
    page = client.fill(client.page(f"/people/{ident}/requests/erase"), who="self", reason="本人书面申请")
    assert page.status == 422
    assert number in page.text
    assert db.session.get(Person, ident).name == "张改花"


def test_if_one_plugin_fails_nothing_is_erased(cast, closed, join):
    join("failing", "坏模块", Failing)
    person = person_of(closed)
    with pytest.raises(ValueError, match="half way"):
        data_rights.erase(person, "本人申请", by=cast.director)
    db.session.rollback()
    assert person.name == "张改花"


def test_it_is_erased_once(cast, closed):
    person = person_of(closed)
    data_rights.erase(person, "本人申请", by=cast.director)
    db.session.commit()
    with pytest.raises(RuleError, match="已经删除"):
        data_rights.erase(person, "再来一次", by=cast.director)


def test_whoever_comes_back_is_registered_anew(cast, closed):
    person = person_of(closed)
    number = person.id_number
    data_rights.erase(person, "本人申请", by=cast.director)
    assert factories.resident(cast.taixing, name="张改花", id_number=number).id != person.id


def test_the_commands_do_the_same(app, closed, tmp_path):
    person = person_of(closed)
    ident, number = person.id, person.id_number
    db.session.rollback()
    runner = app.test_cli_runner()
    answer = runner.invoke(args=["people", "export", str(ident)])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["内容"]["基本信息"][0]["证件号码"] == number
    path = tmp_path / "held.json"
    assert runner.invoke(args=["people", "export", str(ident), "-o", str(path)]).exit_code == 0
    assert json.loads(path.read_text())["内容"]["基本信息"][0]["姓名"] == "张改花"
    assert path.stat().st_mode & 0o077 == 0, "readable for nobody else"
    assert runner.invoke(args=["people", "erase", str(ident)]).exit_code == 2, "a reason is asked for"
    answer = runner.invoke(args=["people", "erase", str(ident), "--reason", "本人申请"])
    assert answer.exit_code == 0, answer.output
    assert runner.invoke(args=["people", "erase", str(ident), "--reason", "再来"]).exit_code == 1
    assert runner.invoke(args=["people", "export", "987654"]).exit_code == 1
    db.session.rollback()
    assert db.session.get(Person, ident).name == "已删除"
    entries = select(AuditEntry.action).where(AuditEntry.subject_id == str(ident)).order_by(AuditEntry.id)
    assert db.session.scalars(entries).all() == ["person_export", "person_export", "person_erase"]
