"""A resident whom the register knows, entered again in a form of a plugin or in a sheet: what differs is shown and chosen."""

import io
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from plugins.elder_services.models import ServiceOrder, Visited
from portal import clock
from portal.extensions import db
from portal.people.changes import Change
from portal.people.id_number import check_character
from portal.people.models import Person
from portal.testing import factories
from tests.records.test_rosters_from_excel import workbook

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"
TAIWANESE = "83000019480130002" + check_character("83000019480130002")
ORDER = {"kind": "bath", "wanted_on": "2026-03-10"}


@pytest.fixture(autouse=True)
def noon():
    with clock.pretend(datetime(2026, 3, 10, 3, 30, tzinfo=UTC)):
        yield


@pytest.fixture
def known(cast) -> Person:
    person = factories.resident(cast.taixing, name="云秀英", id_number=NUMBER, phone="15400000002")
    db.session.commit()
    return person


def ordered(client, cast, **typed):
    page = client.page("/elder_services/orders/new")
    return client.fill(
        page, unit_id=cast.unit_ids["taixing"], **ORDER, **{"name": "云秀英", "id_number": NUMBER} | typed
    )


def answer(client, page, question: str, how: str):
    name = f"known-{question}"
    boxes = page.tree.xpath(f"//input[@name='{name}']/@value")
    return client.fill(page, **{name: next(each for each in boxes if each.startswith(how))})


@pytest.mark.parametrize(
    ("how", "on_file", "shown"),
    [
        ("updated", "15400000003", "15400000003"),
        ("keep", "15400000002", "15400000002"),
        ("here", "15400000002", "15400000003"),
    ],
)
def test_another_telephone_is_chosen_on_the_form_of_a_plugin(as_user, cast, known, how, on_file, shown):
    client = as_user("clerk")
    page = ordered(client, cast, phone="15400000003", request="上午")
    assert page.status == 422
    assert "档案里是“154****0002”" in page.text
    assert page.fields(page.form())["request"] == "上午"
    page = answer(client, page, "phone", how)
    assert page.status == 200, page.text
    order = db.session.scalars(select(ServiceOrder)).one()
    assert (order.person.phone, order.as_said.phone) == (on_file, shown)
    for change in db.session.scalars(select(Change)):
        assert (change.subject_kind, change.subject_id) == ("elder_services_order", order.id)
    assert f"154****{shown[-4:]}" in page.text


def test_what_the_register_did_not_know_is_added_and_noted(as_user, cast, known):
    assert ordered(as_user("clerk"), cast, address="泰兴社区3号楼").status == 200
    person = db.session.scalars(select(Person)).one()
    assert person.address == "泰兴社区3号楼"
    assert "住址：补上" in as_user("clerk").page(f"/people/{person.id}").text


def test_another_name_under_the_number_is_never_taken_over_unasked(as_user, cast, known):
    client = as_user("clerk")
    page = ordered(client, cast, name="王桂兰")
    assert page.status == 422
    assert "这个号码登记的是云秀英" in page.text
    assert "仅用于本件" not in page.text, "an order shows the name of the resident"
    assert answer(client, page, "name", "updated").status == 200
    assert db.session.scalars(select(Person.name)).all() == ["王桂兰"]


def test_a_second_person_without_a_document_is_asked_about(as_user, cast, known):
    client = as_user("clerk")
    page = ordered(client, cast, id_number="证件遗失", id_type="none", younger="y")
    assert page.status == 422
    assert "都不是，按新人登记" in page.text
    answer(client, page, "who", "new")
    people = db.session.scalars(select(Person).order_by(Person.id)).all()
    assert [(each.id_number, each.id_note) for each in people] == [(NUMBER, ""), (None, "证件遗失")]


def sheet_of(*rows: list[str]) -> tuple[io.BytesIO, str]:
    heading = ["姓名", "证件类型", "身份证号", "电话", "住址", "原因", "从哪天起"]
    return io.BytesIO(workbook([heading, *rows])), "探访对象.xlsx"


def checked(client, cast, *rows: list[str]):
    page = client.page(f"/elder_services/units/{cast.unit_ids['street']}/import/visited")
    return client.fill(page, upload=sheet_of(*rows))


LINE = ["云秀英", "", NUMBER, "15400000003", "", "留守", "2026-01-01"]


@pytest.mark.parametrize(
    ("how", "on_file", "shown"),
    [(None, "15400000002", "15400000003"), ("keep", "15400000002", "15400000002"), ("updated", "15400000003", "15400000003")],
)  # fmt: skip
def test_a_sheet_lists_what_differs_and_one_choice_holds_for_the_column(as_user, cast, known, how, on_file, shown):
    client = as_user("clerk")
    page = checked(client, cast, LINE)
    assert "联系电话：1 行和居民档案不同（第 2 行）" in page.text
    assert db.session.scalar(select(func.count()).select_from(Change)) == 0, "the dry run leaves nothing"
    page = client.fill(page, **({"differs-phone": how} if how else {}))
    assert page.status == 200
    row = db.session.scalars(select(Visited)).one()
    assert (row.person.phone, row.as_said.phone) == (on_file, shown)


def test_a_sheet_may_tell_the_kind_of_the_paper_or_leave_it_to_the_number(as_user, cast):
    client = as_user("clerk")
    page = checked(
        client,
        cast,
        ["林志明", "", TAIWANESE, "", "", "留守", "2026-01-01"],
        ["John Smith", "护照", "123456789", "", "", "留守", "2026-01-01"],
        ["张三", "户口簿", "1234567", "", "", "留守", "2026-01-01"],
    )
    client.fill(page)
    kinds = dict(db.session.execute(select(Person.name, Person.id_type)).all())
    assert kinds == {"林志明": "residence_permit", "John Smith": "passport", "张三": "household"}


def test_an_import_undone_leaves_nothing_that_held_for_its_rows_only(as_user, cast, known):
    client = as_user("clerk")
    page = client.fill(checked(client, cast, LINE))
    page = client.fill(page, action=f"{page.url}/undoing")
    assert "已撤销" in page.text
    assert db.session.scalar(select(func.count()).select_from(Visited)) == 0


@pytest.mark.parametrize("day", [1, 2, 28])
def test_no_row_of_tries_finds_the_birthday_of_somebody_chosen_by_name(as_user, cast, known, day):
    client = as_user("clerk")
    page = ordered(client, cast, id_number="证件遗失", id_type="none", birth_date=f"1948-01-{day:02d}", younger="y")
    page = answer(client, page, "who", str(known.id))
    assert page.status == 200, page.text
    assert db.session.scalars(select(ServiceOrder)).one().person.birth_date == date(1948, 1, 1)


def test_a_birthday_of_another_year_is_told(as_user, cast, known):
    client = as_user("clerk")
    page = ordered(client, cast, id_number="证件遗失", id_type="none", birth_date="1950-01-01", younger="y")
    page = answer(client, page, "who", str(known.id))
    assert page.status == 422
    assert "出生日期和档案里的不同" in page.text
