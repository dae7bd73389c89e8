"""研判会: held, compared with others, signed by another, reported up; what became of what it foretold."""

from datetime import timedelta

import pytest

from plugins.briefs.models import Brief
from plugins.briefs.samples import OPINION, TYPED
from plugins.briefs.tests.conftest import LAST_WEEK, MONDAY, give, meeting
from portal import clock
from portal.accounts.models import Appointment, User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database


def beside(cast, opinion: str) -> Brief:
    """Of another community, for the same week."""
    made = Brief.start(unit=cast.nangan, on=LAST_WEEK, by=cast.director)
    made.hold(**meeting(opinion=opinion), by=cast.director)
    db.session.commit()
    return made


def community_clerk(cast) -> User:
    """Of the community that writes the report."""
    user = User(username="taixing_clerk", name="社区干事")
    user.bar_password()
    user.appointments = [Appointment(unit=cast.taixing, role="clerk")]
    db.session.add(user)
    db.session.flush()
    return user


def test_it_is_held_after_the_data_end(cast, brief):
    with pytest.raises(RuleError, match="会议要在这以后") as refused:
        brief.hold(**meeting(met_at=MONDAY - timedelta(days=1)), by=cast.clerk)
    assert refused.value.at == "met_at"


def test_somebody_was_there(cast, brief):
    with pytest.raises(RuleError, match="到会"):
        brief.hold(**meeting(attendances=[{"name": "孟和", "post": "", "came": False, "stand_in": ""}]), by=cast.clerk)


def test_whoever_wrote_last_does_not_sign(cast, met):
    met.revise(**meeting(grade="high"), by=cast.director)
    with pytest.raises(NotAllowed, match="最后修改的人"):
        met.sign(by=cast.director)
    met.sign(by=cast.district)
    assert met.signed_by == cast.district


def test_once_signed_nothing_is_written_any_more(cast, signed):
    with pytest.raises(WrongState):
        signed.revise(**meeting(), by=cast.clerk)


def test_what_is_sent_back_is_written_anew(cast, met):
    met.send_back("任务不清楚。", by=cast.director)
    met.hold(**meeting(), by=cast.clerk)
    assert (met.status, len(met.attendances), len(met.risks)) == ("met", 3, 2)


def test_the_same_words_as_the_week_before_are_said_to_author_and_signer(as_user, cast, signed):
    with clock.pretend(MONDAY + timedelta(days=7)):
        again = Brief.start(unit=cast.taixing, on=LAST_WEEK + timedelta(days=7), by=cast.clerk)
        again.hold(**meeting(), by=cast.clerk)
        db.session.commit()
        said = f"和“{signed.title}”（{signed.number}）相同 100%"
        assert said in as_user("clerk").page(f"/briefs/reports/{again.id}").text
        page = as_user("director").page(f"/briefs/reports/{again.id}/signature")
        assert "请核对是不是照抄" in page.text
        again.sign(by=cast.director)
    assert "相同 100%，照样签发" in again.events[-1].note


def test_the_same_words_as_another_community_are_said_to_whoever_sees_both(cast, met):
    beside(cast, OPINION.replace("楼道", "走廊"))
    assert "南干社区" in met.copied(cast.director)


def test_what_another_community_wrote_is_not_told_below(cast, met):
    beside(cast, OPINION)
    assert met.copied(community_clerk(cast)) == ""
    met.sign(by=cast.director)
    assert "南干社区" not in "".join(each.note for each in met.events)


def test_other_words_and_a_few_words_are_not(cast, met):
    beside(cast, "供暖开始以后顶层住户反映不热，请供热公司派人逐户测温，测完在楼门口公布，独居老人的先测。")
    assert met.copied(cast.director) == ""
    met.revise(**meeting(opinion="零报告。"), by=cast.clerk)
    assert met.alike(cast.director) == []


def test_of_those_it_is_compared_with_the_data_are_not_read(cast, met):
    ident, other = met.id, beside(cast, OPINION).id
    db.session.expunge_all()
    with statements() as seen:
        assert [each.id for each, _ in db.session.get_one(Brief, ident).alike(cast.director)] == [other]
    assert [".data" in each for each in (seen[0], seen[-1])] == [True, False]


def test_the_desk_says_what_comes_next(as_user, cast, brief):
    assert brief.title in as_user("clerk").page("/").text
    brief.hold(**meeting(), by=cast.clerk)
    db.session.commit()
    assert brief.title not in as_user("clerk").page("/").text
    assert brief.title in as_user("director").page("/").text


def test_it_is_reported_up(cast, signed):
    signed.report_up(by=cast.clerk)
    assert (signed.status, signed.events[-1].note) == ("reported", "报送昭君街道。")


def test_what_was_foretold_came_and_what_was_not_came_too(cast, signed):
    signed.judge(signed.risks[0], "came", by=cast.clerk)
    signed.miss("地下车库电动车起火。", by=cast.clerk)
    assert [each.outcome for each in signed.risks] == ["came", "", "missed"]
    with pytest.raises(RuleError, match="漏报"):
        signed.judge(signed.risks[2], "not", by=cast.clerk)


def test_it_is_filled_on_its_page_and_what_is_wrong_is_said_at_the_field(as_user, brief):
    client, at = as_user("clerk"), f"/briefs/reports/{brief.id}/meeting"
    page = client.page(at)
    assert "2026 年第 14 周新增 0 件" in page.text
    said = {"met_at": "2026-04-06 09:00", "venue": "会议室", "host": "孟和", "opinion": OPINION, "risks": "一\n" * 7}
    people = {"attendances__0__name": "孟和"}
    wrong = client.fill(page, **said | people)
    assert (wrong.status, "最多 4 条" in wrong.text) == (422, True)
    assert client.fill(wrong, risks=TYPED["risks"]).status == 200
    assert db.session.get(Brief, brief.id, populate_existing=True).status == "met"


def test_nobody_signs_another_opinion_than_the_one_that_was_seen(as_user, cast, met):
    director, at = as_user("director"), f"/briefs/reports/{met.id}/signature"
    opened = director.page(at)
    assert OPINION in opened.text
    met.revise(**meeting(opinion="零报告。"), by=cast.clerk)
    db.session.commit()
    page = director.fill(opened)
    assert page.status == 422
    assert "内容已经改过：研判意见。" in page.text
    assert "零报告。" in page.text
    assert db.session.get(Brief, met.id, populate_existing=True).status == "met"
    director.fill(page)
    assert db.session.get(Brief, met.id, populate_existing=True).status == "signed"


def test_a_task_that_is_set_meanwhile_does_not_go_out_unseen(as_user, cast, met):
    director = as_user("director")
    opened = director.page(f"/briefs/reports/{met.id}/signature")
    give(cast, met)
    db.session.commit()
    assert "内容已经改过：任务。" in director.fill(opened).text
