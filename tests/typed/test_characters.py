"""Characters that look alike or are not seen: what is taken out and named, what is one for matching, and what stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.pinyin import normalise_query, terms
from portal.personal_names import name_key, normalise_name
from portal.typed.characters import cleaned, folded, same_letters, shown, taken_out

UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff\u061c\u3164\u115f\u1160\uffa0\u2800\u180e\ufff0\U000e0fff"


@pytest.mark.parametrize(
    ("text", "clean", "names"),
    [
        ("楼上\x00漏\x08水", "楼上漏水", ["U+0000（空字符）", "U+0008（退格）"]),
        ("\u202e倒写\u202c", "倒写", ["U+202C（改变文字方向）", "U+202E（改变文字方向）"]),
        ("\u2066a\u2069\ufffe", "a", ["U+2066（改变文字方向）", "U+2069（改变文字方向）", "U+FFFE（不是字符）"]),
        ("半\ud83d", "半", ["U+D83D（不是字符）"]),
        ("\x1b[31m红\x85", "[31m红", ["U+001B（转义）", "U+0085（控制字符）"]),
        (
            "看\u3164\u2800管\U000e0fff",
            "看管",
            ["U+2800（看不见的字符）", "U+3164（看不见的字符）", "U+E0FFF（看不见的字符）"],
        ),
        ("一\r\n二\r三\x0b四\u2028五\x0c六\n七", "一\n二\n三\n四\u2028五\n六\n七", []),
        (
            "ᠮᠣᠩᠭᠤᠯ\u180b\u202f\u200d 👨\u200d👩 葛\U000e0100\u200b\ufeff",
            "ᠮᠣᠩᠭᠤᠯ\u180b\u202f\u200d 👨\u200d👩 葛\U000e0100\u200b\ufeff",
            [],
        ),
    ],
)
def test_what_no_keyboard_produces_is_taken_out_and_named(text, clean, names):
    assert cleaned(text) == clean
    assert [shown(each) for each in taken_out(text)] == names


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_nothing_else_is_lost(text):
    gone = set(taken_out(text))
    assert [each for each in cleaned(text) if each != "\n"] == [
        each for each in text if each not in gone and each not in "\r\n\x0b\x0c"
    ]
    assert cleaned(cleaned(text)) == cleaned(text)
    assert taken_out(cleaned(text)) == ""


@pytest.mark.parametrize(
    "written",
    [
        "⽅⼩⻰",
        "方\u2003小龙",
        "方小龙\u200e",
        "\ufeff方小\u00ad龙",
        "方\u200b小\u200d龙",
        "方\u3000小 龙",
        "方小龙\ufe00",
        "方\u3164小\uffa0龙\u115f",
        "方小\u2800龙\U000e0041",
        "方小\ufa2d龙".replace("\ufa2d", ""),
        "方⼩龙 ",
    ],
)
def test_one_person_is_one_however_the_name_was_written(written):
    assert name_key(written) == name_key("方小龙")
    for query in ("方小龙", "小龙", "fxl", "fangxiaolong"):
        kind, value = normalise_query(query)
        assert any(term.startswith(value) for term in terms(written)), (kind, query)
    assert normalise_query(written) == normalise_query("方小龙")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("⻢超", "马超"),
        ("⻄⻔庆", "西门庆"),
        ("葛\U000e0100明", "葛明"),
        ("龚\ue863", "龚䶮"),
        ("Ｊｏｈｎ SMITH", "John Smith"),
        ("金\uf90a", "金金"),
        ("café", "cafe\u0301"),
    ],
)
def test_look_alikes_are_one_for_matching(one, other):
    assert name_key(one) == name_key(other)
    assert same_letters(one).casefold() == same_letters(other).casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [("吉吉", "𠮷𠮷"), ("刘堃", "刘坤"), ("己巳", "已巳"), ("Jose", "José"), ("末", "未"), ("李一", "李二")],
)
def test_other_names_stay_others(one, other):
    assert name_key(one) != name_key(other)


def test_letters_of_other_alphabets_are_found_by_those_that_look_the_same():
    assert folded("Аnnа") == folded("Anna")  # the first with Cyrillic А and а
    assert name_key("Аnnа") != name_key("Anna")
    assert folded("Батбаяр") == "батбаяр"


@pytest.mark.parametrize(
    "name", ["𠮷田", "龚䶮", "李𬭎", "葛\U000e0100", "𪚥", "\U0002b74f", "\U00030000", "\U00031350", "\U0002ebf0"]
)
def test_rare_characters_stay_and_are_found(name):
    assert normalise_name(name) == name
    assert cleaned(name) == name
    kind, value = normalise_query(name)
    assert kind == "name"
    assert value in terms(name)


@given(st.text(max_size=20), st.lists(st.tuples(st.integers(0, 20), st.sampled_from(UNSEEN)), max_size=4))
def test_what_is_not_seen_makes_no_other_person(name, marks):
    written = name
    for place, mark in marks:
        written = written[:place] + mark + written[place:]
    if not set(UNSEEN) & set(name) and not any(unicodedata.combining(each) for each in name):
        assert name_key(written) == name_key(name)


@given(st.text())
def test_the_key_of_a_name_is_that_of_the_name_as_it_is_kept(text):
    assert name_key(normalise_name(text)) == name_key(text)
    assert name_key(name_key(text)) == name_key(text)
