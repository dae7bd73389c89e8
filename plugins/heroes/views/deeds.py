"""The list of deeds and the page of one."""

from flask import url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from wtforms import SelectField, StringField

from plugins.heroes.blueprint import bp
from plugins.heroes.choices import KINDS
from plugins.heroes.models import Deed, Hero
from plugins.heroes.models.states import STATES
from plugins.heroes.papers import papers
from plugins.heroes.views.steps import deed_steps
from portal import clock
from portal.database import reads, records
from portal.extensions import db
from portal.files.models import Attachment
from portal.files.views import hand_out
from portal.org.models import OrgUnit
from portal.records import timeline
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import get_or_404, render

AT_ONCE = (joinedload(Deed.unit), selectinload(Deed.heroes).options(joinedload(Hero.honours), joinedload(Hero.awards)))


class FilterForm(FlaskForm):
    """The filter bar."""

    class Meta(FlaskForm.Meta):
        csrf = False

    q = StringField("编号、事迹、姓名")
    status = SelectField("状态", choices={"": "全部", "open": "办理中", **STATES.names}, default="")
    kind = SelectField("类型", choices={"": "全部", **KINDS}, default="")


@bp.get("/deeds")
@requires("heroes.view")
def index():
    """Deeds, newest first."""
    return searching.elsewhere() or _list()


@bp.post("/deeds")
@requires("heroes.view")
@reads
def find():
    """What is chosen and typed in the filter bar."""
    return searching.elsewhere() or _list()


def _list():
    filters = FilterForm(searching.given())
    query = Deed.visible_to(current_user).with_only_columns(Deed.id, Deed.created_at)
    if filters.status.data == "open":
        query = query.where(Deed.status.in_(STATES.open))
    elif filters.status.data:
        query = query.where(Deed.status == filters.status.data)
    if filters.kind.data:
        query = query.where(Deed.kind == filters.kind.data)
    if text := (filters.q.data or "").strip()[:60]:
        query = query.where(mentions(text))
    page = paginate(query, Deed.created_at, Deed.id)
    rows = db.session.execute(
        select(
            Deed.id,
            Deed.number,
            Deed.title,
            Deed.kind,
            Deed.status,
            Deed.due_on,
            Deed.secret,
            OrgUnit.short_name.label("unit"),
        )
        .join(OrgUnit, OrgUnit.id == Deed.unit_id)
        .where(Deed.id.in_([row.id for row in page.rows]))
        .order_by(Deed.created_at.desc(), Deed.id.desc())
    ).all()
    return render(
        "heroes/index.html",
        block="rows",
        filters=filters,
        page=page.showing(rows),
        kinds=KINDS,
        states=STATES,
        now=clock.now(),
    )


def mentions(text: str):
    """Number, title, or the name of somebody of the deed contains `text`."""
    named = select(Hero.deed_id).where(Hero.name.contains(text, autoescape=True))
    return or_(
        Deed.number.contains(text, autoescape=True), Deed.title.contains(text, autoescape=True), Deed.id.in_(named)
    )


@bp.get("/deeds/<int:deed_id>")
@requires("heroes.view")
def show(deed_id: int):
    """One deed: where it stands, its clocks, what was found, what comes next."""
    deed = get_or_404(Deed.visible_to(current_user).options(*AT_ONCE), deed_id)
    return render(
        "heroes/show.html",
        deed=deed,
        actions=deed_steps.actions(deed, current_user),
        may_answer=deed_steps.offers(Deed.answer_objection, deed, current_user),
        papers=papers.offered(deed, current_user),
        timeline=timeline(deed),
        now=clock.now(),
        may_review=deed.allows(current_user, "heroes.review"),
        crumbs=[("见义勇为", url_for("heroes.index")), (deed.number, "")],
    )


@bp.get("/deeds/<int:deed_id>/files/<int:file_id>")
@records
@requires("heroes.view")
def download(deed_id: int, file_id: int):
    """A file of the deed: evidence, or a photo."""
    deed = get_or_404(Deed.visible_to(current_user), deed_id)
    return hand_out(get_or_404(Attachment.of(deed), file_id))
