"""Who is within whom: one tree, asked in Python and in SQL, must answer alike for every pair of units."""

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import LEVELS, RANK_OF_KIND, OrgUnit

pytestmark = pytest.mark.database
LEVEL = {
    "province": None,
    "city": "city_id",
    "county": "county_id",
    "street": "township_id",
    "taixing": "community_id",
    "grid1": "grid_id",
    "labour_bureau": None,
}


def chain(unit: OrgUnit | None) -> list[OrgUnit]:
    """The unit and all above it, the nearest first, by nothing but `parent`."""
    return [unit, *chain(unit.parent)] if unit else []


@pytest.fixture
def building(cast):
    """Below a grid of the second level."""
    return OrgUnit.create(kind="building", name="1号楼", parent=cast.grid1)


def test_a_unit_stands_in_the_column_of_its_own_level(cast, building):
    assert {name: getattr(cast, name).level_column for name in LEVEL} == LEVEL
    assert building.level_column == "subgrid_id"
    assert cast.province.level == cast.labour_bureau.level == "unit_id"
    assert cast.street.level == "township_id"


def test_its_ancestors_are_those_above_it(cast, building):
    for unit in (*(getattr(cast, name) for name in cast.unit_ids), building):
        above = {each.id for each in chain(unit)}
        assert {getattr(unit, level) for level in LEVELS} - {None} <= above
        assert unit.ancestor_ids == tuple(each.id for each in reversed(chain(unit)))
        assert unit.depth == len(chain(unit)) - 1
    assert (building.community_id, building.grid_id, building.subgrid_id) == (
        cast.taixing.id,
        cast.grid1.id,
        building.id,
    )


def test_below_a_subgrid_a_unit_is_found_by_itself(cast, building):
    flat = OrgUnit.create(kind="building", name="1单元", parent=building)
    assert (flat.subgrid_id, flat.level_column) == (building.id, None)
    assert building.contains(flat)
    assert not flat.contains(building)


@pytest.mark.parametrize(
    ("kind", "parent", "column"),
    [
        ("city", "province", "city_id"),
        ("county", "city", "county_id"),
        ("township", "county", "township_id"),
        ("community", "street", "community_id"),
        ("grid", "taixing", "grid_id"),
        ("grid", "grid1", "subgrid_id"),
        ("building", "taixing", "grid_id"),
        ("department", "county", None),
    ],
)
def test_a_new_unit_takes_the_column_of_its_kind_and_those_of_its_parent(cast, kind, parent, column):
    above = getattr(cast, parent)
    made = OrgUnit.create(kind=kind, name="新设", parent=above)
    own = {level: made.id if level == column else getattr(above, level) for level in LEVELS}
    assert {level: getattr(made, level) for level in LEVELS} == own
    assert made.level == (column or "unit_id")


def test_among_many_units_each_is_told_from_the_others(cast):
    """With numbers as large as a whole province has."""
    made = OrgUnit.create(id=70_001, kind="community", name="新设", parent=cast.street)
    bureau = OrgUnit.create(id=70_002, kind="department", name="新局", parent=cast.county)
    db.session.commit()
    below = OrgUnit.create(kind="grid", name="新设第一网格", parent=made)
    rows = [row(each, cast.clerk) for each in (made, below, bureau)]
    db.session.commit()
    for each in (made, below, bureau, *rows):
        db.session.refresh(each)
    assert (made.level_column, made.path) == ("community_id", f"{cast.street.path}0070001.")
    assert [made.contains(each) for each in rows] == [True, True, False]
    assert [bureau.contains(each) for each in rows] == [False, False, True]
    assert made.contains(below)
    assert bureau.contains(OrgUnit(id=int("70002"))), "the same one, read by somebody else"


def test_only_places_have_a_column(cast):
    assert RANK_OF_KIND.keys() == {"city", "county", "township", "community"}
    below = OrgUnit.create(kind="department", name="综治科", parent=cast.street)
    assert (below.level_column, below.township_id, below.community_id) == (None, cast.street.id, None)


def test_containing_is_the_same_in_python_and_in_sql_for_every_pair(cast, building):
    db.session.flush()
    units = [*(getattr(cast, name) for name in cast.unit_ids), building]
    for unit in units:
        within = set(db.session.scalars(select(OrgUnit.id).where(unit.subtree_of(OrgUnit))))
        assert within & {each.id for each in units} == {each.id for each in units if unit.contains(each)}
        if unit.level_column:
            assert within == {each.id for each in units if unit in chain(each)}
        else:
            assert within == {unit.id}  # a province or department: nothing is handed down from it


def row(unit: OrgUnit, by: User) -> Attachment:
    found = Attachment(
        subject_kind="x", subject_id=1, name="x", mime="x", size=1, sha256="x" * 64, uploaded_by_id=by.id
    )
    found.place(unit)
    db.session.add(found)
    db.session.flush()
    return found


def test_a_row_lies_where_its_unit_lies(cast):
    found = row(cast.taixing, cast.clerk)
    assert (found.unit, found.unit_id) == (cast.taixing, cast.taixing.id)
    assert [getattr(found, level) for level in LEVELS] == [
        cast.city.id,
        cast.county.id,
        cast.street.id,
        cast.taixing.id,
        None,
        None,
    ]
    for name in cast.unit_ids:
        unit = getattr(cast, name)
        lies = unit.level_column is not None and unit in chain(cast.taixing)
        assert unit.contains(found) == lies, name
        assert (db.session.scalar(select(Attachment.id).where(unit.subtree_of(Attachment))) is not None) == lies, name


def test_a_row_of_a_department_lies_there_and_in_no_other(cast):
    found = row(cast.labour_bureau, cast.clerk)
    assert cast.labour_bureau.contains(found)
    assert db.session.scalar(select(Attachment.id).where(cast.labour_bureau.subtree_of(Attachment))) == found.id
    assert not cast.taixing.contains(found)
    assert cast.county.contains(found)


@pytest.mark.parametrize("permission", ["cases.view", "cases.register"])
def test_reach_is_what_is_allowed_row_by_row(cast, permission):
    rows = [row(getattr(cast, name), cast.clerk) for name in ("taixing", "street", "other_street", "outside_community")]
    for name in ("clerk", "grid", "director", "outsider", "auditor", "district", "administrator"):
        user = getattr(cast, name)
        reached = set(db.session.scalars(select(Attachment.id).where(Attachment.reach(user, permission))))
        assert reached == {each.id for each in rows if each.allows(user, permission)}, name
    assert [each.allows(cast.clerk, permission) for each in rows] == [True, True, False, False]


def test_the_county_and_the_name_of_a_unit(cast):
    assert cast.grid1.county is cast.county
    assert cast.county.county is cast.county
    assert cast.province.county is cast.province
    assert str(cast.street) == cast.street.short_name


def test_names_may_be_given(cast):
    made = OrgUnit.create(
        kind="community", name="长名社区", parent=cast.street, short_name="长名", source_name="长名居委会"
    )
    assert (made.short_name, made.source_name, made.parent_id) == ("长名", "长名居委会", cast.street.id)
    plain = OrgUnit.create(kind="province", name="某省")
    assert (plain.short_name, plain.source_name, plain.path) == ("某省", "某省", f"{plain.id:07d}.")
