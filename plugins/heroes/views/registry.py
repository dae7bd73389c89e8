"""名录: honours, with filters, and the export of exactly what is filtered."""

from flask import abort, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from plugins.heroes import sheets
from plugins.heroes.blueprint import bp
from plugins.heroes.choices import KINDS, LEVELS
from plugins.heroes.models import Honour
from plugins.heroes.registry import HEADINGS, honours, rows
from portal import clock
from portal.audit import trail
from portal.database import reads, records
from portal.extensions import db
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import render

MOST = 20_000
WRITERS = {"xlsx": sheets.xlsx, "csv": sheets.comma_separated}


class RegistryFilter(FlaskForm):
    """The filter bar."""

    class Meta(FlaskForm.Meta):
        csrf = False

    q = StringField("姓名")
    level = SelectField("级别", choices={"": "全部", **LEVELS}, default="")
    kind = SelectField("类型", choices={"": "全部", **KINDS}, default="")
    year = StringField("授予年份")

    def query(self):
        """What is asked for."""
        return honours(
            current_user,
            level=self.level.data or "",
            kind=self.kind.data or "",
            year=(self.year.data or "").strip(),
            text=(self.q.data or "").strip()[:60],
        )


@bp.get("/registry")
@requires("heroes.view")
def registry():
    """名录."""
    return searching.elsewhere() or _list()


@bp.post("/registry")
@requires("heroes.view")
@reads
def search_registry():
    """What is chosen and typed in the filter bar."""
    return searching.elsewhere() or _list()


def _list():
    filters = RegistryFilter(searching.given())
    page = paginate(filters.query(), Honour.conferred_on, Honour.id)
    asked = {name: value for name, value in request.args.items() if name in ("q", "level", "kind", "year")}
    exports = [
        (label, url_for("heroes.export", form=form, **asked))
        for form, label in (("xlsx", "Excel"), ("csv", "CSV"))
        if request.method == "GET"
    ]
    return render(
        "heroes/registry.html",
        block="rows",
        filters=filters,
        page=page.showing(rows([row.id for row in page.rows])),
        kinds=KINDS,
        levels=LEVELS,
        exports=exports,
    )


@bp.get("/registry.<form>")
@records
@requires("heroes.view")
def export(form: str):
    """The list as filtered, as Excel or CSV; on record."""
    writer = WRITERS.get(form) or abort(404)
    newest = RegistryFilter(request.args).query().order_by(Honour.conferred_on.desc(), Honour.id.desc()).limit(MOST)
    found = rows(newest)
    trail.record("export", detail=f"见义勇为名录 {form}，{len(found)} 行")
    db.session.commit()
    mark = f"{current_user.name} 于 {clock.local(clock.now()):%Y-%m-%d %H:%M} 导出"
    return writer("见义勇为名录", HEADINGS, [_line(row) for row in found], mark)


def _line(row) -> tuple:
    return (
        row.number,
        row.name,
        row.title,
        LEVELS[row.level],
        row.conferred_on,
        row.conferred_by,
        KINDS[row.kind],
        clock.local(row.happened_at).date(),
        row.unit,
        "是" if row.condition == "dead" else "",
        (row.fen or 0) / 100,
        f"已于 {row.revoked_on} 撤销" if row.revoked_on else "有效",
    )
