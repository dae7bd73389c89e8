"""统一社会信用代码: the check character against its definition, and each fault by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.uscc import UsccError, parse_uscc

ORDER = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # as the standard prints them


def check(body: str) -> str:
    remainder = 31 - sum(ORDER.index(c) * w for c, w in zip(body, WEIGHTS, strict=True)) % 31
    return ORDER[0 if remainder == 31 else remainder]


BODIES = st.from_regex(r"[1-9AY][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True)


@given(BODIES)
def test_every_valid_code_is_read(body):
    code = body + check(body)
    assert parse_uscc(code) == parse_uscc(f" {code[:8].lower()}-{code[8:].lower()} ") == code


@given(BODIES, st.integers(0, 17), st.sampled_from(ORDER))
def test_any_single_slip_is_noticed(body, place, character):
    code = body + check(body)
    slipped = code[:place] + character + code[place + 1 :]
    if slipped == code:
        return
    with pytest.raises(UsccError):
        parse_uscc(slipped)


@pytest.mark.parametrize("code", ["914403001922038216", "91330100799655058B"])
def test_codes_of_well_known_companies(code):
    assert parse_uscc(code) == code


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请填写"),
        ("9144030019220382", "应为18位，现在是16位"),
        ("1" * 10_000, "现在是10000位"),
        ("9144O3001922038216", "第5位不会是“O”，请核对是否为“0”"),
        ("91440300192203821I", "请核对是否为“1”"),
        ("91440300192203821中", "第18位不会是“中”"),
        ("9144A3001922038216", "第3至8位"),
        ("914403001922038217", "校验不通过"),
    ],
)
def test_each_fault_is_named(text, message):
    with pytest.raises(UsccError, match=message):
        parse_uscc(text)


@pytest.mark.parametrize("place", range(17))
def test_only_the_third_to_the_eighth_must_be_digits(place):
    body = "91440300192203821"
    body = body[:place] + "A" + body[place + 1 :]
    code = body + check(body)
    if not 2 <= place < 8:
        assert parse_uscc(code) == code
        return
    with pytest.raises(UsccError, match="第3至8位"):
        parse_uscc(code)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    with pytest.raises(UsccError):
        parse_uscc(text)
