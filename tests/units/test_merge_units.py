"""并入: a unit is closed, another takes over; what is over keeps the unit in which it happened."""

from datetime import UTC, date, datetime

import pytest
from flask import current_app
from sqlalchemy import select

from plugins.public_reports.models import Label
from portal import clock
from portal.accounts.models import Appointment
from portal.cases.models import Case
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.folding import fold
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import Sheets
from portal.errors import RuleError
from portal.extensions import db
from portal.org.importing import import_divisions
from portal.org.models import OrgUnit, UnitCode
from portal.records.record import SUCCEEDED
from portal.testing import factories
from portal.units.relocation import Relocation

pytestmark = pytest.mark.database
LAST_MONTH, NOW = datetime(2026, 10, 12, 2, tzinfo=UTC), datetime(2026, 11, 27, 2, tzinfo=UTC)


@pytest.fixture
def grid2(cast):
    """Another grid of the community, into which the first is merged."""
    return OrgUnit.create(kind="grid", name="泰兴社区第二网格", parent=cast.taixing, grid_level=2, households=40)


def closed_case(cast):
    case = factories.case(cast.grid1, by=cast.clerk)
    case.decline("不属于受理范围。", by=cast.clerk)
    return case


def test_what_is_open_goes_and_what_is_over_stays_where_it_happened(made, cast, grid2, follow):
    over, open_ = closed_case(cast), factories.case(cast.grid1, by=cast.clerk)
    resident = factories.resident(cast.grid1)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    assert (over.unit_id, over.grid_id) == (cast.grid1.id, grid2.id)
    assert (open_.unit_id, open_.grid_id) == (grid2.id, grid2.id)
    assert resident.unit_id == grid2.id
    assert over.allows(cast.grid, "cases.view")


def test_the_timeline_says_so(made, cast, grid2, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    [entry] = [each for each in case.events if each.verb == SUCCEEDED]
    assert entry.title == "单位调整"
    assert "并入泰兴社区第二网格" in entry.note


def test_done_again_it_is_said_once(made, cast, grid2, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    [relocation] = db.session.scalars(select(Relocation))
    relocation.follow(lambda done, total: db.session.commit())
    assert len([each for each in case.events if each.verb == SUCCEEDED]) == 1


def test_what_it_had_in_hand_the_other_has(made, cast, grid2, follow):
    case = factories.case(cast.street, by=cast.clerk)
    case.accept(by=cast.clerk)
    case.assign(cast.grid1, by=cast.clerk)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    [assignment] = case.assignments
    assert (assignment.unit_id, assignment.outside) == (grid2.id, True)
    assert [each.verb for each in case.events][-1] == SUCCEEDED


def test_what_it_was_handed_and_had_answered_stays_its_own(made, cast, grid2, follow):
    case = factories.case(cast.street, by=cast.clerk)
    case.accept(by=cast.clerk)
    case.assign(cast.grid1, by=cast.clerk)
    [assignment] = case.assignments
    assignment.acknowledge(by=cast.grid)
    assignment.report("已经劝和。", by=cast.grid)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    assert assignment.unit_id == cast.grid1.id


def test_whoever_worked_there_works_on_in_the_other(made, cast, grid2, follow):
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    [office] = cast.grid.current_appointments
    assert (office.unit_id, office.role) == (grid2.id, "grid")


def test_a_community_goes_into_another_with_its_grids(made, cast, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    made("merge", cast.taixing, into_id=cast.nangan.id)
    follow()
    assert (cast.grid1.parent_id, case.community_id) == (cast.nangan.id, cast.nangan.id)
    assert cast.taixing.closed_on == clock.today()


def test_a_department_hands_on_what_it_has(made, cast, follow):
    other = OrgUnit.create(kind="department", name="达拉特旗民政局", parent=cast.county)
    case = factories.case(cast.street, by=cast.clerk)
    case.accept(by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    made("merge", cast.labour_bureau, into_id=other.id)
    follow()
    assert [each.unit_id for each in case.assignments] == [other.id]
    assert case.allows(cast.department, "cases.view")


def test_twice_merged_what_is_over_is_seen_by_the_last(made, cast, grid2, follow, astray):
    over = closed_case(cast)
    third = OrgUnit.create(kind="grid", name="泰兴社区第三网格", parent=cast.taixing, grid_level=2)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    made("merge", grid2, into_id=third.id)
    follow()
    assert (over.unit_id, over.grid_id) == (cast.grid1.id, third.id)
    assert astray() == []


def test_what_was_printed_of_last_month_prints_as_before(made, cast, grid2, follow):
    with clock.pretend(LAST_MONTH):
        closed_case(cast)
        factories.case(cast.grid1, by=cast.clerk)
        db.session.commit()
    with clock.pretend(NOW):
        places = [cast.street, cast.taixing, cast.grid1, grid2]
        before = [printed(unit) for unit in places]
        made("merge", cast.grid1, into_id=grid2.id)
        follow()
        while fold():
            db.session.commit()
        assert [printed(unit) for unit in places] == before
        assert list(Recount().said()) == []


def test_so_does_what_was_printed_of_a_community(made, cast, follow):
    with clock.pretend(LAST_MONTH):
        factories.case(cast.taixing, by=cast.clerk).decline("不属于受理范围。", by=cast.clerk)
        closed_case(cast)
        factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
    with clock.pretend(NOW):
        places = [cast.street, cast.taixing, cast.nangan, cast.grid1]
        before = [printed(unit) for unit in places]
        made("merge", cast.taixing, into_id=cast.nangan.id)
        follow()
        while fold():
            db.session.commit()
        assert [printed(unit) for unit in places] == before


def printed(unit) -> list:
    october = Span(unit, 202610, 202610, as_of=date(2026, 10, 31))
    with current_app.test_request_context():
        return [
            (sheet.key, [(line.label, [cell.value for cell in line.cells]) for line in sheet.lines])
            for sheet in Sheets(october).all()
        ]


@pytest.mark.parametrize("other", ["grid1", "taixing", "street", "outside_community"])
def test_nothing_is_merged_into_itself_or_what_is_not_its_like(made, cast, other):
    with pytest.raises(RuleError, match="请选一个本旗县区里同级") as refused:
        made("merge", cast.grid1, into_id=getattr(cast, other).id)
    assert refused.value.at == "into_id"


def test_a_closed_unit_takes_nothing_over(made, cast, grid2):
    grid2.closed_on = clock.today()
    with pytest.raises(RuleError, match="没有撤销"):
        made("merge", cast.grid1, into_id=grid2.id)


def test_households_are_added_up(made, cast, grid2, follow):
    cast.grid1.households = 60
    made("merge", cast.grid1, into_id=grid2.id)
    assert grid2.households == 100


def test_a_label_on_a_wall_leads_to_the_other(made, cast, grid2, follow):
    label = Label(title="三号楼单元门", number="B-1", word="abcd2345", kind="door", status="in_use")
    label.place(cast.grid1)
    db.session.add(label)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    assert label.unit_id == grid2.id


def test_a_division_of_an_old_code_comes_in_below_the_other(made, cast, follow):
    for unit, code in ((cast.county, "621000000"), (cast.street, "621002000"), (cast.taixing, "621002003")):
        db.session.add(UnitCode(unit=unit, code_system="stats2023", code=f"150{code}", name=unit.name))
    made("merge", cast.taixing, into_id=cast.nangan.id)
    follow()
    rows = "150621002000,150621000000,4,昭君街道\n150621002003,150621002000,5,泰兴社区\n"
    report = import_divisions(f"code,parent_code,level,name\n{rows}".encode())
    [said] = report.attention["库中已并入其他单位（下级归接收的单位）"]
    assert said.endswith("并入 南干社区")
    assert (report.added, report.changed) == ([], [])


def test_no_office_is_left_in_a_unit_that_is_closed(made, cast, grid2, follow):
    made("merge", cast.grid1, into_id=grid2.id)
    today = clock.today()
    held = select(Appointment).where(Appointment.unit_id == cast.grid1.id, Appointment.current_on(today))
    assert db.session.scalars(held).all() == []


def test_the_case_is_on_the_desk_of_the_other(made, cast, grid2, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    made("merge", cast.grid1, into_id=grid2.id)
    follow()
    assert db.session.scalar(Case.visible_to(cast.grid).where(Case.id == case.id)) is not None
