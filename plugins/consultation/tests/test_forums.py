"""议事坊: one a neighbourhood."""

import pytest

from plugins.consultation.models import Forum
from portal.errors import NotAllowed

pytestmark = pytest.mark.database


def test_the_director_founds_a_forum_on_its_page(as_user, cast):
    director = as_user("director")
    form = director.page("/consultation/forums/new")
    page = director.fill(form, name="锦绣苑", unit_id=str(cast.unit_ids["grid1"]), households="300")
    assert (page.status, page.heading) == (200, "锦绣苑红管家议事坊")
    assert "锦绣苑" in as_user("grid").page("/consultation/forums").text
    assert "锦绣苑" not in as_user("outsider").page("/consultation/forums").text


def test_a_neighbourhood_has_one(as_user, cast, forum):
    director = as_user("director")
    form = director.page("/consultation/forums/new")
    page = director.fill(form, name="万豪花园", unit_id=str(cast.unit_ids["grid1"]))
    assert page.status == 422
    assert "泰兴社区第一网格的万豪花园已经设立了议事坊" in page.text


def test_not_by_whoever_has_no_right_there(cast):
    with pytest.raises(NotAllowed):
        Forum.found(unit=cast.taixing, name="锦绣苑", by=cast.clerk)


@pytest.mark.parametrize(("name", "households", "said"), [("", "3", "请填写小区名称"), ("苑", "0", "1 至 20000")])
def test_what_is_wrong_is_said_at_the_field(as_user, cast, name, households, said):
    director = as_user("director")
    page = director.fill(director.page("/consultation/forums/new"), name=name, households=households)
    assert page.status == 422
    assert said in page.text


def test_what_only_a_line_of_a_list_would_send_harms_nothing(as_user, forum):
    director = as_user("director")
    page = director.fill(director.page(f"/consultation/forums/{forum.id}/details"), venue="广场", row="1")
    assert "已修改" in page.text
