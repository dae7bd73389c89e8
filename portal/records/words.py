"""What is said when a step is taken."""

from collections.abc import Iterable
from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.records.steps import Declared


def words_in(declared: "Declared", args: Iterable[Any], given: dict[str, Any]) -> dict[str, str]:
    """The texts among the arguments of a step, by their names; none where only jobs and other steps take it."""
    if not declared.needs:
        return {}
    named = dict(zip(list(signature(declared.method).parameters)[1:], args, strict=False)) | given
    return {name: each for name, each in named.items() if isinstance(each, str)}
