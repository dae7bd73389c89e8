"""Each rule that is a function, tried on each plugin under examination."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.plugin.scale import BRONZE
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk
from portal.testing.scale.loading import Loader
from portal.testing.scale.opened import Opened, opened
from portal.testing.scale.rules import Moot, Rule
from portal.testing.scale.table import tried_here


@pytest.fixture(scope="session")
def opened_before() -> dict[str, list[Opened]]:
    """The pages of each plugin, opened once."""
    return {}


@pytest.fixture(scope="session")
def loader() -> Iterator[Loader]:
    """Where plugins are imported to see how long it takes."""
    made = Loader()
    yield made
    made.close()


@pytest.fixture
def pages(subject: Subject, office: Office, walk: Walk, opened_before) -> list[Opened]:
    """What every page of the plugin answers to whoever is led there."""
    if subject.key not in opened_before:
        opened_before[subject.key] = opened(subject, office, walk)
    return opened_before[subject.key]


@pytest.mark.parametrize("rule", [pytest.param(each, id=each.key) for each in tried_here()])
def test_rule(plugin_key: str, rule: Rule, request: pytest.FixtureRequest):
    given = {name: request.getfixturevalue(name) for name in rule.fixtures}
    try:
        wrong = list(rule.check(**given))
    except Moot as why:
        pytest.skip(str(why))
    if wrong and rule.tier != BRONZE and (reason := _exemption(plugin_key, rule, request)):
        pytest.xfail(reason)
    report(wrong)


def _exemption(plugin_key: str, rule: Rule, request: pytest.FixtureRequest) -> str:
    app: Flask = request.getfixturevalue("conformance_office").app
    return Subject(plugin_key, app).manifest.exemptions.get(rule.key, "")
