"""卷宗: one PDF with everything about a closed case, from the cover to the closing report."""

from collections.abc import Iterator
from typing import Any

from flask import render_template
from flask_login import current_user

from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.cases.blueprint import bp
from portal.cases.facts import facts, head
from portal.cases.models import Case
from portal.cases.papers import HAND_OVERS, hand_overs, office_of
from portal.database import begin_writing
from portal.documents.binding import Piece, admit, bind, catalogued
from portal.documents.models import Document
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.publishing import as_readable
from portal.records.mounted import all_mounted
from portal.records.papers import PaperPages, pdf
from portal.records.record import Record
from portal.records.restriction import admit_printing
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import get_or_404

NEEDS = "cases.resolve"


@bp.get("/<int:case_id>/dossier.pdf")
@requires(NEEDS)
def dossier(case_id: int):
    """The whole file of a closed case."""
    case = get_or_404(Case.visible_to(current_user), case_id)
    let_out(current_user)
    if objection := not_yet(case):
        raise WrongState(objection)
    if not case.allows(current_user, NEEDS):
        raise NotAllowed(case.refusal(NEEDS))
    admit_printing(case)
    content = bound(case, current_user)
    begin_writing()
    trail.record("print", subject=case, unit=case.unit, detail="卷宗")
    db.session.commit()
    return pdf(content, f"{case.number}卷宗")


def not_yet(case: Case) -> str:
    """Why there is no file of it, or ""."""
    return "这件事还没有办结，办结以后才能装订卷宗。" if case.open else ""


def bound(case: Case, reader: User) -> bytes:
    """The file as one PDF, with what `reader` may print. Raises RuleError where it is too large, or cannot be made."""
    kept, files = _issued(case, reader), db.session.scalars(Attachment.of(case)).all()
    admit(sum(each.size for each in files), "这件事")
    issued = [Piece(each.title, each.content) for each in kept]
    parts = [*_first(case), *issued, *map(_attached, files), _closing(case)]
    catalogue = catalogued(parts, "这件事")
    told = {"opened": day(case.created_at), "closed": day(case.closed_at), "outcome": as_readable(case.outcome, case)}
    front = [
        _drawn(case, "cover", "卷宗", **told, pages=sum(each.pages for each in catalogue)),
        _drawn(case, "catalogue", "卷内目录", catalogue=catalogue),
    ]
    return bind(f"{case.number}卷宗", front, parts, catalogue)


def _drawn(case: Case, template: str, title: str, **shown: Any) -> bytes:
    sheet = Sheet(title=title, office=office_of(case), number=case.number)
    page = render_template(f"cases/documents/{template}.html", sheet=sheet, case=case, office=sheet.office, **shown)
    return to_pdf(page, title)


def _first(case: Case) -> Iterator[Piece]:
    """登记表, 办理记录, and 流转单 where it was handed on."""
    known = [each for each in facts(case) if each[1]]
    registration = _drawn(case, "registration", "事项登记表", facts=known, told=head(case)["description"])
    yield Piece("事项登记表", registration)
    events = [
        (
            moment(each.at),
            str(each.unit or ""),
            each.actor.name if each.actor else "",
            each.title,
            as_readable(each.note, case),
        )
        for each in case.events
    ]
    yield Piece("办理记录", _drawn(case, "history", "办理记录", events=events))
    if case.assignments:
        yield Piece(HAND_OVERS.title, _drawn(case, HAND_OVERS.kind, HAND_OVERS.title, **hand_overs(case)))


def _closing(case: Case) -> Piece:
    checks = [
        (moment(each.at), "核查" if each.kind == "verify" else "回访", each.way_name, each.content_name, each.note)
        for each in case.checks
    ]
    outcome = as_readable(case.outcome, case)
    return Piece(
        "结案报告", _drawn(case, "closing", "结案报告", outcome=outcome, checks=checks, on=day(case.closed_at))
    )


def _attached(file: Attachment) -> Piece:
    return Piece(f"附件：{file.name}", file.content, file.mime, ours=False)


def _issued(case: Case, reader: User) -> list[Document]:
    """The newest version of every paper of the case, and of the records of plugins about it, that `reader` may print; in the order of
    their days. 流转单 is made anew."""
    found: list[Document] = []
    for pages in all_mounted(PaperPages):
        for record in _records(pages.model, case, reader):
            may = {each.kind for each in pages.papers if record.allows(reader, each.needs)} - {HAND_OVERS.kind}
            newest = {each.kind: each for each in reversed(db.session.scalars(Document.of(record)).all())}
            found += [each for kind, each in newest.items() if kind in may or kind.rpartition("-")[0] in may]
    return sorted(found, key=lambda each: (each.issued_at, each.id))


def _records(model: type[Any], case: Case, reader: User) -> list:
    if model is Case:
        return [case]
    if not issubclass(model, Record) or not hasattr(model, "case_id"):
        return []
    return list(db.session.scalars(model.visible_to(reader).where(model.case_id == case.id)).unique())
