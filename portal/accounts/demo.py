"""Demo accounts, one a role; those of plugins are named after their role. They exist only where `demo load` made them."""

from flask import current_app
from sqlalchemy import select

from portal.accounts.models import Appointment, User
from portal.accounts.rights import roles_in
from portal.config import DEMO_PASSWORD
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ROLES, every_role, plugin_of_role

ACCOUNTS = ROLES | {"outsider": "东胜区受理员"}


def usernames() -> dict[str, str]:
    """Username → what the account is, of all that the demo makes."""
    return ACCOUNTS | {role: name for role, name in every_role().items() if plugin_of_role(role)}


def demo_accounts() -> list[tuple[str, str, str]]:
    """`(username, role, unit)` of the demo accounts, as the sign-in page lists them; empty outside the demo."""
    if current_app.extensions["portal_settings"].env != "demo":
        return []
    known = usernames()
    rows = db.session.execute(
        select(User.username, Appointment.role, OrgUnit)
        .join(User.appointments)
        .join(Appointment.unit)
        .where(User.username.in_(known))
        .order_by(User.id)
    )
    return [(username, known[username], unit.name) for username, role, unit in rows if role in roles_in(unit)]


def demo_password_in_use() -> str:
    """Name of an account that still has the demo password, or nothing."""
    for user in db.session.scalars(select(User).where(User.username.in_(usernames()))):
        if user.active and user.verify_password(DEMO_PASSWORD):
            return user.username
    return ""
