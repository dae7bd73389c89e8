"""人员类别: from a day, by a source; sensitive ones are there for who may see them alone."""

import pytest

from plugins.population.models import KindHeld
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.privacy.kept import kept_of
from portal.retention.registers import registers
from portal.settings import change
from portal.testing import factories
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database


@pytest.fixture
def person(cast):
    found = factories.resident(cast.taixing)
    db.session.commit()
    return found


def held(person, cast, kind="floating", by="director"):
    made = KindHeld.register(person, kind=kind, on=clock.today(), source="派出所来文", by=cast[by])
    db.session.commit()
    return made


def test_a_kind_is_held_once(cast, person):
    held(person, cast)
    with pytest.raises(RuleError, match="已经登记过"):
        held(person, cast)


def test_what_the_district_does_not_use_is_refused(cast, person):
    change("population", cast.county, {"kinds": ["registered"]}, by=None, reason="测试", valid_from=clock.today())
    with pytest.raises(RuleError, match="本地登记的类别"):
        held(person, cast)


def test_a_sensitive_kind_is_registered_by_who_may(cast, person):
    with pytest.raises(RuleError, match="本地登记的类别"):
        held(person, cast, "released", by="clerk")
    assert held(person, cast, "released").guarded


def test_whoever_decides_on_a_request_is_not_told_of_a_sensitive_kind(cast, person):
    held(person, cast)
    held(person, cast, "released")
    told = [each.what for each in kept_of(person)]
    assert told == ["人员类别 1 件", "依法保存的其他记录 1 件", "审计记录"]


@pytest.mark.parametrize("page", ["/population/kinds", "/people/{person}"])
def test_a_sensitive_kind_stands_on_no_page_of_others(as_user, cast, person, page):
    own, url = f"/population/kinds/{held(person, cast, 'released').id}", page.format(person=person.id)
    assert own in as_user("director").page(url).links()
    assert [own in as_user(role).page(url).links() for role in ("clerk", "grid", "district")] == [False] * 3


def test_its_own_page_is_not_there_for_others(as_user, cast, person):
    own = f"/population/kinds/{held(person, cast, 'released').id}"
    assert [as_user(role).get(own).status_code for role in ("director", "clerk", "district")] == [200, 404, 404]


def test_after_its_term_it_goes_with_its_timeline(cast, person):
    row, keeping = held(person, cast), registers()[KindHeld.__tablename__]
    assert list(db.session.scalars(keeping.due(cast.street, years_after(clock.today(), 1)))) == []
    row.finish(clock.today(), by=cast.clerk)
    assert list(db.session.scalars(keeping.due(cast.street, years_after(clock.today(), 1)))) == [row]
    keeping.keeping.forget(row)
    assert db.session.scalar(db.select(KindHeld.id)) is None


def test_none_is_registered_of_somebody_whose_data_is_only_stored(as_user, cast, person):
    page = as_user("clerk").page(f"/people/{person.id}")
    assert f"/population/residents/{person.id}/kinds/new" in page.links()
    person.restricted_at = clock.now()
    db.session.commit()
    refused = as_user("clerk").get(f"/population/residents/{person.id}/kinds/new")
    assert "限制处理" in refused.text
