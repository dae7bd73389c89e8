"""The option `--portal-plugin`, the fixtures of the checks and their numbers at the end. Loaded by `portal.testing.plugin`."""

from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

import pytest
from flask import Flask, Response

from portal.extensions import db
from portal.migrating import upgrade_all
from portal.plugin.gate import plugin_of
from portal.plugin.registry import GROUP
from portal.protection import keyring
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.records.samples import Samples, Stage
from portal.testing.application import built
from portal.testing.cast import Cast
from portal.testing.conformance.aloof import Aloof
from portal.testing.conformance.office import Office, SetOnce, forget, furnish
from portal.testing.conformance.player import Player
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import table
from portal.testing.conformance.typist import Typist
from portal.testing.conformance.visits import Visits
from portal.testing.conformance.walk import Walk
from portal.web.http import error_pages


def pytest_addoption(parser):
    parser.addoption(
        "--portal-plugin",
        action="append",
        metavar="KEY",
        help="examine this plugin (may be given more than once); by default every installed one",
    )


def pytest_generate_tests(metafunc):
    if "plugin_key" not in metafunc.fixturenames:
        return
    metafunc.parametrize("plugin_key", examined(metafunc.config))


def examined(config: pytest.Config) -> list[str]:
    """Keys of the plugins to examine. UsageError when one is not installed."""
    installed = sorted(each.name for each in entry_points(group=GROUP))
    wanted = config.getoption("--portal-plugin") or installed
    if missing := set(wanted) - set(installed):
        raise pytest.UsageError(f"no plugin is installed as {', '.join(sorted(missing))}; there are {installed}")
    return wanted


def asked(session: pytest.Session) -> list[str]:
    """Keys of the plugins that the tests of this run are about, for a demo of these is enough; of all that are examined where a test
    stands on the office and is about no plugin."""
    keys = {
        each.callspec.params.get("plugin_key", "") if hasattr(each, "callspec") else ""
        for each in session.items
        if {"plugin_key", "conformance_office"} & {*each.fixturenames}
    }
    return examined(session.config) if "" in keys else sorted(keys)


def pytest_terminal_summary(terminalreporter):
    """How much was tried of each plugin."""
    if lines := table(each for reports in terminalreporter.stats.values() for each in reports):
        terminalreporter.write_sep("-", "conformance")
        terminalreporter.write_line("\n".join(lines))


@pytest.fixture(scope="session")
def conformance_databases(another_database):
    """Apart from those of the other tests: this one holds the demo."""
    copies = another_database("conformance")
    yield copies
    copies.drop()


@pytest.fixture(scope="session")
def conformance_office(conformance_databases, tmp_path_factory, request) -> Office:
    """The application and its people, once a session."""
    app = built(tmp_path_factory.mktemp("conformance"), conformance_databases.url, rate_limits=False)
    office = Office(app)
    app.extensions["portal_renderer"] = SetOnce(office.settings.fonts_dir)
    with app.app_context():
        conformance_databases.migrate(db.engine, upgrade_all)
        furnish(office, asked(request.session))
        db.session.remove()
        db.engine.dispose()
    conformance_databases.keep_as_template()
    return office


@pytest.fixture
def office(conformance_office, conformance_databases) -> Office:
    """The office with its initial data."""
    conformance_databases.refresh()
    conformance_office.sign_out()
    keyring.load(conformance_office.settings.data_key)  # another application may have loaded its own
    conformance_office.app.extensions["portal_plugins"].patience.forget()
    with conformance_office.app.app_context():
        forget(conformance_office.app)
        yield conformance_office
        db.session.remove()
        conformance_databases.leave(db.engine)


@pytest.fixture
def subject(plugin_key, office) -> Subject:
    """The plugin under examination; a check of one that could not be taken in fails with the reason."""
    found = Subject(plugin_key, office.app)
    if plugin_key not in found.registry.manifests:
        pytest.fail(
            f"{plugin_key} was not taken in: {found.registry.failures.get(plugin_key, 'its key is another')}",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def walks() -> dict[str, Walk]:
    """What was found by walking through the pages of each plugin; walked once."""
    return {}


@pytest.fixture
def walk(subject, office, walks) -> Walk:
    """Addresses of the plugin with records of the demo in them. The plugin is on."""
    office.put(subject, "on")
    if subject.key not in walks:
        walks[subject.key] = Walk(subject, office).go()
    return walks[subject.key]


@pytest.fixture(scope="session")
def visits(conformance_office) -> Visits:
    """Visits to pages of the core, each made once."""
    return Visits(conformance_office)


@pytest.fixture(scope="session")
def aloof(visits) -> Aloof:
    """What whoever runs the portal and whoever audits it are led to, each page opened once."""
    return Aloof(visits)


@pytest.fixture
def short_refusals(monkeypatch) -> None:
    """A refusal is its code and its words, without the frame around them: for checks that read only the code of most answers."""
    monkeypatch.setattr(error_pages, "page", lambda code, detail="": Response(detail, code))


@pytest.fixture
def no_tokens(office, short_refusals, monkeypatch) -> None:
    """Switch CSRF protection off: the checks post without a form, to see whether access is refused."""
    monkeypatch.setitem(office.app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def samples(plugin_key: str, app: Flask) -> tuple[Samples, ...]:
    """What the plugin under examination declares in its module `samples`."""
    subject = Subject(plugin_key, app)
    name = f"{subject.package}.samples"
    if plugin_key in subject.registry.manifests and find_spec(name):
        return import_module(name).SAMPLES
    if any(plugin_of(pages.bp.name) == plugin_key for pages in all_mounted(StepPages)):
        pytest.fail("it has pages of steps, but no module `samples`", pytrace=False)
    pytest.skip("has no steps")


@pytest.fixture
def player(cast: Cast, stage: Stage, as_user) -> Player:
    return Player(cast, stage, as_user)


@pytest.fixture
def typist(cast: Cast, stage: Stage, as_user) -> Typist:
    return Typist(cast, stage, as_user)
