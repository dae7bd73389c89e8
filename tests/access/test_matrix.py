"""权限表: every sign on it is what the rights answer, and what was adjusted is told from what is declared."""

import pytest

from portal.accounts import adjusting
from portal.accounts.rights import permissions_in, roles_in, roles_with
from portal.extensions import db

pytestmark = pytest.mark.database
PAGE = "/access/matrix"


@pytest.fixture
def adjusted(cast):
    """The clerks of the county triage no more, and its grid workers merge families."""
    by = {"reason": "人手不足", "by": cast.administrator}
    adjusting.adjust("clerk", "cases.triage", cast.county, granted=False, **by)
    adjusting.adjust("grid", "families.merge", cast.county, granted=True, **by)
    db.session.commit()


def cells(page) -> dict[tuple[str, str], str]:
    """(permission, role) → the sign, as they are named on the page."""
    found = {}
    for table in page.tree.iter("table"):
        names = ["".join(each.itertext()).strip() for each in table.find("thead").iter("th")][1:]
        for row in table.find("tbody").iter("tr"):
            label = "".join(row.find("th").itertext())
            found |= {(label, name): (cell.text or "") for name, cell in zip(names, row.iter("td"), strict=True)}
    return found


def test_every_sign_is_what_the_rights_answer(as_user, cast, adjusted):
    shown = cells(as_user("administrator").page(PAGE))
    for each in permissions_in(cast.county):
        held = roles_with(each.key, cast.county)
        for role, name in roles_in(cast.county).items():
            assert (shown[each.label, name] in ("●", "＋")) == (role in held), (each.key, role)


def test_what_the_district_decided_is_told(as_user, cast, adjusted):
    page = as_user("director").page(PAGE)
    shown = cells(page)
    assert shown["受理分流", "受理员"] == "－"
    assert shown["合并、删除家庭档案", "网格员"] == "＋"
    assert "系统管理员小郑，给予“合并、删除家庭档案”（人手不足）" in page.text


def test_it_is_printed_on_a3(as_user, cast, adjusted):
    answer = as_user("auditor").get(f"{PAGE}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
