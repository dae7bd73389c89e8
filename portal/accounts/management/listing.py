"""The accounts of the own subtree, and the page of one."""

from collections.abc import Callable
from datetime import timedelta

from flask import url_for
from flask_login import current_user
from sqlalchemy import or_, select

from portal import clock, guessing
from portal.accounts import policy, vouching
from portal.accounts.delegation import handed_over, same_office
from portal.accounts.ending import ends_soon
from portal.accounts.forms import AccountFilter
from portal.accounts.guesses import of_strangers
from portal.accounts.management.deputies import may_have_deputy
from portal.accounts.management.steps import user_or_404, with_offices
from portal.accounts.models import NO_PASSWORD, Appointment, User
from portal.accounts.views import bp
from portal.database import reads
from portal.extensions import db
from portal.web.http.guards import requires
from portal.web.pages import searching
from portal.web.pages.formatting import moment
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import render

BESIDE: list[Callable[[], tuple[str, str] | None]] = []
"""Of layers above: what stands beside 开通账号, as `(label, address)`."""
FURTHER: list[Callable[[User], tuple[str, str] | None]] = []
"""Of layers above: a further step with an account that the reader looks after, as `(label, address)`."""


@bp.get("/accounts")
@requires(policy.MANAGE)
def index():
    """The accounts, newest first."""
    return searching.elsewhere() or _list()


@bp.post("/accounts")
@requires(policy.MANAGE)
@reads
def find():
    """What is chosen and typed in the filter bar."""
    return searching.elsewhere() or _list()


@bp.get("/accounts/<int:user_id>")
@requires(policy.MANAGE)
def show(user_id: int):
    """One account: its offices, and what can be done."""
    user = user_or_404(user_id)
    offices = _offices(user)
    held_up = guessing.seconds_left(of_strangers(user))
    ends = {each.id for each in offices if not each.is_over(clock.today()) and _may_end(each)}
    cared_for = policy.may_look_after(current_user, user)
    return render(
        "accounts/show.html",
        user=user,
        waits=vouching.matters(user),
        state=state_of(user, held_up),
        held_up=held_up,
        offices=offices,
        today=clock.today(),
        ends=ends,
        deputies={each.id for each in offices if may_have_deputy(each)},
        stand_ins=_stand_ins(user, offices),
        elsewhere=not {*user.standing_appointments} <= {*offices},
        may_appoint=policy.may_appoint(current_user, user),
        may_look_after=cared_for,
        further=[step for each in FURTHER if cared_for and (step := each(user))],
        crumbs=[("账号", url_for("accounts.index")), (user.name, "")],
    )


def state_of(user: User, held_up: int = 0) -> tuple[str, str]:
    """Whether one can sign in, in words, and the tone. `held_up`: seconds until a device on which it never did may try again."""
    if user.dormant_at:
        return "长期没有登录，已锁定", "danger"
    if not user.active:
        return ("已锁定", "danger") if user.standing_appointments else ("已停用", "neutral")
    if held_up:
        until = moment(clock.now() + timedelta(seconds=held_up))[-5:]
        return f"输错密码太多，没有登录过的电脑到 {until} 才能再试", "warn"
    if not user.current_appointments:
        return "没有任职", "warn"
    if user.password_hash == NO_PASSWORD:
        return "还没有密码，请点“重设密码”", "warn"
    return ("待改初始密码", "info") if user.must_change_password else ("正常", "ok")


def _list():
    filters = AccountFilter(searching.given())
    filters.role.choices = {"": "全部", **policy.known_to(current_user)}
    query = _filtered(policy.visible_to(current_user), filters).with_only_columns(User.id, User.created_at)
    page = paginate(query, User.created_at, User.id)
    found = db.session.scalars(
        select(User)
        .where(User.id.in_([row.id for row in page.rows]))
        .order_by(User.created_at.desc(), User.id.desc())
        .options(with_offices())
    ).all()
    held_up = guessing.exhausted({user.id: of_strangers(user) for user in found})
    rows = [
        (
            user,
            state_of(user, held_up.get(user.id, 0)),
            [each for each in _offices(user) if not each.is_over(clock.today())],
        )
        for user in found
    ]
    beside = [step for each in BESIDE if (step := each())]
    return render("accounts/index.html", block="rows", filters=filters, page=page.showing(rows), beside=beside)


def _filtered(query, filters: AccountFilter):
    today = clock.today()
    if text := searching.sought():
        query = query.where(
            or_(User.username.startswith(text, autoescape=True), User.name.contains(text, autoescape=True))
        )
    if filters.role.data:
        query = query.where(
            User.appointments.any(Appointment.counting_on(today) & (Appointment.role == filters.role.data))
        )
    if filters.state.data == "active":
        query = query.where(User.active)
    if filters.state.data == "locked":
        query = query.where(or_(~User.active, User.id.in_(_held_up())))
    if filters.state.data == "dormant":
        query = query.where(User.dormant_at.is_not(None))
    if filters.state.data == "ending":
        query = query.where(ends_soon(today))
    if filters.state.data == "idle":
        query = query.where(~User.appointments.any(Appointment.current_on(today)))
    return query


def _held_up() -> list[int]:
    """Accounts that wrong passwords hold up; the shares do not say whose they are, so each account is asked."""
    users = db.session.scalars(policy.visible_to(current_user).where(User.active))
    return list(guessing.exhausted({user.id: of_strangers(user) for user in users}))


def _stand_ins(user: User, offices: list[Appointment]) -> dict[int, list[tuple[Appointment, bool]]]:
    """Id of one of `offices` → who holds it beside `user`, or will, and whether the reader may end that."""
    held = handed_over(user)
    return {
        office.id: [(each, _may_end(each)) for each in held if same_office(each, office)]
        for office in offices
        if office.for_id is None and not office.is_over(clock.today())
    }


def _may_end(office: Appointment) -> bool:
    """Whether the reader ends `office`, of whoever holds it."""
    return policy.may_appoint(current_user, office.user) and policy.may_grant(current_user, office.role, office.unit)


def _offices(user: User) -> list[Appointment]:
    """The appointments in the reader's subtree; those in other districts are not shown."""
    return [each for each in user.appointments if policy.reaches(current_user, each.unit)]
