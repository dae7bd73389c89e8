"""消息 as people read them: a count on every page, a list, read by oneself alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock, settings
from portal.accounts import verbs
from portal.extensions import db
from portal.notices import spreading
from portal.notices.models import Delivery, Enclosed, Message, Reader, Reading
from portal.plugin.hookspecs import Context
from portal.testing.statements import statements

pytestmark = pytest.mark.database


def press(client, what: str):
    """Press the first button of the list, or the one above it, and see where it leads."""
    page = client.page("/messages")
    forms = [form for form in page.tree.iter("form") if (form.get("action") or "").startswith("/messages/")]
    [form] = [each for each in forms if each.get("action").endswith(what)][:1]
    [button] = form.iter("button")
    given = {"button": (button.get("name"), button.get("value"))} if button.get("name") else {}
    return client.fill(page, form.get("action"), **given)


def test_the_unit_sees_the_count_on_every_page_and_whoever_acted_does_not(as_user, cast, handed):
    assert "消息 1 条未读" in as_user("department").page("/").text
    assert "条未读" not in as_user("clerk").page("/").text
    assert "条未读" not in as_user("mediator").page("/").text


def test_the_list_shows_the_title_to_whoever_may_see_the_case(as_user, cast, handed):
    page = as_user("department").page("/messages")
    assert "王铁柱拖欠工资" in page.text
    assert handed.record.number in page.text
    assert "交办给本单位，请签收" in page.text


def test_out_of_sight_only_the_number_is_shown(as_user, cast, handed):
    handed.recall("应由住建局办理。", by=cast.clerk)
    db.session.commit()
    page = as_user("department").page("/messages")
    assert "派单已收回" in page.text
    assert "王铁柱" not in page.text


def test_opening_one_leads_to_the_case_and_counts_as_read(as_user, cast, handed):
    bureau = as_user("department")
    opened = press(bureau, "/reading")
    assert handed.record.title in opened.text
    assert "条未读" not in bureau.page("/").text
    assert "没有这样的消息" in bureau.page("/messages?state=unread").text
    assert "已读" in bureau.page("/messages").text


def test_marking_all_leaves_no_row_a_message(as_user, cast, handed):
    handed.remind(by=cast.clerk)
    db.session.commit()
    bureau = as_user("department")
    press(bureau, "/reading")
    press(bureau, "/readings")
    assert "条未读" not in bureau.page("/").text
    assert db.session.scalars(select(Reading)).all() == []


def test_what_comes_after_marking_all_is_unread(as_user, cast, handed):
    bureau = as_user("department")
    up_to = db.session.scalar(select(Message.id))
    handed.remind(by=cast.clerk)
    db.session.commit()
    token = bureau.page("/messages").form("/messages/readings").find("input").get("value")
    bureau.post("/messages/readings", data={"csrf_token": token, "up_to": up_to})
    assert "消息 1 条未读" in bureau.page("/").text


def test_nobody_opens_what_is_told_to_others(as_user, cast, handed):
    [message] = db.session.scalars(select(Message))
    mediator = as_user("mediator")
    token = mediator.page("/messages").form("/logout").find("input").get("value")
    assert mediator.post(f"/messages/{message.id}/reading", data={"csrf_token": token}).status_code == 404


def test_filters(as_user, cast, handed):
    bureau = as_user("department")
    assert "请签收" in bureau.page("/messages?kind=handed").text
    assert "没有这样的消息" in bureau.page("/messages?kind=closed").text
    assert "请签收" in bureau.page("/messages?kind=gossip&state=x").text


def test_who_came_later_begins_without_what_was_told_before(as_user, cast, handed):
    with clock.pretend(clock.now() - timedelta(days=5)):
        handed.remind(by=cast.clerk)
    verbs.appoint(cast.mediator, "department", cast.labour_bureau, by=None)
    db.session.commit()
    assert "消息 1 条未读" in as_user("mediator").page("/").text


def test_the_count_costs_no_statement_until_something_is_told(as_user, cast, handed):
    bureau = as_user("department")
    bureau.page("/cases")
    with statements() as sent:
        bureau.page("/cases")
    assert not [each for each in sent if "notices_reading" in each]
    handed.remind(by=cast.clerk)
    db.session.commit()
    assert "消息 2 条未读" in bureau.page("/cases").text


def test_old_ones_are_deleted_with_what_was_read(app, as_user, cast, handed):
    bureau = as_user("department")
    press(bureau, "/reading")
    with clock.pretend(clock.now() + timedelta(days=181)):
        done = spreading.purge(Context(None, None, clock.now()), lambda *_: None)
    assert (done, db.session.scalars(select(Message)).all()) == ("删除过期的消息 1 条。", [])


def test_old_ones_of_the_city_itself_are_deleted(app, cast, handed):
    told = db.session.scalars(select(Message)).one()
    told.county_id = told.unit_id = None
    told.user_id = cast.clerk.id
    db.session.commit()
    with clock.pretend(clock.now() + timedelta(days=181)):
        spreading.purge(Context(None, None, clock.now()), lambda *_: None)
    assert db.session.scalars(select(Message)).all() == []


def test_what_was_sent_long_ago_goes_a_few_at_a_time(app, cast, sms, handed, monkeypatch):
    monkeypatch.setattr(spreading, "OLD_AT_ONCE", 2)
    for number in range(5):
        made = Delivery(
            batch=f"{number}", channel=sms, user_id=cast.clerk.id, state="sent", due_at=clock.now(), tries=1
        )
        db.session.add(made)
        db.session.flush()
        db.session.add(Enclosed(delivery_id=made.id, message_id=db.session.scalars(select(Message.id)).first()))
    db.session.commit()
    paused = []
    with clock.pretend(clock.now() + timedelta(days=181)):
        settings.change("notices", cast.county, {"keep_days": ["700"]}, by=None, reason="旗里定")
        spreading.purge(Context(None, None, clock.now()), lambda done, total: paused.append(done))
    assert paused == [2, 4, 5]
    assert [db.session.scalars(select(each)).all() for each in (Delivery, Enclosed)] == [[], []]


def test_the_own_page_says_what_holds_here_and_keeps_what_was_chosen(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.page("/messages/mine")
    assert "21 点到 8 点免打扰" in page.text
    assert "本单位还没有设置通道" in page.text
    wrong = clerk.fill(page, mode="twice", phone="12345")
    assert wrong.status == 422
    clerk.fill(clerk.page("/messages/mine"), mode="twice", mail="wang@example.cn", phone="138 0000 1234")
    reader = db.session.get(Reader, cast.clerk.id)
    assert (reader.mode, reader.mail, reader.phone) == ("twice", "wang@example.cn", "13800001234")


def test_without_an_address_nothing_can_be_wanted_outside(as_user, cast):
    clerk = as_user("clerk")
    answer = clerk.fill(clerk.page("/messages/mine"), mode="at_once")
    assert (answer.status, "请填写邮箱或者手机号码" in answer.text) == (422, True)
