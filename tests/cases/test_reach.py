"""Which cases somebody may see, work on and take away: the same row by row, in SQL, and in the list, page after page."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import NO_PASSWORD, Appointment, User
from portal.cases.models import Case
from portal.errors import NotAllowed
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
RIGHTS = ("cases.view", "cases.handle", "cases.export", "cases.triage", "cases.assign", "cases.register")


@pytest.fixture
def cases(cast) -> dict[str, Case]:
    """One in each place; of the street two more, of which the bureau and the next street have one, and sent one back."""
    lie = ("grid1", "taixing", "nangan", "street", "other_street", "county", "outside_community")
    above = User(username="above", name="市里的", password_hash=NO_PASSWORD)
    db.session.add(Appointment(user=above, unit=cast.city, role="clerk"))
    db.session.flush()
    made = {name: factories.case(getattr(cast, name), by=above, title=name) for name in lie}
    for name, to in (("handed", "labour_bureau"), ("sent back", "labour_bureau"), ("next", "other_street")):
        made[name] = factories.case(cast.taixing, by=cast.clerk, title=name)
        made[name].triage(kind="0701", level="minor", by=cast.clerk)
        made[name].assign(getattr(cast, to), by=cast.clerk)
    made["sent back"].assignments[0].return_("不归我局管。", by=cast.department)
    db.session.add(Appointment(user=cast.mediator, unit=cast.labour_bureau, role="department"))
    db.session.add(Appointment(user=cast.director, unit=cast.taixing, role="grid"))
    db.session.commit()
    return made


def allowed(user, permission: str) -> set[str]:
    return {each.title for each in db.session.scalars(select(Case)) if each.allows(user, permission)}


@pytest.mark.parametrize("permission", RIGHTS)
def test_what_is_reached_is_what_is_allowed_row_by_row(cast, cases, permission):
    for name in cast.roles:
        user = cast[name]
        found = db.session.scalars(select(Case.title).where(Case.reach(user, permission)))
        assert sorted(found) == sorted(allowed(user, permission)), name


@pytest.mark.parametrize(
    ("who", "permission", "seen"),
    [
        ("grid", "cases.view", {"grid1"}),
        ("clerk", "cases.view", {"grid1", "taixing", "nangan", "street", "handed", "sent back", "next"}),
        ("department", "cases.view", {"handed"}),
        ("department", "cases.handle", {"handed"}),
        ("department", "cases.register", set()),
        ("outsider", "cases.view", {"outside_community"}),
    ],
)
def test_a_case_is_seen_where_it_lies_and_where_it_was_handed_until_it_is_sent_back(cast, cases, who, permission, seen):
    assert allowed(cast[who], permission) == seen


def test_with_a_case_a_unit_gets_no_other_right_than_to_see_handle_and_export_it(cast, cases):
    db.session.add(Appointment(user=cast.grid, unit=cast.other_street, role="clerk"))
    db.session.commit()
    for permission, has in (
        ("cases.view", True),
        ("cases.handle", True),
        ("cases.export", True),
        ("cases.triage", False),
        ("cases.assign", False),
        ("cases.resolve", False),
    ):
        assert cast.grid.units_with(permission)[-1:] == [cast.other_street]
        assert cases["next"].allows(cast.grid, permission) is has, permission


def test_above_the_unit_it_was_handed_to_it_is_seen_for_where_it_lies_alone(cast, cases):
    other = factories.case(cast.outside_community, by=cast.outsider, title="东胜的事")
    other.triage(kind="0701", level="minor", by=cast.outsider)
    other.assign(cast.other_street, by=cast.outsider)
    db.session.commit()
    assert "东胜的事" not in allowed(cast.district, "cases.view")


def test_a_case_is_numbered_by_its_street_and_one_of_the_county_by_the_county(cast, cases):
    year = clock.today().year
    assert cases["grid1"].number == f"昭君街道〔{year}〕00001号"
    assert cases["taixing"].number == f"昭君街道〔{year}〕00002号"
    assert cases["county"].number == f"达拉特旗〔{year}〕00001号"


def test_what_a_plugin_brings_in_asks_no_right_of_the_core_and_is_registered_all_the_same(cast):
    given = {"kind": "0201", "title": "漏水", "source": "visit", "description": "", "level": "minor"}
    given |= {"unit": cast.taixing, "parties": [(1, factories.resident(cast.taixing))], "by": cast.auditor}
    with pytest.raises(NotAllowed, match="您不能在这个单位登记事项"):
        Case.register(**given)
    made = Case.bring_in(**given)
    db.session.commit()
    assert [each.verb for each in made.events] == ["register"]
    assert (made.unit, made.registrar, made.status) == (cast.taixing, cast.auditor, "registered")
