"""A list is searched by one letter or character as fast where a million are called so: each row's resident is looked up among his own terms. Whom a longer name means is read once."""

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql

from portal.cases.models import Party
from portal.extensions import db
from portal.people.finding import means
from portal.people.models import Person, PersonTerm
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def people(cast) -> dict[str, int]:
    names = {"王建国": cast.taixing, "王小明": cast.taixing, "赵四": cast.taixing, "王建军": cast.other_street}
    made = {name: factories.resident(unit, name=name) for name, unit in names.items()}
    db.session.commit()
    return {name: person.id for name, person in made.items()}


def meant(text: str, *units) -> set[str]:
    return set(db.session.scalars(select(Person.name).where(means(Person.id, text, list(units)))))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王", {"王建国", "王小明"}),
        ("建国", {"王建国"}),
        ("w", {"王建国", "王小明"}),
        ("赵四", {"赵四"}),
        ("李", set()),
    ],
)
def test_those_called_so_are_meant_within_the_own_street(cast, people, typed, found):
    assert meant(typed, cast.street) & set(people) == found


def test_who_works_in_a_grid_means_nobody_of_the_next(cast, people):
    assert meant("王", cast.grid1) & set(people) == set()


def test_of_two_offices_those_of_both_are_meant(cast, people):
    assert meant("王", cast.street, cast.other_street) & set(people) == {"王建国", "王小明", "王建军"}


def test_terms_are_read_of_the_resident_of_a_row_alone(cast, people):
    """By the letters it would read all who are called so, for each page."""
    query = select(Party.id).where(means(Party.person_id, "王", [cast.county]))
    words = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    sqlite = db.engine.dialect.name == "sqlite"
    if not sqlite:  # a table of ten rows is read whole where it may be
        db.session.execute(sql("SELECT set_config('enable_seqscan', 'off', true)"))
    rows = db.session.execute(sql(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {words}"))
    ways = [str(row[-1]) for row in rows if PersonTerm.__tablename__ in str(row[-1])]
    assert ways
    assert "ix_people_term_person" in ways[-1]  # PostgreSQL says first that it reads the rows, and then by what
