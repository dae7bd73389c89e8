"""见面记录: by the grade, without words that mean restraint, read by whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.sponsored.choices import EXPORT, LOG, RESTRAINT, VIEW
from plugins.sponsored.models import Sponsorship
from plugins.sponsored.samples import MET, STRIKING
from plugins.sponsored.settings import KEY, restraint_words
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database


def test_the_next_time_is_due_by_the_grade(meet):
    assert meet().next_contact_on == clock.today() + timedelta(days=7)


def test_nobody_was_met_before_it_was_approved(meet):
    with pytest.raises(RuleError, match="不能早于批准") as refused:
        meet(on=clock.today() - timedelta(days=1))
    assert refused.value.at == "on"


def test_the_timeline_names_nobody(meet):
    made = meet(with_leader=True)
    assert made.events[-1].note.startswith(f"{clock.today()}，上门，申请人。包案领导参加。")


def test_the_leader_may_tell_it_and_another_unit_may_not(cast, meet):
    meet(by=cast.director)
    with pytest.raises(NotAllowed, match="由责任单位"):
        meet(by=cast.clerk)


@pytest.mark.parametrize("word", RESTRAINT)
def test_words_that_mean_restraint_are_refused_in_the_log(word, meet):
    with pytest.raises(RuleError, match="限制人身自由") as refused:
        meet(done=f"安排人员{word}。")
    assert refused.value.at == "done"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "二十四小时看 管",
            "看、管",
            "看\n管",
            "看\u200b管",
            "看1管",
            "看①管",
            "看〇管",
            "看ー管",
            "看Ab管",
            "看\u3164管",
            "限 制1出行",
            "派人看。管",
            "派两个人看，管住他",
            "每天派人去看-。-管住他",
            "每天派人去看。1管住他不放",
            "安排两个人劝！返",
        ),
        *("截訪", "軟禁", "勸返", "攔截", "跟蹤", "扣押證件"),
    ],
)
def test_neither_what_stands_between_nor_traditional_characters_hide_them(text, draft):
    with pytest.raises(RuleError) as refused:
        draft(measures=text)
    assert refused.value.at == "measures"


@pytest.mark.parametrize(
    "text",
    [
        "看今后管理情况",
        "查看5号楼1单元管道",
        "劝其按时返校",
        "跟进行踪不明的老人",
    ],
)
def test_ordinary_words_are_not_taken_for_them(text, draft):
    assert draft(measures=text).measures == text


def test_the_form_says_it_at_the_field_and_keeps_what_was_typed(as_user, case, cast):
    clerk = as_user("clerk")
    page = clerk.page(f"/sponsored/cases/{case.id}/new")
    typed = {
        "grade": "key",
        "leader_id": str(cast.director.id),
        "handler": f"{cast.labour_bureau.id}-{cast.department.id}",
        "measures": "派人拦截。",
    }
    refused = clerk.fill(page, **typed)
    assert refused.status == 422
    assert "可以写的是上门看望" in refused.text
    assert refused.fields(refused.form())["measures"] == "派人拦截。"


def test_a_district_adds_words_and_takes_none_away(cast):
    with pytest.raises(RuleError, match="不能去掉"):
        change(KEY, cast.county, {"words": ["看管"]}, by=cast.district, reason="测试")
    change(KEY, cast.county, {"words": ["、".join((*RESTRAINT, "尾随"))]}, by=cast.district, reason="测试")
    change(KEY, cast.street, {"words": ["、".join((*RESTRAINT, "堵门"))]}, by=cast.district, reason="测试")
    assert {"看管", "尾随", "堵门"} <= set(restraint_words(cast.taixing))


def test_a_sign_that_was_added_as_a_word_forbids_nothing(cast, draft):
    change(KEY, cast.county, {"words": ["、".join((*RESTRAINT, "——"))]}, by=cast.district, reason="测试")
    assert draft(measures="上门听取诉求。").measures == "上门听取诉求。"


def test_who_has_no_part_in_it_reads_no_log(as_user, cast, sponsored, meet):
    sponsored.change_handler(cast.grid, cast.grid1, "由网格办理。", by=cast.director)
    meet(by=cast.director, said="要求当面道歉。")
    url = f"/sponsored/sponsorships/{sponsored.id}"
    assert "要求当面道歉。" in as_user("clerk").page(url).text
    assert "要求当面道歉。" not in as_user("grid").page(url).text
    assert as_user("department").get(url).status_code == 404
    assert as_user("outsider").get(url).status_code == 404


def test_a_partner_unit_sees_task_and_plan_and_nothing_of_what_was_said(as_user, cast, draft):
    made = draft(handler=cast.clerk, responsible=cast.street, leader=cast.director, partners=[cast.labour_bureau])
    made.approve(by=cast.director)
    told = {"party": made.case.parties[0], "on": clock.today(), "by": cast.clerk} | MET
    made.record_contact(**told)
    made.ask_to_strike(by=cast.clerk, **STRIKING)
    db.session.commit()
    department, at = as_user("department"), f"/sponsored/sponsorships/{made.id}"
    page = department.page(at).text
    assert made.measures in page
    assert MET["said"] not in page
    assert STRIKING["account"] not in page
    assert not made.allows(cast.department, EXPORT)
    assert department.get(f"{at}/responsibility.pdf").status_code == 403
    assert MET["said"] in as_user("clerk").page(at).text


def test_a_partner_unit_reads_nothing_before_it_is_approved(as_user, cast, draft):
    made = draft(handler=cast.clerk, responsible=cast.street, leader=cast.director, partners=[cast.labour_bureau])
    assert as_user("department").get(f"/sponsored/sponsorships/{made.id}").status_code == 404
    assert not made.allows(cast.department, VIEW)
    made.approve(by=cast.director)
    assert made.allows(cast.department, VIEW)


@pytest.mark.parametrize("right", [LOG, EXPORT])
def test_neither_log_nor_export_is_a_partners(cast, draft, right):
    made = draft(handler=cast.clerk, responsible=cast.street, partners=[cast.labour_bureau])
    made.approve(by=cast.director)
    db.session.flush()
    assert db.session.scalars(select(Sponsorship.id).where(Sponsorship.reach(cast.department, VIEW))).all() == [made.id]
    assert db.session.scalars(select(Sponsorship.id).where(Sponsorship.reach(cast.department, right))).all() == []
