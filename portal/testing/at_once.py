"""Two who act in the same moment: the second begins while the transaction of the first is open."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from flask import Flask

from portal.database import begin_writing
from portal.errors import RuleError
from portal.extensions import db

A_MOMENT = 0.5  # seconds in which the second would have overtaken the first, if nothing held it


def one_while_the_other(app: Flask, first: Callable, second: Callable) -> tuple:
    """What both answer, None for what was refused. (On SQLite writers stand in a queue; on PostgreSQL the rows must be locked.)"""
    db.session.commit()
    held, over = Event(), Event()
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(_tried, app, first, held, over)
        held.wait(10)
        two = pool.submit(_tried, app, second, over, None)
        return one.result(), two.result()


def _tried(app: Flask, act: Callable, ready: Event, done: Event | None):
    with app.app_context():
        try:
            begin_writing()
            answer = act()
            ready.set()
            if done:
                done.wait(A_MOMENT)
            db.session.commit()
        except RuleError:
            db.session.rollback()
            ready.set()
            return None
        return answer
