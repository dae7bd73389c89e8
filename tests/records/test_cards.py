"""Codes of cards: random, and read however they are typed."""

from datetime import date

from portal.records.cards import LETTERS, Card, code_in


class Pass(Card):
    """A card that is in no table."""

    def __init__(self, **given) -> None:
        self.__dict__.update(given)


def test_a_code_is_random_and_read_however_it_is_typed():
    codes = {Pass.new(date(2026, 3, 10)).code for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) <= set(LETTERS)
    code = codes.pop()
    for typed in (code, code.lower(), f" {code[:5]}-{code[5:]} ", f"http://portal/elder_care/card/{code}"):
        assert code_in(typed) == code
    for other in ("", "00012", "张秀英", code[:9], code + "A", "0" * 10):
        assert code_in(other) == ""
