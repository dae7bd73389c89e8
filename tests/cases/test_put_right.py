"""更正: what was registered is put right by whoever may, with the reason; timeline and papers tell of it; number and deadline stay."""

import pytest

from portal.cases.models import Case
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case


def amended(case: Case, **entries) -> Case:
    case.amend("当事人来电说明。", by=entries.pop("by"), **entries)
    db.session.flush()
    return case


def test_the_form_comes_filled_and_the_timeline_tells_what_it_was_and_is(as_user, cast, case):
    clerk, ident, number = as_user("clerk"), case.id, case.number
    assert f"/cases/{ident}/correction" in clerk.page(f"/cases/{ident}").links()
    form = clerk.page(f"/cases/{ident}/correction")
    assert form.fields(form.form())["title"] == "楼上漏水损坏天花板"
    due = case.due_at
    page = clerk.fill(
        form,
        title="楼上噪音扰民",
        kind="0203",
        unit_id=str(cast.unit_ids["nangan"]),
        risk="high",
        claim_fen="3000",
        reason="听错了。",
    )
    assert page.status == 200
    changed = db.session.get(Case, ident)
    assert (changed.title, changed.kind, changed.unit.short_name) == ("楼上噪音扰民", "0203", "南干社区")
    assert (changed.number, changed.due_at, changed.community_id) == (number, due, cast.unit_ids["nangan"])
    assert (changed.risk, changed.claim_fen) == ("high", 300_000)
    told = changed.events[-1].note
    for said in (
        "事项名称由“楼上漏水损坏天花板”改为“楼上噪音扰民”",
        "所在单位由",
        "风险等级由“未评”改为“高”",
        "编号和办理时限不变",
        "听错了。",
    ):
        assert said in told


def test_what_changes_nothing_is_said_at_the_field(as_user, case):
    clerk, ident = as_user("clerk"), case.id
    page = clerk.fill(clerk.page(f"/cases/{ident}/correction"), reason="再看一遍。")
    assert (page.status, "没有需要更正的内容" in page.text) == (422, True)
    assert page.fields(page.form())["reason"] == "再看一遍。"
    assert clerk.fill(clerk.page(f"/cases/{ident}/correction"), title="噪音").status == 422  # no reason
    assert db.session.get(Case, ident).corrected_at is None


def test_numbers_of_people_do_not_reach_the_timeline(cast, case):
    number, was = case.parties[0].person.id_number, case.description
    case.description = f"{was}身份证{number}"
    db.session.flush()
    amended(case, by=cast.clerk, description="三楼漏水。")
    db.session.expire(case.events[-1])
    assert was[:10] in case.events[-1].note
    assert number not in case.events[-1].note


def test_before_acceptance_by_whoever_registers_there_later_by_whoever_accepts(as_user, cast, case):
    amended(case, by=cast.mediator, title="噪音")
    with pytest.raises(NotAllowed):
        amended(case, by=cast.outsider, title="狗叫")
    case.triage(kind="0201", level="minor", by=cast.clerk)
    amended(case, by=cast.clerk, title="狗叫")
    with pytest.raises(NotAllowed, match="受理之后"):
        amended(case, by=cast.mediator, title="漏水")
    db.session.commit()
    mediator, url = as_user("mediator"), f"/cases/{case.id}/correction"
    assert mediator.get(url).status_code == 403
    assert url not in mediator.page(f"/cases/{case.id}").links()


def test_what_is_archived_stays_as_it_is(cast, case):
    case.decline("不属于受理范围。", by=cast.clerk)
    amended(case, by=cast.clerk, title="噪音")
    case.archive(by=cast.clerk)
    with pytest.raises(WrongState):
        amended(case, by=cast.clerk, title="漏水")


def test_not_into_another_county(cast, case):
    with pytest.raises(RuleError, match="另一个旗县区"):
        amended(case, by=cast.clerk, unit=cast.outside_community)


def test_a_party_is_added_found_or_entered(as_user, cast, case):
    known = factories.resident(cast.taixing)
    number, name, ident = known.id_number, known.name, case.id
    db.session.commit()
    clerk = as_user("clerk")
    form = clerk.page(f"/cases/{ident}/parties/new")
    row = {"applicants-0-name": name, "applicants-0-id_number": number}
    given = form.fields(form.form()) | row | {"side": "3", "reason": "房东也要到场。"}
    assert clerk.post(f"/cases/{ident}/parties/new", data=given).status_code == 303
    case = db.session.get(Case, ident)
    assert [(each.side_name, each.person.id_number) for each in case.parties][-1] == ("第三人", number)
    assert number not in case.events[-1].note
    assert name not in case.events[-1].note
    again = clerk.page(f"/cases/{ident}/parties/new")
    page = clerk.fill(again, **{"applicants-0-name": name, "applicants-0-id_number": number}, side="1", reason="再加。")
    assert (page.status, "已经是本件的第三人" in page.text) == (422, True)
    empty = clerk.fill(clerk.page(f"/cases/{ident}/parties/new"), side="1", reason="再加。")
    assert (empty.status, "请填写姓名或名称" in empty.text) == (422, True)


def test_sides_are_corrected_and_who_does_not_belong_is_taken_off(as_user, cast, case):
    clerk, ident = as_user("clerk"), case.id
    first, second = (each.id for each in case.parties)
    at = f"/cases/{ident}/parties/{second}/correction"
    same = clerk.fill(clerk.page(at), side="2", reason="再看。")
    assert (same.status, "没有改动" in same.text) == (422, True)
    assert clerk.fill(clerk.page(at), side="3", reason="只是邻居。").status == 200
    assert [each.side for each in db.session.get(Case, ident).parties] == [1, 3]
    only = clerk.fill(clerk.page(f"/cases/{ident}/parties/{first}/correction"), side="0", reason="登记错了。")
    assert (only.status, "唯一的申请人" in only.text) == (422, True)
    assert clerk.fill(clerk.page(at), side="0", reason="登记错了。").status == 200
    assert [each.id for each in db.session.get(Case, ident).parties] == [first]
    assert clerk.get(at).status_code == 404


def test_numbers_that_are_left_in_the_description_are_told_and_none_is_taken_in_the_place(as_user, cast, case):
    clerk, at = as_user("clerk"), f"/cases/{case.id}/correction"
    refused = clerk.fill(clerk.page(at), location="南干社区 13800001234", reason="补地点。")
    assert (refused.status, "这里不能写电话号码" in refused.text) == (422, True)
    told = clerk.fill(clerk.page(at), description="打 13800001234 找他。", reason="补情况。")
    assert "简要情况里有电话号码，已照原样存下" in told.text
    form = clerk.page("/cases/new")
    given = {"unit_id": cast.unit_ids["taixing"], "title": "漏水", "kind": "0203", "applicants-0-name": "云建国"}
    told = clerk.fill(form, **given, description="打 13800001234 找他。")
    assert "简要情况里有电话号码，已照原样存下" in told.text


def test_whoever_may_not_see_numbers_corrects_around_them(as_user, cast):
    """The box shows them masked, as the page does; what stays there is stored as it was."""
    number, phone, other = "152722198503121232", "13800001234", "13900001234"
    case = factories.case(cast.grid1, by=cast.grid)
    case.description = f"对方身份证{number}，电话{phone}。"
    db.session.commit()
    grid, ident = as_user("grid"), case.id
    form = grid.page(f"/cases/{ident}/correction")
    assert (number in form.text, phone in form.text, "138****1234" in form.text) == (False, False, True)
    shown = form.fields(form.form())["description"]
    untouched = grid.fill(form, reason="再看一遍。")
    assert (untouched.status, "没有需要更正的内容" in untouched.text) == (422, True)
    assert grid.fill(form, description=f"{shown}他儿子{other}。", title="噪音", reason="补充。").status == 200
    assert db.session.get(Case, ident).description == f"对方身份证{number}，电话{phone}。他儿子{other}。"
    assert phone in as_user("clerk").page(f"/cases/{ident}/correction").text


def test_the_telephone_of_an_organisation_is_masked(as_user, cast):
    shop = factories.organisation(cast.street, phone="13847712345")
    case = factories.case(cast.taixing, by=cast.clerk, parties=[(1, factories.resident(cast.taixing)), (2, shop)])
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert "138****2345" in page.text
    assert "13847712345" not in page.text
    assert f"/cases/{case.id}/parties/{case.parties[1].id}/phone" in page.links()


def test_how_many_people_is_asked_for_in_digits(as_user, case):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/correction"), people_count="三", reason="补人数。")
    assert (page.status, "请填数字，例如 3" in page.text) == (422, True)
