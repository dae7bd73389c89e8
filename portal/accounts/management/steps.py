"""What all pages of account steps share: one page with a form, and how a broken rule is reported."""

from collections.abc import Callable

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from portal.accounts import policy, vouching
from portal.accounts.models import Appointment, User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms import Form
from portal.web.forms.idempotency import finish, saved
from portal.web.forms.looking_up import only_searches
from portal.web.pages.rendering import get_or_404, render


def user_or_404(user_id: int) -> User:
    """The account, if the reader looks after that part of the tree."""
    return get_or_404(policy.visible_to(current_user).options(with_offices()), user_id)


def with_offices() -> LoaderOption:
    """For accounts whose offices are told: with their units, and whose office it is."""
    return selectinload(User.appointments).options(joinedload(Appointment.unit), joinedload(Appointment.owner))


def ask(form: Form, verb: str, user: User | None = None, *, status: int = 200, **page):
    """The page of one step. `page` may hold explanation and tone."""
    back = url_for("accounts.show", user_id=user.id) if user else url_for("accounts.index")
    about = f"{user.name}（{user.username}）" if user else ""
    return render(
        "accounts/step.html",
        status=status,
        form=form,
        verb=verb,
        about=about,
        back=back,
        **page,
        crumbs=[("账号", url_for("accounts.index")), *([(user.name, back)] if user else []), (verb, "")],
    )


def take(form: Form, verb: str, user: User, act: Callable[[], object], **page):
    """Validate the form, call `act`, commit and redirect to the account; a RuleError is shown above the same form."""
    if not form.validate():
        return ask(form, verb, user, status=422, **page)
    user_id = user.id
    try:
        act()
    except RuleError as error:
        if error.status != 422:
            raise
        db.session.rollback()
        if error.at in form:
            form[error.at].errors = [str(error)]
        else:
            form.form_errors.append(str(error))
        return ask(form, verb, user_or_404(user_id), status=422, **page)
    return saved(url_for("accounts.show", user_id=user_id), f"已办理：{verb}。")


def hand_over(user: User, password: str):
    """Commit, and show the password on the answer itself: it is not stored and cannot be shown again."""
    finish(url_for("accounts.show", user_id=user.id))
    return render(
        "accounts/handed_over.html",
        user=user,
        password=password,
        waits=vouching.matters(user),
        crumbs=[
            ("账号", url_for("accounts.index")),
            (user.name, url_for("accounts.show", user_id=user.id)),
            ("初始密码", ""),
        ],
    )


def offer(form: Form) -> Form:
    """`form` with the roles and units the reader may give."""
    form.role.choices = policy.roles_for(current_user)
    form.unit_id.choices, form.unit_id.find = _units, _unit
    return form


def searched(form: Form, verb: str, user: User | None = None):
    """The same page when the search button inside the form was pressed; None otherwise."""
    return ask(form, verb, user) if only_searches(form) else None


def _units() -> dict[int, str]:
    """Name of each unit, with the one above it before what is only called 第一网格 or 物业办."""
    found = db.session.execute(
        policy.units_of(current_user)
        .with_only_columns(OrgUnit.id, OrgUnit.parent_id, OrgUnit.name, OrgUnit.short_name)
        .order_by(OrgUnit.path)
    ).all()
    short = {row.id: row.short_name for row in found}
    return {row.id: f"{short[row.parent_id]}　{row.name}" if row.parent_id in short else row.name for row in found}


def _unit(ident: int | None) -> OrgUnit | None:
    return db.session.scalars(policy.units_of(current_user).where(OrgUnit.id == ident)).one_or_none()
