"""What is said when a step is taken."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.records.steppable import Steppable
    from portal.records.steps import Declared


_vouched: ContextVar[tuple[str, ...]] = ContextVar("vouched", default=())


@contextmanager
def vouching(words: Iterable[str]) -> Iterator[None]:
    """Whoever takes the steps inside has ticked that `words` are meant innocently."""
    token = _vouched.set(tuple(words))
    try:
        yield
    finally:
        _vouched.reset(token)


def checked(declared: "Declared", record: "Steppable", args: Iterable[Any], given: dict[str, Any]) -> str:
    """What is added to the timeline about the words of a step. Raises RuleError, Doubtful as the record does."""
    return record.check_words(words_in(declared, args, given), _vouched.get())


def words_in(declared: "Declared", args: Iterable[Any], given: dict[str, Any]) -> dict[str, str]:
    """The texts among the arguments of a step, by their names; none where only jobs and other steps take it."""
    if not declared.needs:
        return {}
    named = dict(zip(_arguments(declared.method), args, strict=False)) | given
    return {name: each for name, each in named.items() if isinstance(each, str)}


@cache
def _arguments(method: Callable) -> tuple[str, ...]:
    """Their names, but that of the record: read once, for a roster takes its steps a hundred thousand times."""
    return tuple(signature(method).parameters)[1:]
