"""The base of what hooks hand over: values that look at themselves when they are made. Nothing of the portal is imported here."""

from functools import cache
from types import UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from markupsafe import Markup

WORDS = (str, Markup)  # and no class of a plugin that behaves like text until it is shown
ADDRESSES = ("/", "https://", "http://")
LONGEST = {"label": 100, "title": 500, "html": 1_000_000}  # signs, of a field of this name
LONGEST_OTHERS = 2000
LARGEST = 10**15


class Contribution:
    """A value that looks at its fields when it is made: in the hook of the plugin, where what is wrong stays with the plugin. Raises
    TypeError, and ValueError for an address that leads nowhere (`javascript:` among them) a text that is too long or cannot be
    written, a number that is too large."""

    def __post_init__(self) -> None:
        for name, kinds in _kinds_of(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, str) and type(value) not in WORDS):
                raise TypeError(f"{type(self).__name__}.{name} is {value!r}"[:200])
            if isinstance(value, str) and len(value) > LONGEST.get(name, LONGEST_OTHERS):
                raise ValueError(
                    f"{type(self).__name__}.{name} has {len(value)} signs, and at most {LONGEST.get(name, LONGEST_OTHERS)}"
                )
            if not _can_be_sent(value):
                raise ValueError(f"{type(self).__name__}.{name} holds what no page can show: {value!r:.100}")
        address = getattr(self, "url", "")
        if address and not address.startswith(ADDRESSES):
            raise ValueError(f"{type(self).__name__}.url is {address!r}, which is no address")


def _can_be_sent(value: Any) -> bool:
    """Whether all texts in `value` can be written (not half a pair of UTF-16), and all numbers are short."""
    if isinstance(value, str):
        return value.isascii() or value.encode(errors="ignore").decode() == value
    if isinstance(value, int):
        return abs(value) < LARGEST
    return not isinstance(value, list | tuple) or all(_can_be_sent(each) for each in value)


@cache
def _kinds_of(kind: type) -> tuple[tuple[str, type | tuple[type, ...]], ...]:
    """Field → the classes of which its value may be; without those that may be anything."""
    hints = get_type_hints(kind)
    fields = ((name, hint) for name, hint in hints.items() if get_origin(hint) is not ClassVar)
    return tuple((name, _classes(hint)) for name, hint in fields if hint is not Any)


def _classes(hint: Any) -> type | tuple[type, ...]:
    if isinstance(hint, UnionType):
        return tuple(get_origin(each) or each for each in get_args(hint))
    return get_origin(hint) or hint
