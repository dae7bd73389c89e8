"""卷宗: one PDF with everything about a closed case, from the cover to the closing report."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any, NamedTuple

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
from portal.documents.binding import bind, pages_of
from portal.documents.models import Document
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.errors import NotAllowed, RuleError, WrongState
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
MOST_BYTES, MOST_PAGES = 50 << 20, 300
BOUND = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
)  # of attachments; others stand in the catalogue only


class Part(NamedTuple):
    """One entry of the catalogue; `content` is its PDF, None for a file that cannot be printed."""

    name: str
    content: bytes | None


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
    _check_size(sum(each.size for each in files) + sum(len(each.content) for each in kept))
    parts = [*_first(case), *(Part(each.title, each.content) for each in kept), *map(_attached, files), _closing(case)]
    pages = iter(pages_of([each.content for each in parts if each.content]))
    catalogue, last = [], 0
    for each in parts:
        own = next(pages) if each.content else 0
        catalogue.append((each.name, f"{last + 1}—{last + own}" if own > 1 else last + 1 if own else "电子件，未装订"))
        last += own
    if last > MOST_PAGES:
        raise RuleError(f"这件事的文书和附件共 {last} 页，超过 {MOST_PAGES} 页，不能合成一个文件。请分别下载。")
    told = {"opened": day(case.created_at), "closed": day(case.closed_at), "outcome": as_readable(case.outcome, case)}
    front = [
        _drawn(case, "cover", "卷宗", **told, pages=last),
        _drawn(case, "catalogue", "卷内目录", catalogue=catalogue),
    ]
    return bind(f"{case.number}卷宗", front, [(each.name, each.content) for each in parts if each.content], last)


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        most = MOST_BYTES >> 20
        raise RuleError(f"这件事的文书和附件共 {size >> 20} MB，超过 {most} MB，不能合成一个文件。请分别下载。")


def _drawn(case: Case, template: str, title: str, **shown: Any) -> bytes:
    sheet = Sheet(title=title, office=office_of(case), number=case.number)
    page = render_template(f"cases/documents/{template}.html", sheet=sheet, case=case, office=sheet.office, **shown)
    return to_pdf(page, title)


def _first(case: Case) -> Iterator[Part]:
    """登记表, 办理记录, and 流转单 where it was handed on."""
    known = [each for each in facts(case) if each[1]]
    registration = _drawn(case, "registration", "事项登记表", facts=known, told=head(case)["description"])
    yield Part("事项登记表", registration)
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
    yield Part("办理记录", _drawn(case, "history", "办理记录", events=events))
    if case.assignments:
        yield Part(HAND_OVERS.title, _drawn(case, HAND_OVERS.kind, HAND_OVERS.title, **hand_overs(case)))


def _closing(case: Case) -> Part:
    checks = [
        (moment(each.at), "核查" if each.kind == "verify" else "回访", each.way_name, each.content_name, each.note)
        for each in case.checks
    ]
    outcome = as_readable(case.outcome, case)
    return Part("结案报告", _drawn(case, "closing", "结案报告", outcome=outcome, checks=checks, on=day(case.closed_at)))


def _attached(file: Attachment) -> Part:
    name = f"附件：{file.name}"
    if file.mime not in BOUND:
        return Part(name, None)
    if file.mime == "application/pdf":
        return Part(name, file.content)
    data = b64encode(file.content).decode()
    return Part(name, to_pdf(render_template("documents/picture.html", name=name, mime=file.mime, data=data), name))


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
