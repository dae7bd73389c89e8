"""With PORTAL_SAFE_MODE no plugin is imported; the portal goes on, says so, and erases nothing that only a plugin would find."""

import pytest

from portal.errors import RuleError
from portal.extensions import db
from portal.people.data_rights import erase
from portal.testing import factories
from portal.testing.application import built


@pytest.fixture
def alone(app, databases, tmp_path):
    """The portal on the same database, in safe mode."""
    other = built(tmp_path, databases.url, safe_mode=True, data_key=app.extensions["portal_settings"].data_key)
    with other.app_context():
        yield other
        db.session.remove()
        databases.leave(db.engine)


def test_the_core_works_and_the_page_of_plugins_says_why_none_is_there(alone, app, cast):
    assert not alone.extensions["portal_plugins"].manifests
    client = alone.test_client()
    client.be(cast.user_ids["administrator"])
    page = client.page("/plugins/")
    assert page.status == 200
    assert all(f"模块 {key} 没有装入" in page.text for key in app.extensions["portal_plugins"].manifests)
    client.be(cast.user_ids["clerk"])
    assert [client.page(path).status for path in ("/", "/cases")] == [200, 200]


def test_nobody_is_erased_while_a_plugin_that_has_tables_is_absent(alone, cast):
    person = factories.resident(cast.taixing)
    with pytest.raises(RuleError, match=r"heroes.*没有装入"):
        erase(person, "本人申请", by=cast.director)
    assert person.name != ""


def test_some_are_left_out_by_name_with_those_that_require_them(app, databases, tmp_path):
    key = app.extensions["portal_settings"].data_key
    other = built(tmp_path, databases.url, leave_out="heroes, great_age", data_key=key)
    registry = other.extensions["portal_plugins"]
    assert registry.failures["heroes"] == "left out: PORTAL_LEAVE_OUT names it"
    assert set(registry.manifests) == set(app.extensions["portal_plugins"].manifests) - {"heroes", "great_age"}
