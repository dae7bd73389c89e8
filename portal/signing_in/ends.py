"""When a session ends by itself, and how many there may be, as the district decides; where the server's own limits are shorter, they hold."""

import time
from datetime import UTC, datetime, timedelta

from flask import Flask, session

from portal.accounts import sessions
from portal.accounts.models import User
from portal.accounts.views import BEGUN
from portal.extensions import login
from portal.settings import settings_of
from portal.signing_in.settings import KEY, ONE
from portal.web.http.cookies import BEGAN


def init_app(app: Flask) -> None:
    """Ask at each request whether the session is over."""
    login.user_loader(signed_in)


def signed_in(session_id: str) -> User | None:
    """The user of a session that is not over."""
    user = sessions.loaded(session_id)
    return None if user is None or _is_over(user) else user


def _is_over(user: User) -> bool:
    """Whether it was not used for too long (accurate to a tenth of the server's limit), or began too long ago, by the strictest of the offices."""
    rules = [settings_of(KEY, each.unit) for each in user.current_appointments]
    if not rules:
        return False
    unused = datetime.now(UTC) - session.signed_at if session.signed_at else timedelta()
    lasted = time.time() - session.get(BEGAN, time.time())
    idle, longest = min(each.idle_minutes for each in rules), min(each.longest_hours for each in rules)
    return unused > timedelta(minutes=idle) or lasted > longest * 3600


def only_this(user: User) -> None:
    """Where one of the offices of `user` allows one session at a time, the one that begins ends the others."""
    if any(settings_of(KEY, each.unit).at_once == ONE for each in user.current_appointments):
        sessions.end_others(user)


BEGUN.append(only_this)
