"""Slow work on what was sent, done before the request takes the writers' lock (portal/database.py)."""

from collections.abc import Callable

from flask import Flask, current_app, request
from flask_login import current_user

from portal.database import reading_first, writes

__all__ = ["before_writing", "takes_files"]

WORK = "portal_before_writing"


def before_writing(app: Flask, work: Callable[[], None]) -> None:
    """Have `work` called for each request that sends files and writes, when its sender is signed in or its view is marked
    `@takes_files`. It must not use the database and must not answer."""
    app.extensions.setdefault(WORK, []).append(work)


def takes_files(view):
    """Mark a view to which people who are not signed in send files."""
    view.takes_files = True
    return view


def work_first() -> None:
    """Before a request."""
    if not writes() or not request.files:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    with reading_first():
        wanted = getattr(view, "takes_files", False) or current_user.is_authenticated
    if wanted:
        work_on_files()


def work_on_files() -> None:
    """The work itself, for whoever knows that the sender is to be trusted with it."""
    for work in current_app.extensions.get(WORK, []):
        work()
