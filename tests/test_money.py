"""Amounts: what a clerk may type, how they are printed, and their capitals against a second computation."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.money import MAX_FEN, MoneyError, capitals, format_yuan, parse_capitals, parse_yuan

DIGITS = "壹贰叁肆伍陆柒捌玖"
AMOUNTS = st.one_of(
    st.integers(0, MAX_FEN),
    st.integers(0, 99_999_999),
    st.lists(st.sampled_from("0000019"), min_size=1, max_size=13).map(lambda digits: int("".join(digits))),
)

# The examples of the rule itself come first, then the corners of ours.
CAPITALS = [
    (140950, "壹仟肆佰零玖元伍角整"),
    (600714, "陆仟零柒元壹角肆分"),
    (168032, "壹仟陆佰捌拾元零叁角贰分"),
    (10700053, "壹拾万柒仟元零伍角叁分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"),
    (32504, "叁佰贰拾伍元零肆分"),
    (0, "零元整"),
    (5, "伍分"),
    (50, "伍角整"),
    (300000, "叁仟元整"),
    (1005, "壹拾元零伍分"),
    (100_0001_00, "壹佰万零壹元整"),
    (1_0000_0000_00, "壹亿元整"),
    (1_0000_0001_00, "壹亿零壹元整"),
    (2_0003_0000_00, "贰亿零叁万元整"),
    (10_5000_0000_00, "壹拾亿伍仟万元整"),
    (MAX_FEN, "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]


def by_replacement(fen: int) -> str:
    """Capitals the other way: every digit with its unit, then what is superfluous is struck out."""
    digits = f"{fen:013d}"
    units = "佰拾亿仟佰拾万仟佰拾元角分"
    text = "".join("零壹贰叁肆伍陆柒捌玖"[int(d)] + unit for d, unit in zip(digits, units, strict=True))
    for pattern, by in (
        ("零[仟佰拾角]", "零"),
        ("零分", ""),
        ("零+", "零"),
        ("零([亿万])", r"\1"),
        ("亿万", "亿零"),
        ("零+元", "元零"),
        ("零+", "零"),
        ("^[零亿万元]+", ""),
        ("零$", ""),
        ("(元|角)$", r"\1整"),
        ("^$", "零元整"),
    ):
        text = re.sub(pattern, by, text)
    return text


@pytest.mark.parametrize(("fen", "text"), CAPITALS)
def test_capitals(fen, text):
    assert capitals(fen) == text
    assert parse_capitals(text) == fen


@given(AMOUNTS)
def test_capitals_say_the_amount(fen):
    assert parse_capitals(capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_agree_with_a_second_computation(fen):
    assert capitals(fen) == by_replacement(fen)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("人民币叁仟圆正", 300000),
        ("人民币：叁仟元", 300000),
        ("￥叁仟元整", 300000),
        ("壹仟陆佰捌拾元叁角贰分", 168032),
        ("壹拾万零柒仟元伍角叁分", 10700053),
        ("贰萬叁仟元整", 2300000),
        ("陸佰元整", 60000),
        ("伍角", 50),
        ("壹 仟 元 整", 100000),
    ],
)
def test_other_lawful_forms_are_read(text, fen):
    assert parse_capitals(text) == fen


@pytest.mark.parametrize(
    "text",
    ["", "整", "三千", "元", "壹仟伍元整", "拾伍元整", "壹壹元整", "伍拾佰元整", "叁仟元伍分整", "叁仟零元整",
     "壹仟零零伍元整", "亿元整", "壹万万元整", "壹元元", "叁仟", "零叁元整", "壹亿亿元整", "壹仟仟元整",
     "3000元", "壹" * 10_000, "壹元零", "零壹分"],
)  # fmt: skip
def test_unlawful_capitals_are_refused(text):
    with pytest.raises(MoneyError, match="大写金额"):
        parse_capitals(text)


def test_a_missing_zero_is_explained():
    with pytest.raises(MoneyError, match=r"1,005\.00元应写作“壹仟零伍元整”"):
        parse_capitals("壹仟伍元整")


@given(AMOUNTS, st.integers(0, 40), st.sampled_from(["", *"零壹拾佰仟万亿元角分整"]))
def test_a_slip_of_the_pen_never_reads_as_other_digits(fen, place, slip):
    text = capitals(fen)
    text = text[:place] + slip + text[place + (not slip) :]
    try:
        amount = parse_capitals(text)
    except MoneyError:
        return
    assert [c for c in text if c in DIGITS] == [DIGITS[int(d) - 1] for d in str(amount) if d != "0"]


@given(AMOUNTS)
def test_what_is_printed_is_read_back(fen):
    assert parse_yuan(format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000", 300000),
        ("3,000.00", 300000),
        ("３０００元", 300000),
        ("￥3000", 300000),
        ("¥ 3 000.5", 300050),
        ("人民币3000元", 300000),
        ("3，000", 300000),
        ("0", 0),
        ("0.01", 1),
        ("007", 700),
        ("5.", 500),
        ("99999999999.99", MAX_FEN),
    ],
)
def test_amounts_are_read(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请填写金额"),
        ("元", "请填写金额"),
        ("0.001", "精确到分"),
        ("-5", "负数"),
        ("－5元", "负数"),
        ("100000000000", "不能超过99,999,999,999.99元"),
        ("9" * 5000, "不能超过"),
        ("3e3", "科学计数法"),
        ("3万", "30000"),
        ("30,00", "逗号"),
        ("三千", "只能填数字"),
        ("1.2.3", "只能填数字"),
        (".5", "只能填数字"),
        ("٣", "只能填数字"),
        ("3000 元 左右", "只能填数字"),
    ],
)
def test_other_amounts_are_refused_with_the_reason(text, message):
    with pytest.raises(MoneyError, match=message):
        parse_yuan(text)


@given(st.text())
def test_no_text_breaks_the_readers(text):
    for reader in (parse_yuan, parse_capitals):
        try:
            amount = reader(text)
        except MoneyError:
            continue
        assert 0 <= amount <= MAX_FEN


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (123456789, "1,234,567.89"), (-150, "-1.50")])
def test_format(fen, text):
    assert format_yuan(fen) == text


@pytest.mark.parametrize("fen", [-1, MAX_FEN + 1])
def test_no_capitals_outside_the_range(fen):
    with pytest.raises(ValueError, match="fen"):
        capitals(fen)
