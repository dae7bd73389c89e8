"""What there is about a resident: rows of the register, records that name him, papers and files of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, literal, or_, select, union_all

from portal.documents.models import Document
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.merging import Merger
from portal.people.models import Person
from portal.records.data_rights import mentions_of
from portal.records.naming import namings

Row = tuple[str, int]  # table, id


@dataclass(frozen=True)
class Related:
    """Rows that stand for a resident: `own` the resident, and who is named elsewhere and certainly the same; `rows` those that name him, with the record of
    each; `papers` of these records, files and documents."""

    own: frozenset[Row]
    rows: dict[Row, Row]
    papers: dict[Row, Row]

    def record_of(self, row: Row) -> Row | None:
        """The record that `row` belongs to; None for the resident."""
        return self.rows.get(row) or self.papers.get(row)


def related_to(person: Person) -> Related:
    mentions = [each for each in mentions_of(person) if each.certain]
    own = {
        *((Person.__tablename__, ident) for ident in _entries_of(person)),
        *(_row(each.contact) for each in mentions),
    }
    rows = {_row(each.row): _row(each.record) for each in mentions} | _naming(person)
    rows |= {record: record for record in rows.values()}
    papers = {}
    for model in (Document, Attachment):
        about = (model.subject_kind, model.subject_id)
        for ident, kind, subject in db.session.execute(select(model.id, *about).where(is_one_of(*about, rows))):
            papers[(model.__tablename__, ident)] = rows[(kind, subject)]
    return Related(frozenset(own), rows, papers)


def _entries_of(person: Person) -> set[int]:
    """Ids of the entries in the register that are this resident: its own, and those that were merged into it."""
    known, new = set[int](), {person.id}
    while new:
        known |= new
        merged = select(Merger.gone_id).where(Merger.kept_id.in_(new), Merger.undone_at.is_(None))
        new = set(db.session.scalars(merged)) - known
    return known


def _naming(person: Person) -> dict[Row, Row]:
    """Every row with a foreign key to the resident → its record; one statement."""
    parts = [
        each.rows(
            literal(each.model.__tablename__), each.model.id, literal(each.record.__tablename__), each.record.id
        ).where(each.column == person.id)
        for each in namings()
        if each.record is not None
    ]
    found = db.session.execute(union_all(*parts)) if parts else ()
    return {(kind, ident): (record, record_id) for kind, ident, record, record_id in found}


def is_one_of(kind: Any, ident: Any, rows: Iterable[Row]) -> ColumnElement[bool]:
    """The condition that `kind` and `ident` are those of one of `rows`."""
    by_kind: dict[str, list[Any]] = {}
    as_text = isinstance(ident.type, String)
    for table, number in rows:
        by_kind.setdefault(table, []).append(str(number) if as_text else number)
    return or_(false(), *(and_(kind == table, ident.in_(some)) for table, some in sorted(by_kind.items())))


def _row(each: Any) -> Row:
    return each.__tablename__, each.id
