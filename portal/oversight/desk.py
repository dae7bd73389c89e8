"""What an auditor of a county sees on the desk: how often lately somebody could not sign in, saw full numbers, took lists away; and the way to what is unusual."""

from datetime import timedelta

from flask import url_for
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.scope import Audited
from portal.audit.trail import ACTIONS
from portal.extensions import db
from portal.oversight.asking import Days
from portal.permissions import READ_TRAIL
from portal.plugin.contributions import Action, Card

DAYS, MOST = 7, 99
WATCHED = ("sign_in_failed", "reveal", "export")


def cards(user: User) -> list[Card | Action]:
    """Counts of the last days, each with its list. Nothing for whoever audits more than counties: there no index holds the kinds of entries apart."""
    if not user.can(READ_TRAIL):
        return []
    seen, today = Audited.by(user), clock.today()
    lately = Days(today - timedelta(days=DAYS - 1), today)
    counted = {} if seen.all or not seen.counties else _counted(seen, lately)
    asked = {"first": lately.first, "last": lately.last}
    strip = [
        Card(
            f"audit-{each}",
            f"{ACTIONS[each]}（近 {DAYS} 天）",
            number if number <= MOST else f"{MOST}+",
            url_for("oversight.index", action=each, **asked),
            order=10,
        )
        for each, number in counted.items()
    ]
    return [*strip, Action("异常访问提示", url_for("oversight.hint_list"), "eye")]


def _counted(seen: Audited, lately: Days) -> dict[str, int]:
    some = [
        select(AuditEntry.id).where(seen.condition, AuditEntry.action == each, lately.within).limit(MOST + 1)
        for each in WATCHED
    ]
    numbers = db.session.execute(
        select(*(select(func.count()).select_from(each.subquery()).scalar_subquery() for each in some))
    ).one()
    return dict(zip(WATCHED, numbers, strict=True))
