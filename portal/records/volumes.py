"""卷宗 of a record: papers and scans bound as one file, between cover and back cover. Made once and kept, until anything in it changes.

    VOLUME = Volume("volume", "人民调解卷宗", needs=…, parts=contents, pieces=pieces, size=size, context=told, unless=not_yet)
    volume = mount_volume(bp, Dispute, VOLUME, at="/disputes/<int:dispute_id>", office=lambda dispute: dispute.committee.name)

Its templates are `<plugin>/documents/<kind>_cover.html`, `_catalogue.html` and `_back.html`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, true

from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing, done_writing
from portal.documents.binding import Entry, Piece, admit, bind, catalogued
from portal.documents.issuing import check_address
from portal.documents.models import Document, new_check_code
from portal.documents.printing import to_pdf
from portal.documents.sheet import CheckMark, Sheet
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.records.mounted import keep, view_of
from portal.records.papers import pdf
from portal.records.restriction import admit_printing
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["Volume", "mount_volume"]
SHEETS = ("cover", "catalogue", "back")  # what is set besides what is bound


@dataclass(frozen=True)
class Volume:
    """What is bound of a record.

    kind: its stored name. title: what stands on the cover. needs: permission on the record. parts: what is in it, read once and handed to the next three
    behind the record. pieces: what is bound, in order, asked also with the user who binds. size: bytes of the files among them, known before these are read. context: what its templates take besides `sheet`, `pages` (how many)
    and `entries` (the catalogue). ended: the column with the day from which a record belongs to a year. fit: the condition for
    records that get a volume. unless: why one has none yet, or "". leaves: whether each part begins on a leaf of its own.
    """

    kind: str
    title: str
    needs: str
    parts: Callable[[Any], Any]
    pieces: Callable[[Any, Any, User], Iterable[Piece]]
    size: Callable[[Any, Any], int]
    context: Callable[[Any, Any], dict]
    ended: Callable[[], Any]
    fit: Callable[[], ColumnElement[bool]] = true
    unless: Callable[[Any], str] = lambda record: ""
    leaves: Callable[[Any], bool] = lambda record: False


class VolumePages:
    """The volume of one kind of record, mounted below its address."""

    def __init__(self, bp: Blueprint, model: type[Any], volume: Volume, at: str, office: Callable[[Any], str]) -> None:
        self.bp, self.model, self.volume, self.at, self.office = bp, model, volume, at, office
        self.ident = re.findall(r"<int:(\w+)>", at)[-1]

    @property
    def key(self) -> str:
        return f"{self.bp.name}.{self.volume.kind}"

    def objection(self, record: Any) -> str:
        """Why there is no volume of it, or ""."""
        return self.volume.unless(record)

    def address(self, record: Any) -> str:
        """Where it is printed."""
        return url_for(f"{self.bp.name}.print_{self.volume.kind}", **{self.ident: record.id})

    def mount(self) -> None:
        """Add its address."""
        view = requires(self.volume.needs)(view_of(self.print, f"{self.volume.title}."))
        self.bp.add_url_rule(f"{self.at}/{self.volume.kind}.pdf", f"print_{self.volume.kind}", view, methods=["GET"])

    def template(self, which: str) -> str:
        """The name of the template of one of SHEETS."""
        return f"{self.bp.name}/documents/{self.volume.kind}_{which}.html"

    def record(self, ident: int) -> Any:
        """The record with this id, where the reader may print the volume of it; answers 404, 403 or 409 otherwise."""
        found = get_or_404(self.model.visible_to(current_user), ident)
        if not found.allows(current_user, self.volume.needs):
            raise NotAllowed(found.refusal(self.volume.needs))
        if objection := self.objection(found):
            raise WrongState(objection)
        return found

    def print(self, **ids: int) -> ResponseReturnValue:
        """The volume as one file."""
        record = self.record(ids[self.ident])
        let_out(current_user)
        admit_printing(record)
        document = self.issue(record, by=current_user)
        begin_writing()
        trail.record("print", subject=document, unit=record.unit, detail=document.title)
        content, title = document.content, f"{document.number}{document.title}"
        db.session.commit()
        return pdf(content, title)

    def issue(self, record: Any, *, by: User) -> Document:
        """The volume as it is now: as stored, or bound anew; what was done before stands. Raises RuleError where it is too large, or a file in it cannot be
        read."""
        volume = self.volume
        done_writing()
        parts = volume.parts(record)
        admit(volume.size(record, parts), "卷宗")
        pieces = list(volume.pieces(record, parts, by))
        told = volume.context(record, parts) | {"office": self.office(record)}
        mark = self._mark(record, pieces, told)
        if kept := self._kept(record, mark):
            return kept
        done_writing()
        entries, code = catalogued(pieces, "卷宗"), new_check_code()
        if not any(each.pages for each in entries):
            raise RuleError("卷宗里还没有可以装订的文书。")
        content = self._file(record, pieces, entries, told, CheckMark(check_address(code), code))
        begin_writing()
        return self._kept(record, mark) or Document.issue(
            record,
            volume.kind,
            content,
            by=by,
            check_code=code,
            fingerprint=mark,
            title=volume.title,
            number=record.number,
            issuer=told["office"],
        )

    def _kept(self, record: Any, mark: str) -> Document | None:
        latest = Document.latest(record, self.volume.kind)
        return latest if latest is not None and latest.fingerprint == mark else None

    def _mark(self, record: Any, pieces: list[Piece], told: dict) -> str:
        """Another wherever what is bound differs, or what stands on the covers."""
        said = [self._page(each, record, told, pages="", entries=()) for each in ("cover", "back")]
        found = [each._replace(content=hashlib.sha256(each.content).digest()) for each in pieces]
        return hashlib.sha256(repr((said, found, self.volume.leaves(record))).encode()).hexdigest()

    def _page(self, which: str, record: Any, told: dict, check: CheckMark | None = None, **shown: Any) -> str:
        titles = dict(zip(SHEETS, (self.volume.title, "卷内目录", "卷宗封底"), strict=True))
        sheet = Sheet(title=titles[which], office=told["office"], number=record.number, check=check)
        return render_template(self.template(which), sheet=sheet, **told, **shown)

    def _file(self, record: Any, pieces: list[Piece], entries: list[Entry], told: dict, check: CheckMark) -> bytes:
        title, pages = f"{record.number}{self.volume.title}", sum(each.pages for each in entries)
        cover, catalogue, back = (
            to_pdf(
                self._page(each, record, told, check if each == "cover" else None, pages=pages, entries=entries),
                f"{title}{named}",
            )
            for each, named in (("cover", ""), ("catalogue", "目录"), ("back", "封底"))
        )
        return bind(title, [cover, catalogue], pieces, entries, [back], leaves=self.volume.leaves(record))


def mount_volume(bp: Blueprint, model: type, volume: Volume, *, at: str, office: Callable[[Any], str]) -> VolumePages:
    """Mount the `volume` of `model` on `bp`, below the address `at` of the record. office: names who keeps it."""
    pages = VolumePages(bp, model, volume, at, office)
    pages.mount()
    keep(bp, pages)
    return pages
