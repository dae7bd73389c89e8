"""Whatever paper somebody shows can be entered wherever a person is: in every form of the core and of every plugin."""

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import Form as WTForm
from wtforms import SelectField

from portal.extensions import db
from portal.people.checking import Number
from portal.people.fields import resident_id
from portal.people.finding import people_matching
from portal.people.forms import ResidentForm
from portal.people.id_number import IdNumberError, check_character
from portal.people.id_types import KINDS, NONE, document_name, read_document
from portal.people.models import Person
from portal.testing import factories

TAIWANESE = "830000199201300022"
CARD = "15062119530403012" + check_character("15062119530403012")
FOREIGNER = "93108419850617001" + check_character("93108419850617001")
OLD_CARD = CARD[:6] + CARD[8:17]  # the fifteen digits of the same person
READ = [
    (TAIWANESE, "residence_permit", TAIWANESE),
    ("E12345678", "passport", "E12345678"),
    ("e 1234 5678", "passport", "E12345678"),
    ("EA1234567", "passport", "EA1234567"),
    ("H01234567", "travel_permit", "H01234567"),
    ("M0123456701", "travel_permit", "M0123456701"),
    ("USA110012345678", "permanent_residence", "USA110012345678"),
    (FOREIGNER, "permanent_residence", FOREIGNER),
    ("南字第1234567号", "officer", "南字第1234567号"),
    (CARD, "resident", CARD),
    (CARD.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"}), "resident", CARD),
    (OLD_CARD, "resident", CARD),
]


def with_x() -> str:
    body = next(f"1506211960010{n:04d}" for n in range(1000, 3000) if check_character(f"1506211960010{n:04d}") == "X")
    return body + "X"


@pytest.mark.parametrize(("typed", "kind", "stored"), READ)
def test_the_number_tells_what_it_is_of(typed, kind, stored):
    assert read_document(typed) == (kind, stored)
    assert read_document(stored, kind) == (kind, stored)


@pytest.mark.parametrize("last", ["x", "X", "Ｘ", "х", "Х", "×"])
def test_an_x_is_an_x_however_it_is_typed(last):
    assert read_document(with_x()[:17] + last) == ("resident", with_x())


def test_who_was_over_a_hundred_was_born_in_the_century_before():
    assert read_document("150621950403998")[1].startswith("15062118950403998")


@pytest.mark.parametrize("chosen", ["passport", "residence_permit", "officer", "household"])
def test_a_card_is_known_by_its_number_whatever_was_chosen(chosen):
    assert read_document(CARD, chosen) == ("resident", CARD)


@pytest.mark.parametrize("typed", ["15062119530403012", "123", "12345678", "91084198", "8300001992", "护照", "E1234"])
def test_a_number_of_no_kind_is_refused_as_that_of_a_card(typed):
    with pytest.raises(IdNumberError) as refused:
        read_document(typed)
    assert "证件类型" not in str(refused.value)


def test_without_a_document_the_reason_stands_there():
    assert read_document(" 证件  遗失 ", NONE) == (NONE, "证件 遗失")
    with pytest.raises(IdNumberError, match="写明原因"):
        read_document("", NONE)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("resident", "公民身份号码"),
        ("passport", "护照号码"),
        ("household", "户口簿号码"),
        ("travel_permit", "港澳台居民来往内地（大陆）通行证号码"),
    ],
)
def test_papers_call_each_number_by_its_name(kind, name):
    assert document_name(kind) == name


def forms_with_a_person(app) -> list[type[WTForm]]:
    """Every form, of the core and of installed plugins, that asks for the number of somebody's document."""
    found, waiting = set(), [WTForm]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if hasattr(each, "id_number") and each.__module__.startswith(("portal.", "plugins.")):
                found.add(each)
    return sorted(found, key=lambda each: (each.__module__, each.__qualname__))


def filled(kind: type[WTForm], **boxes: str) -> WTForm:
    form = kind(MultiDict({"name": "林某", **boxes}), meta={"csrf": False})
    for box in form:
        if isinstance(box, SelectField) and box.choices is None:  # set by the view
            box.choices = []
    form.validate()
    return form


def test_every_form_takes_every_paper(app):
    with app.test_request_context("/", method="POST"):
        forms = forms_with_a_person(app)
        assert {"ResidentForm", "PartyForm", "HeroForm", "AgentForm", "FlatForm", "StatementForm", "PersonForm"} <= {
            each.__name__ for each in forms
        }
        for kind in forms:
            for typed, is_of, stored in READ:
                form = filled(kind, id_number=typed)
                assert not form.id_number.errors, f"{kind.__module__}.{kind.__name__}: {typed}"
                assert form.id_number.data == stored
                assert form.id_type.data == is_of, f"{kind.__name__} cannot be told the kind"
            assert filled(kind, id_number="12345678", id_type="travel_permit").id_number.data == "12345678"


def test_a_message_names_only_boxes_that_are_there(app):
    with app.test_request_context("/", method="POST"):
        for kind in forms_with_a_person(app):
            for typed in ("12345678", "1101054912310021", "张三"):
                said = "".join(filled(kind, id_number=typed).id_number.errors)
                assert said, f"{kind.__name__} takes {typed}"
                assert "证件类型" not in said or "id_type" in kind(MultiDict())


def test_no_form_has_a_number_of_its_own_kind(app):
    """A form whose number is not read by `resident_id` would know cards only."""
    with app.test_request_context("/"):
        for kind in forms_with_a_person(app):
            box = kind(MultiDict(), meta={"csrf": False}).id_number
            assert isinstance(box, Number) or resident_id in box.validators, kind


@pytest.mark.database
def test_whoever_has_no_document_is_entered_with_the_reason(cast):
    person = Person.enter(cast.taixing, name="林某", id_type=NONE, id_note="证件遗失")
    assert (person.id_number, person.id_type, person.id_note) == (None, NONE, "证件遗失")
    person.update(id_number=TAIWANESE)
    assert (person.id_type, person.id_note, person.birth_date.year) == ("residence_permit", "", 1992)
    assert person.id_name == f"{KINDS['residence_permit'].label}号码"


@pytest.mark.database
def test_a_passport_tells_no_birthday_so_it_is_asked(app, cast):
    with app.test_request_context("/", method="POST"):
        form = filled(ResidentForm, id_number=CARD, birth_date="1953-04-04")
        assert form.birth_date.errors
        assert not filled(ResidentForm, id_number="E12345678", birth_date="1953-04-04").birth_date.errors


@pytest.mark.database
def test_a_case_is_registered_for_the_holder_of_a_permit_and_of_a_passport(as_user, cast):
    client = as_user("clerk")
    page = client.fill(
        client.page("/cases/new"),
        unit_id=cast.unit_ids["taixing"],
        kind="0201",
        title="漏水",
        description="三楼漏水。",
        applicants__0__name="林志明",
        applicants__0__id_number=TAIWANESE,
        respondents__0__name="John Smith",
        respondents__0__id_number="E12345678",
    )
    assert page.status == 200, page.text
    kinds = dict(db.session.execute(select(Person.name, Person.id_type)).all())
    assert kinds == {"林志明": "residence_permit", "John Smith": "passport"}


@pytest.mark.database
def test_who_has_an_old_card_in_the_file_is_found_by_it(cast):
    person = factories.resident(cast.taixing, name="白发", id_number=CARD)
    assert db.session.scalars(people_matching(OLD_CARD, [cast.street])).all() == [person]
