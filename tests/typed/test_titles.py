"""What was told without a title is called by its first words."""

from portal.typed.titles import title_of


def test_what_is_short_is_its_own_title_on_one_line():
    assert title_of(" 楼道灯\n不亮 ") == "楼道灯 不亮"


def test_what_is_long_is_cut_to_forty_characters_and_says_so():
    assert title_of("字" * 40) == "字" * 40
    assert title_of("字" * 41) == "字" * 39 + "…"
    assert title_of(None) == ""
