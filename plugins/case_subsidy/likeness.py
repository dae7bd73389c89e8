"""How much the terms of two agreements are alike, without keeping what they say.

Of a text its pairs of neighbouring characters are looked at, without names and signs; of these `SIZE` are drawn by as many fixed orders (MinHash, Broder 1997).
The share of equal draws of two texts is near the share of pairs that both have among all pairs (Jaccard): within about five points in a hundred.
"""

import re
from collections.abc import Iterable
from hashlib import blake2b

from portal.typed.likeness import pairs_of, pieces_of

SIZE = 128
PRIME = (1 << 61) - 1
ORDERS = [
    tuple(int.from_bytes(blake2b(f"{name}{each}".encode(), digest_size=7).digest()) for name in "ab")
    for each in range(SIZE)
]


def sketch(text: str, names: Iterable[str]) -> list[int]:
    """What is kept of `text`, in which `names` do not count; empty for one without a pair."""
    without = re.compile("|".join([*(re.escape(each) for each in names if each), r"[\W_\d]+"]))
    hashed = [
        int.from_bytes(blake2b(each.encode(), digest_size=7).digest()) for each in pairs_of(pieces_of(text, without))
    ]
    return [min((a * each + b) % PRIME for each in hashed) % (1 << 31) for a, b in ORDERS] if hashed else []


def alike(one: list[int], other: list[int]) -> int:
    """How many in a hundred draws are equal; 0 where one has none."""
    if not (one and other):
        return 0
    return 100 * sum(mine == theirs for mine, theirs in zip(one, other, strict=True)) // SIZE
