"""Amounts: what a clerk may type, how they are printed, and their capitals against a second computation."""

import re
from decimal import Decimal

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
    (10100000, "壹拾万壹仟元整"),
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
        ("壹拾万零柒仟零壹元整", 10700100),
        ("壹拾亿零伍仟万零壹元整", 105000000100),
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
     "3000元", "壹" * 10_000, "壹元零", "零壹分",
     "壹万零柒仟元整", "壹亿零伍仟万元整"],
)  # fmt: skip
def test_unlawful_capitals_are_refused(text):
    with pytest.raises(MoneyError, match="大写金额"):
        parse_capitals(text)


def test_a_missing_zero_is_explained():
    with pytest.raises(MoneyError, match=r"1,005\.00元应写作“壹仟零伍元整”"):
        parse_capitals("壹仟伍元整")


def test_even_of_the_largest_amount_it_is_said_how_it_is_written():
    largest = capitals(MAX_FEN)
    with pytest.raises(MoneyError, match=f"应写作“{largest}”"):
        parse_capitals(largest + "整")
    with pytest.raises(MoneyError, match=r"大写金额写法不规范$"):
        parse_capitals("壹仟亿元整")


def test_what_is_longer_than_any_amount_is_not_read():
    with pytest.raises(MoneyError, match="大写金额无法识别"):
        parse_capitals("壹" * 10_000 + "元整")


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
        ("3000元整", 300000),
        ("3000圆正", 300000),
        ("3,000.00元整", 300000),
        ("人民币：3000元整", 300000),
        ("1.2万元", 1200000),
        ("１．２万", 1200000),
        ("3万", 3000000),
        ("3万元整", 3000000),
        ("3万5千", 3500000),
        ("3万5000", 3500000),
        ("1万200元", 1020000),
        ("5千", 500000),
        ("2百万", 200000000),
        ("1亿2千万", 12000000000),
        ("12,000.5万", 12000500000),
        ("1.23456万", 1234560),
        ("1.234567万元", 1234567),
        ("1." + "0" * 18 + "万", 1000000),
        ("99999999999元9角9分", MAX_FEN),
        ("3000元5角", 300050),
        ("3000元5角2分", 300052),
        ("3000元2分", 300002),
        ("3万元5角", 3000050),
        ("5角", 50),
        ("叁仟元整", 300000),
        ("人民币叁仟圆正", 300000),
        ("壹佰贰拾叁元肆角", 12340),
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
        ("3万5", r"35,000\.00元，也可能是30,005\.00元"),
        ("1亿2千万3", r"123,000,000\.00元，也可能是120,000,003\.00元"),
        ("3万05", "只能填数字"),
        ("3万5万", "只能填数字"),
        ("5千3万", "只能填数字"),
        ("5千0万", "只能填数字"),
        ("3万又5千", "只能填数字"),
        ("3又5万", "只能填数字"),
        ("3又万", "只能填数字"),
        ("1." + "0" * 19 + "万", "只能填数字"),
        ("1." + "0" * 5000 + "万", "只能填数字"),
        ("100000000000元1分", "不能超过"),
        ("1万20000", "只能填数字"),
        ("1万2.5千", "只能填数字"),
        ("1,2万", "只能填数字"),
        ("1.2345678万", "精确到分"),
        ("1000亿", "不能超过"),
        ("-3万", "负数"),
        ("万元", "只能填数字"),
        ("叁3千", "只能填数字"),
        ("3000.5元5角", "只能填数字"),
        ("3000元10角", "只能填数字"),
        ("3000-4000", "只能填数字"),
        ("约3000元", "只能填数字"),
        ("$3000", "只能填数字"),
        ("叁仟", "大写金额"),
        ("壹仟伍元", "应写作“壹仟零伍元整”"),
        ("30,00", "逗号"),
        ("三千", "只能填数字"),
        ("三万零五十", "只能填数字"),
        ("一万零五百元", "只能填数字"),
        ("三千零五", "只能填数字"),
        ("二〇〇〇", "只能填数字"),
        ("零", "只能填数字"),
        ("叁仟零五", "大写金额"),
        ("1.2.3", "只能填数字"),
        (".5", "只能填数字"),
        ("٣", "只能填数字"),
        ("3000 元 左右", "只能填数字"),
    ],
)
def test_other_amounts_are_refused_with_the_reason(text, message):
    with pytest.raises(MoneyError, match=message):
        parse_yuan(text)


@given(st.integers(1, 9_999_999), st.integers(0, 6), st.sampled_from(["万", "千", "百万", "千万", "亿"]))
def test_an_amount_in_units_is_its_figure(figure, places, unit):
    """By exact arithmetic of another kind."""
    times = {"千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}[unit]
    amount = Decimal(figure).scaleb(-places)
    fen = amount.scaleb(times + 2)
    if fen == fen.to_integral_value() and fen <= MAX_FEN:
        assert parse_yuan(f"{amount:f}{unit}元") == fen


@given(AMOUNTS, st.sampled_from(["", "元", "元整", "圆正"]))
def test_figures_may_bear_what_stands_on_a_cheque(fen, end):
    assert parse_yuan(f"￥{format_yuan(fen)}{end}") == fen


@given(AMOUNTS)
def test_capitals_are_read_where_an_amount_is_asked(fen):
    assert parse_yuan(capitals(fen)) == fen


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,元整角分万千百亿壹贰拾￥")))
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
