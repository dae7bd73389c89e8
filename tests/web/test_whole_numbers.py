"""A number that no column holds is refused at its field, on every form that asks for one."""

import importlib
import pkgutil

import pytest
import wtforms
from wtforms import IntegerField
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, Optional

import plugins
import portal
from portal.families.forms import asked_for
from portal.records.public_challenge import read_number
from portal.web.forms import Form
from portal.web.forms.fields import Ticks
from portal.web.forms.whole_numbers import WholeNumbers


def forms_below(kind: type) -> list[type]:
    return [found for each in kind.__subclasses__() for found in (each, *forms_below(each))]


def asking_for(kind: type) -> list[tuple[type, UnboundField]]:
    """All forms of the house that have a box of `kind`, each with the box."""
    for package in (portal, plugins):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "forms" in each.name and ".tests." not in each.name:
                importlib.import_module(each.name)
    return [
        (each, box)
        for each in forms_below(wtforms.Form)
        if each.__module__.startswith(("portal.", "plugins."))
        for box in vars(each).values()
        if isinstance(box, UnboundField) and issubclass(box.field_class, kind)
    ]


def test_every_form_that_asks_for_one_has_it(app):
    asking = [form for form, _ in asking_for(IntegerField)]
    assert len(asking) > 40
    assert [each for each in asking if not issubclass(each, WholeNumbers)] == []


@pytest.mark.parametrize("typed", ["9" * 19, "-" + "9" * 19, "9" * 400, "-" + "9" * 400, "9" * 5000])
@pytest.mark.parametrize("checks", [[Optional()], [Optional(), NumberRange(0, 50, "0 至 50")]])
def test_more_digits_than_a_column_holds_are_not_read(app, typed, checks):
    made = type("Counting", (Form,), {"number": IntegerField("数目", checks)})
    with app.test_request_context(method="POST", data={"number": typed}):
        form = made(meta={"csrf": False})
        assert not form.validate()
        assert form.number.data is None
        assert form.number.errors
        assert form.number._value() == typed


@pytest.mark.parametrize("typed", ["三", "3人", "3.5"])
def test_words_are_told_how_a_number_is_written(app, typed):
    made = type("Counting", (Form,), {"number": IntegerField("数目", [Optional()])})
    with app.test_request_context(method="POST", data={"number": typed}):
        form = made(meta={"csrf": False})
        assert not form.validate()
        assert list(form.number.errors) == ["请用数字填写，没有小数，例如 3。"]


@pytest.mark.parametrize("sent", [["1"], ["1", "2"], ["x"]])
def test_what_is_ticked_and_not_there_is_told_in_chinese(app, sent):
    made = type("Ticking", (Form,), {"parties": Ticks("当事人", coerce=int, choices={7: "张三"})})
    with app.test_request_context(method="POST", data={"parties": sent}):
        form = made(meta={"csrf": False})
        assert not form.validate()
        assert list(form.parties.errors) == ["所选的项目有的不在这里，请重新勾选。"]


def test_eighteen_digits_are(app):
    made = type("Counting", (Form,), {"number": IntegerField("数目", [Optional()])})
    with app.test_request_context(method="POST", data={"number": "9" * 18}):
        form = made(meta={"csrf": False})
        assert form.validate()
        assert form.number.data == 10**18 - 1


@pytest.mark.database
def test_the_page_comes_back(as_user, cast):
    client = as_user("district")
    page = client.fill(client.page("/cases/kinds/0203"), place="9" * 400, reason="试")
    assert page.status == 422
    assert "最多 18 位" in page.text


@pytest.mark.parametrize("digits", ["1" * 5000, "0" * 5000])
def test_thousands_of_digits_are_an_answer_like_any_other(digits):
    assert read_number(digits) not in range(1, 19), "that is, without an error"
    assert asked_for({"family": digits}, None) is None


@pytest.mark.database
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/heroes/registry?year={}", 200),
        ("/stewards/rounds/new?neighbourhood={}", 200),
        ("/consultation/topics/new?case={}", 404),
    ],
)
def test_thousands_of_digits_in_an_address_are_no_error_of_the_server(as_user, cast, address, status):
    assert as_user("clerk").get(address.format("1" * 5000)).status_code == status
