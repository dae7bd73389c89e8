"""防刷: so many forms an hour from one network about one thing; whoever sends more answers a sum in words first, without script."""

from portal.guessing import Allowance, Share, seconds_left, spend
from portal.protection import keyring
from portal.web.http.codes import network

__all__ = ["Rate", "network", "read_number", "sum_of"]

HOUR = 3600
NETWORKS = 6  # as many may fill their share before everybody is asked
WORDS = "零一二三四五六七八九十"


class Rate:
    """What one network has sent `about` one thing (the word of a label), and all networks together; `per_hour` for one of them."""

    def __init__(self, about: str, per_hour: int) -> None:
        one, all_ = per_hour, per_hour * NETWORKS
        self.shares: tuple[Share, ...] = (
            Allowance("forms of a network", one, HOUR // one or 1).of(f"{about} {network()}"),
            Allowance("forms about one thing", all_, HOUR // all_ or 1).of(about),
        )

    @property
    def exceeded(self) -> bool:
        """Whether whoever sends one more must answer first."""
        return seconds_left(*self.shares) > 0

    def count(self) -> None:
        """One more was taken. Does not commit."""
        for each in self.shares:
            spend(each)


def sum_of(key: str) -> tuple[str, int]:
    """The question that goes with the form `key`, in words, and its answer."""
    number = int(keyring.mac(f"sum of a public form\0{key}".encode())[:8], 16)
    one, other = number % 9 + 1, number // 9 % 9 + 1
    return f"{WORDS[one]}加{WORDS[other]}等于几", one + other


def read_number(text: str) -> int | None:
    """A number up to twenty as somebody wrote it: 13, １３, 十三."""
    plain = (text or "").strip()
    if plain.isdecimal():
        return int(plain[:9])  # of thousands of digits Python makes no number
    tens, ten, ones = plain.rpartition("十")
    digits = [WORDS.find(each) if each else 0 for each in (ones, tens)]
    if not plain or any(len(each) > 1 for each in (ones, tens)) or -1 in digits:
        return None
    return digits[0] + (10 * (digits[1] or 1) if ten else 0)
