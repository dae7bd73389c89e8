"""Looks over the shoulder of the application while it answers: what is logged, refused by the database, written for whom, and how long it
takes."""

import logging
import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, has_request_context
from flask_login import current_user
from sqlalchemy import event, inspect
from sqlalchemy.exc import IntegrityError

from portal.extensions import db

CPU, WALL = 5, 60  # seconds an answer may take
LEAKS = re.compile(
    rb"Traceback \(most recent call last\)|File &#34;/|File \"/|sqlalchemy\.exc|jinja2\.exceptions|werkzeug\.debug"
)
OURS = re.compile(r"/((?:portal/(?!testing/)|plugins/)[^/].*)")


class Hang(BaseException):
    """It took too long; no handler of the application may catch it."""


class NotYours(BaseException):
    """A row of another district was to be written."""


@dataclass
class Watch(logging.Handler):
    """`said`: complaints of the try under way. Use `over(…)` around each try."""

    app: Flask
    counties: dict[str, int]
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    __hash__ = logging.Handler.__hash__

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.said.append(told(record.exc_info[1]))
        else:
            self.said.append(f"logged: {record.getMessage()[:300]}")

    @contextmanager
    def attached(self) -> Iterator["Watch"]:
        """While this is open, everything is heard."""
        log = logging.getLogger()
        log.addHandler(self)
        event.listen(db.engine, "handle_error", self._refused)
        event.listen(db.session, "before_flush", self._written)
        before = [signal.signal(each, _too_long) for each in (signal.SIGPROF, signal.SIGALRM)]
        try:
            yield self
        finally:
            log.removeHandler(self)
            event.remove(db.engine, "handle_error", self._refused)
            event.remove(db.session, "before_flush", self._written)
            for number, handler in zip((signal.SIGPROF, signal.SIGALRM), before, strict=True):
                signal.signal(number, handler)

    @contextmanager
    def over(self) -> Iterator[list[str]]:
        """One try: the list is filled with what went wrong."""
        self.said.clear()
        signal.setitimer(signal.ITIMER_PROF, CPU)
        signal.setitimer(signal.ITIMER_REAL, WALL)
        try:
            yield self.said
        except (Exception, Hang, NotYours) as error:  # noqa: BLE001  whatever comes through is a fault
            self.said.append(told(error))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)

    def answered(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Look at an answer."""
        if status >= 500:
            self.said.append(f"answers {status}")
        if LEAKS.search(body):
            self.said.append("tells of its inside")
        if odd := [name for name, value in headers if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)]:
            self.said.append(f"control characters in {odd}")

    def _refused(self, failure) -> None:
        """A constraint that no form looked after: only what must be unique may be found out by the database."""
        error = failure.sqlalchemy_exception
        words = str(failure.original_exception)
        if isinstance(error, IntegrityError) and not re.search(r"unique", words, re.IGNORECASE):
            self.said.append(f"the database refuses: {words[:200]} {_last_of_ours(traceback.extract_stack())}")

    def _written(self, session, context, instances) -> None:
        if not has_request_context() or not current_user.is_authenticated:
            return
        home = self.counties.get(current_user.username.partition("_")[0])
        for row in [*session.new, *session.dirty, *session.deleted]:
            county = getattr(row, "county_id", None) if "county_id" in inspect(row).mapper.columns else None
            if home and county and county != home and session.is_modified(row):
                raise NotYours(f"{type(row).__name__} of unit {county} is written by {current_user.username}")


def told(error: BaseException) -> str:
    """The kind of `error`, and where in our code it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}: {str(error)[:200]} {_last_of_ours(frames)}"


def _last_of_ours(frames) -> str:
    found = [(match[1], each.lineno) for each in frames if (match := OURS.search(each.filename))]
    return "({}:{})".format(*found[-1]) if found else ""


def _too_long(number: int, frame) -> None:
    raise Hang(f"more than {CPU} s of the processor" if number == signal.SIGPROF else f"more than {WALL} s")
