"""The accounts of mediators: who signs in as which line of a roster, so that nobody decides about what they mediated themselves."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from portal import clock
from portal.accounts.models import Appointment, User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

VIEW = "mediation.view"  # with which somebody may have to do with what they mediated
MOST_OFFERED = 200


def shown(user: User) -> str:
    """李某（lisi）."""
    return f"{user.name}（{user.username}）"


def accounts_near(unit: OrgUnit) -> list[User]:
    """Those who have to do with mediation in `unit`, below or above it, the first by name."""
    found = db.session.scalars(_near(unit).order_by(User.name, User.id).limit(MOST_OFFERED))
    return [each for each in found if _has_to_do(each, unit)]


def account_named(unit: OrgUnit, text: str) -> User | None:
    """The account that `text` names: 李某（lisi）, lisi, or 李某 where only one is called so; None for nothing. Raises RuleError for one that has nothing to do with
    mediation near `unit`."""
    text = text.strip()
    if not text:
        return None
    username = text[:-1].rpartition("（")[2] if text.endswith("）") else text
    with db.session.no_autoflush:
        named = _near(unit).where(or_(User.username == username, User.name == text))
        found = [each for each in db.session.scalars(named) if _has_to_do(each, unit)]
    if len(found) > 1:
        raise RuleError(f"有 {len(found)} 个账号的姓名相同，请填写登录账号。", at="account")
    if not found:
        raise RuleError("调委会所在单位和上下级单位里，没有这个能看人民调解的账号，请核对。", at="account")
    return found[0]


def _near(unit: OrgUnit) -> Select[tuple[User]]:
    """Those with an office in `unit`, below or above it, whose role gives the right somewhere."""
    near = select(OrgUnit.id).where(or_(unit.subtree_of(OrgUnit), OrgUnit.id.in_(unit.ancestor_ids)))
    held = Appointment.unit_id.in_(near), Appointment.counting_on(clock.today()), Appointment.may_grant(VIEW)
    users = select(User).where(User.active, User.id.in_(select(Appointment.user_id).where(*held)))
    return users.options(selectinload(User.appointments).joinedload(Appointment.unit))


def _has_to_do(user: User, unit: OrgUnit) -> bool:
    return any(each.contains(unit) or unit.contains(each) for each in user.units_with(VIEW))
