"""A plugin adds fields to the form 登记事项 and keeps what is typed in its own way."""

import pytest
from sqlalchemy import func, select
from wtforms import IntegerField
from wtforms.validators import InputRequired

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.contributions import CaseFields, PartForm
from portal.plugin.hookspecs import hookimpl
from tests.plugin.conftest import decide

pytestmark = pytest.mark.database
TYPED = {"kind": "0201", "title": "夜间施工噪音", "description": "工地夜间施工。", "applicants__0__name": "张三"}


class NoiseForm(PartForm):
    """One field."""

    decibels = IntegerField("分贝", [InputRequired("请填写分贝。")])


class Noise:
    """Asks for decibels with disputes among neighbours."""

    kept: list = []

    @hookimpl
    def case_fields(self, ctx):
        return [CaseFields("噪音", NoiseForm, self.keep, kinds=("02",))]

    def keep(self, case, values):
        if values["decibels"] > 200:
            raise RuleError("分贝数不可能这样大。")
        self.kept.append((case.id, values))


@pytest.fixture(autouse=True)
def nothing_kept_yet():
    Noise.kept.clear()


def register(client, cast, **values):
    return client.fill(
        client.page("/cases/new"), **{"unit_id": cast.unit_ids["taixing"], "kind": "0203", **TYPED, **values}
    )


def number_of_cases() -> int:
    return db.session.scalar(select(func.count()).select_from(Case))


def test_what_is_typed_is_kept_with_the_case(as_user, cast, join):
    join("noise", "噪音扰民", Noise)
    page = register(as_user("clerk"), cast, noise_0__decibels="72")
    assert "已登记" in page.text
    assert Noise.kept == [(int(page.url.rpartition("/")[2]), {"decibels": 72})]


def test_a_missing_value_is_said_at_the_field_and_in_the_summary(as_user, cast, join):
    join("noise", "噪音扰民", Noise)
    page = register(as_user("clerk"), cast)
    assert page.status == 422
    assert page.text.count("请填写分贝") == 2
    assert page.fields(page.form("/cases/new"))["title"] == TYPED["title"]


def test_for_other_kinds_the_fields_do_not_count(as_user, cast, join):
    join("noise", "噪音扰民", Noise)
    assert "已登记" in register(as_user("clerk"), cast, kind="0701").text
    assert Noise.kept == []


def test_an_objection_registers_nothing(as_user, cast, join):
    join("noise", "噪音扰民", Noise)
    page = register(as_user("clerk"), cast, noise_0__decibels="999")
    assert page.status == 422
    assert "分贝数不可能这样大" in page.text
    assert number_of_cases() == 0


@pytest.mark.parametrize("state", ["off", "read_only"])
def test_where_nothing_new_may_be_made_nothing_is_asked(as_user, cast, join, state):
    join("noise", "噪音扰民", Noise)
    decide("noise", cast.county, state)
    assert "分贝" not in as_user("clerk").page("/cases/new").text


def test_a_plugin_that_breaks_leaves_the_form_alive(as_user, cast, join):
    class Broken:
        @hookimpl
        def case_fields(self, ctx):
            raise ValueError("no fields")

    join("noise", "噪音扰民", Broken)
    page = register(as_user("clerk"), cast)
    assert "已登记" in page.text
    assert "“噪音扰民”的内容暂时无法显示" in as_user("clerk").page("/cases/new").text


class Broken(Noise):
    """Its validator raises, or its form is none."""

    form: type = type("Raising", (PartForm,), {"decibels": IntegerField("分贝", [lambda form, field: 1 / 0])})

    @hookimpl
    def case_fields(self, ctx):
        return [CaseFields("噪音", self.form, self.keep)]


def test_fields_that_cannot_be_checked_are_said_to_be_of_their_module_and_nothing_is_registered(as_user, cast, join):
    join("noise", "噪音扰民", Broken)
    page = register(as_user("clerk"), cast, noise_0__decibels="72")
    assert page.status == 422
    assert "“噪音扰民”模块的检查出错" in page.text
    assert (number_of_cases(), page.fields(page.form("/cases/new"))["title"]) == (0, TYPED["title"])


def test_what_is_no_form_is_left_out_of_the_form(as_user, cast, join):
    join("noise", "噪音扰民", type("NoForm", (Broken,), {"form": dict}))
    assert "“噪音扰民”的内容暂时无法显示" in as_user("clerk").page("/cases/new").text


def test_who_ends_the_transaction_while_keeping_is_named_and_nothing_is_registered(as_user, cast, join, caplog):
    join("noise", "噪音扰民", type("Ends", (Noise,), {"keep": lambda self, case, values: db.session.commit()}))
    page = register(as_user("clerk"), cast, noise_0__decibels="72")
    assert (page.status, number_of_cases()) == (500, 0)
    assert "case_fields of plugin noise failed" in caplog.text
