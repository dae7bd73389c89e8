"""The base of what hooks hand over: values that look at themselves when they are made. Nothing of the portal is imported here."""

from functools import cache
from types import UnionType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from markupsafe import Markup

WORDS = (str, Markup)  # and no class of a plugin that behaves like text until it is shown
ADDRESSES = ("/", "https://", "http://")


class Contribution:
    """A value that looks at its fields when it is made: in the hook of the plugin, where what is wrong stays with the plugin. Raises
    TypeError, and ValueError for an address that leads nowhere (`javascript:` among them)."""

    def __post_init__(self) -> None:
        for name, kinds in _kinds_of(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, str) and type(value) not in WORDS):
                raise TypeError(f"{type(self).__name__}.{name} is {value!r}")
        address = getattr(self, "url", "")
        if address and not address.startswith(ADDRESSES):
            raise ValueError(f"{type(self).__name__}.url is {address!r}, which is no address")


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
