"""In the list of cases: how the mediation stands, a filter for it, and the number of the dispute in the search."""

import pytest

from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def another(cast, mediating):
    """A case that is not mediated, beside 漏水, which is."""
    case = factories.case(cast.taixing, by=cast.clerk, title="院墙占地")
    db.session.commit()
    return case


def test_the_column_says_how_it_stands(as_user, another):
    page = as_user("clerk").page("/cases?columns=title.mediation_status")
    rows = {row.xpath("string(.)").strip() for row in page.tree.xpath("//tbody/tr")}
    assert ["调解中" in row for row in sorted(rows, key=lambda row: "漏水" in row)] == [False, True]


@pytest.mark.parametrize(("state", "there"), [("open", True)])
def test_the_filter_leaves_those(as_user, another, state, there):
    text = as_user("clerk").page(f"/cases?mediation_status={state}").text
    assert ("楼上漏水" in text, "院墙占地" in text) == (there, False)


def test_the_search_knows_the_number_of_the_dispute(as_user, another, mediating):
    assert mediating.number
    text = as_user("clerk").page(f"/cases?q={mediating.number}").text
    assert ("楼上漏水" in text, "院墙占地" in text) == (True, False)


def test_who_may_not_view_disputes_is_told_nothing(as_user, another):
    page = as_user("grid").page("/cases")
    assert ("人民调解" in page.text, "调解编号" in page.text) == (False, False)
