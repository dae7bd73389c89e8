"""A number of a person, or a password, that is typed where others read it gets neither into a row nor into a log."""

import importlib
import inspect
import json
import logging
import pkgutil
import re
from collections.abc import Iterator
from itertools import cycle, product

import pytest
from sqlalchemy import select
from wtforms import StringField, TextAreaField
from wtforms.fields.core import UnboundField

import plugins
import portal
from portal.audit import trail
from portal.audit.models import AuditEntry
from portal.audit.verifying import faults
from portal.extensions import Model, db
from portal.people.publishing import no_numbers_but_accounts, no_numbers_here, no_numbers_in_full
from portal.redaction import RedactedText
from portal.redaction.columns import mark
from portal.testing import factories
from portal.web.forms import Form
from portal.web.forms.form import Group
from portal.web.forms.plain_words import plain_words

NUMBERS = {
    "身份证号": "15272219570101997X",
    "电话号码": "154-1234-5678",
    "银行账号": "6217001210024455220",
    "证件号": "H12345678",
}
ALL = "、".join(NUMBERS.values())
PASSWORD = "correct-horse-8"
CHECKED = {plain_words, no_numbers_here, no_numbers_in_full, no_numbers_but_accounts}
NAMES = re.compile(r"(^|_)(reason|note|remark|opinion|text|title)$")
ELSEWHERE = {  # boxes with such names of which nothing is kept in plain sight, and those whose purpose is the number
    ("portal.audit.views", "note"): "a checkpoint to compare with; not stored",
    ("portal.notices.channel_forms", "headers_text"): "a secret of the service; encrypted",
    ("portal.notices.channel_forms", "extras_text"): "a secret of the service; encrypted",
    ("plugins.hotline.forms", "text"): "a resident's words, given as they came; its column takes numbers out",
}


@pytest.fixture
def stored():
    """`stored()`: all that stands in the database, as one text."""

    def look() -> str:
        db.session.rollback()
        tables = db.metadata.sorted_tables
        return "\n".join(str(tuple(row)) for table in tables for row in db.session.execute(select(table)))

    return look


def left_of(text: str) -> list[str]:
    return [each for each in (*NUMBERS.values(), "15412345678", PASSWORD) if each in text]


def plain_columns():
    """`(model, attribute, type)` of every column that takes numbers out."""
    for mapper in Model.registry.mappers:
        for attribute in mapper.column_attrs:
            kind = getattr(attribute.columns[0], "type", None)
            if isinstance(kind, RedactedText):
                yield mapper.class_, attribute.key, kind


def test_every_such_column_takes_numbers_out_in_memory_and_on_the_way_to_the_database(app):
    columns = list(plain_columns())
    assert len(columns) > 60
    for model, name, kind in columns:
        row = model(**{name: ALL})
        assert not left_of(getattr(row, name)), f"{model.__name__}.{name}"
        assert not left_of(kind.process_bind_param(ALL, db.engine.dialect)), f"{model.__name__}.{name}"
        assert len(getattr(row, name)) <= (kind.impl.length or 10_000)


def test_every_box_for_reasons_says_so_at_the_field(app):
    found = {(module, name) for module, name, checks in _boxes() if NAMES.search(name) and not checks & CHECKED}
    assert found == set(ELSEWHERE), "add plain_words, or say why the number may be kept"


def _boxes() -> Iterator[tuple[str, str, set]]:
    """`(module, name of the field, its checks)` of every text box of every form."""
    for package in (portal, plugins):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if re.search(r"forms?|views|pages", each.name) and ".tests." not in each.name:
                importlib.import_module(each.name)
    for form in [*_below(Form), *_below(Group)]:
        for name, box in inspect.getmembers(form, lambda value: isinstance(value, UnboundField)):
            if form.__module__.startswith(("portal.", "plugins.")) and issubclass(
                box.field_class, TextAreaField | StringField
            ):
                given = box.kwargs.get("validators") or next(iter(box.args[1:2]), [])
                yield form.__module__, name, {each for each in given if inspect.isfunction(each)}


def _below(kind: type) -> list[type]:
    return [found for each in kind.__subclasses__() for found in (each, *_below(each))]


def test_the_trail_says_that_something_was_hidden_and_stays_whole(cast, stored):
    trail.record("reveal", actor=cast.clerk, subject=cast.street, detail=f"核实 {ALL}，密码：{PASSWORD}")
    db.session.commit()
    assert not left_of(stored())
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.detail == f"核实 {'、'.join(map(mark, NUMBERS))}，密码：{mark('密码')}"
    assert faults() == []


@pytest.mark.parametrize("number", NUMBERS.values())
def test_a_reason_with_a_number_comes_back_with_all_that_was_typed(as_user, cast, stored, number):
    person = factories.resident(cast.taixing)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/people/{person.id}/full"), reason=f"他说是{number}")
    assert page.status == 422
    assert "不能写" in page.text
    assert number in page.form().xpath("string(.//textarea)")
    assert not left_of(stored())


def test_what_stands_in_the_user_name_box_is_kept_only_when_it_is_an_account(client, stored):
    client.sign_in(PASSWORD, "wrong-password")
    client.sign_in(NUMBERS["身份证号"], PASSWORD)
    client.sign_in("clerk", PASSWORD)
    assert not left_of(stored())
    tried = select(AuditEntry.detail).where(AuditEntry.action == "sign_in_failed").order_by(AuditEntry.id)
    assert db.session.scalars(tried).all() == ["", "", "clerk"]


def test_no_address_with_a_number_is_answered_so_that_anything_keeps_it(app, as_user, stored, caplog):
    caplog.set_level(logging.DEBUG)
    clerk = as_user("director")
    rules = [each.rule for each in app.url_map.iter_rules() if "GET" in each.methods and not each.arguments]
    others = cycle(("next", "after", "of", "unit", "day", "status", "sort", "line", "code", "draft", "anything"))
    for rule in [*rules, "/cases/export.csv"]:
        for name, number in product(("q", next(others)), list(NUMBERS.values())[:2]):
            answer = clerk.get(rule, query_string={name: number})
            assert answer.status_code < 500, (rule, name)
            assert not left_of(answer.headers.get("Location", "")), (rule, name)
            assert name == "q" or answer.status_code == 422, (rule, name)
    assert not left_of(stored())
    assert not left_of(caplog.text)
    with clerk.session_transaction() as session:
        assert not left_of(json.dumps(dict(session), default=str, ensure_ascii=False))


def test_who_must_sign_in_first_is_led_back_without_the_number(client):
    answer = client.get("/cases", query_string={"q": NUMBERS["身份证号"]})
    assert answer.headers["Location"] == "/login?next=%2Fcases"


def test_logs_and_their_tracebacks_are_clean_whoever_logs(app, caplog):
    log = logging.getLogger("somebody.else")
    log.warning("no luck with %s", ALL)
    log.warning("%s of %s", "q", {"id": NUMBERS["身份证号"]})
    with app.test_request_context("/password", method="POST", data={"old_password": PASSWORD}) as here:
        assert here.request.form
        try:
            raise ValueError(f"{ALL} {PASSWORD}")
        except ValueError:
            log.exception("failed with %s", PASSWORD)
    assert not left_of(caplog.text)
    assert caplog.text.count(mark("身份证号")) == 3
    assert "ValueError" in caplog.text


def test_who_typed_what_was_hidden_is_told(app, as_user, cast, monkeypatch):
    case = factories.case(cast.taixing, by=cast.clerk, title="漏水")
    db.session.commit()
    monkeypatch.setattr("portal.web.forms.plain_words.numbers_in", lambda text: [])  # a plugin that forgot the check
    director = as_user("director")
    page = director.page(f"/cases/{case.id}/triage")
    told = director.fill(page, route="later", note=ALL)
    assert "没有存下来" in told.text
