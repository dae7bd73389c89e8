"""What goes outside, to whom and when; and what happens when it cannot."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases.models import Assignment
from portal.extensions import db
from portal.notices.models import Channel, Delivery, Message
from portal.notices.sending import send
from portal.notices.spreading import spread
from portal.plugin.hookspecs import Context
from portal.reachable import may_reach
from portal.testing import factories

pytestmark = pytest.mark.database
MORNING = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # a Wednesday, ten o'clock in Shanghai


@pytest.fixture
def told(cast, wants, work):
    """`told(then)`: the bureau is handed a case on a working morning, and the jobs that are due after `then` are done."""

    def act(then: timedelta = timedelta(minutes=2), moment: datetime = MORNING) -> Assignment:
        with clock.pretend(moment):
            case = factories.case(cast.taixing, by=cast.clerk, title="王铁柱拖欠工资")
            case.triage(kind="0701", level="minor", by=cast.clerk)
            made = case.assign(cast.labour_bureau, by=cast.clerk)
            db.session.commit()
        with clock.pretend(moment + then):
            work()
        return made

    return act


def deliveries() -> list[tuple[str, int]]:
    return [(each.state, each.tries) for each in db.session.scalars(select(Delivery).order_by(Delivery.id))]


def test_number_what_happened_and_no_name(told, wants, sms, service):
    wants("department")
    made = told()
    [arrived] = service.read
    said = f"{made.record.number}　交办给本单位，请签收　http://localhost/cases/{made.case_id}"
    assert arrived == {"phone": "13800001234", "content": said, "appid": "7"}
    assert service.got[0]["path"] == "/send?v=1"
    assert service.got[0]["headers"]["X-Key"] == "geheim"


def test_as_a_form(told, wants, sms, service):
    sms.config = sms.config | {"form": "form", "text_field": "message", "sign": "【达拉特旗】"}
    wants("department")
    told()
    arrived = parse_qs(service.got[0]["body"])
    assert set(arrived) == {"phone", "message", "appid"}
    assert arrived["message"][0].startswith("【达拉特旗】昭君街道")


def test_by_mail(told, wants, channel, post_office):
    config = {"host": "127.0.0.1", "port": post_office.port, "secure_mode": "insecure", "user": "", "password": ""}
    channel("mail", **config, sender="portal@example.cn")
    wants("department")
    told()
    [letter] = post_office.got
    assert "chen@example.cn" in letter["body"]
    assert deliveries() == [("sent", 1)]


def test_nobody_who_wants_none_or_has_no_address_or_acted(told, wants, sms, service):
    wants("department", mode="off")
    wants("clerk")
    wants("mediator")
    told()
    assert (service.got, deliveries()) == ([], [])


def test_only_the_kinds_that_are_wanted(told, wants, sms, service):
    wants("department", kinds=["overdue"])
    told()
    assert service.got == []


def test_what_is_told_at_night_waits_for_the_morning_and_goes_out_together(told, wants, sms, service, work):
    wants("department")
    night = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    told(moment=night)
    told(moment=night + timedelta(hours=1))
    assert (service.got, deliveries()) == ([], [("waiting", 0)])
    with clock.pretend(datetime(2026, 11, 26, 0, 1, tzinfo=UTC)):
        work()
    [arrived] = service.read
    assert arrived["content"].startswith("有 2 条消息：")


def test_the_digest_waits_for_its_hour(told, wants, sms, service, work):
    wants("department", mode="twice")
    told()
    assert service.got == []
    with clock.pretend(MORNING.replace(hour=7, minute=1)):
        work()
    assert len(service.got) == 1


def test_five_tries_with_growing_pauses_then_it_is_on_the_desk(app, as_user, cast, told, wants, sms, service, work):
    service.answer = (503, "")
    wants("department")
    told()
    assert deliveries() == [("waiting", 1)]
    for after, tries in ((1, 1), (4, 2), (10, 3), (40, 4), (200, 5)):
        with clock.pretend(MORNING + timedelta(minutes=after)):
            work()
        assert db.session.scalars(select(Delivery)).one().tries == max(tries, 1)
    assert deliveries() == [("failed", 5)]
    administrator = as_user("administrator")
    assert "消息发不出去 1" in administrator.page("/").text
    page = administrator.page(f"/channels/{sms.id}")
    assert "对方返回错误（HTTP 503）" in page.text
    service.answer = (200, "{}")
    administrator.fill(page, f"/channels/{sms.id}/deliveries/{db.session.scalar(select(Delivery.id))}/retrial")
    work()
    assert deliveries() == [("sent", 1)]


def test_a_channel_that_only_fails_is_paused_and_says_so(as_user, told, wants, sms, service):
    sms.failures = 9
    service.answer = (500, "")
    wants("department")
    told()
    assert db.session.get(Channel, sms.id).paused_at is not None
    administrator = as_user("administrator")
    assert "试验通道：已暂停" in administrator.page("/").text
    page = administrator.page(f"/channels/{sms.id}")
    assert "接连发送失败，已经自动暂停" in page.text
    administrator.fill(page, f"/channels/{sms.id}/resumption")
    assert db.session.get(Channel, sms.id).paused_at is None


def test_success_that_is_none(told, wants, sms, service):
    service.answer = (200, '{"errcode": 310000, "errmsg": "sign not match"}')
    wants("department")
    told()
    assert "错误码 310000" in db.session.scalars(select(Delivery)).one().error


def test_words_that_must_come_back(told, wants, sms, service):
    sms.config = sms.config | {"expect": '"code":0'}
    service.answer = (200, '{"code":7}')
    wants("department")
    told()
    assert "没有约定的成功标志" in db.session.scalars(select(Delivery)).one().error


def test_what_was_cut_off_is_never_sent_a_second_time(told, wants, sms, service):
    wants("department")
    told(then=timedelta(0))
    delivery = Delivery(batch="1:1:x", channel=sms, user_id=None, state="sending", tries=1, due_at=clock.now())
    db.session.add(delivery)
    db.session.commit()
    said = send(Context(None, None, clock.now()), lambda *_: db.session.commit(), delivery.id)
    assert ("没有再发" in said, delivery.state, service.got) == (True, "unsure", [])


def test_who_has_left_is_not_told(cast, told, wants, sms, service):
    wants("department")
    cast.department.active = False
    db.session.commit()
    told()
    assert service.got == []


@pytest.mark.parametrize("allowed", ["", "10.0.0.0/8"])
def test_nothing_goes_to_this_machine_unless_the_operator_allows_it(
    app, monkeypatch, told, wants, sms, service, allowed
):
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", allowed)
    wants("department")
    told()
    assert service.got == []
    assert "本机或者内部网络" in db.session.scalars(select(Delivery)).one().error


def test_no_name_leads_to_this_machine_either(app, monkeypatch, told, wants, sms, service):
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "")
    sms.config, sms.host = sms.config | {"url": f"http://localhost:{service.port}/"}, "localhost"
    wants("department")
    told()
    assert service.got == []
    assert "本机或者内部网络" in db.session.scalars(select(Delivery)).one().error


@pytest.mark.parametrize(
    "address", ["64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "::7f00:1"]
)
def test_nor_does_an_address_around_one_of_this_machine(address):
    assert not may_reach(address, [])


def test_around_one_that_may_be_reached_it_does():
    assert may_reach("64:ff9b::808:808", [])
    assert may_reach("64:ff9b::a01:203", ["10.0.0.0/8"])
    assert may_reach("::1", ["::1/128"])


def test_no_redirect_is_followed(told, wants, sms, service):
    service.answer, service.location = (307, ""), f"http://localhost:{service.port}/other"
    wants("department")
    told()
    assert [each["path"] for each in service.got] == ["/send?v=1"]
    assert deliveries() == [("waiting", 1)]


def test_of_what_lies_in_the_city_itself_one_person_is_told_through_the_city(cast, sms, service, wants, work):
    sms.place(cast.city)
    wants("clerk")
    with clock.pretend(MORNING):
        told = Message(
            kind="closed", said="已办结", number="市〔2026〕1号", record_kind="cases_case", record_id=1, url="/cases/1"
        )
        told.user_id = cast.clerk.id
        db.session.add(told)
        db.session.commit()
        spread(Context(None, None, clock.now()), lambda *_: None)
        db.session.commit()
    assert [each.user_id for each in db.session.scalars(select(Delivery))] == [cast.clerk.id]
