"""Documents (文书) of a record: each declaration gives a URL, a draft, a stored version that is reprinted unchanged, and a line
in the list of documents on the record's page.

    PAPERS = (
        Paper("notice", "关于拟确认见义勇为行为的公示", needs="heroes.review", context=notice, unless=not_published),
        Paper("record", "人民调解记录", needs=…, at="sessions/<int:session_id>.pdf", rows=lambda dispute: dispute.sessions),
    )
    papers = mount_papers(bp, Deed, PAPERS, at="/deeds/<int:deed_id>", office=office_of)

The order of the tuple is that of the page and of the file (卷宗).
"""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.accounts.hands import signature
from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing, done_writing
from portal.documents.binding import Copies, collate
from portal.documents.editable import as_word
from portal.documents.issuing import issue_or_reprint
from portal.documents.models import Document
from portal.documents.printing import to_pdf
from portal.documents.sheet import CheckMark, Sheet
from portal.documents.wordings.in_use import worded_for
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.files.cleaning.word import WORD
from portal.records.file_names import file_name
from portal.records.mounted import keep, view_of
from portal.records.restriction import admit_printing
from portal.records.watermark import taken_by
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["Copied", "Paper", "Printable", "mount_papers", "pdf"]


@dataclass(frozen=True)
class Paper:
    """One kind of paper of a record. Callables get the record and, where the paper is about one, the row below it.

    kind: its stored name. title: what stands on it; heading: where that differs by the row. needs: permission on the record. at: the address below that of the record,
    by default `<kind>.pdf`; with `?as=docx` it is a Word document. context: what its template takes besides `sheet`, `office`, the record and the row, which bear the
    names they have in the address (`<int:session_id>`: `session`), and `signed`: `signed(brief.signed_by, "sign")` is who took that step, and for whom.
    template: by default `<plugin>/documents/<kind>.html`.
    rows: the rows of the record it is about, each with a paper of its own. label: its line on the page, by default the title.
    unless: why it cannot be printed now, or "" (answered with 409). listed: whether it stands in the list of papers; rows whose
    paper is printed beside them are not. copies: how many belong together. number: by default that of the record.
    draft: whether it is printed as a draft and not kept. kept: False where it is never stored, for it holds secrets (codes of ballots);
    what was printed stands in the audit trail as its line. final: since when its text stands; a version stored after that is
    served as it is, whatever changed since. roll: whether it is a list of persons for use in the office: never stored, and who took it, when, of which unit is
    drawn across each page.
    """

    kind: str
    title: str
    needs: str
    context: Callable[..., dict] | None = None
    at: str = ""
    template: str = ""
    rows: Callable[[Any], Iterable] | None = None
    label: Callable[..., str] | None = None
    unless: Callable[..., str] | None = None
    listed: bool = True
    copies: Callable[..., int] | None = None
    heading: Callable[..., str] | None = None
    number: Callable[..., str] | None = None
    draft: Callable[..., bool] | None = None
    final: Callable[..., datetime | None] | None = None
    kept: bool = True
    roll: bool = False

    @property
    def idents(self) -> list[str]:
        """What its address says of the row it is about."""
        return re.findall(r"<int:(\w+)>", self.at)

    def name(self, rows: tuple) -> str:
        """The stored kind: several about rows of one record are told apart by the row."""
        return f"{self.kind}-{rows[0].id}" if rows else self.kind

    def objection(self, *about: Any) -> str:
        return self.unless(*about) if self.unless else ""

    @property
    def editable(self) -> bool:
        """Whether it is also had as a Word document: not a list that says on each page who took it, nor what holds secrets."""
        return self.kept and not self.roll

    def is_draft(self, *about: Any) -> bool:
        return bool(self.draft and self.draft(*about))

    def line(self, *about: Any) -> str:
        """What it is called on the record's page."""
        return (self.label(*about) if self.label else self.title) + ("（草稿）" if self.is_draft(*about) else "")


@dataclass(frozen=True)
class Printable:
    """A line in the list of papers: what it is, where it is printed, and which version is stored (None: none yet). `outdated`: the record was
    corrected after that. `word`: where it is had as a Word document."""

    label: str
    url: str
    version: int | None
    outdated: bool = False
    word: str = ""


class Copied(NamedTuple):
    """A paper of `record` (and of a row below it) in copies: `marks` says on each whose it is."""

    record: Any
    paper: Paper
    rows: tuple
    marks: Sequence[str]


class PaperPages:
    """The papers of one kind of record, mounted below its address."""

    def __init__(
        self,
        bp: Blueprint,
        model: type[Any],
        papers: tuple[Paper, ...],
        at: str,
        office: Callable,
    ) -> None:
        self.bp, self.model, self.papers, self.at, self.office = bp, model, papers, at, office
        self.ident = re.findall(r"<int:(\w+)>", at)[-1]
        self.subject = self.ident.removesuffix("_id")

    def mount(self) -> None:
        """Add the address of each paper."""
        for paper in self.papers:
            view = requires(paper.needs)(view_of(partial(self.print, paper), f"{paper.title}."))
            self.bp.add_url_rule(
                f"{self.at}/{paper.at or f'{paper.kind}.pdf'}", f"print_{paper.kind}", view, methods=["GET"]
            )

    def print(self, paper: Paper, **ids: int) -> ResponseReturnValue:
        """The paper of the record at an address with `ids`: as a draft, or stored."""
        record = get_or_404(self.model.visible_to(current_user), ids.pop(self.ident))
        let_out(current_user)
        admit_printing(record)
        rows: tuple = ()
        if paper.rows:
            (ident,) = ids.values()
            rows = (next((each for each in paper.rows(record) if each.id == ident), None) or abort(404),)
        if objection := paper.objection(record, *rows):
            raise WrongState(objection)
        if request.args.get("as") == "docx":
            return self._editable(paper, record, rows) if paper.editable else abort(404)
        if paper.is_draft(record, *rows) or paper.roll or not paper.kept:
            return self._unstored(paper, record, rows)
        name = file_name(paper.line(record, *rows), record)
        return self._stored(self.issue(paper, record, *rows, by=current_user), name, record)

    def issue(self, paper: Paper, record: Any, *rows: Any, by: User) -> Document:
        """The stored paper; rendered and stored first when what it says has changed. Raises RuleError when it cannot be."""
        final_at = paper.final(record, *rows) if paper.final else None
        if final_at and (issued := Document.latest(record, paper.name(rows))) and issued.issued_at >= final_at:
            return issued
        return issue_or_reprint(
            record,
            paper.name(rows),
            self.template(paper),
            lambda check: self._sheet(paper, record, rows, check),
            by=by,
            copies=paper.copies(record, *rows) if paper.copies else 1,
            **self._context(paper, record, rows),
        )

    def print_set(self, title: str, wanted: Iterable[Copied], *, leaves: bool = False) -> ResponseReturnValue:
        """Several papers in one file, each in the copies wanted of it; drafts cannot be among them. `leaves`: each copy begins on a leaf of its own. Answers 403
        where the reader may not print one of them, and raises RuleError where there is nothing."""
        found = list(wanted)
        let_out(current_user)
        for record in {each.record for each in found}:
            admit_printing(record)
        for each in found:
            if not each.record.allows(current_user, each.paper.needs):
                raise NotAllowed(each.record.refusal(each.paper.needs))
        if not found:
            raise RuleError("现在没有可以打印的文书。")
        issued = []
        for each in found:
            done_writing()
            issued.append(self.issue(each.paper, each.record, *each.rows, by=current_user))
        done_writing()
        copies = [Copies(made.content, made.copies, each.marks) for made, each in zip(issued, found, strict=True)]
        content = collate(title, copies, leaves=leaves)
        begin_writing()
        for made, each in zip(issued, found, strict=True):
            trail.record("print", subject=made, unit=each.record.unit, detail=made.title)
        db.session.commit()
        return pdf(content, title)

    def offered(self, record: Any, user: User) -> list[Printable]:
        """What `user` may print of `record` now, in the order of the file. One statement."""
        found = [
            (paper, rows)
            for paper in self.papers
            if paper.listed and record.allows(user, paper.needs)
            for rows in ([(each,) for each in paper.rows(record)] if paper.rows else [()])
            if not paper.objection(record, *rows)
        ]
        stored = {each.kind: each for each in reversed(db.session.scalars(Document.of(record)).all())} if found else {}
        return [self._printable(paper, record, rows, stored.get(paper.name(rows))) for paper, rows in found]

    def _printable(self, paper: Paper, record: Any, rows: tuple, stored: Document | None) -> Printable:
        line, url = paper.line(record, *rows), self.url(paper.kind, record, *rows)
        word = f"{url}?as=docx" if paper.editable else ""
        outdated = stored is not None and stored.precedes_correction_of(record)
        return Printable(line, url, stored.version if stored else None, outdated, word)

    def url(self, kind: str, record: Any, *rows: Any) -> str:
        """Where the paper `kind` of `record` (and of a row below it) is printed."""
        paper = next(each for each in self.papers if each.kind == kind)
        below = dict(zip(paper.idents, (each.id for each in rows), strict=True))
        return url_for(f"{self.bp.name}.print_{kind}", **{self.ident: record.id}, **below)

    def _sheet(self, paper: Paper, record: Any, rows: tuple, check: CheckMark | None, *, draft: bool = False) -> Sheet:
        taken = taken_by(clock.local(clock.now())) if paper.roll else ""
        return Sheet(
            title=paper.heading(record, *rows) if paper.heading else paper.title,
            office=self.office(record),
            number=paper.number(record, *rows) if paper.number else record.number,
            check=check,
            draft=draft,
            taken=taken,
        )

    def template(self, paper: Paper) -> str:
        """The name of its template."""
        return paper.template or f"{self.bp.name}/documents/{paper.kind}.html"

    def _context(self, paper: Paper, record: Any, rows: tuple) -> dict:
        named = {ident.removesuffix("_id"): row for ident, row in zip(paper.idents, rows, strict=True)}
        given = paper.context(record, *rows) if paper.context else {}
        return (
            {self.subject: record, "office": self.office(record), "signed": partial(signature, record)} | named | given
        )

    def _stored(self, document: Document, name: str, record: Any) -> ResponseReturnValue:
        begin_writing()
        trail.record("print", subject=document, unit=record.unit, detail=document.title)
        content = document.content
        db.session.commit()
        return pdf(content, name)

    def _unstored(self, paper: Paper, record: Any, rows: tuple) -> ResponseReturnValue:
        """How it would look, marked 草稿; or, where it is never kept, as it is."""
        draft = paper.is_draft(record, *rows)
        html = self._html(paper, record, rows, draft=draft)
        content = to_pdf(html, paper.heading(record, *rows) if paper.heading else paper.title)
        self._noted(record, f"{paper.title}草稿" if draft else paper.line(record, *rows))
        return pdf(content, file_name(paper.line(record, *rows), record))

    def _editable(self, paper: Paper, record: Any, rows: tuple) -> ResponseReturnValue:
        """The paper as it would be printed now, to be edited elsewhere. It is not issued by that."""
        html = self._html(paper, record, rows, draft=paper.is_draft(record, *rows))
        content = as_word(html, title=paper.title, office=self.office(record))
        self._noted(record, f"{paper.line(record, *rows)} Word")
        name = f"{file_name(paper.line(record, *rows), record)} 可编辑稿.docx"
        return send_file(io.BytesIO(content), mimetype=WORD, as_attachment=True, download_name=name)

    def _html(self, paper: Paper, record: Any, rows: tuple, *, draft: bool) -> str:
        sheet = self._sheet(paper, record, rows, None, draft=draft)
        with worded_for(record.unit):
            return render_template(self.template(paper), sheet=sheet, **self._context(paper, record, rows))

    def _noted(self, record: Any, said: str) -> None:
        begin_writing()
        trail.record("print", subject=record, unit=record.unit, detail=said)
        db.session.commit()


def mount_papers(
    bp: Blueprint,
    model: type,
    papers: tuple[Paper, ...],
    *,
    at: str,
    office: Callable[[Any], str],
) -> PaperPages:
    """Mount `papers` of `model` on `bp` below the address `at`. `office` names the issuing office of a record."""
    pages = PaperPages(bp, model, papers, at, office)
    pages.mount()
    keep(bp, pages)
    return pages


def pdf(content: bytes, title: str) -> ResponseReturnValue:
    """`content` as an answer that a browser shows."""
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name=f"{title}.pdf")
