"""Likely rows are told by common characters, and everybody can see which."""

import pytest

from plugins.duty_lists.matching import common_pieces, likely
from portal.typed.likeness import sameness

NAMES = [("a", "采集企业用电数据"), ("b", "秸秆禁烧巡查"), ("c", "上报路面坑洼")]


def test_the_row_whose_words_stand_in_the_task_comes_first():
    [match] = likely("请逐户采集辖区企业的用电数据，周五前报送", NAMES, 20)
    assert (match.row, match.percent) == ("a", 71)
    assert match.why == "相同的字：用电数据、采集、企业；71%"


@pytest.mark.parametrize("text", ["", "一", "，。！", "整理档案室"])
def test_what_has_no_word_in_common_has_no_row(text):
    assert likely(text, NAMES, 5) == []


def test_signs_of_punctuation_join_no_words():
    assert common_pieces("采集，企业", "采集企业") == ["采集", "企业"]


def test_the_same_text_under_another_name_is_much_the_same():
    assert sameness("逐户采集企业上月用电数据，周五前报送。", "逐户采集企业上月用电数据，下周一前报送。") > 60
    assert sameness("逐户采集企业上月用电数据。", "国庆前后巡查秸秆焚烧。") < 20
