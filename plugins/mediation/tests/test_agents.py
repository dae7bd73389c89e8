"""代理人: a child agrees to nothing alone; whoever acts for it stands in the papers and signs."""

from datetime import timedelta

import pytest

from plugins.mediation import samples
from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.tests.reading import text_of
from plugins.mediation.views.steps import visit
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


@pytest.fixture
def of_a_child(mediating, stage) -> Dispute:
    """The first party is eleven years old."""
    mediating.parties[0].party.person.birth_date = clock.today() - timedelta(days=11 * 366)
    samples.written(mediating, stage)
    db.session.commit()
    return mediating


def child(dispute: Dispute) -> DisputeParty:
    return dispute.parties[0]


def test_without_a_guardian_the_agreement_is_not_final_and_the_page_says_what_is_missing(as_user, cast, of_a_child):
    name, page = child(of_a_child).party.name, as_user("mediator").page(f"/mediation/disputes/{of_a_child.id}")
    assert f"{name}的法定代理人" in page.text
    assert "11 周岁" in page.text
    assert "定稿，准备签署" not in page.text
    with pytest.raises(RuleError, match=f"{name}不满十六周岁"):
        of_a_child.conclude(by=cast.mediator)


def test_the_guardian_stands_in_the_agreement_and_signs(as_user, of_a_child):
    client, dispute_id, row_id = as_user("mediator"), of_a_child.id, child(of_a_child).id
    at = f"/mediation/disputes/{dispute_id}/parties/{row_id}/agent"
    assert client.fill(client.page(at), name=" ").status == 422
    assert client.fill(client.page(at), name="云建国", relation="father", phone="13900001234").status in (200, 303)
    page = client.page(f"/mediation/disputes/{dispute_id}")
    assert "法定代理人 云建国" in page.text
    assert "定稿，准备签署" in page.text
    paper = text_of(client.get(f"/mediation/disputes/{dispute_id}/agreement.pdf"))
    assert "法定代理人：云建国" in paper
    assert "（法定代理人云建国）" in paper.replace(" ", "").replace("　", "")
    assert "云建国" not in db.session.get(Dispute, dispute_id).case.events[-1].note


def test_who_is_named_anew_takes_the_place_of_the_other(cast, of_a_child):
    of_a_child.name_agent(child(of_a_child), "云建国", relation="father", by=cast.mediator)
    db.session.commit()
    of_a_child.name_agent(child(of_a_child), "云秀兰", relation="mother", by=cast.mediator)
    db.session.commit()
    assert [each.name for each in db.session.query(Contact).all()] == [
        "云秀兰",
        "云秀兰",
    ]  # for the dispute, and for the case


def test_numbers_of_an_agent_are_shown_masked_and_stay_when_left_blank(as_user, cast, of_a_child):
    of_a_child.name_agent(child(of_a_child), "云建国", relation="father", phone="13904770001", by=cast.mediator)
    db.session.commit()
    client, party = as_user("mediator"), child(of_a_child)
    page = client.page(at(of_a_child))
    assert "13904770001" not in page.text
    assert "已登记 139" in page.text
    client.fill(page, relation="guardian")
    assert (party.agent.phone, party.relation) == ("13904770001", "guardian")


@pytest.mark.parametrize(
    ("years", "own_work", "title", "alone"),
    [
        (17, False, "法定代理人", False),
        (17, True, "委托代理人", True),
        (30, False, "委托代理人", True),
        (15, False, "法定代理人", False),
        (15, True, "法定代理人", False),
    ],
)
def test_from_sixteen_on_somebody_may_live_on_the_own_work(cast, of_a_child, years, own_work, title, alone):
    party = child(of_a_child)
    party.party.person.birth_date = clock.today() - timedelta(days=years * 366)
    party.own_work = own_work
    assert (party.agent_title, party.lacks_guardian) == (title, not alone)


def at(dispute: Dispute, number: int = 0) -> str:
    return f"/mediation/disputes/{dispute.id}/parties/{dispute.parties[number].id}/agent"


@pytest.fixture
def of_a_pupil(of_a_child) -> Dispute:
    """The other party is seventeen."""
    of_a_child.parties[1].party.person.birth_date = clock.today() - timedelta(days=17 * 366)
    db.session.commit()
    return of_a_child


def test_a_pupil_of_seventeen_has_a_guardian_or_lives_on_the_own_work(as_user, cast, of_a_pupil):
    of_a_pupil.name_agent(child(of_a_pupil), "云建国", relation="father", by=cast.mediator)
    db.session.commit()
    client, name, url = as_user("mediator"), of_a_pupil.parties[1].party.name, f"/mediation/disputes/{of_a_pupil.id}"
    page = client.page(url)
    assert f"{name}的法定代理人，或者登记其以自己的劳动收入为主要生活来源" in page.text
    assert "定稿，准备签署" not in page.text
    with pytest.raises(RuleError, match=f"{name}不满十八周岁"):
        of_a_pupil.conclude(by=cast.mediator)
    there = at(of_a_pupil, 1)
    assert "请填写代理人的姓名" in client.fill(client.page(there)).text
    assert "已登记代理人" in client.fill(client.page(there), own_work="y").text
    page = client.page(url)
    assert "以自己的劳动收入为主要生活来源" in page.text
    assert "定稿，准备签署" in page.text


def test_own_work_is_not_asked_of_a_child(as_user, of_a_child):
    page = as_user("mediator").page(at(of_a_child))
    assert "劳动收入" not in page.text
    assert "委托代理人" not in page.text
    assert [each in page.text for each in ("父亲", "母亲", "其他监护人")] == [True] * 3


def test_the_relation_is_asked_and_a_child_entrusts_nobody(as_user, cast, of_a_child):
    client = as_user("mediator")
    page = client.fill(client.page(at(of_a_child)), name="云建国")
    assert (page.status, "请选择与当事人的关系" in page.text) == (422, True)
    with pytest.raises(RuleError, match="由父母或者其他监护人代理"):
        of_a_child.name_agent(child(of_a_child), "云建国", relation="entrusted", by=cast.mediator)


def test_a_guardian_without_a_relation_from_before_is_asked_for_it(as_user, of_a_child):
    child(of_a_child).agent = Contact(name="云建国")
    db.session.commit()
    page = as_user("mediator").page(f"/mediation/disputes/{of_a_child.id}")
    assert f"{child(of_a_child).party.name}的法定代理人和当事人的关系" in page.text


def test_neither_the_child_nor_the_other_side_acts_for_it(as_user, cast, of_a_child):
    client, parties = as_user("mediator"), [each.party for each in of_a_child.parties]
    own, other = parties[0].person, parties[1].person
    of_a_child.name_agent(of_a_child.parties[2], "白玉兰", relation="entrusted", phone="13904770001", by=cast.mediator)
    db.session.commit()
    for typed, said in (
        ({"name": own.name}, "就是当事人本人"),
        ({"name": own.name, "phone": "13904770009"}, "就是当事人本人"),  # the child, with the number of its mother
        ({"name": "云建国", "id_number": own.id_number}, "就是当事人本人"),
        ({"name": other.name}, "是对方当事人"),
        ({"name": other.name, "phone": other.phone}, "是对方当事人"),
        ({"name": "云建国", "id_number": other.id_number}, "是对方当事人"),
        ({"name": "白玉兰"}, "对方的代理人"),
        ({"name": "白玉兰", "phone": "13904770001"}, "对方的代理人"),
        ({"name": "云建国", "id_number": "150221201001010013"}, "未满十八周岁"),
    ):
        page = client.fill(client.page(at(of_a_child)), relation="father", **typed)
        assert (page.status, said in page.text) == (422, True), typed
    assert child(db.session.get(Dispute, of_a_child.id)).agent is None


def test_a_namesake_with_another_number_may_act(cast, of_a_child):
    other = of_a_child.parties[1].party.person
    of_a_child.name_agent(child(of_a_child), other.name, phone="13904770009", relation="father", by=cast.mediator)
    assert child(of_a_child).agent.name == other.name


def test_a_child_of_the_same_side_acts_for_nobody(cast, of_a_pupil):
    name = of_a_pupil.parties[1].party.name
    with pytest.raises(RuleError, match="代理人未满十八周岁"):
        of_a_pupil.name_agent(of_a_pupil.parties[2], name, relation="entrusted", by=cast.mediator)


def test_the_guardian_comes_to_the_sitting_and_the_papers_say_who_spoke_for_the_child(as_user, cast, of_a_child):
    of_a_child.name_agent(child(of_a_child), "云建国", relation="father", by=cast.mediator)
    db.session.commit()
    client, dispute_id, party = as_user("mediator"), of_a_child.id, child(of_a_child).party
    url, name = f"/mediation/disputes/{dispute_id}", party.name
    form = client.page(f"{url}/sessions/new")
    assert f"{name}的法定代理人云建国（父亲）" in form.text
    client.fill(form, present=[], agents_present=[party.id], transcript="申请人：同意。", outcome="agreed")
    session = db.session.get(Dispute, dispute_id).sessions[-1]
    assert (session.present, session.agents_present) == ([], [party.id])
    assert f"到场：{name}的法定代理人云建国（父亲）" in text_of(client.get(f"{url}/sessions/{session.id}.pdf"))
    paper = text_of(client.get(f"{url}/acceptance.pdf"))
    assert f"{name}同意调解（由法定代理人云建国（父亲）代为表示）" in paper
    assert "法定代理人：云建国（父亲）" in paper
    db.session.get(Dispute, dispute_id).conclude(by=cast.mediator)
    db.session.commit()
    signing = client.page(f"{url}/signatures")
    assert f"{name}（法定代理人云建国（父亲）代为签名）" in signing.text


def test_the_guardian_is_named_before_the_acceptance_which_says_who_spoke(as_user, cast, pending):
    child(pending).party.person.birth_date = clock.today() - timedelta(days=11 * 366)
    db.session.commit()
    client, url = as_user("mediator"), f"/mediation/disputes/{pending.id}/acceptance"
    assert "请先登记代理人" in client.page(url).text
    client.fill(client.page(at(pending)), name="云建国", relation="guardian")
    assert "（法定代理人云建国（其他监护人）代为表示）" in client.page(url).text


def test_who_acts_in_the_dispute_acts_in_the_case(of_a_child, cast):
    party = child(of_a_child)
    party.party.guardian_note = "父母在外打工"
    of_a_child.name_agent(party, "云建国", relation="father", phone="13904770001", by=cast.mediator)
    db.session.commit()
    assert (party.party.lacks_guardian, party.party.guardian_note) == (False, "")
    assert party.party.who_acts == "法定代理人云建国（父亲）"
    assert party.party.agent.phone == "13904770001"
    assert party.party.agent is not party.agent


def test_the_guardian_is_asked_at_the_visit(cast, of_a_child):
    of_a_child.name_agent(child(of_a_child), "云建国", relation="father", by=cast.mediator)
    assert visit(of_a_child)["interviewee"] == "云建国"


def test_what_the_form_asks_for_and_nobody_knows_is_a_line_for_the_pen(as_user, of_a_child):
    paper = text_of(as_user("mediator").get(f"/mediation/disputes/{of_a_child.id}/agreement.pdf")).replace("\n", "")
    for label in ("民族", "职业或职务", "统一社会信用代码", "法定代表人（负责人）", "住所地"):
        assert f"{label}：" in paper, label
    assert "工作单位：" not in paper
