"""Two administrators at one thing: the second is told what the first did, and nothing is changed unseen."""

import pytest

from portal.accounts import adjusting
from portal.accounts.rights import granted
from portal.extensions import db

pytestmark = pytest.mark.database


def test_boxes_that_were_shown_before_another_changed_the_role_change_nothing(as_user, cast):
    admin, at = as_user("administrator"), "/access/roles/mediator/permissions"
    page = admin.page(at)
    adjusting.adjust("mediator", "cases.export", cast.county, granted=True, reason="报表", by=cast.administrator)
    db.session.commit()
    late = admin.fill(page, at, **{"people-merge": True}, reason="合并")
    assert late.status == 422
    assert "别人调整了这个角色（" in late.text
    assert "给予“导出事项”" in late.text
    held = granted("mediator", cast.county)
    assert ("cases.export" in held, "people.merge" in held) == (True, False)
    admin.fill(late, at, **{"people-merge": True}, reason="合并")
    assert {"cases.export", "people.merge"} <= granted("mediator", cast.county)
