"""How many of a body must come, or agree: fractions that a setting chooses from. In integers, so that nothing is rounded."""

__all__ = ["MAJORITIES", "HALF", "reached"]

HALF = "half"  # more than half: the key stored
MAJORITIES = {HALF: "过半数", "two_thirds": "三分之二以上"}  # key → label, for a choice field


def reached(part: int, whole: int, majority: str) -> bool:
    """Whether `part` of `whole` is enough by one of MAJORITIES; 以上 includes the number itself, 过半数 does not."""
    return 2 * part > whole if majority == HALF else 3 * part >= 2 * whole and whole > 0
