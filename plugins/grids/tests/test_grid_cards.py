"""网格公示牌: what is public of a grid, on a page behind a code and on paper."""

import pytest

from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def posted(cast, second, give):
    """The second grid, public, with somebody who works it."""
    give(second, name="王秀英", phone="13804770009")
    second.post(by=cast.director)
    db.session.commit()
    return second


def address(grid) -> str:
    return f"/grids/public/{grid.unit_id}/card/{grid.word}"


def test_without_range_or_worker_nothing_is_public(cast, grid):
    with pytest.raises(RuleError, match="还没有登记四至范围、在任的网格长或者网格员"):
        grid.post(by=cast.director)


def test_everybody_sees_name_range_workers_and_the_telephone_of_the_office(client, posted):
    page = client.page(address(posted)).text
    for each in ("泰兴社区第二网格", "东至河", "王秀英", "0477-5210001"):
        assert each in page, each
    assert "13804770009" not in page


def test_nobody_without_the_code_or_after_it_was_taken_down(client, cast, posted):
    at = address(posted)
    assert client.get(f"/grids/public/{posted.unit_id}/card/ABCDEFGH").status_code == 404
    assert client.get(f"/grids/public/{cast.street.id}/card/{posted.word}").status_code == 404
    posted.take_down("更换", by=cast.director)
    db.session.commit()
    assert client.get(at).status_code == 404


def test_of_a_grid_that_was_merged_nothing_is_public(client, posted, grid, merge):
    at = address(posted)
    merge(posted, grid)
    assert client.get(at).status_code == 404


def test_the_code_leads_to_the_form_of_reports_where_there_is_one(as_user, posted):
    director, at = as_user("director"), address(posted)
    unit_id = str(posted.unit_id)
    assert not any("/report/" in each for each in director.page(at).links())
    director.fill(director.page("/public_reports/labels/new"), title="第二网格", kind="grid", unit_id=unit_id)
    assert any("/report/" in each for each in director.page(at).links())


def test_one_card_is_printed_or_all_of_a_place(as_user, posted):
    director = as_user("director")
    for path in (f"/grids/grids/{posted.id}/card.pdf", "/grids/cards.pdf"):
        assert director.get(path).mimetype == "application/pdf", path


def test_where_none_is_public_there_is_nothing_to_print(as_user, grid):
    director = as_user("director")
    assert director.get("/grids/cards.pdf").status_code == 409
    assert director.get(f"/grids/grids/{grid.id}/card.pdf").status_code == 409
