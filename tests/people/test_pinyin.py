"""Search terms: whoever is entered is found by name, initials and pinyin; and what a query is taken for."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.id_number import check_character
from portal.people.pinyin import LONGEST_NAME, LONGEST_TERM, normalise_query, terms
from portal.personal_names import is_han

# Surname and the reading its bearers use.
SURNAMES = [
    ("仇", "qiu"), ("解", "xie"), ("曾", "zeng"), ("尉迟", "yuchi"), ("朴", "piao"), ("任", "ren"), ("区", "ou"),
    ("盖", "ge"), ("乐", "yue"), ("翟", "zhai"), ("种", "chong"), ("单", "shan"), ("查", "zha"), ("卜", "bu"),
    ("覃", "qin"), ("万俟", "moqi"), ("长孙", "zhangsun"), ("单于", "chanyu"), ("令狐", "linghu"), ("折", "she"),
    ("员", "yun"), ("缪", "miao"), ("纪", "ji"), ("葛", "ge"), ("石", "shi"), ("贾", "jia"), ("沈", "shen"),
]  # fmt: skip


def finds(query: str, name: str) -> bool:
    """As the database does it: the query is the beginning of a term."""
    kind, value = normalise_query(query)
    assert kind in ("pinyin", "name")
    return any(term.startswith(value) for term in terms(name))


def test_terms_are_the_suffixes_of_name_initials_and_pinyin():
    assert terms("张小明") == {
        *("张小明", "小明", "明"),
        *("zxm", "xm", "m"),
        *("zhangxiaoming", "xiaoming", "ming"),
    }


@pytest.mark.parametrize(("surname", "reading"), SURNAMES)
def test_a_surname_is_read_as_its_bearers_read_it(surname, reading):
    assert finds(f"{reading}jianguo", f"{surname}建国")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("张小", "张小明"),
        ("小明", "张小明"),
        ("zhangx", "张小明"),
        ("ZHANG XIAO", "张小明"),
        ("zhāng xiǎo míng", "张小明"),
        ("xm", "张小明"),
        ("chou", "仇小明"),
        ("qxm", "仇小明"),
        ("lüyan", "吕艳"),
        ("lvyan", "吕艳"),
        ("xi'an", "席安"),
        ("阿拉腾·其其格", "阿拉腾•其其格"),
        ("阿拉腾其其格", "阿拉腾·其其格"),
        ("其其", "阿拉腾·其其格"),
        ("altqqg", "阿拉腾·其其格"),
        ("qiqige", "阿拉腾·其其格"),
        ("chagan", "查干巴拉"),
        ("zhaoritu", "召日图"),
        ("𬭎", "张𬭎"),
        ("hong", "张𬭎"),
        ("yan", "龚䶮"),
        ("wk", "王堃"),
        ("Бат", "Батбаяр"),
        ("баяр", "Батбаяр"),
        ("ᠲᠤ", "ᠪᠠᠲᠤ"),
        ("smith", "John Smith"),
        ("john s", "John Smith"),
    ],
)
def test_a_resident_is_found(query, name):
    assert finds(query, name)


@pytest.mark.parametrize(("query", "name"), [("李", "张小明"), ("zm", "张小明"), ("张明", "张小明"), ("san", "张小明")])
def test_and_others_are_not(query, name):
    assert not finds(query, name)


def test_nothing_has_no_terms():
    assert terms("") == terms(" · ") == frozenset()


@given(st.text(alphabet="张仇曾尉迟乐小明其格阿𬭎䶮堃", min_size=1, max_size=8), st.data())
def test_every_part_of_a_chinese_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert is_han(name)
    assert finds(name[start:end], name)


@given(st.text())
def test_terms_of_anything_are_clean(text):
    for term in terms(text):
        assert term == "".join(term.split())
        assert term
        assert "·" not in term


def test_a_long_text_has_few_terms():
    assert len(terms("张" * 10_000)) <= 4 * LONGEST_NAME


def test_a_name_of_sixty_characters_is_found_by_all_of_its_pinyin_and_no_term_is_too_long_for_its_column():
    name = "阿不都热合曼·买买提依明庄" * 5
    assert max(len(each) for each in terms(name[:60])) == LONGEST_TERM
    assert normalise_query("abudourehemanmaimaitiyimingzhuang" * 5).value in terms(name)


NUMBER = "15062119900307001"
NUMBER += check_character(NUMBER)


@pytest.mark.parametrize(
    ("query", "kind", "value"),
    [
        (NUMBER, "id_number", NUMBER),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", "id_number", NUMBER),
        ("11010519491231002x", "id_number", "11010519491231002X"),
        ("e12345678", "id_number", "E12345678"),
        ("1234", "unknown", "1234"),
        ("００2x", "unknown", "002X"),
        ("13800001234", "phone", "13800001234"),
        ("+86 138-0000-1234", "phone", "13800001234"),
        ("04775212345", "phone", "0477-5212345"),
        ("zxm", "pinyin", "zxm"),
        ("Zhang Xiaoming", "pinyin", "zhangxiaoming"),
        ("ｚｘｍ", "pinyin", "zxm"),
        ("张　三", "name", "张三"),
        ("阿拉腾・其其格", "name", "阿拉腾其其格"),
        ("Батбаяр", "name", "батбаяр"),
        ("ᠪᠠᠲᠤ", "name", "ᠪᠠᠲᠤ"),
        (
            NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"),
            "unknown",
            NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"),
        ),
        ("123", "unknown", "123"),
        ("", "unknown", ""),
        (" ·- ", "unknown", ""),
    ],
)
def test_what_a_query_is(query, kind, value):
    assert normalise_query(query) == (kind, value)


@given(st.text())
def test_no_query_breaks_the_reader(query):
    kind, value = normalise_query(query)
    assert kind in {"id_number", "phone", "pinyin", "name", "unknown"}
    assert value or kind == "unknown"


def test_pypinyin_is_loaded_only_when_a_name_is_indexed():
    code = (
        "import sys; from portal.people.pinyin import normalise_query, terms; normalise_query('zs');"
        "assert 'pypinyin' not in sys.modules; terms('张三'); assert 'pypinyin' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
