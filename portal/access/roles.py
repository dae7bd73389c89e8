"""角色: those of the core, of plugins and of the district, what each may do here, and who holds it."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.access.blueprint import ADJUST, bp, crumbs, own_unit
from portal.access.forms import CloseForm, CopyForm, RenameForm, box_of, form_of, mark_of
from portal.access.history import history_of
from portal.access.modules import by_module
from portal.accounts import adjusting, role_making
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import own_roles_in
from portal.accounts.rights import granted, permissions_in, roles_in
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATION
from portal.web.forms import Form
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

MOST = 50  # holders on the page of a role


@bp.get("/roles")
@requires(ADJUST)
def index():
    """Every role there is here."""
    unit = own_unit()
    own = {each.key: each for each in own_roles_in(unit)}
    names, counts = roles_in(unit), _counted(unit)
    rows = [
        (key, name, names.get(own[key].base, "") if key in own else "", len(granted(key, unit)), counts.get(key, 0))
        for key, name in names.items()
    ]
    return render("access/roles.html", rows=rows, own=own, unit=unit, crumbs=[("角色", "")])


@bp.get("/roles/<role>")
@requires(ADJUST)
def show(role: str):
    """What it may do here, by module; who holds it; what was decided about it."""
    unit = own_unit()
    name, held = _name(role, unit), granted(role, unit)
    own = next((each for each in own_roles_in(unit) if each.key == role), None)
    return render(
        "access/role.html",
        role=role,
        name=name,
        unit=unit,
        groups=[(module, [each for each in some if each.key in held]) for module, some in by_module(unit).items()],
        base=roles_in(unit)[own.base] if own else "",
        changeable=own is not None and own.unit_id == unit.id,
        mine=role in current_user.roles,
        holders=_holders(role, unit),
        all=adjusting.holders(role, unit),
        most=MOST,
        history=history_of(role, unit),
        crumbs=crumbs((name, "")),
    )


@bp.get("/roles/<role>/permissions")
@requires(ADJUST)
def tick(role: str):
    """The boxes."""
    unit = own_unit()
    _name(role, unit)
    return _boxes(role, unit, form_of(permissions_in(unit), granted(role, unit)))


@bp.post("/roles/<role>/permissions")
@requires(ADJUST)
def settle(role: str):
    """Give and take what was ticked. Before anything is taken, what that comes to is said, and asked once more."""
    unit = own_unit()
    name, among = _name(role, unit), _adjustable(unit)
    form = form_of(permissions_in(unit), ())
    if not form.validate():
        return _boxes(role, unit, form, 422)
    if form.shown.data not in ("", mark_of(granted(role, unit))):
        return _anew(role, unit, form)
    wanted = [each for each in among if form[box_of(each)].data]
    taken = [key for key, given in adjusting.changes(role, wanted, among, unit) if not given]
    try:
        if taken and form.confirmed.data != " ".join(taken):
            form.confirmed.data = " ".join(taken)
            loss = list(
                dict.fromkeys(said for key in taken for said in adjusting.loss(role, key, unit, by=current_user))
            )
            return _boxes(role, unit, form, loss=loss)
        count = adjusting.settle(role, wanted, among, unit, reason=form.reason.data, by=current_user)
    except adjusting.Refused as refused:
        db.session.rollback()
        form.form_errors.append(str(refused))
        for key, said in refused.each.items():
            form[box_of(key)].errors = [said]
        return _boxes(role, unit, form, 422)
    except RuleError as error:
        db.session.rollback()
        (form.reason.errors if error.at == "reason" else form.form_errors).append(str(error))
        return _boxes(role, unit, form, 422)
    return saved(url_for("access.show", role=role), f"已调整{name}的 {count} 项权限，立即生效。")


def _anew(role: str, unit: OrgUnit, form: Form):
    """The boxes as they are now, where another administrator adjusted the role since they were shown: nothing is changed unseen."""
    held, last = granted(role, unit), next(iter(history_of(role, unit)), None)
    for each in permissions_in(unit):
        form[box_of(each.key)].data = each.key in held
    form.shown.data, form.confirmed.data = mark_of(held), ""
    who = f"（{last.by}：{last.said}）" if last else ""
    form.form_errors.append(f"您打开这一页以后，别人调整了这个角色{who}。下面是现在的，一项也没有改，请重新勾选。")
    return _boxes(role, unit, form, 422)


@bp.get("/roles/new")
@requires(ADJUST)
def new():
    """新设角色: the form."""
    return _step(_copy_form(), "新设角色")


@bp.post("/roles/new")
@requires(ADJUST)
def make():
    """新设角色, by copying another."""
    form = _copy_form()
    return _take(
        form,
        "新设角色",
        lambda: role_making.copy(
            form.source.data, form.name.data.strip(), own_unit(), reason=form.reason.data, by=current_user
        ),
    )


@bp.get("/roles/<role>/name")
@requires(ADJUST)
def new_name(role: str):
    """改名: the form."""
    return _step(RenameForm(), f"{_name(role, own_unit())}改名", role)


@bp.post("/roles/<role>/name")
@requires(ADJUST)
def rename(role: str):
    """改名."""
    unit, form = own_unit(), RenameForm()
    return _take(
        form,
        f"{_name(role, unit)}改名",
        lambda: role_making.rename(role, form.name.data.strip(), unit, reason=form.reason.data, by=current_user),
        role,
    )


@bp.get("/roles/<role>/closure")
@requires(ADJUST)
def new_closure(role: str):
    """停用: the form."""
    return _step(CloseForm(), f"停用{_name(role, own_unit())}", role)


@bp.post("/roles/<role>/closure")
@requires(ADJUST)
def close(role: str):
    """停用."""
    unit, form = own_unit(), CloseForm()
    return _take(
        form,
        f"停用{_name(role, unit)}",
        lambda: role_making.close(role, unit, reason=form.reason.data, by=current_user),
        role,
    )


def _name(role: str, unit: OrgUnit) -> str:
    """Its name; 404 where there is no such role in `unit`."""
    return roles_in(unit).get(role) or abort(404)


def _adjustable(unit: OrgUnit) -> list[str]:
    return [each.key for each in permissions_in(unit) if each.key not in ADMINISTRATION]


def _boxes(role: str, unit: OrgUnit, form: Form, status: int = 200, loss=()):
    name = roles_in(unit)[role]
    groups = [
        (module, [(each, form[box_of(each.key)]) for each in some if each.key not in ADMINISTRATION])
        for module, some in by_module(unit).items()
    ]
    return render(
        "access/ticking.html",
        status=status,
        form=form,
        loss=loss,
        name=name,
        groups=[each for each in groups if each[1]],
        back=url_for("access.show", role=role),
        crumbs=crumbs((name, url_for("access.show", role=role)), ("勾选权限", "")),
    )


def _copy_form() -> CopyForm:
    form = CopyForm()
    form.source.choices = {key: name for key, name in roles_in(own_unit()).items() if key not in role_making.FIXED}
    return form


def _step(form: Form, verb: str, role: str = "", status: int = 200):
    back = url_for("access.show", role=role) if role else url_for("access.index")
    return render("access/step.html", status=status, form=form, verb=verb, back=back, crumbs=crumbs((verb, "")))


def _take(form: Form, verb: str, act, role: str = ""):
    """Validate, act, commit; what a rule has against it is said at its field."""
    if not form.validate():
        return _step(form, verb, role, 422)
    try:
        made = act()
    except RuleError as error:
        if error.status != RuleError.status:
            raise
        db.session.rollback()
        form[error.at].errors = [str(error)]
        return _step(form, verb, role, 422)
    return saved(url_for("access.show", role=made) if made else url_for("access.index"), f"已办理：{verb}。")


def _counted(unit: OrgUnit) -> dict[str, int]:
    """Role → how many accounts in use hold it today in `unit` or below."""
    here = Appointment.counting_on(clock.today()) & Appointment.unit.has(unit.subtree_of(OrgUnit))
    found = select(Appointment.role, func.count(Appointment.user_id.distinct())).join(Appointment.user)
    counted = db.session.execute(found.where(here, User.active).group_by(Appointment.role))
    return dict(counted.all())


def _holders(role: str, unit: OrgUnit) -> list[Appointment]:
    """The first of those who hold it today, by unit."""
    here = Appointment.counting_on(clock.today()) & (Appointment.role == role) & User.active
    found = select(Appointment).join(Appointment.user).join(Appointment.unit).where(here, unit.subtree_of(OrgUnit))
    with_names = (joinedload(Appointment.user), joinedload(Appointment.unit))
    return list(db.session.scalars(found.order_by(OrgUnit.path, Appointment.id).options(*with_names).limit(MOST)))
