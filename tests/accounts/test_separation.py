"""三员分立: which kinds of rights no one account holds together, every pair of them, and what is said of two that it would."""

from itertools import combinations_with_replacement
from typing import NamedTuple

import pytest

from portal.separation import (
    ACTS,
    ADMINISTERS,
    AUDITS,
    NATURES,
    OUTSIDE,
    RESIDENTS,
    REVEALS,
    VIEWS,
    WITHHELD,
    objection,
    reason_against,
)

APART = {
    frozenset(pair)
    for pair in (
        (ADMINISTERS, RESIDENTS),
        (ADMINISTERS, REVEALS),
        (ADMINISTERS, AUDITS),
        (AUDITS, RESIDENTS),
        (AUDITS, REVEALS),
        (AUDITS, ACTS),
    )
}


class Right(NamedTuple):
    label: str
    nature: str


ACCOUNTS, TRAIL = Right("管理账号", ADMINISTERS), Right("查看审计记录", AUDITS)
LOOK, SHOW, DO = Right("查看居民", RESIDENTS), Right("查看完整个人信息", REVEALS), Right("受理分流", ACTS)


def test_there_are_six_natures_each_with_a_name():
    assert set(NATURES) == {ADMINISTERS, AUDITS, RESIDENTS, REVEALS, ACTS, VIEWS}
    assert all(NATURES.values())


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(sorted(NATURES), 2)))
def test_every_pair_goes_together_or_not_whichever_comes_first(one, other):
    apart = frozenset((one, other)) in APART
    assert bool(reason_against(one, other)) is bool(reason_against(other, one)) is apart
    assert bool(objection([Right("甲", one), Right("乙", other)])) is apart


def test_the_reason_says_who_keeps_off_what():
    hands_off = "管理账号、权限和功能模块的人不接触居民信息"
    assert reason_against(ADMINISTERS, RESIDENTS) == reason_against(REVEALS, ADMINISTERS) == hands_off
    assert reason_against(AUDITS, ADMINISTERS) == "管理系统的人不审计自己"
    assert reason_against(RESIDENTS, AUDITS) == reason_against(AUDITS, REVEALS) == "审计的人只看记录，不接触居民信息"
    assert reason_against(AUDITS, ACTS) == "审计的人只看记录，不办理业务"


def test_two_rights_are_named_the_first_of_each_kind_and_who_administers_before_all_else():
    said = "“管理账号”和“查看居民”不能由同一个人担任：管理账号、权限和功能模块的人不接触居民信息。"
    assert objection([LOOK, Right("登记居民", RESIDENTS), ACCOUNTS]) == said
    assert objection([TRAIL, DO, SHOW, LOOK, ACCOUNTS]) == said
    assert objection([TRAIL, DO]) == "“查看审计记录”和“受理分流”不能由同一个人担任：审计的人只看记录，不办理业务。"


def test_nothing_is_said_of_rights_that_go_together():
    assert objection([]) == objection([ACCOUNTS]) == objection([LOOK, SHOW, DO]) == ""
    assert objection(iter([ACCOUNTS, DO, Right("查看事项", VIEWS)])) == ""


def test_the_full_numbers_are_kept_from_the_grid_and_from_who_works_in_no_office():
    assert WITHHELD.keys() == {("grid", REVEALS)}
    assert OUTSIDE.keys() == {REVEALS}
