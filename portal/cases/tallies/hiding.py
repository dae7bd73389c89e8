"""Numbers below five are not shown where people could be known by them (DOMAIN-GRID: n<5 隐藏)."""

from collections.abc import Sequence

FEW = 5
HIDDEN = f"<{FEW}"


def hidden(numbers: Sequence[int]) -> set[int]:
    """The places in a column that are not shown, where its sum is: those below five, and one more where the sum would give them away."""
    small = {place for place, number in enumerate(numbers) if 0 < number < FEW}
    rest = [place for place, number in enumerate(numbers) if number >= FEW]
    if small and rest and sum(numbers[place] for place in small) < FEW:
        small.add(min(rest, key=lambda place: numbers[place]))
    return small
