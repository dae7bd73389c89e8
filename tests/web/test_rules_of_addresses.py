"""How an address is put together is compiled when it is first asked for."""

from flask import url_for
from werkzeug.routing import Rule


def test_an_address_is_built_as_werkzeug_builds_it(app):
    plain = Rule("/people/<int:person_id>/<kind>", endpoint="people.shown")
    late = app.url_rule_class("/people/<int:person_id>/<kind>", endpoint="people.shown")
    values = {"person_id": 7, "kind": "甲/乙", "rule": "a b"}
    for each in (plain, late):
        each.bind(app.url_map, rebind=True)
    for append_unknown in (True, False):
        assert late.build(values, append_unknown) == plain.build(values, append_unknown)


def test_nothing_is_compiled_before_it_is_asked_for(app, monkeypatch):
    compiled = []
    monkeypatch.setattr(Rule, "_compile_builder", lambda *given: compiled.append(given) or (lambda rule: ("", "/here")))
    late = app.url_rule_class("/here", endpoint="here")
    late.bind(app.url_map, rebind=True)
    assert compiled == []
    assert [late.build({}), late.build({})] == [("", "/here")] * 2
    assert len(compiled) == 1


def test_the_pages_of_the_portal_are_rules_of_this_kind(app):
    with app.test_request_context():
        assert url_for("cases.show", case_id=7, tab="a b") == "/cases/7?tab=a+b"
    assert {type(each) for each in app.url_map.iter_rules("cases.show")} == {app.url_rule_class}
