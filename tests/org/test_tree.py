"""Paths and ancestor columns always agree with the chain of parents."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.extensions import db
from portal.org.choices import children_of, communities_below
from portal.org.importing import import_divisions
from portal.org.models import LEVELS, OrgUnit

pytestmark = pytest.mark.database

MAY_HOLD = {
    "province": ["city"],
    "city": ["county", "department"],
    "county": ["township", "department"],
    "township": ["community", "department"],
    "community": ["grid", "building"],
    "grid": ["grid", "building"],
    "building": [],
    "department": ["department"],
}
unhurried = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def chain(unit: OrgUnit, units: dict[int, OrgUnit]) -> list[OrgUnit]:
    """From the root down to the unit, by nothing but parent_id."""
    above = chain(units[unit.parent_id], units) if unit.parent_id else []
    return [*above, unit]


def expected_ancestors(way: list[OrgUnit]) -> dict[str, int | None]:
    places = {f"{unit.kind}_id": unit.id for unit in way if unit.kind in ("city", "county", "township", "community")}
    grids = [unit.id for unit in way if unit.kind in ("grid", "building")]
    places |= dict(zip(("grid_id", "subgrid_id"), grids, strict=False))
    return {level: places.get(level) for level in LEVELS}


def assert_agrees() -> None:
    db.session.flush()
    db.session.expire_all()
    units = {unit.id: unit for unit in db.session.scalars(select(OrgUnit))}
    for unit in units.values():
        way = chain(unit, units)
        assert unit.path == "".join(f"{step.id:07d}." for step in way)
        assert unit.ancestor_ids == tuple(step.id for step in way)
        assert {level: getattr(unit, level) for level in LEVELS} == expected_ancestors(way)


@st.composite
def division_rows(draw) -> list[str]:
    """Codes of all levels under one province, some pseudo, in any order."""
    rows, parents = ["150000000000,,1,甲省"], ["15"]
    for level, width in ((2, 2), (3, 2), (4, 3), (5, 3)):
        parts = st.integers(1, 10**width - 1).map(lambda number, width=width: f"{number:0{width}d}")
        picks = draw(st.lists(st.tuples(st.sampled_from(parents), parts), unique=True, min_size=1, max_size=6))
        parents_of = {parent + part: parent for parent, part in picks}
        for code, parent in parents_of.items():
            rows.append(f"{code:0<12},{parent:0<12},{level},单位{code}村委会")
        parents = sorted(parents_of)
    return draw(st.permutations(rows))


@unhurried
@given(rows=division_rows(), with_pseudo=st.booleans())
def test_an_imported_tree_agrees_with_itself(session, rows, with_pseudo):
    data = "\n".join(["code,parent_code,level,name", *rows]).encode()
    report = import_divisions(data, with_pseudo=with_pseudo)
    assert len(report.added) + sum(map(len, report.skipped.values())) == len(rows)
    assert_agrees()
    again = import_divisions(data, with_pseudo=with_pseudo)
    assert (len(again.added), len(again.changed)) == (0, 0)
    assert not again.attention
    db.session.rollback()


@unhurried
@given(choices=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=30))
def test_a_tree_grown_one_by_one_agrees_with_itself(session, choices):
    units = [OrgUnit.create(kind="province", name="甲省")]
    for which, kind in choices:
        parent = units[which % len(units)]
        kinds = MAY_HOLD[parent.kind]
        if kinds:
            units.append(OrgUnit.create(kind=kinds[kind % len(kinds)], name="单位", parent=parent))
    assert_agrees()
    assert_subtrees(units)
    db.session.rollback()


def assert_subtrees(units: list[OrgUnit]) -> None:
    """What a unit with a column of its own finds by equality is what the paths say."""
    for unit in units:
        if unit.level_column:
            below = {other.id for other in units if other.path.startswith(unit.path)}
            assert set(db.session.scalars(select(OrgUnit.id).where(unit.subtree_of(OrgUnit)))) == below
            assert {other.id for other in units if unit.contains(other)} == below


@pytest.fixture
def street(session) -> dict[str, OrgUnit]:
    tree = {}
    for key, kind, parent in [
        ("市", "city", None),
        ("旗", "county", "市"),
        ("旗公安局", "department", "旗"),
        ("市公安局", "department", "市"),
        ("街道", "township", "旗"),
        ("司法所", "department", "街道"),
        ("邻镇", "township", "旗"),
        ("邻镇司法所", "department", "邻镇"),
        ("社区", "community", "街道"),
        ("网格一", "grid", "社区"),
        ("网格二", "grid", "社区"),
        ("网格一甲", "grid", "网格一"),
        ("邻村", "community", "邻镇"),
    ]:
        tree[key] = OrgUnit.create(kind=kind, name=key, parent=tree.get(parent))
    return tree


def names(query) -> list[str]:
    return [unit.name for unit in db.session.scalars(query)]


def test_choosers_offer_what_lies_below(street):
    assert names(children_of(street["旗"])) == ["街道", "邻镇"]
    assert names(communities_below(street["旗"])) == ["社区", "邻村"]
    assert names(communities_below(street["社区"])) == ["社区"]


def test_closed_units_are_not_offered(street, session):
    street["邻村"].closed_on = date(2026, 1, 1)
    session.flush()
    assert names(communities_below(street["旗"])) == ["社区"]
