"""事项类型: the list of a county, and the page of one kind. Whoever has settings.manage in the county decides."""

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.cases.blueprint import bp
from portal.cases.choices import statistical_kind
from portal.cases.kinds.catalogue import KindList, kinds_of, read_kinds
from portal.cases.kinds.deciding import add_kind, change_kind, merged_into
from portal.cases.kinds.delivered import Kind, delivered
from portal.cases.kinds.forms import KindForm
from portal.cases.kinds.models import KindChange
from portal.cases.kinds.words import find, shared
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MANAGE = "settings.manage"
TITLE = "事项类型"
LONGEST = 40  # of what is looked for


@bp.get("/kinds")
@requires(MANAGE)
def kinds():
    """All kinds of a county, or those that words find."""
    county = _county()
    listed, text = kinds_of(county.id), request.args.get("words", "").strip()[:LONGEST]
    shown = find(listed, text) if text else list(listed.on().values())
    return render(
        "cases/kinds.html",
        county=county,
        places=_places(),
        kinds=[_line(listed, kind) for kind in shown],
        text=text,
        crumbs=[],
    )


@bp.get("/kinds/new")
@requires(MANAGE)
def new_kind():
    """The form for one more."""
    county = _county()
    form = KindForm(data={"group": request.args.get("group", "")})
    form.offer(kinds_of(county.id))
    return _page(form, county)


@bp.post("/kinds/new")
@requires(MANAGE)
def create_kind():
    """Add it."""
    county, form = _county(), KindForm()
    form.offer(kinds_of(county.id))
    if not form.validate():
        return _page(form, county, status=422)
    try:
        row = add_kind(county, form.below, form.kind(), by=current_user, reason=form.reason.data, valid_from=form.day)
    except RuleError as error:
        return _refused(form, county, error)
    return _saved(row, "增加", "可以登记")


@bp.get("/kinds/<code>")
@requires(MANAGE)
def edit_kind(code: str):
    """One kind as it was last decided, with what was changed."""
    county = _county()
    listed = kinds_of(county.id)
    kind = listed.last(code)[1] or abort(404)
    words, seen = "、".join(kind.words), listed.decided(code)
    form = KindForm(data=vars(kind) | {"words": words, "seen": seen, "successor": merged_into(listed, code)})
    form.offer(listed, code)
    return _page(form, county, kind)


@bp.post("/kinds/<code>")
@requires(MANAGE)
def update_kind(code: str):
    """Rename, order, close, merge, or open again."""
    county, form = _county(), KindForm()
    listed = kinds_of(county.id)
    kind = listed.last(code)[1] or abort(404)
    form.offer(listed, code)
    if not form.validate():
        return _page(form, county, kind, 422)
    try:
        row = change_kind(
            county,
            form.kind(code),
            seen=form.seen.data or 0,
            by=current_user,
            reason=form.reason.data,
            valid_from=form.day,
        )
    except RuleError as error:
        return _refused(form, county, error, kind)
    return _saved(row, "修改", "执行")


def _saved(row: KindChange, done: str, then: str):
    """Says, too, which of its words find others as well."""
    also = "".join(f"“{word}”也是{name}的说法。" for word, name in shared(read_kinds(row.county_id), row.kind))
    told = f"已{done}：{row.name}，{row.valid_from} 起{then}。{also}"
    return saved(url_for("cases.kinds", unit=row.county_id), told)


def _counties() -> Select:
    found = select(OrgUnit).where(OrgUnit.reach(current_user, MANAGE), OrgUnit.kind == "county")
    return found.where(OrgUnit.closed_on.is_(None)).order_by(OrgUnit.path)


def _county() -> OrgUnit:
    """The county asked for, else the one worked in, else the first; 404 where the reader decides for none."""
    if (ident := request.args.get("unit", type=int)) is not None:
        return get_or_404(_counties(), ident)
    here = current_unit()
    counties = db.session.scalars(_counties()).all()
    return (
        next((each for each in counties if here and each.id == here.county_id), None)
        or next(iter(counties), None)
        or abort(404)
    )


def _places() -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in db.session.scalars(_counties())]


def _line(listed: KindList, kind: Kind) -> dict:
    since, last = listed.last(kind.code)
    national = listed.national(kind.code)
    return {
        "kind": kind,
        "national": KindList().name(national),
        "judicial": statistical_kind(listed.current(kind.code), national),
        "into": listed.name(kind.successor) if kind.successor else "",
        "coming": (since, _change(kind, last)) if last != kind else None,
        "own": kind.code not in delivered(),
        "changed": kind != delivered().get(kind.code),
        "full": listed.name(kind.code),
    }


def _change(now: Kind, later: Kind) -> str:
    if now.closed == later.closed:
        return "有变动"
    return "停用" if later.closed else "启用"


def _refused(form: KindForm, county: OrgUnit, error: RuleError, kind: Kind | None = None):
    db.session.rollback()
    (form[error.at].errors if error.at in form else form.form_errors).append(str(error))
    return _page(form, county, kind, 422)


def _page(form: KindForm, county: OrgUnit, kind: Kind | None = None, status: int = 200):
    rows = select(KindChange).where(KindChange.county_id == county.id, KindChange.code == (kind.code if kind else ""))
    history = db.session.scalars(rows.options(joinedload(KindChange.actor)).order_by(KindChange.id.desc())).all()
    name = kind.name if kind else "增加类型"
    crumbs = [(TITLE, url_for("cases.kinds", unit=county.id)), (name, "")]
    listed = kinds_of(county.id)
    return render(
        "cases/kind_form.html",
        status=status,
        form=form,
        county=county,
        kind=kind,
        history=[(row, listed.name(row.successor) if row.successor else "") for row in history],
        crumbs=crumbs,
    )
