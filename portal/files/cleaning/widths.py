"""How wide the letters of a font are, in ems, as its dictionary tells."""

from pikepdf import Array, Dictionary, Name, Object

__all__ = ["Widths"]

THOUSAND = 1000  # units of a font to an em
USUAL = 600  # of a letter, where a font does not tell (the fourteen that each reader has)
FULL = 1000  # of a sign, where a font of many signs does not tell


class Widths:
    """Of a font with one byte a letter, or with two."""

    def __init__(self, font: Object | None):
        told = font if isinstance(font, Dictionary) else Dictionary()
        inner = told.get("/DescendantFonts")
        self.bytes_each = 2 if isinstance(inner, Array) and len(inner) and isinstance(inner[0], Dictionary) else 1
        self._em = 1 / THOUSAND
        if self.bytes_each == 2:
            self._told, self._else = _of_many(inner[0].get("/W")), float(inner[0].get("/DW", FULL))
        else:
            self._told, self._else = _of_one_byte(told), float(USUAL)
            if told.get("/Subtype") == Name.Type3 and len(told.get("/FontMatrix", [])):
                self._em = float(told.FontMatrix[0])

    def codes(self, written: bytes) -> list[int]:
        step = self.bytes_each
        return [int.from_bytes(written[at : at + step], "big") for at in range(0, len(written), step)]

    def of(self, code: int) -> float:
        return self._told.get(code, self._else) * self._em


def _of_one_byte(font: Object) -> dict[int, float]:
    told = font.get("/Widths")
    first = int(font.get("/FirstChar", 0))
    return dict(enumerate(map(float, told), start=first)) if isinstance(told, Array) else {}


def _of_many(told: Object | None) -> dict[int, float]:
    """`c [w w …]` and `first last w`, one after another (ISO 32000 §9.7.4.3)."""
    found: dict[int, float] = {}
    parts = list(told) if isinstance(told, Array) else []
    while len(parts) > 1:
        first, second = int(parts[0]), parts[1]
        if isinstance(second, Array):
            found.update(enumerate(map(float, second), start=first))
            parts = parts[2:]
        elif len(parts) > 2:
            found.update(dict.fromkeys(range(first, min(int(second), 0xFFFF) + 1), float(parts[2])))
            parts = parts[3:]
        else:
            break
    return found
