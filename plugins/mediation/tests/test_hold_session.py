"""调解: first the notice of rights and duties, then sessions with a record of each (人民调解法 §20, §23-24, §27)."""

import pytest

from plugins.mediation.models import Dispute, Guest
from portal import clock
from portal.extensions import db
from portal.people.phone import PhoneError

GOOD = {"transcript": "申请人：要求赔偿。", "outcome": "continue"}


def hold(client, dispute_id: int, **values):
    """Everybody is there, unless `values` says otherwise."""
    there = {"present": [each.party_id for each in db.session.get(Dispute, dispute_id).parties]}
    return client.fill(client.page(f"/mediation/disputes/{dispute_id}/sessions/new"), **GOOD | there | values)


def forget_notice(dispute: Dispute) -> None:
    dispute.notice_on = None
    for each in dispute.parties:
        each.told_on = None


@pytest.fixture
def unnoticed(mediating) -> Dispute:
    forget_notice(mediating)
    db.session.commit()
    return mediating


def test_before_the_notice_there_is_no_session(as_user, mediating):
    client, dispute_id = as_user("mediator"), mediating.id
    opened = client.page(f"/mediation/disputes/{dispute_id}/sessions/new")
    forget_notice(mediating)  # taken back, while somebody fills in the form
    db.session.commit()
    there = [each.party_id for each in mediating.parties]
    page = client.fill(opened, **GOOD | {"transcript": "申请人：不同意。", "present": there})
    assert page.status == 422
    assert "请先告知各方当事人权利义务" in page.text
    assert page.fields(page.form())["transcript"] == "申请人：不同意。"
    client.fill(client.page(f"/mediation/disputes/{dispute_id}/notice"))
    assert "第 1 次" in hold(client, dispute_id).text


def test_who_stayed_away_was_not_told_and_is_told_when_they_come(as_user, unnoticed):
    client, dispute_id = as_user("mediator"), unnoticed.id
    *came, absent = [each.party_id for each in unnoticed.parties]
    hold(client, dispute_id, present=came, told="y")
    assert [each.party_id for each in db.session.get(Dispute, dispute_id).untold] == [absent]
    assert hold(client, dispute_id, present=[absent]).status == 422
    hold(client, dispute_id, present=[absent], told="y")
    dispute = db.session.get(Dispute, dispute_id)
    assert (dispute.untold, len(dispute.sessions)) == ([], 2)
    assert [each.party_id for each in dispute.sessions[0].told] == came


def test_the_notice_was_not_given_tomorrow(as_user, unnoticed):
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/disputes/{unnoticed.id}/notice"), on="2099-01-01")
    assert page.status == 422
    assert "日期还没有到" in page.text


def test_sessions_are_counted_and_stand_on_the_timeline(as_user, mediating):
    client, dispute_id, present = as_user("mediator"), mediating.id, [each.party_id for each in mediating.parties]
    hold(client, dispute_id, present=present)
    page = hold(client, dispute_id, outcome="agreed", result="双方同意分期赔偿。")
    assert "第 2 次" in page.text
    dispute = db.session.get(Dispute, dispute_id)
    assert [each.sequence for each in dispute.sessions] == [1, 2]
    assert dispute.sessions[0].present == present
    assert [event.title for event in dispute.case.events][-2:] == ["第1次调解", "第2次调解"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"outcome": "failed"}, "未达成协议的，请写明原因"),
        ({"outcome": "agreed", "failure_reason": "不来"}, "结果是“达成协议”，请不要填写"),
        ({"outcome": None}, "请选择结果"),
        ({"held_at": "2026-11-20 15:00", "ended_at": "2026-11-20 14:00"}, "结束时间早于开始时间"),
        ({"held_at": "2099-01-01 09:00"}, "还没有到"),
        ({"held_at": "2026-01-02 09:00"}, "补记的日期不能早于"),
        ({"held_at": "下午三点"}, "时间写得不对"),
        ({"transcript": "　"}, "请填写此项"),
        ({"transcript": "长" * 10_000}, "最多 8000 个字，现在是 10000 个字"),
        ({"present": []}, "请勾选到场的当事人"),
        ({"present": "999999"}, ""),
        ({"guests": "李红 邻居"}, "先征得当事人同意"),
        ({"guests": "李红、王明 律师", "guests_agreed": "y"}, "每行只写一人"),
        ({"guests": "李红 邻居 1380000", "guests_agreed": "y"}, "手机号码应为11位"),
        ({"guests": "李红 邻居 13800001234 15272219780601996X", "guests_agreed": "y"}, "每人只写一个电话"),
        ({"guests": "李红 邻居 13800001234 13900005678", "guests_agreed": "y"}, "每人只写一个电话"),
        ({"guests": "李红 邻居 13800001234 5212345", "guests_agreed": "y"}, "每人只写一个电话"),
        ({"guests": "王明 律师\n李红 卡号6222020200112233446", "guests_agreed": "y"}, "每人只写一个电话"),
        ({"guests": "李红 电话13800001234", "guests_agreed": "y"}, "每人只写一个电话"),
    ],
)
def test_what_cannot_be_gets_its_message_and_everything_is_kept(as_user, mediating, values, message):
    page = hold(as_user("mediator"), mediating.id, place="党群服务中心二楼", **values)
    assert page.status == 422
    assert message in page.text
    assert "有内容需要改正" in page.text
    kept = page.fields(page.form())
    assert kept["place"] == "党群服务中心二楼"
    assert kept["transcript"] == values.get("transcript", GOOD["transcript"]).strip()


def test_guests_come_with_the_consent_of_the_parties(as_user, mediating):
    dispute_id = mediating.id
    page = hold(as_user("mediator"), dispute_id, guests="李红 邻居\n王明 律师", guests_agreed="y")
    assert page.status == 200
    found = db.session.get(Dispute, dispute_id).sessions[0].guests
    assert [(each.who.name, each.identity) for each in found] == [("李红", "邻居"), ("王明", "律师")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("李红", ("李红", "", None)),
        ("  李红　社区 网格员 ", ("李红", "社区 网格员", None)),
        ("李红 邻居 138 0000 1234", None),
        ("李红 邻居 ＋86-13800001234", ("李红", "邻居", "13800001234")),
        ("李红 0477-5212345 邻居", ("李红", "邻居", "0477-5212345")),
    ],
)
def test_a_line_tells_name_identity_and_number(line, told):
    if told is None:
        with pytest.raises(PhoneError):
            Guest.all_in(line)
    else:
        [guest] = Guest.all_in(line)
        assert (guest.who.name, guest.identity, guest.who.phone) == told


def test_before_it_is_accepted_there_is_nothing_to_record(as_user, pending):
    assert as_user("mediator").page(f"/mediation/disputes/{pending.id}/sessions/new").status == 409


def test_the_place_and_the_time_are_proposed(as_user, mediating):
    page = as_user("mediator").page(f"/mediation/disputes/{mediating.id}/sessions/new")
    kept = page.fields(page.form())
    assert kept["place"] == "昭君街道人民调解室"
    assert kept["held_at"].startswith(f"{clock.today():%Y-%m-%d}")
