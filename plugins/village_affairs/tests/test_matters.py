"""四议两公开: a meeting that is none is refused on the spot; votes, days, order of the sheets; objections; taken up again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.village_affairs.models.matter import VillageMatter
from plugins.village_affairs.rules import EXAMPLES, quorate
from plugins.village_affairs.samples import HELD, MATTERS
from plugins.village_affairs.settings import VillageSettings
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database
HERE = "/village_affairs/matters"


@pytest.fixture
def noticed(cast, examined) -> VillageMatter:
    """The representatives meet in ten days."""
    examined.notify(body="representatives", meeting_on=clock.today() + timedelta(days=10), by=cast.clerk)
    db.session.commit()
    return examined


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.words)
def test_worked_examples(example):
    assert example.fault == ""


def test_every_setting_of_a_right_has_worked_examples():
    assert VillageSettings.unworked() == []


def test_more_than_were_asked_cannot_come():
    assert "多于应到" in quorate(10, 11, "half")


def test_a_meeting_with_too_few_is_none_and_nothing_is_lost(as_user, matter):
    clerk, url = as_user("clerk"), f"{HERE}/{matter.id}/proposal"
    page = clerk.fill(clerk.page(url), venue="会议室", expected="9", present="4", agreed="4", text="同意修路。")
    assert page.status == 422
    assert "本次不成会" in page.text
    assert page.fields(page.form())["text"] == "同意修路。"
    db.session.refresh(matter)
    assert (matter.status, matter.sheets) == ("raised", [])


@pytest.mark.parametrize("votes", [(30, 1, 0), (30, 2, 1), (0, 0, 0)])
def test_votes_are_those_of_who_came(matter, meet, votes):
    agreed, against, abstained = votes
    with pytest.raises(RuleError, match="应等于实到 32 人"):
        meet(matter, "propose", agreed=agreed, against=against, abstained=abstained)


def test_half_of_those_present_is_not_enough(matter, meet):
    meet(matter, "propose", present=32, agreed=16, against=16, abstained=0)
    assert (matter.status, matter.sheets[0].passed) == ("rejected", False)


def test_the_representatives_need_two_thirds(noticed, meet):
    with clock.pretend(clock.now() + timedelta(days=11)):
        with pytest.raises(RuleError, match="应到 45 人，实到 29 人，须三分之二以上到会"):
            meet(noticed, "resolve", present=29, agreed=29, against=0, abstained=0)
        meet(noticed, "resolve", present=30, agreed=30, against=0, abstained=0)
    assert noticed.status == "resolved"


def test_everybody_is_told_ten_days_before(cast, examined):
    with pytest.raises(RuleError, match="应提前 10 日通知"):
        examined.notify(body="representatives", meeting_on=clock.today() + timedelta(days=9), by=cast.clerk)


def test_nor_is_the_meeting_held_earlier(noticed, meet):
    with pytest.raises(RuleError, match="不能提前"):
        meet(noticed, "resolve")


def test_what_only_villagers_may_decide_is_not_for_representatives(cast, examined):
    examined.villagers_only = True
    with pytest.raises(RuleError, match="须由村民会议决定"):
        examined.notify(body="representatives", meeting_on=clock.today() + timedelta(days=10), by=cast.clerk)


def test_sheets_follow_each_other_in_time(matter, meet):
    meet(matter, "propose")
    with pytest.raises(RuleError, match="日期早于上一联"):
        meet(matter, "consult", on=clock.today() - timedelta(days=1))


def test_a_day_that_is_wrong_is_said_at_the_day(as_user, matter, meet):
    meet(matter, "propose")
    db.session.commit()
    clerk, url = as_user("clerk"), f"{HERE}/{matter.id}/consultation"
    given = {"venue": "会议室", "expected": "9", "present": "9", "agreed": "9", "text": "同意修路。"}
    page = clerk.fill(clerk.page(url), on=str(clock.today() - timedelta(days=1)), **given)
    (wrong,) = page.tree.xpath("//*[@aria-invalid='true']/@name")
    assert (page.status, wrong, "日期早于上一联" in page.text) == (422, "on", True)


def test_the_six_sheets_bear_linked_numbers(stage):
    matter = MATTERS.bring("archived", stage)
    assert [each.number.removeprefix(matter.number) for each in matter.sheets] == [f"-{n}" for n in range(1, 7)]


def test_an_objection_is_answered_before_anything_is_carried_out(cast, stage):
    matter = MATTERS.bring("published", stage)
    made = matter.object("太贵", by=cast.clerk)
    assert matter.events[-1].note.endswith(" 前答复。太贵"), "what is typed may have no full stop"
    with clock.pretend(clock.now() + timedelta(days=20)):
        with pytest.raises(RuleError, match="还有 1 条异议没有答复"):
            matter.carry_out(responsible="村主任", due_on=clock.today(), by=cast.clerk)
        matter.answer(made, "已比价三家。", by=cast.clerk)
        with pytest.raises(WrongState):
            matter.answer(made, "再答。", by=cast.clerk)
        matter.carry_out(responsible="村主任", due_on=clock.today(), by=cast.clerk)
    assert matter.status == "carried"


def test_nor_before_the_publication_is_over(cast, stage):
    matter = MATTERS.bring("published", stage)
    with pytest.raises(RuleError, match="期满后才能继续"):
        matter.carry_out(responsible="村主任", due_on=clock.today(), by=cast.clerk)


def test_what_failed_is_taken_up_after_thirty_days_and_the_old_sheets_stay(cast, matter, meet):
    meet(matter, "propose", present=32, agreed=1, against=31, abstained=0)
    with pytest.raises(RuleError, match="起才能修改再议"):
        matter.take_up(title="修路", text="缩短", by=cast.clerk)
    with clock.pretend(clock.now() + timedelta(days=30)):
        matter.take_up(title="修路", text="缩短", by=cast.clerk)
        meet(matter, "propose")
    assert [each.number.removeprefix(matter.number) for each in matter.sheets] == ["-1", "-再议2-1"]


def test_papers(as_user, stage):
    matter = MATTERS.bring("reported", stage)
    db.session.commit()
    clerk = as_user("clerk")
    for path in ("decision.pdf", "result.pdf", f"sheets/{matter.sheets[3].id}.pdf"):
        answer = clerk.get(f"{HERE}/{matter.id}/{path}")
        assert (path, answer.status_code, answer.data[:4]) == (path, 200, b"%PDF")
    assert clerk.get(f"{HERE}/{matter.id}/blanks.pdf").status_code == 409


def test_blank_sheets_are_printed_before_the_meetings(as_user, matter):
    clerk = as_user("clerk")
    assert clerk.get(f"{HERE}/{matter.id}/blanks.pdf").data[:4] == b"%PDF"
    assert clerk.get(f"{HERE}/{matter.id}/decision.pdf").status_code == 409


def test_only_who_may_enters_a_matter(cast):
    with pytest.raises(NotAllowed):
        VillageMatter.raise_matter(unit=cast.taixing, by=cast.grid, **MATTERS.begun[1].args)


def test_only_a_village_or_community_has_matters(as_user, cast):
    for unit in (cast.street, cast.grid1):
        with pytest.raises(RuleError, match="不是村、社区"):
            VillageMatter.raise_matter(unit=unit, by=cast.clerk, **MATTERS.begun[1].args)
    offered = as_user("clerk").page(f"{HERE}/new").tree.xpath("//select[@name='unit_id']/option/text()")
    assert {each.strip() for each in offered} == {"泰兴社区", "南干社区"}


# -- put right ---------------------------------------------------------------------------------------------------------


def test_what_was_entered_wrongly_is_corrected_before_anything_is_decided(as_user, cast, matter, meet):
    clerk, url = as_user("clerk"), f"{HERE}/{matter.id}"
    number, nangan = matter.number, str(cast.unit_ids["nangan"])
    page = clerk.fill(clerk.page(f"{url}/correction"), title="修南段机耕路", kind="welfare", unit_id=nangan)
    assert (page.status, page.heading) == (200, "修南段机耕路")
    assert "更正：事项、类别、所在村、社区（白泥井村改为南干社区）" in page.text
    put_right = db.session.get_one(VillageMatter, matter.id)
    assert (put_right.unit_id, put_right.number) == (cast.unit_ids["nangan"], number)
    assert "没有改动" in clerk.fill(clerk.page(f"{url}/correction")).text
    meet(put_right, "propose")
    db.session.commit()
    assert clerk.get(f"{url}/correction").status_code == 409


def test_not_to_a_place_where_one_may_not_enter_it(cast, matter):
    given = {
        name: getattr(matter, name) for name in ("title", "text", "origin", "kind", "villagers_only", "budget_fen")
    }
    with pytest.raises(RuleError, match="不能在这个村、社区"):
        matter.correct(cast.outside_community, by=cast.clerk, **given)


def test_one_that_is_not_pursued_is_dropped_with_the_reason(as_user, matter):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"{HERE}/{matter.id}/dropping"), text="和另一件重复。")
    assert ("已作废" in page.text, "和另一件重复。" in page.text) == (True, True)
    assert clerk.get(f"{HERE}/{matter.id}/proposal").status_code == 409
    assert "修北段机耕路" not in clerk.page("/").text


def test_a_sheet_that_was_written_down_wrongly_is_put_right_and_keeps_what_stood_there(as_user, matter, meet):
    meet(matter, "propose")
    meet(matter, "consult")
    db.session.commit()
    sheet, clerk = matter.sheets[0].id, as_user("clerk")
    url = f"{HERE}/{matter.id}/sheets/{sheet}/correction"
    assert url in clerk.page(f"{HERE}/{matter.id}").links()
    page = clerk.fill(clerk.page(url), expected="50", present="40", agreed="38", reason="抄错一行。")
    assert "应到 50，实到 40" in page.text
    assert (
        f"{clock.today()} 更正，原来是 {clock.today()}，应到 45 人，实到 32 人，同意 30，反对 1，弃权 1。抄错一行。"
        in page.text
    )
    assert clerk.get(f"{HERE}/{matter.id}/sheets/{sheet}.pdf").data[:4] == b"%PDF"


@pytest.mark.parametrize(
    ("wrong", "at", "said"),
    [
        ({"present": "20", "agreed": "20", "against": "0", "abstained": "0"}, "present", "本次不成会"),
        ({"agreed": "29"}, "agreed", "应等于实到"),
        ({"agreed": "2", "against": "29"}, "agreed", "结果会变"),
        ({"on": "2020-01-01"}, "on", ""),
        ({"reason": ""}, "reason", "请写明为什么更正"),
    ],
)
def test_what_is_wrong_is_said_at_its_box(as_user, matter, meet, wrong, at, said):
    with clock.pretend(clock.now() - timedelta(days=3)):
        meet(matter, "propose")
    meet(matter, "consult")
    db.session.commit()
    sheet = matter.sheets[1 if at == "on" else 0].id
    clerk, url = as_user("clerk"), f"{HERE}/{matter.id}/sheets/{sheet}/correction"
    page = clerk.fill(clerk.page(url), **{"reason": "抄错。"} | wrong)
    marked = page.tree.xpath("//*[@aria-invalid='true']/@name")
    assert (page.status, marked, said in page.text) == (422, [at], True)


def test_the_result_of_the_last_sheet_may_turn(matter, meet, cast):
    meet(matter, "propose", present=32, agreed=3, against=29, abstained=0)
    db.session.flush()
    held = HELD | {"on": clock.today(), "agreed": 30, "against": 2, "abstained": 0}
    matter.correct_sheet(matter.sheets[0], "把 30 票抄成 3 票。", by=cast.clerk, **held)
    assert (matter.status, matter.sheets[0].passed, matter.rejected_on) == ("proposed", True, None)


def test_a_publication_is_no_meeting_that_could_be_put_right(cast, stage):
    matter = MATTERS.bring("published", stage)
    with pytest.raises(RuleError, match="公开的一联不能更正"):
        matter.correct_sheet(matter.sheets[-1], "试", by=cast.clerk, **HELD | {"on": clock.today()})


@pytest.mark.parametrize("posted", ["published", "carried"])
def test_a_decision_that_was_posted_is_posted_again_with_what_was_corrected(as_user, cast, village, stage, posted):
    matter = MATTERS.bring(posted, replace(stage, unit=village))
    sheet = next(each for each in matter.sheets if each.kind == "resolve")
    matter.sheets[-1].on = sheet.on
    stood, held = sheet.votes, {name: getattr(sheet, name) for name in HELD} | {"on": sheet.on}
    matter.correct_sheet(
        sheet, "抄错一票。", by=cast.clerk, **held | {"agreed": sheet.agreed - 1, "abstained": sheet.abstained + 1}
    )
    assert matter.status == "resolved"
    assert "公告要重新公开" in matter.events[-1].note
    db.session.commit()
    clerk, url = as_user("clerk"), f"{HERE}/{matter.id}"
    assert clerk.get(f"{url}/decision.pdf").status_code == 409, "what hung there is not right any more"
    clerk.fill(clerk.page(f"{url}/publication"), venue="村务公开栏", text="以更正后的票数为准。")
    db.session.expire_all()
    assert (matter.status, matter.posted) == ("published", True)
    assert "重新公开，原来" in next(each for each in matter.sheets if each.kind == "publish").correction
    assert clerk.get(f"{url}/decision.pdf").data[:4] == b"%PDF"
    assert stood in sheet.correction


def test_a_year_that_was_mistyped_chooses_no_other_law(cast, matter, meet):
    last_year = {"on": clock.today() - timedelta(days=360)}
    with pytest.raises(RuleError, match=f"最早 {clock.today() - timedelta(days=180)}"):
        meet(matter, "propose", **last_year)
    yesterday = clock.today() - timedelta(days=1)
    meet(matter, "propose", on=yesterday)
    db.session.flush()
    for wrong in (last_year["on"], yesterday - timedelta(days=1)):
        with pytest.raises(RuleError, match=f"最早 {yesterday}"):
            matter.correct_sheet(matter.sheets[0], "抄错。", by=cast.clerk, **HELD | {"on": wrong})


def test_nor_is_the_meeting_of_an_earlier_attempt_put_before_its_notice(cast, noticed, meet):
    day = noticed.meeting_on
    with clock.pretend(clock.now() + timedelta(days=10)):
        meet(noticed, "resolve", agreed=1, against=31, abstained=0)
    with clock.pretend(clock.now() + timedelta(days=60)):
        noticed.take_up(title="修路", text="缩短", by=cast.clerk)
        db.session.flush()
        held = HELD | {"agreed": 1, "against": 31, "abstained": 0}
        told = noticed.noticed_on
        with pytest.raises(RuleError, match=f"通知的开会日期是 {told}，不能提前"):
            noticed.correct_sheet(
                noticed.sheets[-1], "抄错。", by=cast.clerk, **held | {"on": told - timedelta(days=1)}
            )
        noticed.correct_sheet(noticed.sheets[-1], "抄错。", by=cast.clerk, **held | {"on": day})


def test_a_community_posts_on_its_own_board(as_user, cast, stage):
    town = replace(stage, unit=cast.taixing)
    matter = MATTERS.bring("resolved", town)
    db.session.commit()
    form = as_user("clerk").page(f"{HERE}/{matter.id}/publication")
    assert form.fields(form.form())["venue"] == "居务公开栏"
    assert "须由村民会议、居民会议决定" in as_user("clerk").page(f"{HERE}/new").text
