"""The desk of those who answer for a case, and the figures by leader."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.sponsored.choices import FOLLOW
from plugins.sponsored.figures import LEADERS
from plugins.sponsored.models import Sponsorship
from portal import clock
from portal.extensions import db
from portal.testing import factories
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database


def desk(as_user, who: str) -> str:
    return as_user(who).page("/").text


def test_a_draft_waits_for_whoever_approves(as_user, draft):
    draft()
    assert "包案待批准 1" in desk(as_user, "director")
    assert "包案待批准 1" not in desk(as_user, "department")


def test_who_is_due_to_be_met_stands_on_the_desk_of_the_handler_then_of_the_leader(as_user, sponsored):
    due = sponsored.next_contact_on
    assert "包案该见面的 1" not in desk(as_user, "department")
    with clock.pretend(sponsored.approved_at + timedelta(days=7)):
        assert clock.today() == due
        assert "包案该见面的 1" in desk(as_user, "department")
        assert "包案该见面的 1" not in desk(as_user, "director")
    with clock.pretend(sponsored.approved_at + timedelta(days=8)):
        assert "包案该见面的 1" in desk(as_user, "director")


def test_a_limit_that_is_near_is_told_to_both_and_when_over_to_the_county(as_user, sponsored):
    with clock.pretend(sponsored.approved_at + timedelta(days=84)):
        assert "包案快到期、超期 1" in desk(as_user, "department")
        assert "包案快到期、超期 1" not in desk(as_user, "district")
    with clock.pretend(sponsored.approved_at + timedelta(days=92)):
        assert "包案快到期、超期 1" in desk(as_user, "district")


def test_a_review_waits_for_somebody_who_had_no_part_in_it(as_user, reviewing):
    assert "销号待复核 1" in desk(as_user, "district")
    assert "销号待复核 1" not in desk(as_user, "director")


def test_what_is_to_be_taken_over_waits_for_the_new_leader(as_user, cast, sponsored):
    sponsored.change_leader(cast.district, "分工调整。", by=cast.director)
    db.session.commit()
    assert "包案待交接 1" in desk(as_user, "district")
    assert "包案待交接 1" not in desk(as_user, "director")


def test_visits_and_who_came_again_wait_for_another(as_user, cast, struck):
    assert "销号后回访、认定反弹 1" not in desk(as_user, "clerk")
    factories.case(cast.nangan, by=cast.clerk, parties=[(1, struck.case.parties[0].person)])
    db.session.commit()
    assert "销号后回访、认定反弹 1" in desk(as_user, "clerk")
    assert "销号后回访、认定反弹 1" not in desk(as_user, "director")


def test_the_page_of_the_case_leads_to_it(as_user, case, sponsored):
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert f"/sponsored/sponsorships/{sponsored.id}" in page.links()
    assert f"/sponsored/cases/{case.id}/new" not in page.links()


def test_by_leader_only_contacts_that_are_overdue_are_counted(cast, sponsored):
    def counted() -> list:
        return [line.numbers for line in LEADERS.table(LEADERS.figures[0], cast.district).lines]

    assert counted() == [(0,)]
    with clock.pretend(sponsored.approved_at + timedelta(days=8)):
        assert counted() == [(1,)]


def test_only_whoever_appoints_leaders_counts_by_leader(as_user, sponsored):
    assert as_user("department").get("/sponsored/leaders").status_code == 403
    assert "主任老张" in as_user("district").page("/sponsored/leaders").text


def test_who_had_a_part_is_looked_up_of_each_and_not_among_all_that_ever_were(cast):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    read = plan_of(select(Sponsorship.id).where(Sponsorship.entrusting(cast.clerk, FOLLOW)), {})
    parts = [each for each in read if "sponsored_part " in each]
    assert parts
    assert all("(sponsorship_id=? AND user_id=?)" in each for each in parts), read
