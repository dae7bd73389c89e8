"""审计记录: the auditor reads what happened in the own subtree, filtered, and takes it away as a file."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.subjects import subject_names
from portal.audit.trail import FAILED, action_names
from portal.extensions import db
from portal.oversight.about import told_of
from portal.oversight.asking import TrailForm
from portal.permissions import READ_TRAIL
from portal.records import export_purpose
from portal.records.columns import Column
from portal.records.exports import BATCH, FORMATS, MOST, check_length, hand_over
from portal.web.http.guards import requires
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import render

bp = Blueprint("oversight", __name__, url_prefix="/audit", template_folder="templates")
TITLE = "审计记录"
COLUMNS = (
    Column("at", "时间", width=18),
    Column("who", "人员", width=10),
    Column("unit", "单位", width=20),
    Column("action", "做了什么", width=18),
    Column("outcome", "结果", width=10),
    Column("about", "对象", width=30),
    Column("detail", "说明", main=True),
    Column("changes", "变动", width=40),
    Column("address", "地址", width=16),
)


@bp.get("/")
@requires(READ_TRAIL)
def index() -> ResponseReturnValue:
    """Entries of the auditor's units, newest first."""
    form = TrailForm(request.args)
    if not form.validate():
        return render("oversight/index.html", block="rows", form=form, entries=(), status=422)
    keys = select(AuditEntry.id, AuditEntry.at.label("created_at")).where(form.asked)
    page = paginate(keys, AuditEntry.at, AuditEntry.id, per_page=50)
    entries = listed([row.id for row in page.rows])
    return render(
        "oversight/index.html",
        block="rows",
        form=form,
        page=page,
        exports=[
            (name, url_for("oversight.export", form=key, **request.args.to_dict())) for key, name in FORMATS.items()
        ],
        **shown(entries),
    )


@bp.get("/export.<form>")
@requires(READ_TRAIL)
def export(form: str) -> ResponseReturnValue:
    """The entries that are asked for, as a file; that it was taken is an entry itself."""
    asked = TrailForm(request.args)
    if form not in FORMATS:
        abort(404)
    if not asked.validate():
        return render("oversight/index.html", form=asked, entries=(), status=422)
    few = select(AuditEntry.id).where(asked.asked).limit(MOST + 1).subquery()
    count = db.session.scalar(select(func.count()).select_from(few)) or 0
    check_length(count, "条")
    given = {name: value for name, value in request.args.items() if name != export_purpose.NAME}
    if not (purpose := export_purpose.said()):
        return export_purpose.page(TITLE, f"{count} 条", given, url_for("oversight.index", **given))
    return hand_over(
        TITLE,
        COLUMNS,
        _lines(asked),
        form=form,
        count=count,
        counter="条",
        condition=asked.words,
        purpose=purpose,
    )


def _lines(asked: TrailForm):
    """Oldest first, read piece by piece."""
    names = action_names()
    ids = db.session.scalars(select(AuditEntry.id).where(asked.asked).order_by(AuditEntry.at, AuditEntry.id)).all()
    for start in range(0, len(ids), BATCH):
        entries = sorted(listed(ids[start : start + BATCH]), key=lambda each: (each.at, each.id))
        told = told_of(entries)
        for each in entries:
            yield (
                f"{clock.local(each.at):%Y-%m-%d %H:%M:%S}",
                each.actor.name if each.actor else "",
                each.unit.name if each.unit else "",
                names.get(each.action, each.action),
                "没有成功" if each.action in FAILED else "",
                told.get((each.subject_kind, each.subject_id), ""),
                each.detail,
                "；".join(f"{label}：{before} → {after}" for label, before, after in each.changed),
                each.address,
            )


def listed(ids) -> list[AuditEntry]:
    """The entries with these ids, newest first, with who and where."""
    found = select(AuditEntry).where(AuditEntry.id.in_(ids))
    whole = found.options(joinedload(AuditEntry.actor), joinedload(AuditEntry.unit))
    return list(db.session.scalars(whole.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())))


def shown(entries: list[AuditEntry]) -> dict:
    """What the table of entries takes."""
    return {
        "entries": entries,
        "actions": action_names(),
        "subjects": subject_names(),
        "told": told_of(entries),
        "failed": FAILED,
        "may_open_units": current_user.can("units.view"),
    }
