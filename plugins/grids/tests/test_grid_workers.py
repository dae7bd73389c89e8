"""网格员: given a post, released, followed by another; nobody works two grids full-time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.grids.models import Grid, Worker
from plugins.grids.register import WORKERS
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet

pytestmark = pytest.mark.database
HEADINGS = ["网格", "姓名", "岗位", "到任日期"]


def test_the_director_gives_a_post_on_the_page_of_the_grid(as_user, grid):
    director = as_user("director")
    page = director.fill(
        director.page(f"/grids/grids/{grid.id}/workers/new"), name="王秀英", post="full", phone="13804770001"
    )
    assert "王秀英" in page.text
    assert "138****0001" in page.text
    assert "13804770001" not in as_user("clerk").page(f"/grids/grids/{grid.id}").text


def test_the_telephone_is_stored_encrypted_and_the_timeline_masks_the_name(cast, worker, grid):
    stored = db.session.connection().exec_driver_sql("SELECT name, phone FROM records_contact").all()
    assert "13804770001" not in str(stored)
    assert grid.events[-1].note.startswith("专职网格员云*")


def test_nobody_works_two_grids_full_time(worker, second, give):
    with pytest.raises(RuleError, match="专职网格员只能在一个网格") as said:
        give(second, phone="13804770001")
    assert said.value.at == "name"


@pytest.mark.parametrize("other", [{"phone": "13804770002"}, {"post": "part"}, {"name": "王秀英"}])
def test_but_another_of_that_name_may_and_who_does_it_beside_other_work(worker, second, give, other):
    assert give(second, **{"phone": "13804770001"} | other).unit_id == second.unit_id


def test_nor_under_another_spelling_of_the_own_account(cast, grid, second, give):
    give(grid, user_id=cast.grid.id)
    with pytest.raises(RuleError, match="已经是"):
        give(second, name="小赵", user_id=cast.grid.id)


def test_who_left_may_begin_elsewhere_the_day_after(cast, grid, worker, second, give):
    grid.release(worker, clock.today() - timedelta(days=1), "调到第二网格", by=cast.director)
    assert give(second, phone="13804770001", valid_from=clock.today()).serves


def test_a_post_is_handed_over_without_a_day_between(as_user, grid, worker):
    director = as_user("director")
    page = director.page(f"/grids/grids/{grid.id}/workers/{worker.id}/successor")
    assert "王秀英" in director.fill(page, name="王秀英", reason="轮换").text
    before, after = db.session.scalars(select(Worker).order_by(Worker.id)).unique().all()
    assert (before.valid_until, before.reason) == (clock.today() - timedelta(days=1), "轮换")
    assert (after.valid_from, after.post, after.name) == (clock.today(), "full", "王秀英")


def test_who_is_gone_hands_nothing_over(cast, grid, worker):
    grid.release(worker, clock.today() - timedelta(days=2), "离职", by=cast.director)
    with pytest.raises(WrongState, match="不在任"):
        grid.hand_over(
            worker, clock.today(), "轮换", name="王秀英", phone="", office_phone="", user_id=None, by=cast.director
        )


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("valid_until", "2020-01-01", "卸任日期早于到任日期"), ("phone", "12345678901234567", ""), ("name", "", "姓名")],
)
def test_what_is_wrong_stands_at_the_field_with_everything_typed(as_user, grid, field, typed, said):
    director, at = as_user("director"), f"/grids/grids/{grid.id}/workers/new"
    page = director.fill(director.page(at), at, **{"name": "王秀英", "office_phone": "0477-5210001", field: typed})
    assert page.status == 422
    assert said in page.text
    assert "0477-5210001" in page.response.get_data(as_text=True)


def test_a_grid_without_a_worker_is_on_the_desk_until_somebody_works_it(as_user, grid, give):
    card = "网格没有网格员"
    assert card in as_user("director").page("/").text
    assert card not in as_user("clerk").page("/").text
    give(grid)
    assert card not in as_user("director").page("/").text


def test_who_works_a_grid_works_those_below_it(cast, grid, give):
    below = type(cast.grid1).create(kind="grid", name="一片", parent=cast.grid1, grid_level=3)
    Grid.enter(unit=below, by=cast.director)
    give(grid)
    assert db.session.scalars(select(Grid).where(Grid.without_workers())).all() == []


def test_a_roster_is_read_in_and_taken_back(app, cast, grid):
    lines = [
        (2, ["泰兴社区第一网格", "王秀英", "专职网格员", "2026-01-01"]),
        (3, ["别处的网格", "李秀芳", "专职网格员", "2026-01-01"]),
    ]
    before = db.session.scalar(select(db.func.count(Worker.id)))
    sheet = Sheet(HEADINGS, lines)
    with app.test_request_context(method="POST"):
        batch = ImportBatch.take_in(
            WORKERS, sheet, WORKERS.matching(HEADINGS, {}), {}, owner=cast.taixing, name="名册.xlsx", by=cast.director
        )
        db.session.commit()
        batch.enter(WORKERS, lambda: cast.taixing, by=cast.director)
        assert (batch.entered, "没有叫这个名称的网格" in str(batch.wrong)) == (1, True)
        batch.undo(WORKERS)
    assert db.session.scalar(select(db.func.count(Worker.id))) == before


def test_an_account_that_is_not_offered_is_chosen_by_its_name(as_user, cast, grid, monkeypatch):
    monkeypatch.setattr("plugins.grids.finding.MOST_ACCOUNTS", 0)
    monkeypatch.setattr("plugins.grids.views.grids.MOST_ACCOUNTS", 0)
    director = as_user("director")
    form = director.page(f"/grids/grids/{grid.id}/workers/new")
    page = director.fill(form, name="王秀英", username=cast.outsider.username)
    assert page.status == 422
    assert "没有账号" in page.text
    director.fill(page, username=cast.grid.username)
    assert [each.user for each in grid.workers] == [cast.grid]


def test_where_all_accounts_are_offered_none_is_typed(as_user, grid):
    assert "没有列出的账号" not in as_user("director").page(f"/grids/grids/{grid.id}/workers/new").text
