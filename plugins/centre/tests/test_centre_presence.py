"""入驻: on which days a department is there, what residents read of it, and how it comes when it is called."""

from datetime import timedelta

import pytest

from plugins.centre.figures import CALL_FIGURES
from plugins.centre.models import DepartmentCall, Presence, ServiceCentre
from plugins.centre.tests.conftest import THURSDAY, at
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database


@pytest.fixture
def settle(cast, centre):
    def settled(title: str, kind: str, **more) -> Presence:
        made = Presence.settle_in(centre, title=title, kind=kind, valid_from=THURSDAY, by=cast.director, **more)
        db.session.commit()
        db.session.refresh(centre)
        return made

    return settled


def test_one_centre_for_a_unit(cast, centre):
    with pytest.raises(RuleError, match="已经登记了") as said:
        ServiceCentre.found(unit=cast.street, title="又一个", opened_on=THURSDAY, by=cast.director)
    assert said.value.at == "unit_id"


def test_a_grid_has_no_centre(cast):
    with pytest.raises(RuleError, match="才有综治中心"):
        ServiceCentre.found(unit=cast.grid1, title="网格", opened_on=THURSDAY, by=cast.director)


def test_who_rotates_is_there_on_its_days(settle):
    bureau = settle("司法所", "rotating", weekdays="4", dates="2026-11-28")
    days = [THURSDAY + timedelta(days=number) for number in range(3)]
    assert [bureau.present_on(each, workday=each.weekday() < 5) for each in days] == [True, False, True]


def test_who_rotates_has_days(settle):
    with pytest.raises(RuleError, match="勾选周几") as said:
        settle("司法所", "rotating")
    assert said.value.at == "weekdays"


def test_end_before_begin_is_refused_at_the_field(settle):
    with pytest.raises(RuleError) as said:
        settle("司法所", "resident", valid_until=THURSDAY - timedelta(days=1))
    assert said.value.at == "valid_until"


def test_a_department_of_the_tree_is_known_by_its_name(cast, settle):
    assert settle("达拉特旗人力资源和社会保障局", "on_call").department_id == cast.labour_bureau.id


def test_a_call_tells_how_long_it_took(cast, settle):
    police = settle("派出所", "on_call")
    call = DepartmentCall.call(police, what="现场劝离。", by=cast.clerk)
    with pytest.raises(RuleError, match="早于呼叫"):
        call.arrive(at(6), by=cast.clerk)
    with clock.pretend(at(7, 20)):
        call.arrive(clock.now(), by=cast.clerk)
    db.session.commit()
    table = next(each for each in CALL_FIGURES.tables(cast.director) if each.figure.key == "department")
    assert (call.minutes, [(each.label, each.numbers) for each in table.lines]) == (20, [("派出所", (1, 1, 20))])


def test_it_is_not_called_twice(cast, settle):
    police = settle("派出所", "on_call")
    DepartmentCall.call(police, what="现场劝离。", by=cast.clerk)
    db.session.refresh(police)
    with pytest.raises(RuleError, match="还没有到场"):
        DepartmentCall.call(police, what="又一次。", by=cast.clerk)


def test_the_department_that_is_called_sees_the_call_and_nothing_else(as_user, cast, settle):
    bureau = settle("达拉特旗人力资源和社会保障局", "on_call")
    call = DepartmentCall.call(bureau, what="解答工伤认定。", by=cast.clerk)
    db.session.commit()
    department = as_user("department")
    assert "解答工伤认定" in department.page(f"/centre/calls/{call.id}").text
    assert department.get(f"/centre/presences/{bureau.id}").status_code == 404


def test_residents_read_who_is_there_today_and_no_names(client, settle, arrange, cast):
    settle("司法所", "rotating", weekdays="4")
    settle("信访局", "rotating", weekdays="5")
    arrange("便民服务员甲")
    page = client.page(f"/centre/public/{cast.street.id}/today").text
    assert "司法所" in page
    assert "信访局" not in page
    assert "0477-5550101" in page
    assert "便民服务员甲" not in page


def test_where_there_is_no_centre_there_is_no_page(client, centre, cast):
    assert client.get(f"/centre/public/{cast.nangan.id}/today").status_code == 404


def test_the_card_for_the_door_and_the_roster_for_the_wall(as_user, centre, arrange):
    arrange()
    clerk = as_user("clerk")
    for url in (
        f"/centre/windows/{centre.windows[0].id}/door.pdf",
        f"/centre/centres/{centre.id}/week.pdf?of=2026-11-26",
    ):
        assert clerk.get(url).data.startswith(b"%PDF")


def test_a_centre_that_closes_takes_its_windows_along(cast, centre, settle, arrange):
    bureau, shift = settle("司法所", "resident"), arrange(on=THURSDAY + timedelta(days=4))
    centre.close(THURSDAY, "并入旗中心。", by=cast.director)
    assert {each.status for each in centre.windows} == {"closed"}
    assert (bureau.status, shift.status) == ("left", "cancelled")


def test_shifts_of_today_wait_for_nobody_where_the_centre_has_closed(cast, watched, arrange):
    shift = arrange()
    watched.close(THURSDAY, "并入旗中心。", by=cast.director)
    assert shift.status == "planned"


def test_a_department_that_leaves_takes_its_later_shifts_along(cast, settle, arrange):
    bureau, later = settle("司法所", "resident"), THURSDAY + timedelta(days=4)
    today, coming = arrange("甲", department="司法所"), arrange("甲", department="司法所", on=later)
    others = arrange("乙", on=later)
    bureau.end(THURSDAY, "撤出。", by=cast.director)
    assert (today.status, coming.status, others.status) == ("planned", "cancelled", "planned")


def test_nothing_is_ended_ahead(as_user, centre):
    director, page = as_user("director"), f"/centre/windows/{centre.windows[0].id}/closing"
    after = director.fill(director.page(page), on="2026-12-31", text="合并。")
    assert after.status == 422
    assert db.session.get(type(centre.windows[0]), centre.windows[0].id, populate_existing=True).status == "open"


def test_an_office_of_another_township_is_not_meant(cast, settle):
    elsewhere = OrgUnit.create(kind="township", name="树林召镇", parent=cast.county)
    OrgUnit.create(kind="department", name="司法所", parent=elsewhere)
    assert settle("司法所", "on_call").department_id is None


def test_of_several_of_one_name_none_is_taken(cast, settle):
    for parent in (cast.county, cast.street):
        OrgUnit.create(kind="department", name="信访局", parent=parent)
    assert settle("信访局", "on_call").department_id is None


def test_one_above_goes_before_one_below(cast, settle):
    OrgUnit.create(kind="department", name="司法所", parent=cast.nangan)
    own = OrgUnit.create(kind="department", name="司法所", parent=cast.street)
    assert settle("司法所", "on_call").department_id == own.id


def test_after_a_merger_the_older_centre_counts_and_the_page_names_both(as_user, cast, centre):
    second = ServiceCentre.found(unit=cast.nangan, title="南干社区综治中心", opened_on=THURSDAY, by=cast.director)
    second.place(cast.street)
    db.session.commit()
    assert ServiceCentre.of_unit(cast.street) == centre
    assert second.title in as_user("director").page(f"/centre/centres/{centre.id}").text
