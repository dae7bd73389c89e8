"""The tables of demo accounts in both READMEs name the unit in which each account works."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.demo.people import places_of

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^\| `(\w+)` \|.*\| (\S+) \|$", re.MULTILINE)
UNITS = SimpleNamespace(
    zhaojun="昭君街道",
    grids={"泰兴社区": ["泰兴社区第一网格"]},
    departments={"人社局": "达拉特旗人社局"},
    county="达拉特旗",
    outsider_street="东胜区",
)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_each_account_works_where_the_readme_says(name):
    said = dict(LINE.findall((ROOT / name).read_text(encoding="utf-8")))
    places = places_of(UNITS)
    assert said
    assert said == {account: places[account] for account in said}
