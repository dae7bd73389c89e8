"""Import of a divisions file into the unit tree: units are added and renamed, never deleted.

The caller commits or rolls back, so that a refused file leaves nothing behind.
"""

from collections import Counter

from sqlalchemy import select

from portal.extensions import db
from portal.org.codebook import KIND_OF_LEVEL, codes_around, is_pseudo
from portal.org.csv_file import ImportRefused
from portal.org.divisions import Division, Divisions, read_divisions
from portal.org.import_report import ImportReport
from portal.org.models import OrgUnit, UnitCode
from portal.org.naming import PlaceName, is_revoked, proper_name, short_name, tell_apart
from portal.org.planting import plant

PSEUDO = "农场、园区、虚拟社区等非民政单位（加 --with-pseudo 可导入）"
BELOW_SKIPPED = "上级单位已略过"
# A file of one county also names its city; only from two counties on is it taken to list all of them.
FEWEST_COUNTIES = 2


def import_divisions(data: bytes, *, system: str = "stats2023", with_pseudo: bool = False) -> ImportReport:
    """Add and update units from a divisions CSV, coded in the book `system`.

    Raises ImportRefused, with Chinese reasons, when the file is not fit; the caller then rolls back.
    """
    divisions = read_divisions(data)
    report = ImportReport(notes=divisions.table.notes)
    wanted = _wanted(divisions, with_pseudo, report)
    _Import(system, divisions, report).run(wanted)
    return report


def _wanted(divisions: Divisions, with_pseudo: bool, report: ImportReport) -> list[Division]:
    wanted, left_off = [], set()
    for row in sorted(divisions.by_code.values(), key=lambda row: (row.level, row.code)):
        reason = _reason_to_skip(row, with_pseudo, left_off)
        if reason:
            left_off.add(row.code)
            report.skipped[reason].append(str(row))
        else:
            wanted.append(row)
    if divisions.repeated:
        report.skipped["重复的行"] += map(str, divisions.repeated)
    if divisions.table.blank_lines:
        report.notes.append(f"另有空行 {divisions.table.blank_lines} 行。")
    return wanted


def _reason_to_skip(row: Division, with_pseudo: bool, left_off: set[str]) -> str | None:
    if is_revoked(row.name):
        return "名称标有（撤销）"
    if not with_pseudo and is_pseudo(row.code):
        return PSEUDO
    return BELOW_SKIPPED if row.parent_code in left_off else None


class _Import:
    """One run: the codes already stored, the units by code as they come to be, and the report."""

    def __init__(self, system: str, divisions: Divisions, report: ImportReport):
        self.system, self.file, self.report = system, divisions.by_code, report
        mentioned = {*self.file, *(row.parent_code for row in self.file.values() if row.parent_code)}
        self.stored = codes_around(system, mentioned)
        self.units = {code: entry.unit.heir for code, entry in self.stored.items()}
        self.holders = {(entry.unit.parent_id, entry.name): code for code, entry in self.stored.items()}
        self.trails: dict[int | None, tuple[str, ...]] = {None: ()}

    def run(self, wanted: list[Division]) -> None:
        self._refuse_unknown_parents(wanted)
        self._refuse_exchanged_names(wanted)
        for level in KIND_OF_LEVEL:
            rows = [row for row in wanted if row.level == level]
            if rows:
                self._take_level(level, rows)
        self._note_missing()

    def _refuse_unknown_parents(self, wanted: list[Division]) -> None:
        problems = [
            f"第 {row.line} 行：{row} 的上级 {row.parent_code} 不在文件里，也不在库中。"
            for row in wanted
            if row.parent_code and row.parent_code not in self.file and row.parent_code not in self.units
        ]
        if problems:
            raise ImportRefused(problems)

    def _refuse_exchanged_names(self, wanted: list[Division]) -> None:
        """Refuse a file in which a code has the name of a sibling: it uses the other code book; this is not a renaming."""
        problems = []
        for row in wanted:
            entry = self.stored.get(row.code)
            holder = self.holders.get((entry.unit.parent_id, row.name), row.code) if entry else row.code
            if holder != row.code:
                problems.append(
                    f"第 {row.line} 行：{row.code} 在库中是 {entry.name}，文件中却是 {row.name}"
                    f"（库中代码 {holder}）。两套代码弄混了？请核对 --system。"
                )
        if problems:
            raise ImportRefused(problems)

    def _take_level(self, level: int, rows: list[Division]) -> None:
        names = self._names(level, rows)
        unknown = [row for row in rows if row.code not in self.stored]
        namesakes = self._uncoded(level) if unknown else {}
        seedlings = []
        for row in rows:
            name = names[row.code]
            entry = self.stored.get(row.code)
            namesake = namesakes.pop((name.parent_id, name.short_name), None) if entry is None else None
            if entry is not None:
                self._compare(entry, row, name)
            elif namesake is not None:
                self._match(namesake, row)
            else:
                seedlings.append((self._seedling(row, name), self.units.get(row.parent_code)))
        plant(seedlings)

    def _names(self, level: int, rows: list[Division]) -> dict[str, PlaceName]:
        places = []
        for row in rows:
            parent = self.units.get(row.parent_code)
            name = proper_name(row.name, self._trail(parent))
            places.append(PlaceName(row.code, parent.id if parent else None, name, short_name(name, level)))
        shorts = tell_apart(places)
        return {p.code: PlaceName(p.code, p.parent_id, p.name, shorts[p.code]) for p in places}

    def _trail(self, unit: OrgUnit | None) -> tuple[str, ...]:
        key = unit.id if unit else None
        if key not in self.trails:
            self.trails[key] = (*self._trail(unit.parent), unit.name)
        return self.trails[key]

    def _uncoded(self, level: int) -> dict[tuple[int | None, str], OrgUnit]:
        """Units of this level that this book has not named yet, by parent and short name."""
        coded = OrgUnit.codes.any(UnitCode.code_system == self.system)
        query = select(OrgUnit).where(OrgUnit.kind == KIND_OF_LEVEL[level], OrgUnit.closed_on.is_(None), ~coded)
        units = db.session.scalars(query).all()
        uses = Counter((unit.parent_id, unit.short_name) for unit in units)
        return {key: unit for unit in units if uses[key := (unit.parent_id, unit.short_name)] == 1}

    def _seedling(self, row: Division, name: PlaceName) -> OrgUnit:
        kind = KIND_OF_LEVEL[row.level]
        unit = OrgUnit(kind=kind, name=name.name, short_name=name.short_name, source_name=row.name)
        unit.codes.append(self._code(row))
        self.units[row.code] = unit
        self.report.add(kind, str(row))
        return unit

    def _code(self, row: Division) -> UnitCode:
        return UnitCode(code_system=self.system, code=row.code, name=row.name)

    def _match(self, unit: OrgUnit, row: Division) -> None:
        unit.codes.append(self._code(row))
        self.units[row.code] = unit
        self.report.matched.append(str(row))

    def _compare(self, entry: UnitCode, row: Division, name: PlaceName) -> None:
        unit = entry.unit
        if unit.merged_into is not None:
            self.report.attention["库中已并入其他单位（下级归接收的单位）"].append(f"{row}，并入 {unit.heir.name}")
            return
        if unit.closed_on is not None:
            self.report.attention["库中已停用，文件里还有"].append(str(row))
        if unit.parent_id != name.parent_id:
            self.report.attention["上级与文件不同（未移动）"].append(f"{row}，文件中上级 {row.parent_code}")
        if entry.name == row.name:
            self.report.unchanged += 1
            return
        self.report.changed.append(f"{row.code} {entry.name} → {row.name}")
        entry.name = unit.source_name = row.name
        unit.name, unit.short_name = name.name, name.short_name

    def _note_missing(self) -> None:
        """Report stored units that are missing in the file; they are left unchanged."""
        own = ((code, unit) for code, unit in self.units.items() if self._is_own(code, unit))
        code_of = {unit.id: code for code, unit in own}
        children = Counter(row.parent_code for row in self.file.values())
        gone: set[str | None] = set()
        for code, entry in sorted(self.stored.items()):
            above = code_of.get(entry.unit.parent_id)
            fewest = FEWEST_COUNTIES if entry.unit.kind == "county" else 1
            listed = above in self.file and children[above] >= fewest
            if code not in self.file and entry.unit.closed_on is None and (above in gone or listed):
                gone.add(code)
                self.report.attention["库中有、文件里没有（未删除）"].append(f"{code} {entry.name}")
        for row in self.file.values():
            if is_revoked(row.name) and row.code in self.stored:
                self.report.attention["文件标为（撤销），库中仍在用"].append(str(row))

    def _is_own(self, code: str, unit: OrgUnit) -> bool:
        """Whether `code` is that of `unit`, and not of one that was merged into it."""
        return code not in self.stored or self.stored[code].unit_id == unit.id
