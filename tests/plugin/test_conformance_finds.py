"""The conformance suite names what is wrong: a plugin that breaks every rule it can, examined in another environment."""

import pytest

pytestmark = pytest.mark.xdist_group("written")  # test_scaffold.py uses the same run
COMPLAINTS = (
    "the view careless.show has no guard",
    "of another district, where the plugin is on too",
    "statements as",
    "personal_data_export is missing",
    "home_cards has the name of a hook but no @hookimpl",
    "after the upgrade the database differs from the models",
    "show.html:4: inline style or script",
    "case_panels fails: AttributeError",
    "person_panels gave nothing to anybody",
    "imports portal.plugin.gate.plugin_of, which the plugin API does not offer",
    "the job again, run a second time at the same moment in county, changes careless_item",
    "while it works it replaces portal.money.MAX_FEN",
    "its migrations cannot be taken back and run again: it changes tables that are not its own: cases_case",
)


def test_every_wrong_is_named(written):
    assert "KeyError" not in written.said, written.said[-20000:]
    assert [complaint for complaint in COMPLAINTS if complaint not in written.said] == [], written.said[-20000:]
