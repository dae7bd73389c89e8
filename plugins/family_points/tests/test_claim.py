"""Who decides on points and for which reasons, whose telephone number a claim names, and how one is taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from plugins.family_points.models import PointClaim
from plugins.family_points.tests.conftest import account_of
from portal import clock
from portal.accounts import delegation
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database
REASON = "签到表上没有这一户。"


@pytest.mark.parametrize("who", ["another", "anybody"])
def test_who_entered_it_does_not_confirm_it_by_way_of_an_objection(claim, cast, rules, as_user, who):
    rules(confirmed_by=who)
    made = claim(by="director")
    made.refuse(REASON, by=cast.clerk)
    made.take_appeal("我看见的。", by=cast.director)
    db.session.commit()
    director = as_user("director")
    page = director.page("/")
    sent = {"text": "同意。", "csrf_token": page.fields(page.form("/logout"))["csrf_token"]}
    for noun in ("allowance", "upholding"):
        assert director.get(f"/family_points/claims/{made.id}/{noun}").status_code == 403
        assert director.post(f"/family_points/claims/{made.id}/{noun}", data=sent).status_code == 403
    for by in (cast.director, cast.clerk):
        for decide in (made.allow, made.uphold):
            with pytest.raises(NotAllowed, match=r"您是(登记|答复)的人，不能自己办“复核"):
                decide("同意。", by=by)
        mine = PointClaim.waiting_for(by)
        assert db.session.scalar(db.select(PointClaim.id).where(mine)) is None, "nor does it wait for them"
    assert db.session.scalar(db.select(PointClaim.id).where(PointClaim.waiting_for(cast.district)))
    made.allow("核实了。", by=cast.district)
    assert made.status == "confirmed"


def test_who_confirmed_it_does_not_take_it_back(claim, cast, as_user):
    made = claim(confirmed=True)
    assert as_user("director").get(f"/family_points/claims/{made.id}/correction").status_code == 403
    with pytest.raises(NotAllowed, match="您是确认的人，不能自己办“冲正”"):
        made.correct("登记错了户。", by=cast.director)
    for by, may in ((cast.director, False), (cast.district, True), (cast.clerk, True)):
        assert PointClaim.correct.is_open_to(by, made) is may
    made.correct("登记错了户。", by=cast.district)
    assert (made.status, account_of(made).balance) == ("countered", 0)


def test_no_reason_may_be_a_punishment_or_touch_petitions(claim, cast, as_user):
    made, said = claim(), "该户上访、投诉街道，扣10分。"
    director = as_user("director")
    page = director.fill(director.page(f"/family_points/claims/{made.id}/refusal"), text=said)
    assert (page.status, "不能写“扣10分”" in page.text, said in page.text) == (422, True, True)
    with pytest.raises(RuleError, match="只奖不罚"):
        made.confirm(note=said, by=cast.director)
    made.refuse(REASON, by=cast.director)
    made.take_appeal("我们没有投诉，扣10分没有道理。", by=cast.clerk)  # a family says what it likes
    for decide in (made.allow, made.uphold):
        with pytest.raises(RuleError, match="只奖不罚"):
            decide(said, by=cast.district)
    made.allow("核实了。", by=cast.district)
    with pytest.raises(RuleError, match="只奖不罚"):
        made.correct(said, by=cast.director)


# -- whose telephone number it is --------------------------------------------------------------------------------------


def test_from_the_page_of_a_family_the_number_stands_masked_and_is_that_of_the_family(claim, rule, as_user):
    family = claim(name="张三丰", phone="13900001111").family
    db.session.commit()
    clerk = as_user("clerk")
    form = clerk.page(f"/family_points/claims/new?family={family.id}")
    assert form.fields(form.form())["phone"] == "139****1111"
    shown = clerk.fill(form, rule_id=str(rule.id), proof="编号 9", happened_on="2026-03-08")
    assert shown.status == 200, shown.text
    made = db.session.scalars(db.select(PointClaim).order_by(PointClaim.id.desc())).first()
    assert (made.family_id, made.claimant.phone) == (family.id, "13900001111")


def test_a_number_of_somebody_elses_family_is_asked_about(claim, as_user, rule):
    claim(name="张三丰", phone="13900001111")
    clerk = as_user("clerk")
    values = {"claimant": "李四光", "phone": "13900001111", "rule_id": str(rule.id), "proof": "编号 2"}
    page = clerk.fill(clerk.page("/family_points/claims/new"), **values)
    assert (page.status, "这个电话是张**（139****1111，昭君街道）一家的" in page.text) == (422, True), page.text
    assert "张三丰" not in page.text
    assert db.session.scalar(db.select(db.func.count(PointClaim.id))) == 1
    shown = clerk.fill(page, **values | {"one_family": "y", "happened_on": "2026-03-08"})
    for said in (
        "记在哪一户",
        "张三丰一家（昭君街道）",
        "姓名不同，确认以前请核对电话",
        "已核对：做的人不是家庭联系人",
    ):
        assert said in shown.text, said


def test_the_contact_is_not_asked_and_a_family_is_not_told(claim, client, cast, rule, as_user):
    claim(name="张三丰", phone="13900001111")
    assert "已核对" not in claim(name="张三丰", phone="13900001111", on=date(2026, 3, 8)).events[-1].note
    page = client.page(f"/family_points/public/{cast.unit_ids['street']}/claims/new")
    values = {"sender": "李四光", "phone": "13900001111", "rule_id": str(rule.id), "proof": "编号 2"}
    told = client.fill(page, **values | {"happened_on": "2026-03-07"})
    assert "已收到" in told.text
    assert "张" not in told.text
    made = db.session.scalars(db.select(PointClaim).order_by(PointClaim.id.desc())).unique().first()
    assert "确认以前请核对电话" in as_user("director").page(f"/family_points/claims/{made.id}").text


def test_who_entered_it_takes_it_back_with_a_reason_before_it_is_confirmed(claim, cast, as_user):
    made, clerk = claim(), as_user("clerk")
    at = f"/family_points/claims/{made.id}/cancellation"
    assert at in clerk.page(f"/family_points/claims/{made.id}").links()
    assert at not in as_user("director").page(f"/family_points/claims/{made.id}").links()
    with pytest.raises(NotAllowed, match="只有登记的人"):
        made.cancel("登记错了户。", by=cast.director)
    with pytest.raises(NotAllowed, match="只有登记的人"):
        claim("13804770002", by=None).cancel("登记错了户。", by=cast.clerk)
    db.session.rollback()
    assert clerk.fill(clerk.page(at), text=" ").status == 422
    clerk.fill(clerk.page(at), text="电话填错了，登记到别人家了。")
    db.session.expire_all()
    assert (made.status, made.due_on, made.events[-1].note) == ("withdrawn", None, "电话填错了，登记到别人家了。")
    assert claim().status == "claimed", "it may be entered again"
    done = claim("13804770003", confirmed=True)
    with pytest.raises(WrongState):
        done.cancel("登记错了户。", by=cast.clerk)


def test_two_claims_of_a_new_number_at_once_are_of_one_family(app, cast, rule):
    ident, street, now, meet = rule.id, cast.unit_ids["street"], clock.now(), Barrier(2)

    def press(day: date) -> int:
        with app.app_context(), clock.pretend(now):
            unit = db.session.get_one(type(cast.street), street)
            db.session.rollback()
            meet.wait()
            who = {"claimant": Contact(name="王桂兰", phone="13804770077"), "proof": "编号", "happened_on": day}
            made = PointClaim.claim(unit=unit, rule_id=ident, by=None, **who)
            db.session.commit()
            return made.family_id

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(press, [date(2026, 3, 2), date(2026, 3, 3)]))) == 1


def test_the_page_says_in_whose_office_it_was_entered(claim, cast, as_user):
    day = clock.today()
    delegation.hand_over(cast.clerk.appointments[0], cast.mediator, day, day, reason="休假", by=cast.clerk)
    made = claim(by="mediator")
    assert (
        f"{cast.mediator.name}（代{cast.clerk.name}）"
        in as_user("director").page(f"/family_points/claims/{made.id}").text
    )
