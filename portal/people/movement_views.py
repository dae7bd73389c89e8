"""人口变动 on the pages of a resident: entered, and taken back."""

from flask import abort, url_for
from flask_login import current_user
from wtforms import RadioField, SelectField, StringField, TextAreaField

from portal.accounts.places import places_for
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import DIED
from portal.people.movements import EDIT, KINDS, MOVED, Movement
from portal.people.moving import annul, move
from portal.people.publishing import no_numbers_here
from portal.people.views import bp, person_or_404
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

NOWHERE = 0
AFTER_DEATH = "在各模块里领补贴、登记服务的，请到那里办理停发、退出。"


class MovementForm(Form):
    """登记变动."""

    kind = RadioField("变动", choices=KINDS, validators=[Required("请选择是什么变动。")])
    on = Date("哪一天", [Required("请填写日期。"), not_in_future])
    unit_id = SelectField("搬到", coerce=int, description="只有在本旗县区搬家的才选。")
    place = StringField("迁往、迁自哪里", [Short(100), no_numbers_here], description="迁出、迁回的写到旗县区。")
    document = StringField("凭证", [Short(100), no_numbers_here], description="例如：户口迁移证、死亡证明、火化证明。")
    reason = TextAreaField(
        "怎样知道的",
        [Required("请写明怎样知道的。"), Short(200), plain_words, no_numbers_here],
        render_kw={"rows": 2},
        description="例如：网格员走访，家属告知。会记入审计记录。",
    )


class TakingBackForm(Form):
    """撤回登记错的变动."""

    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), plain_words], render_kw={"rows": 2})


@bp.get("/<int:person_id>/movements/new")
@requires(EDIT)
def new_movement(person_id: int):
    """The form."""
    person = _person(person_id)
    return _page(person, _form())


@bp.post("/<int:person_id>/movements/new")
@requires(EDIT)
def create_movement(person_id: int):
    """Enter it."""
    person, form = _person(person_id), _form()
    if not form.validate():
        return _page(person, form, 422)
    to = db.session.get(OrgUnit, form.unit_id.data) if form.kind.data == MOVED and form.unit_id.data else None
    given = {name: form[name].data or "" for name in ("reason", "place", "document")}
    try:
        move(person, form.kind.data, form.on.data, by=current_user, to=to, **given)
    except RuleError as error:
        db.session.rollback()
        form[error.at or "kind"].errors = [str(error)]
        return _page(_person(person_id), form, error.status)
    said = f"已登记：{KINDS[form.kind.data]}。{AFTER_DEATH if form.kind.data == DIED else ''}"
    return saved(url_for("people.show", person_id=person_id), said)


@bp.get("/<int:person_id>/movements/<int:movement_id>/annulment")
@requires(EDIT)
def new_annulment(person_id: int, movement_id: int):
    """Asks for the reason."""
    return _taking_back(_movement(person_id, movement_id), TakingBackForm())


@bp.post("/<int:person_id>/movements/<int:movement_id>/annulment")
@requires(EDIT)
def annul_movement(person_id: int, movement_id: int):
    """撤回."""
    movement, form = _movement(person_id, movement_id), TakingBackForm()
    if not form.validate():
        return _taking_back(movement, form, 422)
    try:
        annul(movement, form.reason.data, by=current_user)
    except RuleError as error:
        db.session.rollback()
        form.reason.errors = [str(error)]
        return _taking_back(_movement(person_id, movement_id), form, error.status)
    return saved(url_for("people.show", person_id=person_id), "已撤回。")


def _person(person_id: int):
    person = person_or_404(person_id)
    return abort(403) if person.erased_at or person.restricted_at or not current_user.can(EDIT, person) else person


def _movement(person_id: int, movement_id: int) -> Movement:
    person = _person(person_id)
    return get_or_404(db.select(Movement).where(Movement.person_id == person.id), movement_id)


def _form() -> MovementForm:
    form = MovementForm()
    form.unit_id.choices = {NOWHERE: "没有在本旗县区搬家"} | places_for(current_user, EDIT, ("community", "grid"))
    return form


def _page(person, form: MovementForm, status: int = 200):
    back = url_for("people.show", person_id=person.id)
    crumbs = [("居民", url_for("people.index")), (person.name, back), ("登记变动", "")]
    return render("people/movement.html", status=status, person=person, form=form, back_url=back, crumbs=crumbs)


def _taking_back(movement: Movement, form: TakingBackForm, status: int = 200):
    back = url_for("people.show", person_id=movement.person_id)
    return render("people/annulment.html", status=status, movement=movement, form=form, back_url=back)
