"""议事会: called about published topics, announced in time, held; too few may talk but not vote."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.consultation.models import Forum, Meeting, Topic
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database


def test_the_clerk_calls_it_on_its_page(as_user, topic):
    raised = topic(published=True)
    clerk = as_user("clerk")
    form = clerk.page("/consultation/meetings/new")
    assert "装充电棚" in form.text
    page = clerk.fill(form, topics=str(raised.id), chair="张建国", venue="议事厅", invited__0__name="王大爷")
    assert (page.status, "万豪花园" in page.heading) == (200, True)
    assert db.session.get(Topic, raised.id).status == "scheduled"


def test_without_topic_or_people_nothing_is_lost(as_user, topic):
    topic(published=True)
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/consultation/meetings/new"), chair="张建国", invited__0__name="")
    assert page.status == 422
    assert "请选择议题" in page.text
    assert "请至少填写一名参加人员" in page.text
    assert page.fields(page.form())["chair"] == "张建国"


def test_not_before_the_publication_of_its_topics_is_over(cast, call, topic):
    raised = topic()
    raised.accept(title=raised.title, text=raised.text, by=cast.clerk)
    raised.publish(by=cast.clerk)
    with pytest.raises(RuleError, match="公示期满以后"):
        call(topics=[raised], held_at=clock.now() + timedelta(days=1))


def test_a_topic_of_another_neighbourhood_is_not_taken_up(as_user, cast, topic):
    raised = topic(published=True)
    other = Forum.found(unit=cast.taixing, name="另一小区", households=80, venue="议事厅", by=cast.director)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(
        clerk.page(f"/consultation/forums/{other.id}/meetings/new"),
        topics=str(raised.id),
        chair="张建国",
        venue="议事厅",
        invited__0__name="王大爷",
    )
    assert (page.status, "只能选这个小区的议题" in page.text) == (422, True)
    assert db.session.scalar(select(Meeting.id)) is None
    assert page.fields(page.form())["chair"] == "张建国"


def test_meetings_of_a_forum_are_counted_by_year(call, topic):
    first, second = call(), call(topics=[topic(published=True, title="停车")])
    assert ("第1次" in first.title, "第2次" in second.title) == (True, True)
    assert first.number != second.number


def test_it_is_announced_in_time_by_the_rule_of_the_unit(cast, call):
    meeting = call(held_at=clock.now() + timedelta(days=5))
    change("consultation", cast.county, {"notice_days": ["10"]}, by=cast.district, reason="测试")
    with pytest.raises(RuleError, match="提前 10 日通知"):
        meeting.notify(by=cast.clerk)
    meeting.reschedule(held_at=clock.now() + timedelta(days=11), venue="广场", by=cast.clerk)
    meeting.notify(by=cast.clerk)
    assert meeting.status == "notified"


def test_nobody_who_votes_was_asked(call):
    from plugins.consultation.tests.conftest import people

    meeting = call(invited=people(0, 2))
    assert Meeting.notify.objection(meeting).startswith("还没有应到的")


@pytest.mark.parametrize(("came", "quorate"), [(2, False), (3, True), (5, True)])
def test_more_than_half_must_come(held, came, quorate):
    assert held(came).quorate is quorate


@pytest.mark.parametrize(("came", "quorate"), [(3, False), (4, True)])
def test_or_two_thirds_where_the_unit_says_so(cast, held, came, quorate):
    change("consultation", cast.county, {"quorum": ["two_thirds"]}, by=cast.district, reason="测试")
    assert held(came).quorate is quorate


def test_it_cannot_have_begun_before_the_day_of_its_notice(as_user, cast, call):
    with clock.pretend(clock.now() - timedelta(days=10)):
        meeting = call()
        meeting.notify(by=cast.clerk)
    db.session.commit()
    url, clerk = f"/consultation/meetings/{meeting.id}/attendance", as_user("clerk")
    yesterday = f"{clock.local(clock.now() - timedelta(days=1)):%Y-%m-%d %H:%M}"
    page = clerk.fill(clerk.page(url), held_at=yesterday)
    assert (page.status, f"通知的开会日期是 {clock.today()}" in page.text) == (422, True)
    assert page.fields(page.form())["held_at"].replace("T", " ") == yesterday
    db.session.expire_all()
    assert (meeting.status, clock.local(meeting.held_at).date(), meeting.present) == ("notified", clock.today(), 0)
    clerk.fill(clerk.page(url))
    db.session.expire_all()
    assert meeting.status == "held"


def test_nor_while_its_topics_are_published(cast, call, topic):
    raised = topic()
    raised.accept(title=raised.title, text=raised.text, by=cast.clerk)
    raised.publish(by=cast.clerk)
    meeting = call(topics=[raised], held_at=clock.now() + timedelta(days=30))
    meeting.notify(by=cast.clerk)
    with pytest.raises(RuleError, match="公示期满以后"):
        meeting.hold([], by=cast.clerk, held_at=clock.now())


def test_guests_do_not_count(held):
    meeting = held(5)
    assert (meeting.expected, meeting.present, len(meeting.attendances)) == (5, 5, 6)


def test_the_rule_of_the_day_stays_with_the_meeting(cast, held):
    meeting = held(3)
    change("consultation", cast.county, {"quorum": ["two_thirds"]}, by=cast.district, reason="测试")
    assert meeting.quorate


def test_plans_may_be_written_anew_until_they_are_voted_on(cast, discussed):
    item = discussed(5, plans=["装在南门", "装在北门"])
    item.discuss(minutes="王大爷：都不装。", plans=["装在东门"], by=cast.clerk)
    db.session.commit()
    assert [each.text for each in item.options] == ["装在东门"]


def test_too_few_may_talk_and_not_vote(as_user, cast, discussed):
    item = discussed(2)
    meeting_id, item_id = item.meeting_id, item.id
    page = as_user("clerk").page(f"/consultation/meetings/{meeting_id}")
    assert "本次到会不足，不能表决：应到 5 人，实到 2 人" in page.text
    answer = as_user("clerk").page(f"/consultation/meetings/{meeting_id}/items/{item_id}/vote")
    assert answer.status == 422
    assert "本次到会不足，不能表决" in answer.text


def test_a_meeting_ends_when_every_topic_has_a_result(cast, held):
    meeting = held()
    with pytest.raises(RuleError, match="还有议题没有结果"):
        meeting.close(by=cast.clerk)
    meeting.items[0].defer("时间不够。", by=cast.clerk)
    meeting.close(by=cast.clerk)
    assert (meeting.status, meeting.items[0].topic.status) == ("closed", "published")


def test_one_that_is_cancelled_leaves_its_topics_waiting(cast, call):
    meeting = call()
    meeting.cancel("停电。", by=cast.clerk)
    assert (meeting.status, meeting.items[0].topic.status) == ("cancelled", "published")
    with pytest.raises(WrongState):
        meeting.notify(by=cast.clerk)


def test_not_by_a_steward(cast, call):
    with pytest.raises(NotAllowed):
        call().notify(by=cast.grid)


def test_it_waits_on_the_desk_of_whoever_hosts(as_user, call):
    call()
    assert "第1次议事会" in as_user("clerk").page("/").text
    assert "第1次议事会" not in as_user("grid").page("/").text


def test_from_the_page_of_a_forum_what_is_known_of_it_stands_there(as_user, forum, topic):
    topic(published=True)
    page = as_user("clerk").page(f"/consultation/forums/{forum.id}")
    call = f"/consultation/forums/{forum.id}/meetings/new"
    assert call in page.links()
    fields = (form := as_user("clerk").page(call)).fields(form.form())
    assert (fields["invited-0-role"], fields["venue"]) == ("resident", "议事厅")


def test_it_is_offered_once_a_topic_is_published_and_from_its_page(as_user, forum, topic):
    clerk, call = as_user("clerk"), f"/consultation/forums/{forum.id}/meetings/new"
    raised = topic()
    for page in (f"/consultation/forums/{forum.id}", f"/consultation/topics/{raised.id}"):
        assert not any(each.startswith(call) for each in clerk.page(page).links())
    assert "还不能召集" in clerk.page(call).text
    raised = topic(published=True)
    assert "还不能召集" not in clerk.page(call).text
    assert call in clerk.page(f"/consultation/forums/{forum.id}").links()
    (link,) = [each for each in clerk.page(f"/consultation/topics/{raised.id}").links() if each.startswith(call)]
    assert clerk.page(link).tree.xpath("//input[@name='topics' and @checked]/@value") == [str(raised.id)]
    assert not any(each.startswith(call) for each in as_user("grid").page(f"/consultation/topics/{raised.id}").links())


def test_only_topics_of_the_forum_are_offered_and_of_several_forums_one_is_chosen(as_user, cast, forum, topic):
    topic(published=True)
    clerk = as_user("clerk")
    assert clerk.page("/consultation/meetings/new").url == f"/consultation/forums/{forum.id}/meetings/new"
    other = Forum.found(unit=cast.taixing, name="另一小区", households=80, venue="议事厅", by=cast.director)
    db.session.commit()
    several = clerk.page("/consultation/meetings/new")
    assert several.url == "/consultation/forums"
    assert f"可以召集的：{forum.name}。" in several.text
    assert f"/consultation/forums/{forum.id}/meetings/new" in several.links()
    assert "召集议事会" in clerk.page("/consultation/meetings").text
    page = clerk.page(f"/consultation/forums/{other.id}/meetings/new").text
    assert "现在没有会前公示的议题" in page
    assert "装充电棚" not in page
    assert as_user("outsider").get(f"/consultation/forums/{other.id}/meetings/new").status_code in (403, 404)


def test_where_no_topic_is_published_the_button_leads_to_those_that_are_to_be(as_user, cast, forum, topic):
    Forum.found(unit=cast.taixing, name="另一小区", households=80, venue="议事厅", by=cast.director)
    db.session.commit()
    page = as_user("clerk").page("/consultation/meetings/new")
    assert page.url.startswith("/consultation/topics")
    assert "现在没有会前公示的议题" in page.text


def test_what_is_to_be_done_first_is_told_with_the_topics_at_hand(as_user, cast, forum, topic):
    Forum.found(unit=cast.taixing, name="另一小区", households=80, venue="议事厅", by=cast.director)
    raised = topic()
    clerk = as_user("clerk")
    page = clerk.page("/consultation/meetings/new")
    assert (page.url, "先把关、公示议题" in page.text) == ("/consultation/topics", True)
    raised.accept(title=raised.title, text=raised.text, by=cast.clerk)
    db.session.commit()
    page = clerk.page("/consultation/meetings/new")
    assert ("先把议题公示" in page.text, raised.title in page.text) == (True, True)
    page = clerk.page(f"/consultation/forums/{forum.id}")
    assert "没有会前公示的议题，还不能召集议事会" in page.text
    (there,) = [each for each in page.links() if each.startswith("/consultation/topics?")]
    assert raised.title in clerk.page(there).text
    assert "还不能召集" not in as_user("grid").page(f"/consultation/forums/{forum.id}").text


def test_chair_and_recorder_are_chosen_among_those_who_work_there_or_typed(as_user, cast, forum, topic):
    raised = topic(published=True)
    clerk = as_user("clerk")
    page = clerk.page(f"/consultation/forums/{forum.id}/meetings/new")
    for name in ("chair", "recorder"):
        (known,) = page.tree.xpath(f"//input[@name='{name}']/@list")
        offered = page.tree.xpath(f"//datalist[@id='{known}']/option/text()")
        assert {cast.grid.name, cast.clerk.name} <= set(offered)
        assert cast.outsider.name not in offered
    page = clerk.fill(page, chair="张建国", invited__0__name="王五", topics=str(raised.id))
    assert "张建国" in page.text
