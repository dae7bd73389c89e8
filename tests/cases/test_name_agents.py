"""代理人 of parties: asked for at registration for whoever is under age by the number, put right later, and known to mediation."""

import pytest

from portal import clock
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.errors import RuleError
from portal.extensions import db
from portal.people.id_number import IdNumber
from portal.testing import factories

pytestmark = pytest.mark.database


def number_of_age(years: int) -> str:
    """An ID number of nobody, of somebody who is `years` old."""
    day = clock.today().replace(year=clock.today().year - years, day=1, month=1)
    body = f"152722{day:%Y%m%d}018"
    return next(f"{body}{check}" for check in "0123456789X" if _fits(f"{body}{check}"))


def _fits(number: str) -> bool:
    try:
        return bool(IdNumber.parse(number))
    except ValueError:
        return False


def register(client, cast, **row):
    form = client.page("/cases/new")
    given = form.fields(form.form("/cases/new")) | {
        "unit_id": cast.unit_ids["taixing"],
        "title": "校车接送",
        "kind": "0203",
        "description": "校车不停靠。",
    }
    return client.post("/cases/new", data=given | {f"applicants-0-{name}": text for name, text in row.items()})


CHILD = {"kind": "person", "name": "云小宝"}


def test_a_minor_by_the_number_needs_a_guardian(as_user, cast):
    clerk, number = as_user("clerk"), number_of_age(9)
    answer = register(clerk, cast, **CHILD, id_number=number)
    assert answer.status_code == 422
    assert "未满十八周岁，请选法定代理人" in answer.get_data(as_text=True)
    unnamed = register(clerk, cast, **CHILD, id_number=number, agent_relation="father")
    assert "请填写代理人的姓名" in unnamed.get_data(as_text=True)
    child = register(
        clerk, cast, **CHILD, id_number=number, agent_relation="father", agent_name="云建国", agent_phone="13800000001"
    )
    assert child.status_code == 303
    party = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first().parties[0]
    assert (party.agent.name, party.relation, party.lacks_guardian) == ("云建国", "father", False)
    assert "法定代理人云建国（父亲）" in clerk.page(f"/cases/{party.case_id}").text


def test_a_guardian_may_be_lacking_for_a_reason(as_user, cast):
    clerk, number = as_user("clerk"), number_of_age(9)
    assert register(clerk, cast, **CHILD, id_number=number, agent_relation="absent").status_code == 422
    told = register(clerk, cast, **CHILD, id_number=number, agent_relation="absent", agent_note="父母在外打工")
    assert told.status_code == 303
    party = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first().parties[0]
    assert party.lacks_guardian
    assert "法定代理人暂缺：父母在外打工" in clerk.page(f"/cases/{party.case_id}").text


@pytest.mark.parametrize(("relation", "status"), [("", 422), ("own_work", 303), ("mother", 422)])
def test_at_seventeen_the_own_work_counts(as_user, cast, relation, status):
    answer = register(as_user("clerk"), cast, **CHILD, id_number=number_of_age(17), agent_relation=relation)
    assert answer.status_code == status


def test_an_adult_is_not_asked_and_cannot_lack_one(as_user, cast):
    adult, clerk = NameBook().person(kind="han"), as_user("clerk")
    told = register(clerk, cast, name=adult.name, id_number=adult.id_number, agent_relation="absent", agent_note="不在")
    assert "未成年的才能选" in told.get_data(as_text=True)
    assert register(clerk, cast, name=adult.name, id_number=adult.id_number).status_code == 303


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case


def test_an_entrusted_agent_has_a_scope_and_a_paper(as_user, cast, case):
    clerk, party = as_user("clerk"), case.parties[0].id
    at = f"/cases/{case.id}/parties/{party}/agent"
    given = {"relation": "entrusted", "name": "赵律师", "authority": "授权委托书", "entrusted_on": "2026-03-01"}
    page = clerk.fill(clerk.page(at), **given)
    assert (page.status, "请选择委托权限" in page.text) == (422, True)
    page = clerk.fill(page, scope="special")
    assert "委托代理人赵律师，特别授权，2026-03-01，授权委托书" in page.text
    told = db.session.get(Case, case.id).events[-1]
    assert told.verb == "name_agent"
    assert "赵律师" not in told.note
    assert clerk.fill(clerk.page(at), relation="nobody").status == 200
    assert db.session.get(Case, case.id).parties[0].agent is None


def test_an_organisation_is_acted_for(as_user, cast):
    clerk = as_user("clerk")
    assert register(clerk, cast, kind="organisation", name="枫桥商行").status_code == 303
    party = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first().parties[0]
    page = clerk.page(f"/cases/{party.case_id}/parties/{party.id}/agent")
    assert clerk.fill(page, relation="entrusted", name="赵律师", scope="general").status == 200


def test_numbers_of_an_agent_are_shown_masked_and_stay_where_they_are_left_blank(as_user, cast, case):
    clerk, party = as_user("clerk"), case.parties[0]
    given = {"name": "赵律师", "phone": "13900000002", "id_number": number_of_age(40), "scope": "general"}
    case.name_agent(party, "entrusted", by=cast.clerk, **given)
    db.session.commit()
    at = f"/cases/{case.id}/parties/{party.id}/agent"
    page = clerk.page(at)
    for text in (page.text, clerk.page(f"/cases/{case.id}").text):
        assert "139****0002" in text
        assert "13900000002" not in text
        assert given["id_number"] not in text
    assert clerk.fill(page, scope="special").status == 200
    agent = db.session.get(Case, case.id).parties[0].agent
    assert (agent.phone, agent.id_number) == ("13900000002", given["id_number"])
    assert clerk.fill(clerk.page(at), name="钱律师").status == 200
    assert db.session.get(Case, case.id).parties[0].agent.phone is None


@pytest.mark.parametrize("years", [9, 15, 16, 17])
def test_a_guardian_who_was_lacking_is_named_later(as_user, cast, years):
    clerk = as_user("clerk")
    lacking = {"agent_relation": "absent", "agent_note": "父母在外打工"}
    assert register(clerk, cast, **CHILD, id_number=number_of_age(years), **lacking).status_code == 303
    party = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first().parties[0]
    page = clerk.fill(clerk.page(f"/cases/{party.case_id}/parties/{party.id}/agent"), relation="mother", name="云妈妈")
    assert page.status == 200
    assert "法定代理人云妈妈（母亲）" in page.text


def test_nobody_acts_for_both_sides(cast, case):
    asker, asked = case.parties
    with pytest.raises(RuleError, match="对方当事人"):
        case.name_agent(asker, "entrusted", by=cast.clerk, name=asked.name, id_number=asked.person.id_number)
    with pytest.raises(RuleError, match="请选择代理人"):
        case.name_agent(asker, "absent", by=cast.clerk, guardian_note="不在")
    with pytest.raises(RuleError, match="当事人本人"):
        case.name_agent(asker, "entrusted", by=cast.clerk, name=asker.name)
