"""撤回、重新办理、并入、拆分: what becomes of the case, of who has it in hand, and of the parties; and what cannot be."""

import pytest

from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """In the hands of the department."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


@pytest.fixture
def other(cast) -> Case:
    case = factories.case(cast.nangan, by=cast.clerk, title="楼下漏水")
    db.session.commit()
    return case


def again(case: Case) -> Case:
    return db.session.get(Case, case.id, populate_existing=True)


# -- 撤回, 重新办理 ----------------------------------------------------------------------------------------------------


def test_it_is_withdrawn_and_the_department_is_told(as_user, cast, case):
    clerk, at = as_user("clerk"), f"/cases/{case.id}/withdrawal"
    assert at in clerk.page(f"/cases/{case.id}").links()
    assert clerk.fill(clerk.page(at)).status == 422
    page = clerk.fill(clerk.page(at), way="phone", reason="双方已经和好。")
    assert page.status == 200
    assert (again(case).status, case.assignments[0].status) == ("resolved", "ended")
    assert case.parties[0].name not in case.events[-1].note
    assert "电话撤回。双方已经和好。" in case.events[-1].note
    assert case.title in as_user("department").page("/").text
    twice = clerk.get(at)
    assert twice.status_code == 409
    assert "由申请人电话撤回" in twice.get_data(as_text=True)


def test_who_did_not_withdraw_goes_on(as_user, cast, case):
    case.add_party(1, factories.resident(cast.taixing), "一起来的。", by=cast.clerk)
    db.session.commit()
    clerk, at = as_user("clerk"), f"/cases/{case.id}/withdrawal"
    page = clerk.fill(clerk.page(at), parties=str(case.parties[0].id), way="visit", reason="不要了。")
    assert (page.status, "没有撤回，这件事还要办" in page.text) == (422, True)
    assert again(case).open


def test_who_withdrew_of_a_family_leaves_and_can_be_told_from_the_others(as_user, cast, case):
    family = [factories.resident(cast.taixing, name=name) for name in ("欧阳晓明", "欧阳晓红")]
    for who in family:
        case.add_party(1, who, "一起来的。", by=cast.clerk)
    db.session.commit()
    clerk, first, last = as_user("clerk"), case.party_of(family[0]), case.party_of(family[1])
    page = clerk.fill(clerk.page(f"/cases/{case.id}/withdrawal"), parties=str(first.id), way="visit", reason="不要了。")
    assert "欧阳晓红没有撤回" in page.text
    page = clerk.fill(clerk.page(f"/cases/{case.id}/parties/{last.id}/correction"), side="-1", reason="当面说的。")
    assert page.status == 200
    assert "已经撤回，不再是本件的当事人。当面说的。" in again(case).events[-1].note
    assert [each.who for each in again(case).side(1)][1:] == family[:1]
    case.withdraw(case.side(1), "phone", "和好了。", by=cast.clerk)
    assert "申请人共 2 人，电话撤回。" in case.outcome


def test_what_did_not_happen_is_not_ticked(as_user, cast, case, other):
    other.withdraw(other.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    way = [
        each.text
        for each in clerk.page(f"/cases/{other.id}").tree.iter("li")
        if "step" in each.get("class", "").split()
    ]
    assert way == ["登记", "撤回", "归档"]


def test_it_is_taken_up_again_as_often_as_the_unit_allows(as_user, cast, case):
    case.withdraw(case.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    clerk, at = as_user("clerk"), f"/cases/{case.id}/reopening"
    assert clerk.fill(clerk.page(at), text="又漏了。").status == 200
    assert (again(case).status, case.outcome, case.closed_at, case.withdrawal) == ("triaged", "", None, None)
    case.resolve("修好了。", by=cast.clerk)
    with pytest.raises(RuleError, match="最多 1 次"):
        case.reopen("又漏了。", by=cast.clerk)
    change("cases", cast.county, {"reopen_times": 2}, by=cast.clerk, reason="文件")
    case.reopen("又漏了。", by=cast.clerk)
    case.resolve("修好了。", by=cast.clerk)
    case.archive(by=cast.clerk)
    with pytest.raises(WrongState):
        case.reopen("又漏了。", by=cast.clerk)


def test_what_nobody_had_accepted_waits_for_that_again(cast, other):
    other.withdraw(other.side(1), "visit", "和好了。", by=cast.clerk)
    other.reopen("又漏了。", by=cast.director)
    assert other.status == "registered"


def test_an_answer_from_before_it_was_taken_up_again_is_none(cast, case):
    first = case.assignments[0]
    first.acknowledge(by=cast.department)
    first.report("修好了。", by=cast.department)
    case.resolve("修好了。", by=cast.clerk)
    case.reopen("又漏了。", by=cast.director)
    assert not case.is_led
    second = case.assign(cast.labour_bureau, by=cast.clerk)
    second.return_("不归我们管。", by=cast.department)
    assert case.status == "triaged"


def test_what_was_declined_waits_to_be_accepted_again(cast, other):
    other.decline("不归我们管。", by=cast.clerk)
    other.reopen("归我们管。", by=cast.director)
    assert (other.status, other.closed_at) == ("registered", None)


@pytest.mark.parametrize("typed", ["{last}", "{number:05}", "{series}{last}号", "{series}{last}"])
def test_the_last_digits_of_a_number_are_enough(as_user, cast, case, other, typed):
    series, _, rest = other.number.partition("〕")
    last = int(rest.strip("号"))
    given = typed.format(series=series.replace("〔", "(") + ")", last=last, number=last)
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number=given, reason="同一处漏水。")
    assert (page.status, "已并入" in page.text, f"/cases/{other.id}" in page.links()) == (200, True, True)


def test_thousands_of_digits_are_no_number_of_a_case(as_user, case):
    clerk = as_user("clerk")
    clerk_page = clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number="1" * 5000, reason="同一处漏水。")
    assert (clerk_page.status, "最多 60 个字" in clerk_page.text) == (422, True)


# -- 并入 -----------------------------------------------------------------------------------------------------------------


def test_it_goes_on_as_one_and_everybody_with_it(as_user, cast, case, other):
    clerk, at, people = as_user("clerk"), f"/cases/{case.id}/merger", {each.who for each in case.parties}
    typed = other.number.replace("〔", " [").replace("〕", "]")
    page = clerk.fill(clerk.page(at), number=typed, reason="同一处漏水。")
    assert page.status == 200
    assert "已并入" in page.text
    assert f"/cases/{other.id}" in page.links()
    assert (again(case).status, case.assignments[0].status) == ("resolved", "ended")
    assert people <= {each.who for each in again(other).parties}
    assert case.number in other.events[-1].note
    assert "并入本件的" in clerk.page(f"/cases/{other.id}").text
    back = clerk.fill(clerk.page(f"/cases/{case.id}/separation"), text="不是同一处。")
    assert back.status == 200
    assert (again(case).status, case.merge) == ("triaged", None)
    assert not people & {each.who for each in again(other).parties}
    assert clerk.get(f"/cases/{case.id}/separation").status_code == 409


def test_what_was_archived_with_it_stays_with_it(cast, case, other):
    case.merge_into(other, "同一处漏水。", by=cast.clerk)
    other.decline("不归我们管。", by=cast.clerk)
    other.archive(by=cast.clerk)
    with pytest.raises(RuleError, match="已经归档"):
        case.come_back("不是同一处。", by=cast.clerk)


def test_what_cannot_be_merged_is_said_at_the_field(as_user, cast, case, other):
    third = factories.case(cast.taixing, by=cast.clerk)
    third.merge_into(other, "一样。", by=cast.clerk)
    far = factories.case(cast.outside_community, by=cast.outsider)
    closed = factories.case(cast.taixing, by=cast.clerk)
    closed.decline("不属于受理范围。", by=cast.clerk)
    db.session.commit()
    clerk, at = as_user("clerk"), f"/cases/{case.id}/merger"
    for number, said in (
        (case.number, "不能并入自己"),
        ("没有〔2026〕1号", "没有找到这个编号"),
        (far.number, "没有找到这个编号"),
        (third.number, "自己已经并入了别的事项"),
        (closed.number, "不能再并入"),
    ):
        page = clerk.fill(clerk.page(at), number=number, reason="一样。")
        assert (page.status, said in page.text) == (422, True), number
        assert page.fields(page.form())["number"] == number
    assert again(case).status == "assigned"
    with pytest.raises(RuleError, match="并入另一件"):
        third.reopen("还要办。", by=cast.clerk)


def test_who_is_a_party_of_another_merged_case_too_stays(cast, case, other):
    known = case.parties[0].who
    same = factories.case(cast.taixing, by=cast.clerk, parties=[(1, known)])
    case.merge_into(other, "同一处。", by=cast.clerk)
    same.merge_into(other, "同一处。", by=cast.clerk)
    case.come_back("不是同一处。", by=cast.clerk)
    assert known in {each.who for each in other.parties}
    same.come_back("也不是。", by=cast.clerk)
    assert known not in {each.who for each in other.parties}


def test_who_leaves_a_case_leaves_the_one_it_was_merged_into(cast, case, other):
    third = factories.case(cast.taixing, by=cast.clerk)
    gone, stays = {each.who for each in case.parties}, {each.who for each in other.parties}
    case.merge_into(other, "同一处。", by=cast.clerk)
    other.merge_into(third, "同一处。", by=cast.clerk)
    assert gone | stays <= {each.who for each in third.parties}
    case.come_back("不是同一处。", by=cast.clerk)
    parties = {each.who for each in third.parties}
    assert stays <= parties
    assert not gone & parties


# -- 拆分 -----------------------------------------------------------------------------------------------------------------


def test_a_part_becomes_a_case_of_its_own(as_user, cast, case):
    clerk, at = as_user("clerk"), f"/cases/{case.id}/division"
    asker, asked = (each.id for each in case.parties)
    given = {"title": "楼道堆物", "kind": "0203", "description": "堵住了楼道。", "reason": "两件事。"}
    nobody = clerk.fill(clerk.page(at), parties=str(asked), **given)
    assert (nobody.status, "至少选一名申请人" in nobody.text) == (422, True)
    page = clerk.fill(clerk.page(at), parties=str(asker), **given)
    assert page.status == 200
    made = db.session.scalars(db.select(Case).order_by(Case.id.desc())).first()
    assert (made.title, made.status, [each.who for each in made.parties]) == (
        "楼道堆物",
        "registered",
        [again(case).parties[0].who],
    )
    assert "由本件拆分出的" in page.text
    assert "拆分自" in clerk.page(f"/cases/{made.id}").text


# -- 以前的事项 ----------------------------------------------------------------------------------------------------------


def test_who_was_here_before_is_shown_with_what_the_reader_may_see(as_user, cast, case):
    person = case.parties[0].person
    before = factories.case(cast.taixing, by=cast.clerk, title="上次漏水", parties=[(1, person)])
    hidden = factories.case(cast.outside_community, by=cast.outsider, title="别处的事", parties=[(1, person)])
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert "同一当事人以前的事项" in page.text
    assert f"/cases/{before.id}" in page.links()
    assert hidden.title not in page.text
    assert "上次漏水" not in as_user("department").page(f"/cases/{case.id}").text


def test_who_is_looked_up_is_offered_with_the_last_matter(as_user, cast, case):
    asker = case.parties[0].person
    factories.case(cast.outside_community, by=cast.outsider, title="别处的事", parties=[(1, asker)])
    db.session.commit()
    clerk = as_user("clerk")
    form = clerk.page("/cases/new")
    typed = form.fields(form.form("/cases/new")) | {"applicants-0-id_number": asker.id_number, "find": "applicants-0"}
    shown = clerk.post("/cases/new", data=typed).get_data(as_text=True)
    assert f"来过 1 次，最近是 {clock.local(case.created_at):%Y-%m-%d} “{case.title}”" in shown
    assert "别处的事" not in shown


def test_in_the_list_the_same_matter_is_one_line_that_says_how_many_there_are(as_user, cast, other):
    reports = [factories.case(cast.nangan, by=cast.clerk, title=f"楼下漏水{number}") for number in (1, 2)]
    for each in reports:
        each.merge_into(other, "同一处漏水。", by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.page("/cases?status=open")
    assert [a.text for a in page.tree.xpath("//td[@class='main-cell']/a")] == ["楼下漏水（另有 2 件）"]
    said = f"楼下漏水1（已并入 {other.number}）"
    assert said in clerk.page("/cases?q=楼下漏水1").text
    reports[0].come_back("不是一处。", by=cast.clerk)
    db.session.commit()
    assert "楼下漏水（另有 1 件）" in clerk.page("/cases?status=open").text
    assert said not in clerk.page("/cases").text
