"""What is on no list is applied for: communities are heard, one reviews, another decides, and it ends by itself."""

from datetime import timedelta

import pytest

from plugins.duty_lists.models import Admission, DutyEdition
from plugins.duty_lists.nightly import end_what_is_over
from plugins.duty_lists.samples import ELEMENTS
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.workdays.arithmetic import months_after

pytestmark = pytest.mark.database


@pytest.fixture
def asked(cast):
    """An application for the whole street; both communities were asked."""
    made = Admission.apply(unit=cast.street, by=cast.clerk, **ELEMENTS)
    db.session.flush()
    made.consult(clock.today() + timedelta(days=5), by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def reviewed(cast, asked):
    for each in asked.opinions:
        each.agree("能做。", by=cast.clerk)
    asked.submit(by=cast.clerk)
    asked.review("要素齐全。", by=cast.director)
    db.session.commit()
    return asked


def test_every_community_is_asked_and_answers_for_itself(as_user, asked):
    assert [each.unit.short_name for each in asked.opinions] == ["泰兴社区", "南干社区"]
    first, clerk = asked.opinions[0].id, as_user("clerk")
    assert "独居老人冬季取暖排查" in clerk.page("/").text
    page = clerk.fill(clerk.page(f"/duty_lists/opinions/{first}/answer"), agrees="no", opinion="人手不够。")
    assert "不同意" in page.text
    assert "人手不够。" in clerk.page(f"/duty_lists/admissions/{asked.id}").text


def test_before_they_answered_or_the_days_are_over_it_goes_no_further(cast, asked):
    with pytest.raises(RuleError, match="还有 2 个社区没有答复"):
        asked.submit(by=cast.clerk)
    with clock.pretend(clock.now() + timedelta(days=6)):
        asked.submit(by=cast.clerk)
    assert asked.tally == "没有答复 2"


def test_three_people_take_part(cast, asked):
    for each in asked.opinions:
        each.object("负担太重。", by=cast.clerk)
    asked.submit(by=cast.clerk)
    with pytest.raises(NotAllowed):
        asked.review("同意。", by=cast.clerk)
    asked.review("同意。", by=cast.district)
    with pytest.raises(RuleError, match="您是审核的人"):
        asked.approve(clock.today(), clock.today() + timedelta(days=30), by=cast.district)


def test_no_longer_than_was_applied_for(cast, reviewed):
    too_late = months_after(clock.today(), 6) + timedelta(days=1)
    with pytest.raises(RuleError, match="申请的是 6 个月"):
        reviewed.approve(clock.today(), too_late, by=cast.district)
    with pytest.raises(RuleError, match="止日应在起日之后"):
        reviewed.approve(clock.today(), clock.today(), by=cast.district)


def test_what_was_admitted_may_be_asked_is_published_and_ends_by_itself(client, cast, reviewed):
    last = months_after(clock.today(), 6)
    reviewed.approve(clock.today(), last, by=cast.district)
    db.session.commit()
    assert db.session.scalars(Admission.rows_for(cast.taixing, clock.today())).all() == [reviewed]
    board = f"/duty_lists/public/{cast.unit_ids['taixing']}/lists"
    assert "独居老人冬季取暖排查" in client.page(board).text
    with clock.pretend(clock.now() + timedelta(days=(last - clock.today()).days + 1)):
        end_what_is_over(Context(cast.county, None, clock.now()), lambda done, total: None)
        assert reviewed.status_name == "已退出"
        assert db.session.scalars(Admission.rows_for(cast.taixing, clock.today())).all() == []


@pytest.mark.parametrize(("verb", "status"), [("approve", "accepted"), ("refuse", "unlisted")])
def test_the_task_it_was_made_from_hears_the_decision(cast, task, verb, status):
    made = task("独居老人冬季取暖排查", sender="旗民政局")
    made.set_apart(by=cast.clerk)
    application = Admission.apply_for(made, by=cast.clerk, **ELEMENTS)
    db.session.flush()
    assert made.status == "applying"
    application.consult(clock.today(), by=cast.clerk)
    for each in application.opinions:
        each.agree("能做。", by=cast.clerk)
    application.submit(by=cast.clerk)
    application.review("同意。", by=cast.director)
    if verb == "approve":
        application.approve(clock.today(), clock.today() + timedelta(days=60), by=cast.district)
    else:
        application.refuse("部门自己能做。", by=cast.district)
    assert made.status == status


def test_a_task_that_was_admitted_before_is_taken_on(as_user, cast, reviewed, task):
    reviewed.approve(clock.today(), clock.today() + timedelta(days=60), by=cast.district)
    made, clerk = task("独居老人取暖排查", sender="旗民政局"), as_user("clerk")
    page = clerk.fill(clerk.page(f"/duty_lists/tasks/{made.id}/check"), hit=f"a{reviewed.id}")
    assert "承接办理" in page.text
    assert f"已准入：{reviewed.number}" in page.text


def test_its_yearly_review_is_on_the_desk(as_user, cast, reviewed, decide):
    decide(assess_months="1")
    reviewed.approve(clock.today(), clock.today() + timedelta(days=90), by=cast.district)
    db.session.commit()
    with clock.pretend(clock.now() + timedelta(days=5)):  # a month is up to 31 days, the desk looks 30 ahead
        assert "准入事项待评估 1" in as_user("director").page("/").text


@pytest.mark.parametrize("paper", ["approval", "board"])
def test_papers(as_user, cast, reviewed, paper):
    reviewed.approve(clock.today(), clock.today() + timedelta(days=60), by=cast.district)
    db.session.commit()
    answer = as_user("clerk").get(f"/duty_lists/admissions/{reviewed.id}/{paper}.pdf")
    assert answer.data[:4] == b"%PDF"


def test_an_application_without_its_elements_is_refused(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/duty_lists/admissions/new"), title="排查", sender="旗民政局")
    assert page.status == 422
    for said in ("请写明理由", "请写明做到什么程度", "请写明什么时候退出"):
        assert said in page.text
    assert db.session.query(Admission).count() == 0
    assert db.session.query(DutyEdition).count() == 0
