"""What befalls a unit: it is set up, renamed, counted, closed, each with its day and its reason."""

import pytest

from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.testing import factories
from portal.units.held import figures_of, lying_in
from portal.units.models import UnitChange

pytestmark = pytest.mark.database


def test_a_grid_is_set_up_below_its_community(made, cast):
    change = made("set_up", cast.nangan, kind="grid", name="南干社区第一网格", short_name="第一网格", households=80)
    grid = change.unit
    assert (grid.parent, grid.kind, grid.grid_level, grid.households) == (cast.nangan, "grid", 2, 80)
    assert (grid.grid_id, grid.community_id, grid.county_id) == (grid.id, cast.nangan.id, cast.county.id)


def test_below_a_grid_stands_one_of_the_third_level_and_below_that_none(made, cast):
    below = made("set_up", cast.grid1, kind="grid", name="东片", short_name="", households=60).unit
    assert (below.grid_level, below.short_name) == (3, "东片")
    with pytest.raises(RuleError, match="网格下面不能设网格"):
        made("set_up", below, kind="grid", name="东一片", short_name="", households=60)


def test_no_street_is_set_up_below_a_community(made, cast):
    with pytest.raises(RuleError, match="村社区下面不能设乡镇街道") as refused:
        made("set_up", cast.nangan, kind="township", name="新街道", short_name="", households=None)
    assert refused.value.at == "kind"


@pytest.mark.parametrize(
    ("name", "short", "at"), [("南干社区", "南干二社", "name"), ("南干新社区", "南干社区", "short_name")]
)
def test_two_units_of_one_place_do_not_share_a_name(made, cast, name, short, at):
    with pytest.raises(RuleError, match="已经有“南干社区”") as refused:
        made("set_up", cast.street, kind="community", name=name, short_name=short, households=None)
    assert refused.value.at == at


def test_a_new_name_is_known_at_once_and_the_old_one_stands_in_the_history(made, cast):
    made("rename", cast.nangan, name="南干路社区", short_name="", basis="达政发〔2026〕8号")
    assert cast.nangan.short_name == "南干路社区"
    [change] = UnitChange.history(cast.nangan)
    assert (change.before, change.after, change.basis) == ("南干社区", "南干路社区", "达政发〔2026〕8号")


def test_a_rename_to_the_same_name_is_none(made, cast):
    with pytest.raises(RuleError, match="都没有变"):
        made("rename", cast.nangan, name=cast.nangan.name, short_name=cast.nangan.short_name)


def test_households_are_counted_where_people_live(made, cast):
    assert made("count", cast.grid1, households=95).after == "95 户"
    with pytest.raises(RuleError, match="户数按网格、楼栋登记"):
        made("count", cast.street, households=900)


def test_a_unit_with_nothing_left_is_closed(made, cast):
    made("close", cast.nangan)
    assert (cast.nangan.closed_on.isoformat(), cast.nangan.merged_into_id) == ("2026-11-27", None)


def test_a_closed_unit_takes_nothing_any_more(made, cast):
    made("close", cast.nangan)
    with pytest.raises(RuleError, match="已于 2026-11-27 撤销"):
        made("set_up", cast.nangan, kind="grid", name="网格", short_name="", households=10)
    with pytest.raises(RuleError, match="已于 2026-11-27 撤销"):
        made("close", cast.nangan)


def test_a_unit_with_units_below_is_not_closed(made, cast):
    with pytest.raises(RuleError, match="下面还有 1 个单位：泰兴社区第一网格"):
        made("close", cast.taixing)


def test_a_unit_in_which_somebody_works_is_not_closed(made, cast):
    with pytest.raises(RuleError, match="还有 1 项任职没有终止"):
        made("close", cast.grid1)


def test_a_unit_with_an_open_case_is_not_closed(made, cast):
    factories.case(cast.nangan, by=cast.clerk)
    db.session.flush()
    with pytest.raises(RuleError, match="还有 1 件没有办结的事项"):
        made("close", cast.nangan)


def test_a_department_with_a_case_in_hand_is_not_closed(made, cast):
    for each in cast.department.appointments:
        each.valid_until = each.valid_from.replace(year=2020)
    case = factories.case(cast.street, by=cast.clerk)
    case.accept(by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.flush()
    with pytest.raises(RuleError, match="别处交来的事项还有 1 件没有办完"):
        made("close", cast.labour_bureau)


@pytest.mark.parametrize("role", ["clerk", "director", "district", "auditor"])
def test_only_who_administers_changes_units(cast, role):
    with pytest.raises(NotAllowed):
        UnitChange.rename(cast.nangan, "南干路社区", "", None, "批复", by=cast[role])


def test_nobody_changes_units_of_another_district(made, cast):
    with pytest.raises(NotAllowed):
        made("rename", cast.outside_street, name="新街道", short_name="")


def test_the_auditor_reads_of_each_change(made, cast):
    made("rename", cast.nangan, name="南干路社区", short_name="")
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.subject_kind, entry.detail) == (
        "unit_change",
        "org_unit",
        "更名：南干社区 → 南干路社区",
    )


def test_a_new_unit_of_a_closed_name_may_be_set_up(made, cast):
    made("close", cast.nangan)
    made("set_up", cast.street, kind="community", name="南干社区", short_name="", households=None)
    assert db.session.query(OrgUnit).filter_by(name="南干社区").count() == 2


def test_a_unit_in_which_residents_are_registered_is_merged_and_not_closed(made, cast):
    factories.resident(cast.nangan)
    with pytest.raises(RuleError, match=r"还有 1 位登记的居民.*请用“并入其他单位”"):
        made("close", cast.nangan)


def test_a_unit_in_which_a_family_is_registered_is_merged_and_not_closed(made, cast):
    Family.enter(unit=cast.nangan, name="王芳", phone="13800000001", by=None)
    db.session.flush()
    with pytest.raises(RuleError, match=r"1 户家庭.*请用“并入其他单位”"):
        made("close", cast.nangan)


@pytest.mark.parametrize("change", [{"gone": "died"}, {"gone": "left"}, {"erased_at": clock.now()}, {"merged": True}])
def test_who_is_not_there_any_more_is_not_counted(made, cast, change):
    resident = factories.resident(cast.nangan)
    if change.pop("merged", False):
        change = {"merged_into_id": factories.resident(cast.taixing).id}
    for name, value in change.items():
        setattr(resident, name, value)
    db.session.flush()
    assert "居民" not in [each["label"] for each in lying_in(cast.nangan)]
    assert {each["label"]: each["value"] for each in figures_of(cast.nangan)}["登记的居民"] == 0
    made("close", cast.nangan)
