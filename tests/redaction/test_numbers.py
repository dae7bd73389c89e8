"""Numbers of persons are found however they are written, and leave nothing behind from which they follow."""

import re
import sys
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.people.id_types import ID_TYPES
from portal.redaction import numbers
from portal.redaction.columns import mark, redacted
from portal.redaction.numbers import ACCOUNT, DOCUMENT, ID, PASSWORD, PHONE, numbers_in

DIGITS = "0123456789"
SCRIPTS = (
    "０１２３４５６７８９",
    "〇一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "٠١٢٣٤٥٦٧٨٩",
    "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
)
BETWEEN = ("", " ", "-", "－", "\u3000", "\u200b", "\u2060", ".", " - ", "\u00ad", "\n", "‐")
WORDS = st.text("张某说的是他，在家里。请核实！", max_size=12)
ID_NUMBERS = st.builds(
    lambda area, day, rest, end: f"{area}{day:%Y%m%d}{rest:03}{end}",
    st.integers(110000, 659999),
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from("0123456789X"),
)
MOBILES = st.from_regex("1[3-9][0-9]{9}", fullmatch=True)


@st.composite
def written(draw, numbers) -> tuple[str, str]:
    """(number, how somebody writes it): grouped, with anything between the groups, in the digits of any script."""
    number = draw(numbers)
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1), max_size=4)))
    joint, script = draw(st.sampled_from(BETWEEN)), draw(st.sampled_from((DIGITS, *SCRIPTS)))
    groups = (number[start:end] for start, end in zip([0, *cuts], [*cuts, None], strict=True))
    text = joint.join(groups).translate(str.maketrans(DIGITS, script))
    return number, draw(st.sampled_from([text, text.lower()]))


# Default_Ignorable_Code_Point (DerivedCoreProperties.txt of Unicode 15), and symbols without ink.
IGNORABLE = (
    "AD 34F 61C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8 "
    "1BCA0-1BCA3 1D173-1D17A E0000-E0FFF 2800 1D159"
)
INVISIBLE = [
    chr(code)
    for first, _, last in (each.partition("-") for each in IGNORABLE.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
]


@settings(max_examples=400, deadline=None)
@given(written(ID_NUMBERS | MOBILES), WORDS, WORDS)
def test_whatever_it_is_written_with_nothing_of_it_is_left(number, before, after):
    told = redacted(f"{before}{number[1]}{after}")
    assert mark("身份证号") in told or mark("电话号码") in told
    assert not any(unicodedata.digit(each, None) is not None for each in told)
    assert redacted(told) == told


@given(st.text("张三一二三在2026年的家里，。 ", max_size=40))
def test_what_is_left_stays_as_it_was_written(text):
    if not numbers_in(text):
        assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("本人 15272219570101997X 来过", "本人 〔身份证号已隐去〕 来过"),
        ("残疾人证15272219570101997341", "残疾人证〔身份证号已隐去〕"),
        ("港澳居民H12345678", "港澳居民〔证件号已隐去〕"),
        ("台胞证 12345678", "台胞证 〔证件号已隐去〕"),
        ("护照AB1234567，法国", "护照〔证件号已隐去〕，法国"),
        ("E12345678", "〔证件号已隐去〕"),
        ("永久居留 USA123456789012", "永久居留 〔证件号已隐去〕"),
        ("打给154-1234-5678或0477-5212345", "打给〔电话号码已隐去〕或〔电话号码已隐去〕"),
        ("电话5212345没人接", "电话〔电话号码已隐去〕没人接"),
        ("6217 0012 1002 4455 220", "〔银行账号已隐去〕"),
        ("账号：15001 6636 3605 2501", "账号：〔银行账号已隐去〕"),
        ("密码是abc123!", "密码是〔密码已隐去〕"),
        ("{'password': 'hunter22'}", "{'password': '〔密码已隐去〕'}"),
        ("密码为“Secret@2026”", "密码为“〔密码已隐去〕”"),
        ("登录密码（Secret@2026）", "登录密码（〔密码已隐去〕）"),
        ("pwd=Secret123", "pwd=〔密码已隐去〕"),
        ('password:  "hunter2x"', 'password:  "〔密码已隐去〕'),
        ("Password (Secret2026", "Password (〔密码已隐去〕"),
        ("登录密 码：Secret@2026", "登录密 码：〔密码已隐去〕"),
        ("密码改成了Secret@2026", "密码改成了〔密码已隐去〕"),
        ("密码已改为 Secret@2026", "密码已改为 〔密码已隐去〕"),
        ("pass: abcd1234", "pass: 〔密码已隐去〕"),
        ("护照 E-12345678", "护照 〔证件号已隐去〕"),
        ("他的 E-12345678", "他的 〔证件号已隐去〕"),
        ("152722 1978年06月01日 996X", "〔身份证号已隐去〕"),
        ("15272219780601后四位996X", "〔身份证号已隐去〕"),
        ("154....5630....9126", "〔电话号码已隐去〕"),
        ("015456309126", "〔电话号码已隐去〕"),
        ("电话015456309126", "电话〔电话号码已隐去〕"),
        ("0154-5630-9126", "〔电话号码已隐去〕"),
        ("+86 015456309126", "+〔电话号码已隐去〕"),
        ("015456309126（儿子）", "〔电话号码已隐去〕（儿子）"),
        ("15272219780601996的纠纷", "〔身份证号已隐去〕的纠纷"),
        ("5272219780601996X", "〔身份证号已隐去〕"),
        ("152722197806019960X", "〔身份证号已隐去〕"),
        ("152722、19780601、996X的纠纷", "〔身份证号已隐去〕的纠纷"),
        ("电话154，5630，9126", "电话〔电话号码已隐去〕"),
        ("打十五四五六三零九一二六", "打〔电话号码已隐去〕"),
        ("6217，0012，1002，4455，220", "〔银行账号已隐去〕"),
        ("/cases?q=152722195701019973&page=2", "/cases?q=〔身份证号已隐去〕&page=2"),
    ],
)
def test_each_kind_says_what_it_was(text, left):
    assert redacted(text) == left


@pytest.mark.parametrize("sign", "、，/_:*·,'\"=~;|…。•#@&^；")
def test_whatever_sign_stands_between_the_groups(sign):
    for number, cuts in (
        ("15272219780601996X", (6, 14)),
        ("15272219780601996X", (6, 10, 12, 14)),
        ("15456309126", (3, 7)),
    ):
        for places in (cuts, range(1, len(number))):
            groups = [number[start:end] for start, end in zip([0, *places], [*places, None], strict=True)]
            for joint in (sign, f"{sign} ", f" {sign} "):
                told = redacted(f"他（{joint.join(groups)}）来过")
                assert re.fullmatch("他（〔(身份证号|电话号码)已隐去〕）来过", told)


def test_nothing_invisible_between_the_digits_hides_a_number():
    hidden = [
        f"U+{ord(each):04X}"
        for each in INVISIBLE
        for number in ("152722{0}19570101{0}9973", "138{0}0013{0}8000", "138{0}{0}00138000")
        if not re.fullmatch("人〔(身份证号|电话号码)已隐去〕来", redacted(f"人{number.format(each)}来"))
    ]
    assert hidden == []


@pytest.mark.parametrize("sign", ["一", "ー", "ｰ", "－", "〇", "ㅡ", "⼀", "一一", " 一 "])
@pytest.mark.parametrize("number", ["138{0}0013{0}8000", "15272219570101{0}9972", "152722{0}19570101{0}109X"])
def test_a_character_written_for_a_dash_hides_no_number(number, sign):
    assert re.fullmatch("人〔(身份证号|电话号码)已隐去〕来", redacted(f"人{number.format(sign)}来"))


@pytest.mark.parametrize(
    "text",
    [
        "第138一带",
        "138一0013",
        "2026一2027年度",
        "2026一11一21到场",
        "152722一19570101一9973",
        "13一15一101一1001",
        "138一00131一8000",
        "楼号1一2一1001",
        "3ー5ー1001室",
    ],
)
def test_a_character_between_fewer_digits_is_no_number(text):
    assert redacted(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月21日，2026年12月5日，2027年1月9日",
        "2026年11月21日14时30分至2026年11月25日9时，共3件",
        "1978年6月1日出生，1998年3月来旗里",
        "bypass: abcd1234",
        "密码改好了，谢谢",
        "密码已改",
        "座 K 20261121",
        "13、15、101、1001 号楼",
        "2025-3-12、2026-01-05、2026-02-03 三次",
        "2026-11、2026-12-05 12:34",
        "14:30，2026-11-2 到场",
        "3,000、5,000、6,000、8,000 元",
        "第十三、十四、十五、十六、十七、十八、十九、二十条",
        "密码（至少十位）",
        "1941, 5, 1), 10_000",
        "user.set_password(PASSWORD)",
        "2026-11-21 14:30 至 2026-11-25 09:00，共 13500.00 元",
        "达政办发〔2026〕12号，发票 12345678，回单 HD20260001",
        "昭君街道〔2026〕00012号，D20261121",
        "150626100201 达拉特旗某某社区",
        "统一社会信用代码 91150621MA0PXXXX5D",
        "密码不正确，请重设密码",
        "身份证 2026-11-21 到期",
        "1763712000.123456_15",
        "第一、二、三、四、五、六、七、八、九、十条",
    ],
)
def test_other_numbers_stay(text):
    assert redacted(text) == text


@pytest.mark.parametrize("kind", ID_TYPES, ids=lambda kind: kind.key)
def test_papers_of_every_kind_are_known_by_their_word(kind):
    sample = {
        "resident": "15272219570101997X",
        "residence_permit": "810000199408230021",
        "travel_permit": "H1234567890",
        "passport": "XDB374992",
        "permanent_residence": "USA123456789012",
        "officer": "南字第1234567号",
        "household": "12345678",
        "none": "证件遗失",
    }[kind.key]
    assert not re.search("[0-9]{3}", redacted(f"{kind.label}号码：{sample}"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话154-1234-5678，密码abc123!", [(PHONE, "15412345678", 2, 15), (PASSWORD, "abc123!", 18, 25)]),
        ("15272219780601996X15456309126", [(ID, "15272219780601996X", 0, 18), (PHONE, "15456309126", 18, 29)]),
        ("护照号 AB1234567，甲：E12345678", [(DOCUMENT, "AB1234567", 4, 13), (DOCUMENT, "E12345678", 16, 25)]),
        ("社保卡：A 1234 5678", [(DOCUMENT, "A12345678", 4, 15)]),
        ("+86 154 5630 9126", [(PHONE, "8615456309126", 1, 17)]),
        ("008615456309126", [(PHONE, "008615456309126", 0, 15)]),
        ("打010-5212345问", [(PHONE, "0105212345", 1, 12)]),
        ("座机 52123456", [(PHONE, "52123456", 3, 11)]),
        ("存折12345678", [(ACCOUNT, "12345678", 2, 10)]),
        ("1、5、4、5、6、3、0、9、1、2、6", [(PHONE, "15456309126", 0, 21)]),
        ("15272、19780601、996X", [(ID, "1527219780601996X", 0, 19)]),
        ("D20261321", [(DOCUMENT, "D20261321", 0, 9)]),
        ("第号3 15456309126", [(PHONE, "15456309126", 4, 15)]),
        ("护照AB15456309126", [(PHONE, "15456309126", 4, 15)]),
    ],
)
def test_each_number_is_named_with_what_it_is_and_where_it_stands(text, found):
    assert [(each.kind, each.value, each.start, each.end) for each in numbers_in(text)] == found


@pytest.mark.parametrize("card", ["6217001210024455", "62170012100244556", "621700121002445526", "6217001210024455220"])
def test_an_account_without_any_word_is_known_by_its_check_digit_alone(card):
    assert [(each.kind, each.value) for each in numbers_in(f"付 {card} 元")] == [(ACCOUNT, card)]
    for digit in set(DIGITS) - {card[-1]}:
        assert not numbers_in(f"付 {card[:-1]}{digit} 元")
    assert not numbers_in(f"2{card[1:]}")


@pytest.mark.parametrize(
    "text",
    [
        "1527、22、19780601、996X",
        "15、45630、9126",
        "2019、5456、3091、26",
        "621、7001、2100、2445、5220",
        "存折1234567",
        "座机：1212345",
        "手机 521234567",
        "身份证 2026 11 21",
        "pwd=abc",
        "G1234567",
        "XG12345678",
        "15456309126" * 2,
    ],
)
def test_what_is_too_short_too_long_or_a_list_is_none(text):
    assert not numbers_in(text)


@pytest.mark.parametrize("one", ["13847712345，", "身份证E12345678，", "密码abcd1，", "账号12345678，13847712345；"])
def test_twice_the_text_is_twice_the_work(one):
    steps = [calls_for(one * times) for times in (50, 100, 200)]
    assert steps[2] - steps[1] <= 2.1 * (steps[1] - steps[0]), steps


def calls_for(text: str) -> int:
    """Lines of numbers.py that run while `text` is read."""
    counted = 0

    def line(frame, event, _):
        nonlocal counted
        counted += event == "line"
        return line

    def call(frame, *_):
        return line if frame.f_code.co_filename == numbers_in.__code__.co_filename else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        numbers_in(text)
    finally:
        sys.settrace(before)
    return counted


def test_of_two_passwords_that_overlap_one_is_taken():
    assert redacted("密码password:abcd1234。") == "密码〔密码已隐去〕。"


def test_of_many_digits_only_those_that_may_begin_a_number_are_put_together(monkeypatch):
    """The longest field takes 60,000 characters: 30,000 digits with spaces between them."""
    tried = []
    kind = numbers._kind
    monkeypatch.setattr(numbers, "_kind", lambda digits: tried.append(digits) or kind(digits))
    assert numbers_in("2 " * 30_000) == []
    assert tried == []
