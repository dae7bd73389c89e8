"""届: members of a committee serve three years, are elected again or leave; the roster keeps both (人民调解法 §9)."""

from datetime import date, timedelta

import pytest

from plugins.mediation.models import Committee
from plugins.mediation.models.staffing import three_years_from
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 3, 1), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 1, 1), date(2027, 12, 31)),
    ],
)
def test_three_years_end_on_the_day_before(first, last):
    assert three_years_from(first) == last


def test_who_is_elected_again_goes_on_and_the_others_leave_the_day_before(cast, committee):
    today = clock.today()
    stays, leaves = committee.members
    committee.elect(today, [stays], by=cast.director)
    assert (stays.valid_until, stays.tenures[0].valid_until) == (three_years_from(today), today - timedelta(days=1))
    assert stays.in_office_from == today
    assert stays.serves_on(today - timedelta(days=1))
    assert not leaves.serves_on(today)
    assert committee.term_on(today).title == "第 1 届"


def test_the_roster_shows_the_present_period(as_user, cast, committee):
    today = clock.today()
    committee.elect(today, committee.members, by=cast.director)
    db.session.commit()
    page = as_user("director").page(f"/mediation/committees/{committee.id}")
    assert f"{today} 至 {three_years_from(today)}" in page.text
    assert f"2024-01-01 至 {three_years_from(today)}" not in page.text


def test_a_new_member_serves_as_long_as_the_term(cast, committee):
    today = clock.today()
    committee.elect(today, committee.members, by=cast.director)
    new, hired = (
        committee.appoint(name=name, gender="女", post=post, valid_from=today, by=cast.director)
        for name, post in (("赵敏", "member"), ("钱江", "appointed"))
    )
    assert (new.valid_until, hired.valid_until) == (three_years_from(today), None)


@pytest.mark.parametrize(
    ("days", "more", "said"), [(0, 1, "最晚到"), (-9, 0, "新一届要在它以后"), (9, -2000, "结束的日期早于")]
)
def test_a_term_is_no_longer_than_the_law_and_follows_the_last(cast, committee, days, more, said):
    committee.elect(clock.today() - timedelta(days=5), [], by=cast.director)
    first = clock.today() + timedelta(days=days)
    with pytest.raises(RuleError, match=said):
        committee.elect(first, [], valid_until=three_years_from(first) + timedelta(days=more), by=cast.director)


def test_a_term_that_is_over_is_pointed_out(as_user, cast, committee):
    committee.elect(date(2020, 1, 1), [], by=cast.director)
    db.session.commit()
    assert "第 1 届任期已于 2022-12-31 届满" in as_user("director").page(f"/mediation/committees/{committee.id}").text


class TestOneOfThem:
    """续任 and 离任."""

    def test_goes_on_after_the_term(self, cast, committee):
        mediator = committee.serving[0]
        mediator.valid_until = clock.today() + timedelta(days=30)
        committee.renew(mediator, valid_until=clock.today() + timedelta(days=400), post="deputy", by=cast.director)
        assert (mediator.post, mediator.tenures[0].post) == ("deputy", "chair")

    def test_does_not_go_on_where_the_term_has_no_end(self, cast, committee):
        with pytest.raises(RuleError, match="没有登记结束日期"):
            committee.renew(committee.serving[0], by=cast.director)

    def test_leaves_with_a_reason(self, as_user, committee):
        client, ident = as_user("director"), committee.serving[0].id
        page = client.fill(
            client.page(f"/mediation/committees/{committee.id}/mediators/{ident}/leaving"), reason="本人辞去。"
        )
        assert page.status == 200
        page = client.page(f"/mediation/mediators/{ident}")
        assert "本人辞去。" in page.text
        assert f"{clock.today():%Y-%m-%d}" in page.text

    def test_leaves_once(self, cast, committee):
        mediator = committee.serving[0]
        committee.leave(mediator, clock.today(), reason="辞去。", by=cast.director)
        with pytest.raises(WrongState):
            committee.leave(mediator, clock.today(), reason="辞去。", by=cast.director)


def test_the_page_of_another_street_is_not_there(as_user, cast):
    other = Committee.found(unit=cast.other_street, name="工业街道人民调解委员会", by=None)
    appointed = other.appoint(name="孙武", gender="男", valid_from=clock.today(), by=cast.district)
    db.session.commit()
    client = as_user("director")
    assert client.page(f"/mediation/committees/{other.id}").status == 404
    assert client.page(f"/mediation/mediators/{appointed.id}").status == 404
