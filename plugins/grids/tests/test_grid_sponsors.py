"""包保干部: which cadre has which unit, from one day to another."""

from datetime import timedelta

import pytest

from plugins.grids.models import Sponsor
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def assign(cast, since):
    def make(unit, duty, **fields) -> Sponsor:
        known = {"name": "李干部", "office": "街道党工委委员", "valid_from": since} | fields
        made = Sponsor.assign(unit=unit, duty=duty, by=cast.director, **known)
        db.session.commit()
        return made

    return make


def test_a_cadre_is_assigned_and_stands_on_the_page_of_each_grid_below(as_user, cast, grid):
    director = as_user("director")
    page = director.fill(
        director.page("/grids/sponsors/new"),
        unit_id=str(cast.taixing.id),
        duty="village",
        name="李干部",
        office="街道党工委委员",
        phone="13804770003",
    )
    assert page.heading.split() == ["李干部", "联村泰兴社区"]
    shown = as_user("clerk").page(f"/grids/grids/{grid.id}").text
    assert "联村泰兴社区" in shown
    assert "13804770003" not in shown


def test_a_duty_has_its_kind_of_unit(cast, assign):
    with pytest.raises(RuleError, match="“包镇”登记在乡镇街道") as said:
        assign(cast.grid1, "town")
    assert said.value.at == "duty"


def test_the_same_cadre_has_a_unit_once_but_as_many_units_as_he_may(cast, assign):
    assign(cast.taixing, "village")
    assert assign(cast.nangan, "village").id
    with pytest.raises(RuleError, match="已经联村泰兴社区"):
        assign(cast.taixing, "village")


def test_all_that_a_cadre_has_stands_on_one_page(as_user, cast, assign):
    first = assign(cast.taixing, "village")
    assign(cast.grid1, "cadre")
    page = as_user("director").page(f"/grids/sponsors/{first.id}").text
    assert "泰兴社区第一网格" in page


def test_it_ends_with_a_day_that_has_come_and_stays_on_the_list(as_user, cast, assign):
    made = assign(cast.taixing, "village")
    with pytest.raises(RuleError, match="还没有到"):
        made.release(clock.today() + timedelta(days=1), "分工调整", by=cast.director)
    made.release(clock.today() - timedelta(days=1), "分工调整", by=cast.director)
    db.session.commit()
    assert not made.serves
    assert "李干部" in as_user("director").page("/grids/sponsors").text
