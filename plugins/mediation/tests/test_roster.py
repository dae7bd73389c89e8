"""调委会 and its roster: three to nine members, a woman among them, each for a term (人民调解法 §8-9)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.mediation.models import Committee, Mediator
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database
FEW, NO_WOMAN = "调委会由委员三至九人组成", "应当有妇女成员"


def roster(committee: Committee, genders: str, **fields) -> None:
    """As many members as `genders` has characters."""
    committee.mediators = [
        Mediator(**{"name": f"委员{place}", "gender": gender, "valid_from": clock.today()} | fields)
        for place, gender in enumerate(genders)
    ]
    db.session.commit()


@pytest.mark.parametrize(
    ("genders", "notices"),
    [
        ("男女", [FEW]),
        ("男男", [FEW, NO_WOMAN]),
        ("男男女", []),
        ("男男男", [NO_WOMAN]),
        ("男女" * 5, [FEW]),
        ("", [FEW]),
    ],
)
def test_a_roster_that_does_not_fit_the_law_is_pointed_out(as_user, cast, genders, notices):
    roster(Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None), genders)
    text = as_user("director").page("/mediation/committees").text
    assert [notice for notice in (FEW, NO_WOMAN) if notice in text] == notices


def test_those_who_have_left_or_are_only_appointed_do_not_count(as_user, cast):
    committee = Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None)
    roster(committee, "男男女")
    committee.mediators[2].valid_until = clock.today() - timedelta(days=1)
    committee.mediators.append(Mediator(name="聘任的", gender="女", post="appointed", valid_from=clock.today()))
    committee.mediators[2].valid_from -= timedelta(days=9)
    db.session.commit()
    text = as_user("director").page("/mediation/committees").text
    assert FEW in text
    assert NO_WOMAN in text


class TestTerms:
    """In office from one day to another, both included."""

    @pytest.mark.parametrize(
        ("begins", "ends", "serves"),
        [
            (0, 0, True),
            (-1, None, True),
            (1, None, False),
            (-9, -1, False),
            (-9, 9, True),
        ],
    )
    def test_decide_who_serves_today(self, cast, begins, ends, serves):
        today = clock.today()
        until = None if ends is None else today + timedelta(days=ends)
        assert Mediator(valid_from=today + timedelta(days=begins), valid_until=until).serves_on(today) is serves

    def test_stand_on_the_page(self, as_user, cast):
        roster(Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None), "男男女男")
        members, today = db.session.scalars(select(Mediator).order_by(Mediator.id)).all(), clock.today()
        members[0].valid_from, members[0].valid_until = today - timedelta(days=9), today - timedelta(days=1)
        members[1].valid_until = today + timedelta(days=30)
        members[2].valid_from = today + timedelta(days=3)
        db.session.commit()
        text = as_user("mediator").page("/mediation/committees").text
        for state in ("离任", "任期将满", "未到任", "在任"):
            assert text.count(state) == 1, state

    def test_end_on_the_page_of_the_mediator(self, as_user, committee):
        client, ident = as_user("director"), committee.mediators[0].id
        url = f"/mediation/committees/{committee.id}/mediators/{ident}"
        page = client.fill(client.page(url), valid_until=f"{clock.today():%Y-%m-%d}", phone="154 0000 0001")
        assert "任期将满" in page.text
        assert db.session.get(Mediator, ident).phone == "15400000001"

    def test_do_not_end_before_they_begin(self, as_user, committee):
        client = as_user("director")
        page = client.page(f"/mediation/committees/{committee.id}/mediators/new")
        page = client.fill(page, name="新委员", valid_from="2026-03-01", valid_until="2026-02-01")
        assert page.status == 422
        assert "任期结束早于开始" in page.text
        assert page.fields(page.form())["name"] == "新委员"


class TestFounding:
    """设立, once a unit."""

    def test_gives_the_unit_a_committee(self, as_user, cast):
        client = as_user("director")
        page = client.fill(client.page("/mediation/committees/new"))
        assert "昭君街道人民调解委员会" in page.text
        assert Committee.of(cast.taixing).unit_id == cast.unit_ids["street"]

    def test_not_twice(self, as_user, committee):
        client = as_user("director")
        page = client.fill(client.page("/mediation/committees/new"), name="又一个")
        assert page.status == 422
        assert "已经设立了调委会" in page.text

    def test_a_new_mediator_stands_on_the_roster(self, as_user, committee):
        client = as_user("director")
        page = client.page(f"/mediation/committees/{committee.id}/mediators/new")
        page = client.fill(page, name="赵敏", gender="女", post="appointed", grade="2", full_time="y")
        assert "赵敏" in page.text
        assert "聘任调解员" in page.text

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"name": ""}, "请填写此项"),
            ({"phone": "123"}, "号码"),
            ({"valid_from": ""}, "请填写任期开始"),
            ({"name": "长" * 10_000}, "最多 40 个字"),
            ({"post": "king"}, ""),
        ],
    )
    def test_what_cannot_be_gets_its_message(self, as_user, committee, values, message):
        client = as_user("director")
        page = client.page(f"/mediation/committees/{committee.id}/mediators/new")
        page = client.fill(page, **{"name": "赵敏"} | values)
        assert page.status == 422
        assert message in page.text


def test_the_roster_of_another_street_is_not_there(as_user, cast):
    other = Committee.found(unit=cast.other_street, name="工业街道人民调解委员会", by=None)
    db.session.commit()
    client, other_id = as_user("director"), other.id
    assert "工业街道" not in client.page("/mediation/committees").text
    assert client.page(f"/mediation/committees/{other_id}/mediators/new").status == 404
