"""A pytest plugin that makes of the reports of one run a verdict on each plugin: `-p portal.testing.scale.gathering --verdicts FOLDER`."""

from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from portal import clock
from portal.plugin.registry import GROUP
from portal.plugin.scale import BRONZE, Outcome, Verdict
from portal.testing.scale.rules import Rule
from portal.testing.scale.table import table

TRIED = pytest.StashKey[dict]()
DONE = pytest.StashKey[int]()
PROGRESS = "progress"  # the file in the folder that says how many of how many tests are done
GRAVITY = ("moot", "held", "exempt", "broken")
MOST_SAID = 1500  # characters of evidence kept of one rule


def pytest_addoption(parser):
    parser.addoption("--verdicts", metavar="FOLDER", help="write the verdict on each plugin into this folder")


def pytest_configure(config):
    config.stash[TRIED] = defaultdict(dict)
    config.stash[DONE] = 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Note what came of each test of each plugin: the worst of set-up, call and end."""
    report = yield
    if report.when == "teardown":
        _tell_progress(item.session)
    given = getattr(item, "callspec", None)
    if given and "plugin_key" in given.params:
        name = given.params["rule"].key if "rule" in given.params else f"{item.path.stem}::{item.originalname}"
        tried = item.config.stash[TRIED][given.params["plugin_key"]]
        if report.when == "call" or not report.passed:
            tried.setdefault(name, _told(report))
    return report


def _told(report) -> tuple[str, str]:
    """`(state, words)`, as of an Outcome."""
    if hasattr(report, "wasxfail"):
        return "exempt", report.wasxfail.removeprefix("reason: ")
    if report.skipped:
        return "moot", str(report.longrepr[2]).removeprefix("Skipped: ")
    return ("held", "") if report.passed else ("broken", str(report.longrepr)[-MOST_SAID:])


def _tell_progress(session) -> None:
    """Parsed by portal.plugin_admin.trial.checking, which cannot read what pytest prints."""
    if folder := session.config.getoption("--verdicts"):
        session.config.stash[DONE] += 1
        (Path(folder) / PROGRESS).write_text(f"{session.config.stash[DONE]} {session.testscollected}", encoding="utf-8")


def pytest_sessionfinish(session):
    folder = session.config.getoption("--verdicts")
    for key, tried in session.config.stash[TRIED].items() if folder else ():
        (Path(folder) / f"{key}.json").write_text(verdict(key, tried).to_json(), encoding="utf-8")


def verdict(key: str, tried: dict[str, tuple[str, str]]) -> Verdict:
    """What the tests that were tried of `key` come to."""
    version, exemptions = _card(key)
    outcomes = tuple(_outcome(each, tried, exemptions) for each in table())
    return Verdict(key, version, f"{clock.today():%Y-%m-%d}", outcomes)


def _card(key: str) -> tuple[str, Mapping[str, str]]:
    """Version and exemptions of the plugin; what the distribution says where it cannot be imported."""
    entry = next((each for each in entry_points(group=GROUP) if each.name == key), None)
    try:
        manifest = entry.load().manifest
        return manifest.version, manifest.exemptions
    except BaseException:  # noqa: BLE001  the verdict says why it was not taken in
        return (entry.dist.version if entry and entry.dist else "?"), {}


def _outcome(rule: Rule, tried: dict[str, tuple[str, str]], exemptions: Mapping[str, str]) -> Outcome:
    came = [tried.get(name, ("broken", "it was not tried")) for name in rule.tests or (rule.key,)]
    state, why = max(came, key=lambda each: GRAVITY.index(each[0]))
    if state == "broken" and rule.tier != BRONZE and rule.key in exemptions:
        state, why = "exempt", exemptions[rule.key]
    if state == "moot" and rule.moot:
        why = rule.moot
    return Outcome(rule.key, rule.tier, rule.asks, state, why)
