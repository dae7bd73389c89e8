"""A paper numbers its lines, and says no number twice."""

import pytest

from portal.documents.wording import numbered


@pytest.mark.parametrize(
    ("position", "line", "printed"),
    [
        (1, "赔偿损失", "1．赔偿损失"),
        (1, "1. 赔偿损失", "1．赔偿损失"),
        (2, "2、修好水管", "2．修好水管"),
        (2, "（2）修好水管", "2．修好水管"),
        (3, "三、不再争议", "3．不再争议"),
        (11, "十一、不再争议", "11．不再争议"),
        (1, "1、2027年1月31日前付清", "1．2027年1月31日前付清"),
        (1, "1.5 万元", "1．1.5 万元"),
        (1, "1、2 号楼的漏水", "1．1、2 号楼的漏水"),
        (1, "三、四楼的漏水", "1．三、四楼的漏水"),
        (1, "10 天内付清", "1．10 天内付清"),
    ],
)
def test_a_number_that_was_typed_is_said_once(position, line, printed):
    assert numbered(position, line) == printed
