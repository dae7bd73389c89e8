"""销号、回访、反弹: by somebody who had no part in it, and what is looked at afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.sponsored.choices import FOLLOW
from plugins.sponsored.models import Sponsorship
from plugins.sponsored.samples import MET, STRIKING
from portal import clock
from portal.accounts.models import Appointment, User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def another(cast) -> User:
    """A second account of the county that may review."""
    made = User(username="another", name="另一位")
    made.set_password("a long enough word")
    made.appointments.append(Appointment(unit_id=cast.county.id, role="district"))
    db.session.add(made)
    db.session.flush()
    return made


def test_whoever_led_handled_or_asked_does_not_review(cast, reviewing):
    with pytest.raises(NotAllowed, match="包案领导"):
        reviewing.strike_off("同意。", by=cast.director)
    reviewing.strike_off("同意。", by=cast.district)
    assert (reviewing.status, reviewing.took_days, reviewing.late) == ("struck", 0, False)


@pytest.mark.usefixtures("another")
def test_whoever_led_it_once_does_not_review(cast, sponsored):
    sponsored.change_leader(cast.district, "分工调整。", by=cast.director)
    sponsored.handover.take_over("见过两次面。", "没有。", by=cast.district)
    sponsored.ask_to_strike(by=cast.department, **STRIKING)
    db.session.commit()
    with pytest.raises(NotAllowed, match="没有当过这件的包案领导"):
        sponsored.strike_off("同意。", by=cast.director)
    assert not db.session.scalars(select(Sponsorship).where(Sponsorship.waiting_for(cast.director))).all()


@pytest.mark.usefixtures("another")
def test_whoever_answered_for_it_once_and_met_a_party_neither_reviews_nor_follows_up(cast, sponsored):
    sponsored.change_handler(cast.district, cast.county, "由旗里办理。", by=cast.director)
    told = {"party": sponsored.case.parties[0], "on": clock.today(), **MET}
    sponsored.record_contact(by=cast.district, **told)
    sponsored.change_handler(cast.department, cast.labour_bureau, "改回来。", by=cast.director)
    sponsored.ask_to_strike(by=cast.department, **STRIKING)
    db.session.commit()
    with pytest.raises(NotAllowed, match="没有登记过见面"):
        sponsored.strike_off("同意。", by=cast.district)
    assert not db.session.scalars(select(Sponsorship).where(Sponsorship.waiting_for(cast.district))).all()


def test_whoever_met_a_party_and_never_answered_for_it_does_not_review(cast, another, sponsored):
    another.appointments.append(Appointment(unit_id=cast.labour_bureau.id, role="department"))
    told = {"party": sponsored.case.parties[0], "on": clock.today(), **MET}
    sponsored.record_contact(by=another, **told)
    sponsored.change_handler(cast.grid, cast.grid1, "由网格办理。", by=cast.director)
    sponsored.ask_to_strike(by=cast.grid, **STRIKING)
    with pytest.raises(NotAllowed, match="没有登记过见面"):
        sponsored.strike_off("同意。", by=another)
    assert not sponsored.entrusted_to(another, FOLLOW)
    assert sponsored.entrusted_to(cast.district, FOLLOW)


def test_the_leader_is_not_replaced_while_it_is_reviewed(cast, reviewing):
    with pytest.raises(WrongState):
        reviewing.change_leader(cast.district, "分工调整。", by=cast.director)


@pytest.mark.usefixtures("another")
def test_nobody_of_the_responsible_unit_reviews(cast, draft):
    made = draft(leader=cast.district, handler=cast.clerk, responsible=cast.street)
    made.approve(by=cast.district)
    made.ask_to_strike(by=cast.clerk, **STRIKING)
    with pytest.raises(NotAllowed, match="责任单位以外"):
        made.strike_off("同意。", by=cast.director)


def test_what_is_not_proved_comes_back(cast, reviewing):
    reviewing.send_back("没有付款凭证。", by=cast.district)
    assert (reviewing.status, reviewing.next_contact_on) == ("active", clock.today() + timedelta(days=7))
    assert (reviewing.result, reviewing.applied_at) == ("", None)


def test_what_was_typed_is_filled_in_when_it_is_asked_for_again(as_user, cast, reviewing):
    reviewing.send_back("没有付款凭证。", by=cast.district)
    db.session.commit()
    at = f"/sponsored/sponsorships/{reviewing.id}"
    department = as_user("department")
    assert "closing.pdf" not in "".join(department.page(at).links())
    page = department.page(f"{at}/closure/new")
    shown = page.fields(page.form())
    assert {name: shown[name] for name in ("account", "proofs", "meetings")} == {
        name: STRIKING[name] for name in ("account", "proofs", "meetings")
    }


def test_it_is_followed_up_twice_by_another(cast, struck):
    told = {"party": struck.case.parties[0], "way": "phone", "said": "没有新的问题。", "done": "有事随时来。"}
    with pytest.raises(RuleError, match="还没有到日子"):
        struck.visit(on=clock.today(), by=cast.clerk, **told)
    with clock.pretend(struck.struck_at + timedelta(days=30)):
        struck.visit(on=clock.today(), by=cast.clerk, **told)
    with clock.pretend(struck.struck_at + timedelta(days=90)):
        struck.visit_again(on=clock.today(), by=cast.clerk, **told)
    assert struck.status == "followed"


def again(struck, cast, **given):
    """The applicant registers another case."""
    return factories.case(cast.nangan, by=cast.clerk, parties=[(1, struck.case.parties[0].person)], **given)


def test_whoever_comes_again_within_the_days_is_looked_at(cast, struck):
    with clock.pretend(struck.struck_at + timedelta(days=89)):
        later = again(struck, cast)
        assert struck.to_judge == [later]
        struck.judge_relapse(case=later, verdict="yes", reason="还是同一件事。", by=cast.clerk)
        assert (struck.to_judge, struck.relapses[0].verdict_name) == ([], "是反弹")
        assert struck.relapsed_at


def test_another_matter_is_no_relapse(cast, struck):
    struck.judge_relapse(case=again(struck, cast), verdict="no", reason="另一件事。", by=cast.clerk)
    assert struck.relapsed_at is None
    with pytest.raises(RuleError, match="没有同一当事人"):
        struck.judge_relapse(case=struck.case, verdict="yes", reason="试试。", by=cast.clerk)


def test_whoever_comes_later_or_is_somebody_else_is_not_looked_at(cast, struck):
    factories.case(cast.nangan, by=cast.clerk)
    with clock.pretend(struck.struck_at + timedelta(days=91)):
        again(struck, cast)
        assert struck.to_judge == []


def test_the_last_visit_waits_until_somebody_has_said_so(cast, struck):
    again(struck, cast)
    told = {"party": struck.case.parties[0], "way": "phone", "said": "还是没解决。", "done": "另行登记。"}
    with clock.pretend(struck.struck_at + timedelta(days=90)):
        struck.visit(on=clock.today(), by=cast.clerk, **told)
        with pytest.raises(RuleError, match="认定以后"):
            struck.visit_again(on=clock.today(), by=cast.clerk, **told)


def test_a_case_is_archived_once_it_is_struck_off(case, cast, reviewing):
    case.resolve("已经解决。", by=cast.director)
    with pytest.raises(RuleError, match="销号以后再归档"):
        case.archive(by=cast.director)
    reviewing.strike_off("同意。", by=cast.district)
    case.archive(by=cast.director)
    assert case.status == "archived"


def test_a_withdrawn_case_ends_a_draft_only(case, cast, draft):
    made = draft()
    case.withdraw(case.side(1), "visit", "不要了。", by=cast.clerk)
    assert made.status == "ended"


def test_what_was_approved_goes_on_though_the_case_is_withdrawn(case, cast, sponsored):
    case.withdraw(case.side(1), "visit", "不要了。", by=cast.clerk)
    assert sponsored.status == "active"


def test_what_is_not_applied_for_is_not_struck_off(cast, sponsored):
    with pytest.raises(WrongState):
        sponsored.strike_off("同意。", by=cast.district)


def test_nobody_strikes_off_by_another_account_than_the_one_that_was_seen(as_user, cast, reviewing):
    district = as_user("district")
    opened = district.page(f"/sponsored/sponsorships/{reviewing.id}/closure")
    assert STRIKING["account"] in opened.text
    reviewing.send_back("没有佐证。", by=cast.district)
    reviewing.ask_to_strike(by=cast.department, **STRIKING | {"account": "钱已经付清，双方签了协议。"})
    db.session.commit()
    page = district.fill(opened, opinion="同意。")
    assert page.status == 422
    assert "内容已经改过：化解经过。" in page.text
    assert "双方签了协议。" in page.text


def test_a_form_without_the_marks_of_what_it_showed_strikes_nothing_off(as_user, reviewing):
    district = as_user("district")
    opened = district.page(f"/sponsored/sponsorships/{reviewing.id}/closure")
    page = district.fill(opened, opinion="化解到位。", _stands=None)
    assert (page.status, "提交的表单里没有打开时的内容" in page.text) == (422, True)
    assert district.fill(page).status == 200
    db.session.refresh(reviewing)
    assert reviewing.status == "struck"


def test_nor_does_one_that_only_says_it_comes_from_a_line(as_user, reviewing):
    district = as_user("district")
    opened = district.page(f"/sponsored/sponsorships/{reviewing.id}/closure")
    assert district.fill(opened, opinion="化解到位。", _stands=None, row="0").status == 409


def test_what_nobody_could_review_is_not_drafted(draft, cast):
    with pytest.raises(RuleError, match="没有能复核的人") as refused:
        draft(leader=cast.district, handler=cast.clerk, responsible=cast.street)
    assert refused.value.at == "handler"


def test_what_nobody_can_review_any_more_is_not_asked_for(cast, sponsored):
    cast.district.active = False
    with pytest.raises(RuleError, match="没有能复核的人"):
        sponsored.ask_to_strike(by=cast.department, **STRIKING)
    assert sponsored.status == "active"
