"""The kinds that come with the program (portal/cases/data/kinds.csv; where each is from: docs/domain/cases.md)."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OTHER = "99"  # 其他, as a group and, below another group, as its last kind
STEP = 10  # between the places of two kinds, so that one can be put between them


@dataclass(frozen=True)
class Kind:
    """One kind as it is from some day on. Codes of two signs are groups, those of four lie below one. Digits are delivered, letters are
    a district's own.

    `national`: the code of the 政法综治 book under which it is counted, whatever it is called here. `words`: what people say instead of
    the name. `successor`: where a kind that is `closed` goes in figures.
    """

    code: str
    name: str
    national: str
    words: tuple[str, ...] = ()
    place: int = 0
    closed: bool = False
    successor: str = ""

    @property
    def group(self) -> str:
        return self.code[:2]

    @property
    def is_group(self) -> bool:
        return len(self.code) == 2

    @property
    def order(self) -> tuple:
        """其他 stands last among its like."""
        return (self.code[-2:] == OTHER, self.place, self.code)


@cache
def delivered() -> dict[str, Kind]:
    """Code → kind, in the order of the file."""
    with files("portal.cases").joinpath("data/kinds.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Kind(row["code"], row["name"], row["national"], tuple(row["words"].split()), place * STEP)
            for place, row in enumerate(csv.DictReader(file), start=1)
        }
