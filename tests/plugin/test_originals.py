"""Whatever stands in front of what a class of the portal does, or inherits, is told, and taken away again."""

from collections.abc import Iterator
from functools import cached_property, partial, partialmethod

import pytest
from sqlalchemy import literal
from sqlalchemy.orm import column_property

from portal.accounts import rights
from portal.accounts.forms import AccountFilter
from portal.accounts.models import Appointment, User
from portal.accounts.offices import HoldsOffices
from portal.cases import choices
from portal.plugin.originals import Originals


class Says:
    """An object that can be called."""

    def __call__(self, *given: object, **named: object) -> bool:
        return True


INSTEAD = {
    "a function": lambda self, *given: True,
    "a partial method": partialmethod(print),
    "a partial function": partial(print),
    "an object": Says(),
    "a builtin": len,
    "a cached property": cached_property(lambda self: True),
    "a static method": staticmethod(lambda *given: True),
    "a class": Says,
    "a constant": True,
    "nothing": None,
}


@pytest.fixture
def originals() -> Iterator[Originals]:
    """As everything stands; put back at the end."""
    seen = Originals()
    yield seen
    seen.put_back()


def told(originals: Originals) -> set[tuple[object, str]]:
    return set(originals.replaced())


@pytest.mark.parametrize("kind", INSTEAD)
@pytest.mark.parametrize("name", ["can", "is_authenticated", "active"])
def test_what_an_account_has_or_inherits_is_not_answered_by(originals, name, kind):
    before = getattr(User, name)
    type.__setattr__(User, name, INSTEAD[kind])
    assert told(originals) == {(User, name)}
    originals.put_back()
    assert told(originals) == set()
    assert getattr(User, name) == before


@pytest.mark.parametrize(
    "name", ["__getattribute__", "__setattr__", "__getattr__", "__bool__", "__eq__", "__init_subclass__"]
)
def test_python_asks_nobody_else_about_an_account(originals, name):
    setattr(Appointment, name, INSTEAD["a function"])
    assert told(originals) == {(Appointment, name)}
    originals.put_back()
    assert name not in vars(Appointment)


@pytest.mark.parametrize("name", ["can", "roles"])
def test_a_function_does_what_it_did(originals, name):
    found = vars(HoldsOffices)[name]
    function, code = getattr(found, "fget", found), getattr(found, "fget", found).__code__
    function.__code__ = (lambda self, *given, **named: True).__code__
    found = told(originals)
    assert (HoldsOffices, name) in found
    assert {changed for _, changed in found} == {name}, "wherever else the function stands"
    originals.put_back()
    assert function.__code__ is code
    assert told(originals) == set()


def test_a_class_inherits_from_what_it_did(originals):
    bases = User.__bases__
    User.__bases__ = (type("Mine", (), {"can": INSTEAD["a function"]}), *bases)
    assert (User, "__bases__") in told(originals)
    originals.put_back()
    assert User.__bases__ == bases
    assert told(originals) == set()


def test_so_do_the_classes_of_libraries_that_it_inherits_from(originals):
    above = User.__mro__[-2]
    assert not above.__module__.startswith("portal")
    above.__getattribute__ = INSTEAD["a function"]
    found = told(originals)
    originals.put_back()
    assert found == {(above, "__getattribute__")}


def test_what_makes_the_classes_stays_as_it_is(originals):
    maker = type(AccountFilter)
    maker.__call__ = INSTEAD["a function"]
    assert told(originals) == {(maker, "__call__")}


def test_a_column_is_not_put_in_front_of_what_is_inherited(originals):
    type.__setattr__(User, "is_anonymous", column_property(literal(value=True)))
    assert told(originals) == {(User, "is_anonymous")}


def test_what_libraries_keep_in_a_class_is_no_matter(app, originals):
    with app.test_request_context():
        AccountFilter()
    assert told(originals) == set()


def test_a_plugin_may_give_a_class_what_nobody_asks_for(originals):
    User.of_mine = partial(print)
    assert told(originals) == set()
    del User.of_mine


def test_a_function_that_a_module_keeps_for_itself_is_the_same(originals):
    before = rights._holders
    rights._holders = INSTEAD["a function"]
    assert told(originals) == {(rights, "_holders")}
    originals.put_back()
    assert rights._holders is before


def test_what_a_constant_holds_is_not_exchanged_nor_taken_out(originals):
    was = dict(choices.LEVELS)
    choices.LEVELS["micro"] = "别的"
    del choices.LEVELS["hard"]
    found = told(originals)
    assert (choices, "LEVELS") in found
    assert {name for _, name in found} == {"LEVELS"}, "wherever else it stands"
    originals.put_back()
    assert was == choices.LEVELS
    assert told(originals) == set()


def test_what_is_put_into_one_is_no_matter_and_stays(originals):
    choices.LEVELS["mine"] = "本模块的"
    assert told(originals) == set()
    originals.put_back()
    assert choices.LEVELS.pop("mine") == "本模块的"
