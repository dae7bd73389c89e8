"""What has to do with a case: where it went, what came of it, and whether the same parties were here before."""

from functools import cache

from flask import url_for
from sqlalchemy import ColumnElement, Select, bindparam, case, exists, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.cases.models import STATES, Case, Party
from portal.cases.models.linking import MERGED, SPLIT, CaseLink
from portal.extensions import db
from portal.web.pages.formatting import day

EARLIER = "earlier"
MOST = 10
NEWEST = 500  # cases of the same parties that are looked at: an organisation may have thousands
HEADINGS = {  # which end of which link → what stands above the other case
    (MERGED, "other_id"): "已并入",
    (MERGED, "case_id"): "并入本件的",
    (SPLIT, "case_id"): "拆分自",
    (SPLIT, "other_id"): "由本件拆分出的",
}


@cache
def any_related() -> ColumnElement[bool]:
    """Whether a case has anything to show here; asked with the case itself, so that most pages send no statement more."""
    mine, others = aliased(Party), aliased(Party)
    linked = exists().where(or_(CaseLink.case_id == Case.id, CaseLink.other_id == Case.id), CaseLink.until.is_(None))
    here = mine.case_id == Case.id, mine.removed_at.is_(None)
    return or_(linked, *(exists().where(*here, *same).correlate(Case) for same in _same(mine, others)))


def related(found: Case, reader: User) -> dict[str, list[dict]]:
    """Heading → the cases below it, the newest first: those linked with it, and earlier ones of its parties that the reader may see. Of a linked
    one out of sight no more than the number."""
    if not found.has_related:
        return {}
    organisations = {each.organisation_id for each in found.parties if each.organisation_id}
    statement = _linked_and_earlier(reader, sorted(organisations)[:MOST])
    rows = db.session.execute(statement, {"case_id": found.id}).all()
    linked = {row.id for row in rows if row.heading != EARLIER}
    groups: dict[str, list[dict]] = {}
    for row in rows:
        if row.heading != EARLIER or row.id not in linked:
            groups.setdefault(row.heading, []).append(_shown(row))
    return groups


def _shown(row) -> dict:
    return {
        "number": row.number,
        "title": row.title if row.seen else "",
        "url": url_for("cases.show", case_id=row.id) if row.seen else "",
        "status": STATES[row.status].name,
        "tone": STATES[row.status].tone,
        "day": day(row.created_at),
    }


def _linked_and_earlier(reader: User, organisations: list[int]) -> Select:
    seen = Case.reach(reader, Case.permission)
    parts = [
        select(CaseLink.other_id if end == "other_id" else CaseLink.case_id, literal(heading))
        .where((CaseLink.case_id if end == "other_id" else CaseLink.other_id) == bindparam("case_id"))
        .where(CaseLink.kind == kind, CaseLink.until.is_(None))
        for (kind, end), heading in HEADINGS.items()
    ]
    mine, others = aliased(Party), aliased(Party)
    here = mine.case_id == bindparam("case_id"), mine.removed_at.is_(None)
    of_residents, _ = _same(mine, others)
    residents = select(others.case_id, literal(EARLIER)).where(*here, *of_residents)
    before = [select(residents.order_by(others.case_id.desc()).limit(NEWEST).subquery())]
    before += [of_organisation(each) for each in organisations]
    there = union_all(*parts, *before).subquery("there")
    ident, heading = there.c
    return (
        select(Case.id, Case.number, Case.title, Case.status, Case.created_at, heading.label("heading"))
        .add_columns(case((seen, True), else_=False).label("seen"))
        .join(there, ident == Case.id)
        .where(or_(heading != EARLIER, seen))
        .distinct()
        .order_by(Case.created_at.desc(), Case.id.desc())
        .limit(MOST + len(HEADINGS))
    )


def of_organisation(organisation: int) -> Select:
    """Other cases of one organisation, which may have thousands: by itself it is read in the order of its index, and filtered then."""
    parts = select(Party.case_id, Party.removed_at).where(Party.organisation_id == organisation)
    newest = parts.order_by(Party.came_at.desc()).limit(NEWEST).subquery()
    others = newest.c.case_id != bindparam("case_id"), newest.c.removed_at.is_(None)
    return select(newest.c.case_id, literal(EARLIER)).where(*others)


def _same(mine, others) -> list[tuple[ColumnElement[bool], ...]]:
    """The conditions: `others` is the same resident in another case; or the same organisation. Two, for each is read by an index of its own;
    `+ 0` lets the database expect what is the case: few parties."""
    pairs = (mine.person_id, others.person_id), (mine.organisation_id, others.organisation_id)
    other = others.case_id != mine.case_id, others.removed_at.is_(None)
    return [(*other, one == another, one + 0 == one) for one, another in pairs]
