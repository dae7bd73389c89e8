"""The timeline of what is published says when its page was gone."""

import pytest

from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


def test_a_publication_tells_when_its_page_was_gone(cast, bring):
    shown, waiting = bring("published"), bring("nominated")
    for state in ("read_only", "off", "on"):
        switch("heroes", cast.county, state, by=cast.administrator, reason="试验")
        db.session.commit()
    assert [each.verb for each in shown.events][-2:] == ["undisplay", "display"], "to be read only, the page stays"
    assert shown.title_of(shown.events[-2]) == "停止公开"
    assert not {"display", "undisplay"} & {each.verb for each in waiting.events}
