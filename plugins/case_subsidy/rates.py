"""What is paid for one dispute, and to each who mediated it; no database, no clock. With worked examples, whose figures are invented."""

from collections.abc import Mapping
from typing import Any

from portal.settings import Example


def amount(rates: Mapping[str, Any], grade: str, *, oral: bool) -> int:
    """In 分, by the class; for an oral agreement a part of that of 简易, whatever its class."""
    return rates["simple"] * rates["oral_percent"] // 100 if oral else rates[grade]


def parts(fen: int, number: int) -> list[int]:
    """`fen` in equal parts for `number` mediators; of what is left over the first get one 分 each."""
    each, over = divmod(fen, number)
    return [each + (place < over) for place in range(number)]


INVENTED = {"simple": 50_00, "common": 100_00, "difficult": 200_00, "major": 400_00, "oral_percent": 50}
OF_AMOUNTS = ("simple", "common", "difficult", "major")


def _example(words: str, grade: str, expected: int, *, of: tuple[str, ...] = OF_AMOUNTS, **other: Any) -> Example:
    oral = bool(other.pop("oral", False))
    return Example(of, words, lambda: amount(INVENTED | other, grade, oral=oral), expected)


ORAL = ("oral_percent",)
EXAMPLES = (
    _example("设简易、一般、疑难、重大每件 50、100、200、400 元：简易 50 元", "simple", 50_00),
    _example("同上，一般 100 元", "common", 100_00),
    _example("同上，疑难 200 元", "difficult", 200_00),
    _example("同上，重大 400 元", "major", 400_00),
    Example(
        OF_AMOUNTS,
        "同上，一般的一件由三名调解员调解：33.34、33.33、33.33 元",
        lambda: parts(100_00, 3),
        [3334, 3333, 3333],
    ),
    _example("口头协议按简易的 50%：25 元", "simple", 25_00, of=ORAL, oral=True),
    _example("同上，申报为疑难的口头协议也是 25 元", "difficult", 25_00, of=ORAL, oral=True),
    _example("口头协议按 0%：不补贴", "simple", 0, of=ORAL, oral=True, oral_percent=0),
)
