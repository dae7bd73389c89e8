"""调整上级: a unit stands elsewhere from now on, and with it all that lies in it; what was printed prints as before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.models import Case
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.folding import fold
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import Sheets
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.org.past import children_on
from portal.people.models import Person, PersonTerm
from portal.testing import factories
from portal.units.models import UnitChange
from portal.units.relocation import Relocation
from portal.units.rows import scoped_models

pytestmark = pytest.mark.database
LAST_MONTH, NOW = datetime(2026, 10, 12, 2, tzinfo=UTC), datetime(2026, 11, 27, 2, tzinfo=UTC)


@pytest.fixture
def village(cast):
    """A village of the other street, to which grids may go."""
    return OrgUnit.create(kind="community", name="工业社区", parent=cast.other_street)


def test_a_grid_goes_with_its_cases_and_residents(made, cast, village, follow, astray):
    case = factories.case(cast.grid1, by=cast.clerk)
    resident = factories.resident(cast.grid1)
    made("reparent", cast.grid1, parent_id=village.id)
    follow()
    assert (case.township_id, case.community_id, case.grid_id) == (cast.other_street.id, village.id, cast.grid1.id)
    assert (resident.township_id, resident.unit_id) == (cast.other_street.id, cast.grid1.id)
    assert astray() == []


def test_what_says_most_of_people_follows_first(cast):
    tables = [each.__tablename__ for each in scoped_models()]
    assert tables[:2] == ["people_person", "families_family"]
    order = ["files_attachment", "great_age_recipient", "documents_document", "heroes_hero", "elder_care_meal"]
    assert sorted(order, key=tables.index) == order


def test_a_community_goes_with_its_grids(made, cast, follow, astray):
    factories.case(cast.grid1, by=cast.clerk)
    made("reparent", cast.taixing, parent_id=cast.other_street.id)
    follow()
    assert (cast.grid1.township_id, cast.grid1.path) == (
        cast.other_street.id,
        f"{cast.taixing.path}{cast.grid1.id:07d}.",
    )
    assert astray() == []


def test_each_sees_exactly_what_is_his_before_and_after(made, cast, village, follow):
    case = factories.case(cast.grid1, by=cast.clerk)
    clerk = add_clerk(cast.other_street)
    people = {"old street": cast.clerk, "new street": clerk, "grid": cast.grid, "county": cast.district}
    assert seen_by(people, case) == {"old street", "grid", "county"}
    made("reparent", cast.grid1, parent_id=village.id)
    follow()
    assert seen_by(people, case) == {"new street", "grid", "county"}


def add_clerk(unit):
    user = User(username="new_clerk", name="工业街道小钱", password_hash="!")
    user.appointments.append(Appointment(unit=unit, role="clerk", valid_from=date(2020, 1, 1)))
    db.session.add(user)
    db.session.flush()
    return user


def seen_by(people, case) -> set[str]:
    listed = {
        name
        for name, user in people.items()
        if db.session.scalar(Case.visible_to(user).where(Case.id == case.id)) is not None
    }
    assert listed == {name for name, user in people.items() if case.allows(user, "cases.view")}
    return listed


def test_while_rows_are_on_their_way_each_is_seen_in_one_place(made, cast, village):
    cases = [factories.case(cast.grid1, by=cast.clerk) for _ in range(12)]
    people = {"old street": cast.clerk, "new street": add_clerk(cast.other_street)}
    made("reparent", cast.grid1, parent_id=village.id)
    db.session.commit()
    [relocation] = db.session.scalars(select(Relocation))
    portions = []

    def one_portion(done, total):
        db.session.commit()
        portions.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relocation.follow(one_portion)
    assert portions[0] > 0
    assert all(len(seen_by(people, db.session.get_one(Case, each.id))) == 1 for each in cases)


def test_what_was_cut_off_goes_on_where_it_stopped(made, cast, village, follow, monkeypatch, astray):
    monkeypatch.setattr("portal.units.relocation.SECONDS", 0)
    residents = [factories.resident(cast.grid1) for _ in range(25)]
    made("reparent", cast.grid1, parent_id=village.id)
    db.session.commit()
    [relocation] = db.session.scalars(select(Relocation))

    def killed(done, total):
        if done > 20:
            raise KeyboardInterrupt
        db.session.commit()

    with pytest.raises(KeyboardInterrupt):
        relocation.follow(killed)
    db.session.rollback()
    there = Person.community_id == village.id
    assert len(db.session.scalars(select(Person).where(there)).all()) == 20
    follow()
    assert len(db.session.scalars(select(Person).where(there)).all()) == len(residents)
    assert astray() == []


def test_residents_are_found_in_the_new_street_and_no_more_in_the_old(made, cast, village, follow):
    resident = factories.resident(cast.grid1)
    made("reparent", cast.grid1, parent_id=village.id)
    follow()
    scopes = set(db.session.scalars(select(PersonTerm.scope).where(PersonTerm.person_id == resident.id)))
    assert scopes == {cast.county.id, cast.other_street.id, village.id}
    assert db.session.scalar(Person.visible_to(cast.clerk).where(Person.id == resident.id)) is None


def test_what_was_printed_of_last_month_prints_as_before(made, cast, village, follow):
    with clock.pretend(LAST_MONTH):
        for _ in range(3):
            factories.case(cast.grid1, by=cast.clerk)
        factories.case(cast.nangan, by=cast.clerk)
        db.session.commit()
    with clock.pretend(NOW):
        places = [cast.county, cast.street, cast.other_street, cast.taixing, village, cast.grid1]
        before = [printed(unit) for unit in places]
        made("reparent", cast.grid1, parent_id=village.id)
        follow()
        assert [printed(unit) for unit in places] == before
        while fold():
            db.session.commit()
        assert [printed(unit) for unit in places] == before
        assert list(Recount().said()) == []


def test_of_a_village_that_went_to_another_street_last_month_prints_as_before(made, cast, follow):
    with clock.pretend(LAST_MONTH):
        for _ in range(3):
            factories.case(cast.nangan, by=cast.clerk)
        factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
    with clock.pretend(NOW):
        places = [cast.county, cast.street, cast.other_street]
        before = [printed(unit) for unit in places]
        made("reparent", cast.nangan, parent_id=cast.other_street.id)
        follow()
        while fold():
            db.session.commit()
        assert [printed(unit) for unit in places] == before


def printed(unit) -> list:
    october = Span(unit, 202610, 202610, as_of=date(2026, 10, 31))
    with current_app.test_request_context():
        return told(october)


def told(span) -> list:
    return [
        (sheet.key, [(line.label, [cell.value for cell in line.cells]) for line in sheet.lines])
        for sheet in Sheets(span).all()
    ]


def test_from_the_day_on_it_counts_in_the_new_place(made, cast, village, follow):
    factories.case(cast.grid1, by=cast.clerk)
    made("reparent", cast.grid1, parent_id=village.id)
    follow()
    month = clock.today().year * 100 + clock.today().month
    assert counted_below(village, month) == {cast.grid1.name: 1}
    assert counted_below(cast.taixing, month) == {}


def counted_below(unit, month) -> dict[str, int]:
    with current_app.test_request_context():
        return {line.label: line.cells[0].value for line in Sheets(Span(unit, month, month)).units().lines}


def test_nothing_goes_below_itself(made, cast):
    with pytest.raises(RuleError, match="自己的下级") as refused:
        made("reparent", cast.taixing, parent_id=cast.grid1.id)
    assert refused.value.at == "parent_id"


@pytest.mark.parametrize(
    ("unit", "parent", "said"),
    [
        ("grid1", "outside_community", "不能调整到另一个旗县区"),
        ("street", "dongsheng", "不能调整到另一个旗县区"),
        ("grid1", "other_street", "同级"),
        ("grid1", "taixing", "和现在的上级不同"),
        ("taixing", "labour_bureau", "同级"),
    ],
)
def test_a_unit_goes_to_a_place_of_the_kind_it_has_in_its_county(made, cast, unit, parent, said):
    with pytest.raises(RuleError, match=said) as refused:
        UnitChange.reparent(getattr(cast, unit), getattr(cast, parent).id, clock.today(), "批复", by=None)
    assert refused.value.at == "parent_id"


def test_a_closed_place_receives_nothing(made, cast, village):
    village.closed_on = clock.today() - timedelta(days=1)
    with pytest.raises(RuleError, match="没有撤销"):
        made("reparent", cast.grid1, parent_id=village.id)


def test_no_name_stands_twice_under_a_place(made, cast, village):
    OrgUnit.create(kind="grid", name=cast.grid1.name, parent=village, grid_level=2)
    with pytest.raises(RuleError, match="已经有"):
        made("reparent", cast.grid1, parent_id=village.id)


def test_a_second_change_waits_until_the_first_is_done(made, cast, village, follow):
    factories.case(cast.grid1, by=cast.clerk)
    made("reparent", cast.grid1, parent_id=village.id)
    with pytest.raises(RuleError, match="记录还没有全部到位"):
        made("reparent", cast.grid1, parent_id=cast.nangan.id)
    follow()
    made("reparent", cast.grid1, parent_id=cast.nangan.id)


def test_there_and_back_each_day_prints_where_it_stood(made, cast, village, follow):
    factories.case(cast.grid1, by=cast.clerk)
    with clock.pretend(NOW):
        made("reparent", cast.grid1, parent_id=village.id)
        follow()
    with clock.pretend(NOW + timedelta(days=2)):
        made("reparent", cast.grid1, parent_id=cast.taixing.id)
        follow()
        listed = [
            (cast.grid1 in children_on(village, day), cast.grid1 in children_on(cast.taixing, day))
            for day in (date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29))
        ]
    assert listed == [(False, True), (True, False), (True, False), (False, True)]


def test_it_is_done_on_the_page_of_the_unit(as_user, cast, village):
    case = factories.case(cast.grid1, by=cast.clerk)
    db.session.commit()
    admin = as_user("administrator")
    form = admin.page(f"/units/{cast.grid1.id}/parent")
    assert "事项" in form.text
    page = admin.fill(form, parent_id=str(village.id), reason="社区调整", basis="达政发〔2026〕9号")
    assert page.status == 200, page.text
    assert "达政发〔2026〕9号" in page.text
    assert db.session.get_one(Case, case.id).community_id == village.id


def test_on_the_page_a_place_that_is_none_is_said_at_its_field(as_user, cast, village):
    db.session.commit()
    admin = as_user("administrator")
    page = admin.fill(admin.page(f"/units/{cast.grid1.id}/parent"), reason="社区调整")
    assert page.status == 422
    assert "请选择单位" in page.text
