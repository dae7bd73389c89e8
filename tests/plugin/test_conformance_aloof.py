"""How the conformance suite looks for residents on the pages of whoever runs the portal and whoever audits it."""

import pytest

from portal.testing.conformance.aloof import Words

RESIDENTS = Words({"王桂兰", "张三", "昭君街道泰兴社区1号楼", "15400000001"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<td>王桂兰</td><td>15400000001</td>", {"王桂兰", "15400000001"}),
        ("住昭君街道泰兴社区1号楼二单元", {"昭君街道泰兴社区1号楼"}),
        ("昭君街道泰兴社区", set()),
        ("<td>张三</td>", {"张三"}),
        ("开张三天", set()),
        ("送给王桂兰", {"王桂兰"}),
        ("", set()),
    ],
)
def test_who_is_named_is_found_and_short_names_by_themselves_only(text, found):
    assert RESIDENTS.within(text) == found
