"""谁看过: who looked at the data of a resident, took it, printed it, changed it or got it, from the audit trail and from what was handed on.

Lists, and pages opened without the full numbers, show names and masked numbers, and are no view (docs/adr/0070); a full view, a file, a paper is. Told is the office and the day, not
the official: the law lets a resident ask what was done with the own data and by whom of the handlers, which are offices.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import Appointment, User
from portal.audit.archives import ArchiveFault, Told, read
from portal.audit.models import AuditArchive, AuditEntry
from portal.audit.subjects import subject_names
from portal.audit.trail import action_names
from portal.cases.models import Assignment, Case, Party
from portal.extensions import Model, db
from portal.people.models import Person
from portal.privacy.related import Related, Row, is_one_of, related_to

MOST = 2000  # lines on a paper, the newest
OF_A_RECORD = frozenset(
    {"reveal", "print", "issue", "download", "export"}
)  # what shows or hands out whoever is in a record
HIDDEN = "其他单位或者保密的记录"


@dataclass(frozen=True)
class Line:
    """One time: when, which office in which capacity, what it did, what for."""

    at: datetime
    office: str
    what: str
    about: str


@dataclass(frozen=True)
class Seen:
    """What is known, oldest first; `cut`: only the newest; `faults`: archives that could not be read, in words."""

    lines: list[Line]
    cut: bool
    faults: list[str]


def seen_by(person: Person, reader: User, *, archives: bool = False) -> Seen:
    """What is known of `person`, in the archives too where `archives` are asked. Records that `reader` may not open are not named."""
    related, faults = related_to(person), list[str]()
    open_ones = _open_to(reader, {*related.rows.values()})
    entries: list[AuditEntry | Told] = [*_entries(related)]
    if archives:
        entries += _archived(person, related, MOST - len(entries), faults)
    offices = _offices({each.actor_id for each in entries if each.actor_id})
    lines = [_line(each, related, open_ones, offices) for each in entries]
    told = sorted([*lines, *_handed_on(person, open_ones)], key=lambda line: line.at)
    return Seen(told, len(entries) >= MOST, faults)


def archived_until() -> datetime | None:
    """The moment of the newest entry that is in an archive; None where there is none."""
    return db.session.scalar(select(func.max(AuditArchive.ended_at)))


def _entries(related: Related) -> list[AuditEntry]:
    """By the index of subjects."""
    kind, ident = AuditEntry.subject_kind, AuditEntry.subject_id
    of_records = is_one_of(kind, ident, [*related.rows, *related.papers]) & AuditEntry.action.in_(OF_A_RECORD)
    asked = select(AuditEntry).where(or_(is_one_of(kind, ident, related.own), of_records))
    newest = asked.options(joinedload(AuditEntry.actor)).order_by(AuditEntry.id.desc()).limit(MOST)
    return list(db.session.scalars(newest))


def _archived(person: Person, related: Related, most: int, faults: list[str]) -> list[Told]:
    """Those in files since the resident was entered, the newest `most`; one file is held at a time, and what is wrong with one is added to `faults`."""
    own, records = related.own, {*related.rows, *related.papers}
    kinds = {f'"{table}"' for table, _ in own | records}
    since = min(each.created_at for each in (person, *person.absorbed))
    found: list[Told] = []
    files = select(AuditArchive).where(AuditArchive.ended_at >= since).order_by(AuditArchive.first.desc())
    for made in db.session.scalars(files):
        try:
            contents = read(made)
        except ArchiveFault as fault:
            faults.append(str(fault))
            continue
        for content in reversed(contents):
            if any(kind in content for kind in kinds) and _is_about(told := Told.of(content), own, records):
                found.append(told)
                if len(found) >= most:
                    return found
    return found


def _is_about(told: Told, own: frozenset[Row], records: set[Row]) -> bool:
    if not told.subject_id.isdecimal():
        return False
    row = told.subject_kind, int(told.subject_id)
    return row in own or (row in records and told.action in OF_A_RECORD)


def _line(entry: AuditEntry | Told, related: Related, open_ones: dict[Row, str], offices: list[Appointment]) -> Line:
    what = action_names().get(entry.action, entry.action)
    record = related.record_of((entry.subject_kind, int(entry.subject_id)))
    said = (
        [entry.detail]
        if record is None
        else [open_ones.get(record, HIDDEN), *([entry.detail] if record in open_ones else ())]
    )
    return Line(entry.at, _office(entry, offices), what, "　".join(filter(None, said)))


def _office(entry: AuditEntry | Told, offices: list[Appointment]) -> str:
    """昭君街道（受理员）, as it was that day."""
    if entry.actor_id is None:
        return "系统"
    day = clock.local(entry.at).date()
    own = [each for each in offices if each.user_id == entry.actor_id]
    held = [each for each in own if each.is_current(day)] or own[-1:]
    return "、".join(dict.fromkeys(f"{each.unit.name}（{each.role_name}）" for each in held)) or "已停用的账号"


def _offices(users: set[int]) -> list[Appointment]:
    held = select(Appointment).where(Appointment.user_id.in_(users)).options(joinedload(Appointment.unit))
    return list(db.session.scalars(held.order_by(Appointment.id)))


def _handed_on(person: Person, open_ones: dict[Row, str]) -> list[Line]:
    """The offices that got a case of the resident."""
    mine = select(Party.case_id).where(Party.person_id == person.id)
    handed = select(Assignment, Case).join(Case, Case.id == Assignment.case_id).where(Case.id.in_(mine))
    return [
        Line(
            each.sent_at,
            case.unit.name,
            f"交给{each.unit.name}办理",
            open_ones.get((Case.__tablename__, case.id), HIDDEN),
        )
        for each, case in db.session.execute(handed).unique()
    ]


def _open_to(reader: User, records: set[Row]) -> dict[Row, str]:
    """Record → 事项 昭君街道〔2026〕00001号, of those that `reader` may open."""
    models = {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}
    names, found = subject_names(), {}
    for table in sorted({table for table, _ in records}):
        model = models[table]
        if hasattr(model, "visible_to"):
            ids = [ident for kind, ident in records if kind == table]
            for each in db.session.scalars(model.visible_to(reader).where(model.id.in_(ids))).unique():
                found[(table, each.id)] = f"{names.get(table, '记录')} {getattr(each, 'number', '') or ''}".strip()
    return found
