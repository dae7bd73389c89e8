"""docs/security/asvs.md answers each row of levels 1 and 2 of the standard, and whatever it names is there."""

import pytest

from tests.security.answers import is_there, missing, named_tests, rows, runs_everywhere

# The levels of the rows of each section of version 5.0.0, in their order.
LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222
5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
8.1 1233  8.2 1123  8.3 133  8.4 23
9.1 111  9.2 1222
10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233
14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333
16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
17.1 23  17.2 22223333  17.3 22
"""
ANSWERS = ("test ", "default ", "not here: ", "reason: ")
TABLE = list(rows("asvs.md"))


def asked() -> dict[str, str]:
    """Row → level, of those up to level 2."""
    words = LEVELS.split()
    return {
        f"{section}.{number}": level
        for section, levels in zip(words[::2], words[1::2], strict=True)
        for number, level in enumerate(levels, 1)
        if level != "3"
    }


def test_each_row_of_the_standard_is_answered_once():
    assert len(asked()) == 253
    assert {row: level for row, level, _, _ in TABLE} == asked()
    assert len(TABLE) == 253


@pytest.mark.parametrize(("row", "asks", "held_by"), [(row, asks, held) for row, _, asks, held in TABLE])
def test_what_answers_it_is_there(row, asks, held_by):
    assert asks
    assert held_by.startswith(ANSWERS)
    assert not missing(held_by)
    if held_by.startswith("test "):
        assert any(runs_everywhere(*each) for each in named_tests(held_by))
    elif held_by.startswith("default "):
        assert "`" in held_by
    else:
        assert len(held_by) > 20 or held_by.startswith("not here: no ")


def test_a_name_that_is_not_there_is_noticed():
    assert is_there("tests/security/test_asvs.py", "test_a_name_that_is_not_there_is_noticed")
    here = (
        "`tests/security/test_asvs.py::test_nowhere` `portal/nowhere.py` `deploy/nginx.conf` `ssl_nowhere` `listen 80`"
    )
    assert missing(here) == [
        "tests/security/test_asvs.py::test_nowhere",
        "portal/nowhere.py",
        "deploy/nginx.conf: ssl_nowhere",
    ]
