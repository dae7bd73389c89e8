"""Codes as RFC 6238 reckons them."""

import pytest

from portal.signing_in import codes

SECRET = b"12345678901234567890"  # of appendix B
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1234567890: "005924",
    20000000000: "353130",
}  # the last six of its eight digits


@pytest.mark.parametrize(("second", "code"), VECTORS.items())
def test_they_are_those_of_the_standard(second, code):
    assert codes.code_at(SECRET, second // codes.STEP) == code


def test_a_telephone_may_be_half_a_minute_early_or_late():
    now = codes.step_now()
    taken = [codes.step_of(SECRET, codes.code_at(SECRET, now + drift)) for drift in (-2, -1, 0, 1, 2)]
    assert taken == [None, now - 1, now, now + 1, None]


def test_what_stands_in_the_qr_code_names_the_account_and_the_portal():
    found = codes.address(SECRET, "王小燕")
    assert found.startswith("otpauth://totp/")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in found
    assert codes.unwritten(codes.written(SECRET)) == SECRET


def test_recovery_codes_are_ten_and_nobody_mistakes_a_letter():
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    assert not set("".join(made)) & set("01ilo")
    assert codes.plain(" ABCD－efgh 2345 ") == "abcdefgh2345"
