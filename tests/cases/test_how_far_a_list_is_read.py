"""How many cases a filtered list reads at once: the office of a street fewer than that of a county, of which the smallest has as many."""

import pytest

from portal.cases.parts import MOST_READ_ABOVE
from portal.records.list_query import ListQuery
from portal.records.window import HOW_FAR, MOST_READ

pytestmark = pytest.mark.database


@pytest.mark.parametrize(("who", "rows"), [("clerk", MOST_READ), ("grid", MOST_READ), ("district", MOST_READ_ABOVE)])
def test_a_county_reads_further_at_once_than_a_street(cast, who, rows):
    from portal.cases.register import cases

    reader, asked = getattr(cast, who), ListQuery((("level", "="),), {"level": "hard"})
    assert cases.source.page(reader, asked, None)[1][HOW_FAR.key] == rows
    assert cases.source.number(reader, asked)[1][HOW_FAR.key] == rows
