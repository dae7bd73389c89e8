"""Lines of a roster that are entered together: what comes of them, and what is said, is as if each had been entered by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from plugins.population.models import Household, Premises
from plugins.population.models.premises import AddressTerm
from plugins.population.roster import ROSTER
from portal.extensions import db
from portal.numbering import NumberSeries
from portal.people.id_number import check_character
from portal.people.models import Person, PersonTerm
from portal.records.entering import all_entered, entered
from portal.records.import_work import signed_in
from portal.records.row_form import RowForm
from portal.testing import factories

pytestmark = pytest.mark.database
HOME = {"estate": "万豪花园", "building": "3号楼", "entrance": "", "room": "501"}
KNOWN = {"name": "云桂兰", "id_number": "150621196503050013", "phone": "13804770001"}


@pytest.fixture(autouse=True)
def on_a_page(app, cast):
    with signed_in(cast.clerk.id):
        yield


def somebody(number: int, **line: str) -> dict[str, str]:
    body = f"15062119700101{number:03}"
    name = "甲乙丙丁戊己庚辛壬癸"[number % 10] + "一二三四五六七八九十"[number // 10 % 10]
    return {"name": name, "id_number": body + check_character(body), "relation": "户主", **line}


def household(number: int) -> list[dict[str, str]]:
    """Three lines of one 户号, the head in an own house."""
    code, place = f"1520{number:05}", HOME | {"room": str(100 + number)}
    head = somebody(3 * number, code=code, kind="流动人口", **place)
    rest = zip((3 * number + 1, 3 * number + 2), ("配偶", "子"), strict=True)
    return [head, *(somebody(each, code=code, relation=relation) for each, relation in rest)]


def as_read(lines: list[dict[str, str]]) -> list[dict]:
    form = RowForm(ROSTER.form)
    read = [form.checked(line) for line in lines]
    assert [wrong for _, wrong in read] == [[]] * len(lines)
    return [fields for fields, _ in read]


def words() -> list[list]:
    """By which residents and premises are found, and the last numbers given out."""
    people = db.select(PersonTerm.scope, PersonTerm.term, Person.name).join(Person, Person.id == PersonTerm.person_id)
    houses = db.select(AddressTerm.scope, AddressTerm.term, Premises.title).join(
        Premises, Premises.id == AddressTerm.premises_id
    )
    written = people, houses, db.select(*NumberSeries.__table__.columns)
    return [sorted(map(tuple, db.session.execute(each))) for each in written]


def left(cast, enter) -> tuple[list, list, list]:
    """What is said of each line, the households as they stand then, and by which words each is found; nothing of it stays."""
    said = [(bool(row), against, differs) for row, against, differs in enter()]
    db.session.flush()
    db.session.expire_all()
    found = db.session.scalars(db.select(Household).order_by(Household.id)).all()
    households = [
        (
            each.number,
            each.code,
            each.unit_id,
            [
                (one.person.name, one.person.phone, one.relation, one.came_with and one.came_with.kind)
                for one in each.members
            ],
            [(one.premises.title, one.premises.number, one.valid_until) for one in each.residences],
            [(one.verb, one.note, one.actor_id) for one in each.events],
        )
        for each in found
    ]
    found_by = words()
    db.session.rollback()
    return said, households, found_by


FILES = {
    "new households": [*household(1), *household(2), *household(3)],
    "members before the head": [*reversed(household(1)), *household(2)],
    "the head tells the household": [
        somebody(1),
        somebody(2, relation="配偶", head_number=somebody(1)["id_number"]),
        somebody(3, relation="子", head_number=somebody(1)["id_number"]),
    ],
    "nobody tells the household": [*household(1), somebody(40, relation="子"), *household(2)],
    "whom nobody told the household of, and who then comes with it": [
        somebody(40, relation="子", **HOME),
        somebody(40, code="1", **HOME),
        somebody(41, relation="子"),
        somebody(42, code="1", relation="子"),
    ],
    "one line twice, with another telephone": [
        somebody(1, code="1", phone="13804770011"),
        somebody(1, code="1", phone="13804770012", relation="配偶"),
        *household(2),
    ],
    "two heads of one household": [*household(1), somebody(50, code="152000001"), *household(2)],
    "another home of the household": [
        *household(1),
        somebody(51, code="152000001", relation="子", **HOME),
        *household(2),
    ],
    "a house of two households": [somebody(1, code="1", **HOME), somebody(2, code="2", **HOME | {"building": "3栋"})],
    "a grid, and one that there is none of": [
        somebody(1, code="1", grid="泰兴社区第一网格"),
        somebody(2, code="2", grid="没有的网格"),
        somebody(3, code="1", relation="配偶"),
    ],
    "a resident whom the register has otherwise": [KNOWN | {"relation": "户主", "phone": "13804770009"}, *household(1)],
    "a number of somebody else": [*household(1), KNOWN | {"relation": "户主", "name": "别人"}, *household(2)],
    "who belongs to a household already": [somebody(91, relation="子", code="152099999"), *household(1)],
    "a kind that is held": [somebody(91, kind="流动人口"), *household(1)],
    "who has no document": [
        somebody(1, code="1"),
        somebody(1, id_number="新生儿没有上户", id_type="无证件", code="1", relation="子"),
        somebody(2, id_number="新生儿没有上户", id_type="无证件", code="1", relation="子"),
    ],
}


@pytest.mark.parametrize("lines", FILES.values(), ids=FILES)
def test_together_as_one_by_one(cast, lines):
    factories.resident(cast.taixing, **KNOWN)
    [first] = as_read([somebody(91, code="152099998", kind="流动人口")])
    ROSTER.add(cast.taixing, by=cast.clerk, **first)
    db.session.commit()
    rows = as_read(lines)
    alone = left(cast, lambda: [entered(ROSTER, cast.taixing, each, cast.clerk, {}) for each in rows])
    assert left(cast, lambda: all_entered(ROSTER, cast.taixing, rows, cast.clerk, {})) == alone


@contextmanager
def statements() -> Iterator[list[str]]:
    """Those that are executed inside."""
    executed: list[str] = []

    def note(connection, cursor, statement, *rest) -> None:
        executed.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield executed
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_what_they_look_up_is_asked_once(app, cast):
    few, many = as_read([*household(1), *household(2)]), as_read([line for n in range(1, 25) for line in household(n)])
    with statements() as asked:
        counts = []
        for rows in (few, few, many):  # the first reads what the process remembers
            asked.clear()
            all_entered(ROSTER, cast.taixing, rows, cast.clerk, {})
            counts.append(sum(each.startswith("SELECT") for each in asked))
            db.session.rollback()
    assert counts[2] <= counts[1] + 2, asked


def test_the_lines_of_a_table_are_written_at_once(app, cast):
    """Not by a statement each, for one of them; nor is a number taken by one each."""
    few, many = as_read([*household(1), *household(2)]), as_read([line for n in range(1, 25) for line in household(n)])
    with statements() as written:
        counts = []
        for rows in (few, few, many):
            written.clear()
            all_entered(ROSTER, cast.taixing, rows, cast.clerk, {})
            counts.append(sum(each.startswith(("INSERT", "UPDATE")) for each in written))
            db.session.rollback()
    assert counts[2] <= counts[1] + 2, written


def test_a_form_that_checked_another_line_says_the_same_of_this_one():
    form, line = RowForm(ROSTER.form), somebody(1, kind="流动人口", on="2024-03-01")
    for other in ({"name": "坏"}, line | {"relation": "邻居"}, line | {"on": "2999-01-01"}, line | {"room": "1"}):
        assert form.checked(other) == RowForm(ROSTER.form).checked(other)
        assert form.checked(other)[1]
        fields, wrong = form.checked(line)
        assert (fields["relation"], fields["kind"], wrong) == ("head", "floating", [])
