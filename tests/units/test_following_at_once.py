"""The page and the job let rows follow at the same time, while clerks work: each row follows once, and whoever moved one meanwhile is not overruled."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.record import SUCCEEDED
from portal.testing import factories
from portal.units import relocation as moving
from portal.units.models import UnitChange
from portal.units.relocation import Relocation, finish

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(moving, "LEAST", 4)
    monkeypatch.setattr(moving, "SECONDS", 0)


@pytest.fixture
def grids(cast):
    """Two further grids of the community."""
    names = "泰兴社区第二网格", "泰兴社区第三网格"
    return [OrgUnit.create(kind="grid", name=name, parent=cast.taixing, grid_level=2) for name in names]


def commit(done=0, total=0):
    db.session.commit()


def meanwhile(act):
    """Lets rows follow; after the first portion `act` happens."""
    commit()
    [found] = db.session.scalars(select(Relocation))
    waiting = [act]

    def progress(done, total):
        commit()
        while waiting:
            waiting.pop()()
            commit()

    assert found.follow(progress)


def test_what_two_let_follow_at_once_is_said_once(made, cast, grids):
    cases = [factories.case(cast.grid1, by=cast.clerk) for _ in range(6)]
    made("merge", cast.grid1, into_id=grids[0].id)
    meanwhile(lambda: db.session.scalars(select(Relocation)).one().follow(commit))
    assert [[each.verb for each in case.events].count(SUCCEEDED) for case in cases] == [1] * 6


def test_what_two_hand_over_at_once_is_said_once(made, cast, grids):
    cases = [factories.case(cast.street, by=cast.clerk) for _ in range(6)]
    for case in cases:
        case.accept(by=cast.clerk)
        case.assign(cast.grid1, by=cast.clerk)
    made("merge", cast.grid1, into_id=grids[0].id)
    meanwhile(lambda: db.session.scalars(select(Relocation)).one().follow(commit))
    assert [[each.verb for each in case.events].count(SUCCEEDED) for case in cases] == [1] * 6


def test_a_resident_whom_a_clerk_moved_meanwhile_stays_where_he_was_put(made, cast, grids):
    heir, elsewhere = grids
    people = [factories.resident(cast.grid1) for _ in range(6)]
    made("merge", cast.grid1, into_id=heir.id)
    meanwhile(lambda: people[-1].place(elsewhere))
    assert [each.unit_id for each in people] == [heir.id] * 5 + [elsewhere.id]


def test_a_resident_who_was_chosen_and_moved_meanwhile_stays_where_he_was_put(made, cast, grids):
    people = [factories.resident(cast.grid1) for _ in range(6)]
    numbers, given = [each.id_number for each in people], {"below": [], "households": None}
    made("split", cast.grid1, name="泰兴社区第四网格", short_name="", numbers=numbers, **given)
    meanwhile(lambda: people[-1].place(grids[1]))
    assert people[-1].unit_id == grids[1].id
    assert people[0].unit.name == "泰兴社区第四网格"


def test_of_a_merged_unit_that_is_done_nothing_is_looked_at_again(made, cast, grids, follow):
    over = factories.case(cast.grid1, by=cast.clerk)
    over.decline("不属于受理范围。", by=cast.clerk)
    made("merge", cast.grid1, into_id=grids[0].id)
    follow()
    [found] = db.session.scalars(select(Relocation))
    assert [(what, ids) for _, what, ids in found.portions() if ids] == []


def test_what_was_written_in_the_old_place_in_that_moment_follows(made, cast, grids, follow):
    made("merge", cast.grid1, into_id=grids[0].id)
    follow()
    late = factories.case(cast.grid1, by=cast.clerk)
    commit()
    finish(SimpleNamespace(now=clock.now()), commit)
    assert db.session.get_one(Case, late.id).unit_id == grids[0].id


def test_one_that_goes_wrong_does_not_keep_the_next_from_following(made, cast, grids, monkeypatch):
    case = factories.case(cast.grid1, by=cast.clerk)
    for unit in (cast.nangan, cast.grid1):
        heir = cast.taixing if unit is cast.nangan else grids[0]
        change = UnitChange.note(unit, "merge", "", "", clock.today(), "批复", "", None)
        unit.merged_into = heir
        Relocation.begin(change, [unit], into=heir)
    commit()
    portions = Relocation.portions

    def break_down(self):
        if self.change.unit_id == cast.nangan.id:
            raise ValueError("broken")
        return portions(self)

    monkeypatch.setattr(Relocation, "portions", break_down)
    assert finish(SimpleNamespace(now=clock.now()), commit).endswith("，1 次没有核对完，下次再做。")
    assert case.unit_id == grids[0].id


def test_what_is_set_up_stands_where_the_unit_above_stands_now(made, cast):
    db.session.commit()
    table, above = OrgUnit.__table__, cast.nangan
    path = above.path
    db.session.execute(table.update().where(table.c.id == above.id).values(path="0000009." + path))
    assert above.path == path
    grid = made("set_up", above, kind="grid", name="第一网格", short_name="", households=1).unit
    assert grid.path.startswith("0000009.")


def test_two_changes_in_one_county_take_turns(made, cast):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("writers stand in a queue there")
    db.session.commit()
    county = select(OrgUnit.id).where(OrgUnit.id == cast.county.id).with_for_update(key_share=True, nowait=True)
    made("rename", cast.nangan, name="南干路社区", short_name="")
    with db.engine.connect() as other, pytest.raises(OperationalError):
        other.execute(county)
