"""A year's volumes of a unit, bound one after another by a job. A turn at a time, so that other jobs come in between; each volume is kept before the next is
begun, so that whatever was interrupted goes on behind the last one, and binds none twice."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from secrets import token_hex
from time import monotonic
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, Select, String, false, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.database import begin_writing
from portal.documents.models import Document
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.org.models import OrgUnit, Scoped
from portal.plugin.activation import takes_new
from portal.plugin.gate import plugin_of
from portal.records.import_work import signed_in
from portal.records.mounted import all_mounted
from portal.records.restriction import admit_printing, restricted_among
from portal.records.volumes import VolumePages
from portal.redaction import RedactedText

TASK = "core.volumes"
TURN = 20.0  # seconds of a job, until others have theirs
STATES = {"running": "正在装订", "stopped": "已停下", "done": "已完成"}
FAILED = "装订没有成功，请打开这一卷单独装订，看是什么原因。"


class VolumeBatch(Scoped, db.Model):  # type: ignore[name-defined]
    """一批卷宗: those of `unit` that ended in `year`. `last_id`: the record that was dealt with last, in the order of their ids; `failed`: id and reason of
    each that could not be bound."""

    __tablename__ = "records_volume_batch"
    happened = True
    __table_args__ = (Index("ix_records_volume_batch_key", "key", "unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="running")
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    last_id: Mapped[int] = mapped_column(default=0)
    failed: Mapped[list] = mapped_column(JSON, default=list)
    said: Mapped[str] = mapped_column(RedactedText(300), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    actor: Mapped[User] = relationship()

    @classmethod
    def begin(cls, pages: VolumePages, unit: OrgUnit, year: int, *, by: User) -> "VolumeBatch":
        """Bind those of a year; one that is under way, or was stopped, goes on. Raises RuleError where nothing ended in it."""
        same = cls.of(pages).where(cls.unit_id == unit.id, cls.year == year, cls.state != "done")
        if (found := db.session.scalars(same.limit(1)).first()) is not None:
            if found.state == "stopped":
                found.resume(by=by)
            return found
        batch = cls(key=pages.key, year=year, actor=by, state="running", done=0, last_id=0, failed=[])
        batch.place(unit)
        wanted = batch.wanted(pages, by)
        batch.total = db.session.scalar(select(func.count()).select_from(pages.model).where(wanted)) or 0
        if not batch.total:
            raise RuleError(f"{unit.name} {year} 年没有结束的，没有可以装订的卷宗。")
        db.session.add(batch)
        db.session.flush()
        batch._enqueue()
        return batch

    @classmethod
    def of(cls, pages: VolumePages) -> Select:
        """Those of one kind of volume, the latest first."""
        return select(cls).where(cls.key == pages.key).order_by(cls.id.desc())

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those of the units in which `user` may print such volumes, the latest first."""
        kinds = ((cls.key == each.key) & user.reach(cls, each.volume.needs) for each in all_mounted(VolumePages))
        return select(cls).where(or_(false(), *kinds)).order_by(cls.id.desc())

    @property
    def state_name(self) -> str:
        return STATES[self.state]

    @property
    def bound(self) -> int:
        """How many were bound."""
        return self.done - len(self.failed)

    def wanted(self, pages: VolumePages, user: User) -> ColumnElement[bool]:
        """The condition for records that belong to it."""
        ended, model = pages.volume.ended(), pages.model
        year = ended.between(date(self.year, 1, 1), date(self.year, 12, 31))
        return self.unit.subtree_of(model) & model.reach(user, pages.volume.needs) & year & pages.volume.fit()

    def documents(self, pages: VolumePages, user: User) -> list[Document]:
        """The latest volume of each of its records that was bound, in their order; without those that name somebody whose data is restricted."""
        model, kind = pages.model, pages.volume.kind
        ids = select(model.id).where(self.wanted(pages, user), model.id <= self.last_id)
        rows = select(Document).where(Document.subject_kind == model.__tablename__, Document.kind == kind)
        found = db.session.scalars(rows.where(Document.subject_id.in_(ids)).order_by(Document.version))
        latest = {each.subject_id: each for each in found}
        return [latest[ident] for ident in sorted(latest.keys() - restricted_among(model, latest))]

    def stop(self) -> None:
        """What is bound stays. Raises WrongState where it is over."""
        if self.state != "running":
            raise WrongState("这一批已经停下或者完成。")
        self.state = "stopped"

    def resume(self, *, by: User) -> None:
        """Go on behind the last one, with the rights of `by`. Raises WrongState where it goes on already, or is complete."""
        if self.state != "stopped":
            raise WrongState("这一批正在装订，或者已经完成。")
        self.state, self.said, self.actor = "running", "", by
        self._enqueue()

    def _enqueue(self) -> None:
        enqueue(TASK, key=f"volumes:{self.id}:{token_hex(6)}", unit=self.unit, args={"batch": self.id})


def work(ctx: Any, progress: Callable[[int, int], None], *, batch: int) -> str:
    """The job: a turn of the work on a batch."""
    found = db.session.get(VolumeBatch, batch)
    if found is None or found.state != "running":
        return "已停下，或者已经完成。"
    pages = next((each for each in all_mounted(VolumePages) if each.key == found.key), None)
    if pages is None:
        return "所属的功能模块没有安装。"
    with signed_in(found.actor_id) as by:
        if why := _refused(db.session.get_one(VolumeBatch, batch), pages, by):
            found = _locked(batch)
            found.state, found.said = "stopped", why
            db.session.commit()
            return why
        until = monotonic() + TURN
        for ident in _next(batch, pages, by):
            why = _bound(pages, ident, by)
            begin_writing()  # a volume that is unchanged, or cannot be bound, leaves it reading
            found = _locked(batch)
            if found.state != "running" or found.last_id >= ident:
                db.session.rollback()
                return "已停下。"
            found.last_id, found.done = ident, found.done + 1
            if why:
                found.failed = [*found.failed, [ident, why]]
            db.session.commit()
            if monotonic() > until:
                found = _locked(batch)
                if found.state == "running":
                    found._enqueue()  # noqa: SLF001
                db.session.commit()
                return "做了一部分，接着做。"
        found = _locked(batch)
        if found.state == "running":
            found.state, found.total = "done", found.done
        db.session.commit()
    return ""


def _locked(batch: int) -> VolumeBatch:
    return db.session.get_one(VolumeBatch, batch, with_for_update=True, populate_existing=True)


def _refused(batch: VolumeBatch, pages: VolumePages, by: User) -> str:
    """Why the page would no longer let `by` do this, or ""."""
    if not takes_new(plugin_of(pages.bp.name), batch.unit):
        return f"这个功能模块在{batch.unit.name}已经停用或者只读，没有做完。"
    if not by.active or not by.can(pages.volume.needs, batch):
        return f"{by.name}已经不能在这里装订卷宗，请由有权的人接着做。"
    return ""


def _next(batch: int, pages: VolumePages, by: User) -> Iterator[int]:
    """Ids of records that are still to be bound, read one at a time behind the last."""
    while True:
        found = db.session.get_one(VolumeBatch, batch, populate_existing=True)
        model = pages.model
        rows = select(model.id).where(found.wanted(pages, by), model.id > found.last_id).order_by(model.id).limit(1)
        ident = db.session.scalar(rows)
        db.session.commit()
        if ident is None:
            return
        yield ident


def _bound(pages: VolumePages, ident: int, by: User) -> str:
    """Bind the volume of one record; why that was not possible, or ""."""
    try:
        record = db.session.get_one(pages.model, ident)
        if objection := pages.objection(record):
            return objection
        admit_printing(record)
        pages.issue(record, by=by)
        db.session.commit()
    except RuleError as error:
        db.session.rollback()
        return str(error)[:300]
    except OSError:  # a file is gone from the storage
        db.session.rollback()
        return FAILED
    return ""
