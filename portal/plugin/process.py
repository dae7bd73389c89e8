"""What all of the portal's process shares beyond its modules: the import of a plugin leaves it as it was."""

import atexit
import decimal
import gc
import locale
import logging
import os
import resource
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

WATCHED_LOGS = ("", "portal", "werkzeug", "gunicorn.error", "sqlalchemy")


class Shared(NamedTuple):
    """Something shared: what it is called, how it is read, and how it is set to what was read before."""

    name: str
    read: Callable[[], Any]
    put_back: Callable[[Any], Any]


def _set_environment(before: dict[str, str]) -> None:
    for name in set(os.environ) - set(before):
        os.environ.pop(name)
    os.environ.update(before)


def _signals() -> dict[signal.Signals, Any]:
    return {each: signal.getsignal(each) for each in signal.valid_signals()} if _in_main_thread() else {}


def _set_signals(before: dict[signal.Signals, Any]) -> None:
    for number, handler in before.items():
        if signal.getsignal(number) is not handler:
            with suppress(OSError, TypeError, ValueError):  # one that Python did not set
                signal.signal(number, handler)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _logs() -> list[Any]:
    logs = map(logging.getLogger, WATCHED_LOGS)
    return [
        logging.root.manager.disable,
        *((each, each.level, each.disabled, each.propagate, [*each.handlers], [*each.filters]) for each in logs),
    ]


def _set_logs(before: list[Any]) -> None:
    logging.disable(before[0])
    for log, level, disabled, propagate, handlers, filters in before[1:]:
        log.setLevel(level)
        log.disabled, log.propagate = disabled, propagate
        log.handlers[:], log.filters[:] = handlers, filters


def _arithmetic() -> list[tuple[Any, ...]]:
    contexts = (decimal.getcontext(), decimal.DefaultContext)
    return [(each.prec, each.rounding, each.Emin, each.Emax, each.clamp, dict(each.traps)) for each in contexts]


def _set_arithmetic(before: list[tuple[Any, ...]]) -> None:
    for context, values in zip((decimal.getcontext(), decimal.DefaultContext), before, strict=True):
        context.prec, context.rounding, context.Emin, context.Emax, context.clamp, traps = values
        context.traps.update(traps)


def _raising() -> list[Any]:
    return [each for each in warnings.filters if each[0] == "error"]


def _set_raising(before: list[Any]) -> None:
    warnings.filters[:] = [each for each in warnings.filters if each[0] != "error" or each in before]  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]  # noqa: SLF001


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


def _streams() -> tuple[Any, ...]:
    return sys.stdin, sys.stdout, sys.stderr, sys.excepthook, threading.excepthook, sys.unraisablehook


def _set_streams(before: tuple[Any, ...]) -> None:
    sys.stdin, sys.stdout, sys.stderr, sys.excepthook, threading.excepthook, sys.unraisablehook = before


def _set_collecting(before: bool) -> None:
    (gc.enable if before else gc.disable)()


def _alarms() -> list[bool]:
    return [signal.getitimer(each)[0] > 0 for each in TIMERS]


def _set_alarms(before: list[bool]) -> None:
    for timer, was_set in zip(TIMERS, before, strict=True):
        if not was_set:
            signal.setitimer(timer, 0)


def _limits() -> list[tuple[int, int]]:
    return [resource.getrlimit(each) for each in LIMITS]


def _set_limits(before: list[tuple[int, int]]) -> None:
    for limit, values in zip(LIMITS, before, strict=True):
        with suppress(OSError, ValueError):  # a hard limit that was lowered can only be told
            resource.setrlimit(limit, values)


def _watching() -> tuple[Any, ...]:
    return sys.gettrace(), sys.getprofile(), sys.getswitchinterval()


def _set_watching(before: tuple[Any, ...]) -> None:
    sys.settrace(before[0])
    sys.setprofile(before[1])
    sys.setswitchinterval(before[2])


TIMERS = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)
LIMITS = (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_STACK)
SHARED = (
    Shared("the alarms of the server", _alarms, _set_alarms),
    Shared("how much the process may use", _limits, _set_limits),
    Shared("how the interpreter is watched, and how long a thread keeps it", _watching, _set_watching),
    Shared("the environment", lambda: dict(os.environ), _set_environment),
    Shared("the folder it runs in", os.getcwd, os.chdir),
    Shared(
        "where modules are looked for", lambda: [*sys.path], lambda before: sys.path.__setitem__(slice(None), before)
    ),
    Shared("the answers to signals", _signals, _set_signals),
    Shared("the log", _logs, _set_logs),
    Shared(
        "the locale", lambda: locale.setlocale(locale.LC_ALL), lambda before: locale.setlocale(locale.LC_ALL, before)
    ),
    Shared("the arithmetic of decimals", _arithmetic, _set_arithmetic),
    Shared("which warnings are errors", _raising, _set_raising),
    Shared("how long sockets wait", socket.getdefaulttimeout, socket.setdefaulttimeout),
    Shared("the rights of new files", _umask, os.umask),
    Shared("the streams and what is done about errors", _streams, _set_streams),
    Shared("how deep calls may go", sys.getrecursionlimit, sys.setrecursionlimit),
    Shared("the collection of garbage", gc.isenabled, _set_collecting),
)


class Process:
    """What is shared as it was at the last `look`."""

    def __init__(self) -> None:
        self._left: list[Callable[..., Any]] = []
        self.look()

    def look(self) -> None:
        self._before = [each.read() for each in SHARED]
        self._threads = set(threading.enumerate())

    def noting(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """In place of `atexit.register` while a plugin is imported."""
        self._left.append(function)
        return REGISTER(function, *given, **named)

    def complaints(self, package: str) -> Iterator[str]:
        """What the plugin in `package` may not have done."""
        for shared, before in zip(SHARED, self._before, strict=True):
            if shared.read() != before:
                yield f"it changes {shared.name}, which the whole process shares"
        for thread in threading.enumerate():
            if thread not in self._threads:
                yield f"it starts the thread {thread.name}: what takes long is a job"
        for function in self._own(package):
            yield f"it has {getattr(function, '__name__', 'something')} to do when the process ends"

    def put_back(self, package: str) -> None:
        """Undo all of that; a thread cannot be ended."""
        for shared, before in zip(SHARED, self._before, strict=True):
            if shared.read() != before:
                shared.put_back(before)
        for function in self._own(package):
            atexit.unregister(function)

    def _own(self, package: str) -> list[Callable[..., Any]]:
        """Of what shall be done at the end what is of `package`; the libraries that it imports may have something to do then."""
        return [
            each for each in self._left if package and f"{getattr(each, '__module__', '')}.".startswith(f"{package}.")
        ]


REGISTER = atexit.register
