"""Logs without numbers of persons and passwords: whoever logs, through whatever handler, tracebacks too."""

import logging
import sys
import threading
import traceback
from typing import Any

from portal.redaction.columns import redacted

_made = logging.LogRecord
_formatter = logging.Formatter()


def clean(*about: Any, **more: Any) -> logging.LogRecord:
    """A log record whose message and traceback say nothing of that. A filter would have to hang on every handler there is, and on those
    that a library adds later; all records come from one factory."""
    record = _made(*about, **more)
    try:
        said = record.getMessage()
    except Exception:  # noqa: BLE001  the handler tells of arguments that do not fit
        return record
    if (told := redacted(said)) != said:
        record.msg, record.args = told, None
    if record.exc_info and record.exc_info[0]:
        record.exc_text = redacted(_formatter.formatException(record.exc_info))  # handlers take it as formatted
    return record


def init() -> None:
    """For the whole process: what is logged."""
    logging.setLogRecordFactory(clean)


def last_words() -> None:
    """For the process of the server: what ends it, or one of its threads, with a traceback, which a journal keeps."""
    sys.excepthook = _print
    threading.excepthook = _end_of_thread


def _end_of_thread(ended: threading.ExceptHookArgs) -> None:
    _print(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _print(kind: type[BaseException], error: BaseException | None, trace: Any) -> None:
    if not issubclass(kind, SystemExit):
        sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))
