"""一年的卷宗: begun, watched, stopped, taken up again, and taken away as one archive."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, select
from wtforms import SelectField

from portal import clock
from portal.accounts.models import User
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import records
from portal.errors import RuleError
from portal.extensions import db
from portal.files import storage
from portal.org.models import OrgUnit
from portal.records.mounted import view_of
from portal.records.volume_batch import VolumeBatch
from portal.records.volumes import VolumePages
from portal.web.forms import Form
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

__all__ = ["mount_batches"]

YEARS = 10  # that are offered
SHOWN = 20  # batches


class BatchForm(Form):
    """Of which unit and year."""

    unit = SelectField("单位", coerce=int)
    year = SelectField("年份", coerce=int)


class VolumeBatchPages:
    """The batches of one kind of volume, mounted beside the list of its records. crumb: label and endpoint of that."""

    def __init__(self, pages: VolumePages, at: str, crumb: tuple[str, str]) -> None:
        self.pages, self.at, self.crumb = pages, at, crumb

    def mount(self) -> None:
        """Add the addresses."""
        one = f"{self.at}/<int:volumes_id>"
        self._add(self.at, "", "GET", self.open, "Batches, and the form for another.")
        self._add(self.at, "begin_", "POST", self.begin, "Begin one.")
        self._add(one, "show_", "GET", self.show, "How far one is.")
        self._add(f"{one}/stopping", "stop_", "POST", self.stop, "Stop it.")
        self._add(f"{one}/resuming", "resume_", "POST", self.resume, "Go on.")
        self._add(f"{one}.zip", "fetch_", "GET", self.fetch, "All that are bound, as one archive.")

    def _add(self, rule: str, name: str, method: str, view: Any, what: str) -> None:
        guarded = requires(self.pages.volume.needs)(view_of(view, what))
        if name == "fetch_":
            guarded = records(guarded)
        self.pages.bp.add_url_rule(rule, self._endpoint(name), guarded, methods=[method])

    def _endpoint(self, name: str) -> str:
        return f"{name}{self.pages.volume.kind}_batch{'' if name else 'es'}"

    def _url(self, name: str, **values: Any) -> str:
        return url_for(f"{self.pages.bp.name}.{self._endpoint(name)}", **values)

    def _form(self) -> BatchForm:
        form, year = BatchForm(), clock.today().year
        form.unit.choices = [(each.id, each.name) for each in current_user.units_with(self.pages.volume.needs)]
        form.year.choices = [(each, f"{each} 年") for each in range(year, year - YEARS, -1)]
        return form

    def _page(self, form: BatchForm, status: int = 200) -> ResponseReturnValue:
        mine = self._mine.limit(SHOWN)
        return render(
            "records/volume_batches.html",
            status=status,
            form=form,
            volume=self.pages.volume,
            batches=db.session.scalars(mine).all(),
            url=lambda each: self._url("show_", volumes_id=each.id),
            crumbs=[(self.crumb[0], url_for(self.crumb[1])), ("按年装订卷宗", "")],
        )

    def open(self) -> ResponseReturnValue:
        """The batches of the reader's units."""
        return self._page(self._form())

    def begin(self) -> ResponseReturnValue:
        """Begin one, or go on with the one there is."""
        form = self._form()
        if not form.validate():
            return self._page(form, 422)
        unit = db.session.get_one(OrgUnit, form.unit.data)
        try:
            batch = VolumeBatch.begin(self.pages, unit, form.year.data, by=current_user)
        except RuleError as error:
            form.year.errors = [str(error)]
            return self._page(form, 422)
        return saved(self._url("show_", volumes_id=batch.id), "已经开始装订。")

    def plan(self, unit: OrgUnit, year: int, *, by: User) -> None:
        """One that waits to be gone on with: for a demo."""
        VolumeBatch.begin(self.pages, unit, year, by=by).stop()

    @property
    def _mine(self) -> Select:
        return VolumeBatch.visible_to(current_user).where(VolumeBatch.key == self.pages.key)

    def _batch(self, ident: int) -> VolumeBatch:
        return get_or_404(self._mine, ident)

    def show(self, volumes_id: int) -> ResponseReturnValue:
        """How far it is, and what could not be bound."""
        batch, model = self._batch(volumes_id), self.pages.model
        why = dict(batch.failed)
        failed = db.session.scalars(select(model).where(model.id.in_(why)).order_by(model.id)).unique().all()
        here = self._url("show_", volumes_id=batch.id)
        return render(
            "records/volume_batch.html",
            batch=batch,
            volume=self.pages.volume,
            here=here,
            fetch=self._url("fetch_", volumes_id=batch.id),
            failed=[(each, why[each.id], self.pages.address(each)) for each in failed],
            crumbs=[
                (self.crumb[0], url_for(self.crumb[1])),
                ("按年装订卷宗", self._url("")),
                (f"{batch.unit.name} {batch.year} 年", ""),
            ],
        )

    def stop(self, volumes_id: int) -> ResponseReturnValue:
        """What is bound stays."""
        self._batch(volumes_id).stop()
        return saved(self._url("show_", volumes_id=volumes_id), "已停下，装订好的留着。")

    def resume(self, volumes_id: int) -> ResponseReturnValue:
        """Behind the last one."""
        self._batch(volumes_id).resume(by=current_user)
        return saved(self._url("show_", volumes_id=volumes_id), "接着装订。")

    def fetch(self, volumes_id: int) -> ResponseReturnValue:
        """All that are bound so far, with a list; read from the storage while it is sent, one at a time."""
        batch = self._batch(volumes_id)
        let_out(current_user)
        found = batch.documents(self.pages, current_user)
        if not found:
            raise RuleError("还没有装订好的卷宗。")
        name = f"{batch.unit.name}{batch.year}年{self.pages.volume.title}"
        trail.record("download", unit=batch.unit, detail=f"{name} {len(found)} 卷")
        files = [(f"{each.number or each.id}.pdf", each.sha256, each.issued_at) for each in found]
        db.session.commit()
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        answer = app.response_class(_sent(app, files), mimetype="application/zip")
        answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.zip")
        return answer


class _Pipe(io.RawIOBase):
    """Takes what is written, to be handed on: an archive that is never whole in memory."""

    def __init__(self) -> None:
        self.parts = list[bytes]()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self.parts = self.parts, []
        return b"".join(parts)


def _sent(app: Any, files: list[tuple[str, str, datetime]]) -> Iterator[bytes]:
    pipe, listed = _Pipe(), io.StringIO()
    lines = csv.writer(listed)
    lines.writerow(["文件", "装订时间", "SHA-256"])
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, digest, at in files:
            with app.app_context():  # not kept from one part to the next: whoever sends them is another
                content = storage.get(digest)
            archive.writestr(name, content)
            lines.writerow([name, f"{clock.local(at):%Y-%m-%d %H:%M}", digest])
            yield pipe.taken()
        archive.writestr("目录.csv", "\ufeff" + listed.getvalue())
    yield pipe.taken()


def mount_batches(pages: VolumePages, *, at: str, crumb: tuple[str, str]) -> VolumeBatchPages:
    """Mount the batches of a volume at `at`. pages: the volume as mounted; crumb: label and endpoint of the list of its records."""
    batches = VolumeBatchPages(pages, at, crumb)
    batches.mount()
    return batches
