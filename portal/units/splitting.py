"""分设: of what lies in a unit, what was chosen lies in a new one beside it from now on; the rest stays."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit, StoodUnder
from portal.people import guesses
from portal.people.id_number import IdNumber, IdNumberError
from portal.people.models import Person
from portal.protection import hashed
from portal.records import begins
from portal.units.relocation import Relocation, not_under_way
from portal.units.rules import COUNTED, MANAGE, REFUSED, hold, must_manage, name_is_free, short_of

if TYPE_CHECKING:
    from portal.units.models import UnitChange

DIVIDED = ("community", "grid")  # kinds of units that are split


class Splitting:
    """A grid is split by its buildings and residents, a community by its grids."""

    @begins("分设", needs=MANAGE, refused=REFUSED)
    def split(
        cls: type["UnitChange"],
        unit: OrgUnit,
        name: str,
        short_name: str,
        below: Sequence[int],
        numbers: Sequence[str],
        households: int | None,
        valid_from: date,
        reason: str,
        basis: str = "",
        *,
        by: User | None,
    ) -> "UnitChange":
        """`below`: ids of the units that go to the new one; `numbers`: ID numbers of residents who do, with the families that have their telephone
        numbers. `households`: of the new one, which the old one has no more. Raises RuleError where nothing is chosen, for residents that do not
        lie in the unit itself, and where of people with one telephone number some go and some stay: last, so that nothing else is refused after the
        numbers were found right."""
        above = unit.parent
        if unit.kind not in DIVIDED or above is None:
            raise RuleError(f"{KINDS[unit.kind]}不能分设。")
        must_manage(by, above)
        hold(unit, above)
        not_under_way(unit)
        name_is_free(above, name, short_name)
        chosen = _chosen(unit, below)
        if not chosen and not numbers:
            raise RuleError("请选择分出去的下级单位，或者写上分出去的居民。", at="below")
        kept = (unit.households or 0) - (households or 0)
        if households and unit.kind in COUNTED and kept < 0:
            raise RuleError(f"{unit}只有 {unit.households or 0} 户，分不出 {households} 户。", at="households")
        residents = _residents(unit, numbers)
        made = OrgUnit.create(
            kind=unit.kind, name=name, short_name=short_of(name, short_name), parent=above, grid_level=unit.grid_level
        )
        StoodUnder.note(made, None)
        cls.go_on_numbering(made)
        if households and unit.kind in COUNTED:
            made.households, unit.households = households, kept
        moved = [one for each in chosen for one in each.move_under(made)]
        db.session.flush()
        cls.note(made, "set_up", "", f"由{unit}分设", valid_from, reason, basis, by)
        change = cls.note(unit, "split", unit.name, f"分出{name}", valid_from, reason, basis, by)
        Relocation.begin(change, moved, into=made, residents=residents)
        return change


def _chosen(unit: OrgUnit, below: Sequence[int]) -> list[OrgUnit]:
    open_ = select(OrgUnit).where(OrgUnit.parent_id == unit.id, OrgUnit.closed_on.is_(None), OrgUnit.id.in_(below))
    found = db.session.scalars(open_.order_by(OrgUnit.id)).all()
    if len(found) < len(set(below)):
        raise RuleError(f"只能选{unit}现在的下级单位。", at="below")
    return list(found)


def _residents(unit: OrgUnit, numbers: Sequence[str]) -> list[int]:
    """The ids of those who have `numbers`. How many do not lie in the unit is said, and not which: whoever divides it sees no resident. Each of them
    is a guess."""
    if not numbers:
        return []
    read = [_read(line, number) for line, number in enumerate(numbers, start=1)]
    for number in read:
        guesses.admit(number)
    asked = select(Person.id_number, Person.id).where(Person.unit_id == unit.id, hashed(Person.id_hash, *read))
    known = dict(iter(db.session.execute(asked)))
    for number in read:
        guesses.note(number, [known[number]] if number in known else [])
    if strange := sum(number not in known for number in read):
        raise RuleError(f"有 {strange} 个身份证号不是直接登记在{unit}的居民的，请核对。", at="numbers")
    ids = sorted({known[number] for number in read})
    if _torn(unit, ids):
        guesses.note(read[0], [])
        raise RuleError(
            "留同一个电话的一家人要一起分出去：还有居民和已经写上的留的是同一个电话，请一起写上，或者都不写。",
            at="numbers",
        )
    return ids


def _read(line: int, number: str) -> str:
    """As it is stored. Raises RuleError for what is no number."""
    try:
        return IdNumber.parse(number).value
    except IdNumberError:
        raise RuleError(f"第 {line} 个不是身份证号，请核对。", at="numbers") from None


def _torn(unit: OrgUnit, ids: list[int]) -> bool:
    """Whether somebody stays who has the telephone of one who goes."""
    phones = select(Person.phone_hash).where(Person.id.in_(ids), Person.phone_hash.is_not(None))
    left = select(Person.id).where(Person.unit_id == unit.id, Person.id.not_in(ids), Person.phone_hash.in_(phones))
    return db.session.scalar(left.limit(1)) is not None
