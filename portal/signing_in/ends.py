"""When a session ends by itself, and how many there may be, as the district decides; where the server's own limits are shorter, they hold."""

from datetime import timedelta

from portal.accounts import sessions
from portal.accounts.models import User
from portal.accounts.views import BEGUN
from portal.settings import settings_of
from portal.signing_in.settings import KEY, ONE


def limits(user: User) -> tuple[timedelta, timedelta] | None:
    """How long a session of `user` may stand unused, and last, by the strictest of the offices; None without any."""
    rules = [settings_of(KEY, each.unit) for each in user.current_appointments]
    if not rules:
        return None
    idle, longest = min(each.idle_minutes for each in rules), min(each.longest_hours for each in rules)
    return timedelta(minutes=idle), timedelta(hours=longest)


def only_this(user: User) -> None:
    """Where one of the offices of `user` allows one session at a time, the one that begins ends the others."""
    if any(settings_of(KEY, each.unit).at_once == ONE for each in user.current_appointments):
        sessions.end_others(user)


sessions.LIMITS.append(limits)
BEGUN.append(only_this)
