"""Signatures as documentation shows them: short types, defaults one can read, the same on every machine."""

import inspect
import re
from collections.abc import Callable
from typing import Any

from portal.records.steps import Declared

READABLE = (str, int, float, bool, tuple, frozenset, type(None))


def signature_of(thing: Any) -> str:
    """`(unit: OrgUnit, *, by: User) -> Case` of a function, of a class what it is made with; empty for anything else."""
    thing = getattr(thing, "__func__", thing)
    thing = thing.method if isinstance(thing, Declared) else inspect.unwrap(thing)
    if not (inspect.isclass(thing) or inspect.isfunction(thing)):
        return ""
    made = inspect.isclass(thing)
    if made and not str(getattr(thing.__init__, "__module__", "")).startswith("portal"):
        return ""
    try:
        found = inspect.signature(thing)
    except ValueError:
        return ""
    own = [each for each in found.parameters.values() if each.name not in ("self", "cls")]
    shown = inspect.Signature([_plain(each) for each in own], return_annotation=inspect.Signature.empty)
    answer = (
        ""
        if made or found.return_annotation in (inspect.Signature.empty, "None", None)
        else _short(found.return_annotation)
    )
    return _unquoted(str(shown)) + (f" -> {answer}" if answer else "")


class _Word:
    """Something whose `repr` is the text itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _plain(each: inspect.Parameter) -> inspect.Parameter:
    annotation = each.annotation if each.annotation is each.empty else _Word(_short(each.annotation))
    return each.replace(annotation=annotation, default=_default(each.default))


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty or isinstance(value, READABLE):
        return value
    name = getattr(value, "__name__", "") if isinstance(value, Callable | type) else ""
    return _Word(name if name.isidentifier() else "…")


def _short(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    if "ForwardRef('Response')" in text:
        return "Response"  # what a view may answer
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=\w)", "", text)


def _unquoted(text: str) -> str:
    return text.replace("'", '"') if "'" in text and '"' not in text else text
