"""Import of the second code book: attaches civil-affairs codes to existing units, found by their statistical code."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.extensions import db
from portal.org.codebook import CODE_SYSTEMS, is_code
from portal.org.csv_file import ImportRefused, Row, quoted, read_table
from portal.org.divisions import NOT_A_CODE
from portal.org.import_report import ImportReport
from portal.org.models import UnitCode
from portal.org.naming import is_revoked

FROM, TO = "stats2023", "mca2026"
COLUMNS = (f"code_{FROM}", f"code_{TO}", "name", "county")


@dataclass(frozen=True, slots=True)
class Pair:
    """One township in both books."""

    ours: str
    theirs: str
    name: str
    county: str
    line: int

    def __str__(self) -> str:
        return f"{self.county} {self.name} {self.ours} → {self.theirs}"


def is_code_map(data: bytes) -> bool:
    """Whether the header of a file names both code books."""
    first = data.partition(b"\n")[0].lower()
    return all(column.encode() in first for column in COLUMNS[:2])


def import_codes(data: bytes) -> ImportReport:
    """Attach civil-affairs codes to units found by their statistical code, and by nothing else.

    Raises ImportRefused, with Chinese reasons, when the file is not fit; the caller then rolls back.
    """
    table = read_table(data, COLUMNS)
    pairs = _checked(table.rows)
    report = ImportReport(notes=table.notes)
    units = _units_of(pairs, report)
    _attach(pairs, units, report)
    return report


def _checked(rows: list[Row]) -> list[Pair]:
    problems, pairs = [], []
    for row in rows:
        pair = Pair(*(row.cells[column] for column in COLUMNS), row.line)
        faulty = [code for code in (pair.ours, pair.theirs) if not is_code(code)]
        problems += [f"第 {row.line} 行：代码 {quoted(code)} {NOT_A_CODE}。" for code in faulty]
        pairs.append(pair)
    problems += _contradictions(pairs)
    if problems:
        raise ImportRefused(problems)
    return list(dict.fromkeys(pairs))


def _contradictions(pairs: list[Pair]) -> list[str]:
    problems, seen = [], {}
    for pair in pairs:
        for key in ((FROM, pair.ours), (TO, pair.theirs)):
            first = seen.setdefault(key, pair)
            if (first.ours, first.theirs) != (pair.ours, pair.theirs):
                book = CODE_SYSTEMS[key[0]]
                problems.append(f"第 {pair.line} 行：{book}中的 {key[1]} 与第 {first.line} 行矛盾。")
    return problems


def _units_of(pairs: list[Pair], report: ImportReport) -> dict[str, UnitCode]:
    """The stored statistical code of each pair whose name agrees; the others are reported."""
    query = select(UnitCode).where(UnitCode.code_system == FROM, UnitCode.code.in_([pair.ours for pair in pairs]))
    stored = {entry.code: entry for entry in db.session.scalars(query)}
    found = {}
    for pair in pairs:
        entry = stored.get(pair.ours)
        if is_revoked(pair.name):
            report.skipped["名称标有（撤销）"].append(str(pair))
        elif entry is None:
            report.skipped["库中没有这个统计代码"].append(str(pair))
        elif entry.name != pair.name:
            report.attention["名称不符，疑为另一单位（未挂接）"].append(f"{pair}，库中是 {entry.name}")
        else:
            found[pair.ours] = entry
    return found


def _attach(pairs: list[Pair], units: dict[str, UnitCode], report: ImportReport) -> None:
    wanted = {units[pair.ours].unit_id: pair for pair in pairs if pair.ours in units}
    query = select(UnitCode).where(
        (UnitCode.code_system == TO)
        & (UnitCode.unit_id.in_(wanted) | UnitCode.code.in_([pair.theirs for pair in wanted.values()]))
    )
    present = db.session.scalars(query).all()
    replaced = {entry.unit_id: entry for entry in present if entry.unit_id in wanted}
    _refuse_taken(wanted, [entry for entry in present if entry.unit_id not in wanted])
    fresh = []
    for unit_id, pair in wanted.items():
        old = replaced.get(unit_id)
        if old is not None and (old.code, old.name) == (pair.theirs, pair.name):
            report.unchanged += 1
            continue
        if old is None:
            report.add("民政代码", str(pair))
        else:
            report.changed.append(f"{pair}，原为 {old.code}")
            db.session.delete(old)
        fresh.append(UnitCode(unit_id=unit_id, code_system=TO, code=pair.theirs, name=pair.name))
    db.session.flush()  # old codes go first: two townships may have exchanged theirs
    db.session.add_all(fresh)
    db.session.flush()


def _refuse_taken(wanted: dict[int, Pair], others: list[UnitCode]) -> None:
    holders = {entry.code: entry for entry in others}
    problems = [
        f"第 {pair.line} 行：民政代码 {pair.theirs} 已属于另一单位 {holders[pair.theirs].unit.name}。"
        for pair in wanted.values()
        if pair.theirs in holders
    ]
    if problems:
        raise ImportRefused(problems)
