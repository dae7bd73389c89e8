"""Functions, classes and constants of the portal and of the libraries it stands on, as they were: a plugin may use them, not replace them."""

import sys
from collections.abc import Iterator
from copy import copy
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from blinker import Namespace, Signal, default_namespace
from click import Command, Group
from flask import signals as of_flask
from flask_login import signals as of_flask_login

OURS = "portal"
LIBRARIES = (
    "builtins datetime decimal flask flask_login flask_sqlalchemy flask_wtf hashlib jinja2.environment jinja2.runtime json logging markupsafe os pluggy random re secrets sqlalchemy.engine.base"
    " sqlalchemy.orm.query sqlalchemy.orm.session time uuid werkzeug wtforms"
).split()
PARTS = ("__code__", "__defaults__", "__kwdefaults__")  # of a function, which say what it does
HOLDERS = (dict, list, set)
FIXED = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE: a class that nobody can change


class Originals:
    """What stood where at the last `look`. A value is compared by its identity. What is put into a list, a set or a dict of the core is not told, for
    some of them are there to be put into; what was taken out of one, or stands for another in it, is, where it is a constant."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._commands: dict[Group, dict[str, Command]] = {}
        self._known: dict[Any, dict[str, Any]] = {}
        self._names: dict[type, frozenset[str]] = {}
        self._bases: dict[type, tuple[type, ...]] = {}
        self._parts: dict[str, dict[FunctionType, Any]] = {part: {} for part in PARTS}
        self._held: dict[tuple[ModuleType, str], Any] = {}
        self._receivers: dict[Signal, set[Any]] = {}
        self.look()

    def look(self) -> None:
        """Take in what was imported since; what was seen before stays as it was then."""
        for module in _modules(besides=self._modules):
            self._commands |= {each: dict(each.commands) for each in vars(module).values() if isinstance(each, Group)}
            self._take_in(module, _public(module))
            self._held |= {(module, name): copy(value) for name, value in _constants(module)}
            for each in _classes(module) - self._names.keys():
                self._names[each], self._bases[each] = frozenset(vars(each)), each.__bases__
                self._take_in(each, _own(each))
        self._receivers = {each: set(each.receivers) for each in _signals()}

    def _take_in(self, owner: Any, known: dict[str, Any]) -> None:
        self._known[owner] = known
        for value in known.values():
            if type(function := _function_of(value)) is FunctionType:
                for part, parts in self._parts.items():
                    parts.setdefault(function, getattr(function, part))

    def replaced(self) -> Iterator[tuple[Any, str]]:
        """(module or class, name) of each that is another now, or does something else, or that a class has in front of what it inherits; `__bases__` of a
        class that inherits from others now."""
        yield from ((owner, "__bases__") for owner, bases in self._bases.items() if owner.__bases__ != bases)
        for owner, known in self._known.items():
            now = vars(owner)
            yield from ((owner, name) for name, value in known.items() if now.get(name) is not value)
        if others := {function for function, _, _ in self._changed()}:
            every = ((owner, name, value) for owner, known in self._known.items() for name, value in known.items())
            yield from (
                (owner, name)
                for owner, name, value in every
                if type(function := _function_of(value)) is FunctionType and function in others
            )
        yield from (each for each, was in self._held.items() if _lacks(vars(each[0]).get(each[1]), was))
        for owner, names in self._names.items():
            yield from ((owner, name) for name in vars(owner).keys() - names if self._is_in_front(owner, name))

    def _changed(self) -> Iterator[tuple[FunctionType, str, Any]]:
        """Functions that do something else now, with the part that is another, and what it was."""
        for part, parts in self._parts.items():
            yield from ((each, part, was) for each, was in parts.items() if getattr(each, part) is not was)

    def _is_in_front(self, owner: type, name: str) -> bool:
        """Whether `name`, which `owner` has of its own since, is one that it inherited, or one by which Python asks any object."""
        special = name.startswith("__") and callable(vars(owner)[name])
        return special or any(name in self._known.get(each, vars(each)) for each in owner.__mro__[1:])

    def exchanged(self) -> Iterator[str]:
        """Names of modules in whose place another is imported now, and of groups of commands that hold others."""
        yield from (name for name, module in self._modules.items() if sys.modules.get(name) is not module)
        yield from (
            f"the command {each.name}" for each, commands in self._commands.items() if each.commands != commands
        )

    def joined(self) -> Iterator[Signal]:
        """Signals that somebody listens to since: they are sent at every request, or at every sign-in."""
        return (each for each in _signals() if set(each.receivers) - self._receivers.get(each, set()))

    def put_back(self) -> None:
        """Undo all of that."""
        for function, part, was in list(self._changed()):
            setattr(function, part, was)
        for owner, name in list(self.replaced()):
            if was := self._held.get((owner, name)):
                setattr(owner, name, value := self._known[owner][name])
                _fill(value, was)
            elif name == "__bases__":
                owner.__bases__ = self._bases[owner]
            elif name in self._known[owner]:
                setattr(owner, name, self._known[owner][name])
            else:
                type.__delattr__(owner, name)  # SQLAlchemy takes back no attribute that it maps
        sys.modules.update(self._modules)
        for group, commands in self._commands.items():
            group.commands = dict(commands)
        for signal in list(self.joined()):
            for ident in set(signal.receivers) - self._receivers.get(signal, set()):
                signal.receivers.pop(ident)


def _constants(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The lists, sets and dicts of a module of the portal that are called as constants are."""
    if f"{module.__name__}.".startswith(f"{OURS}."):
        yield from ((name, value) for name, value in vars(module).items() if _constant(name) and type(value) in HOLDERS)


def _constant(name: str) -> bool:
    return name.isupper() and not name.startswith("_")


def _lacks(value: Any, was: Any) -> bool:
    """Whether something that `was` held is gone from `value`, or another stands under its key."""
    if type(value) is not type(was):
        return False  # another value altogether, which is told as such
    if isinstance(was, dict):
        return any(value.get(key, was) is not each for key, each in was.items())
    now = {id(each) for each in value}
    return any(id(each) not in now for each in was)


def _fill(value: Any, was: Any) -> None:
    """Put back what is gone; what was added stays."""
    if isinstance(was, list):
        value[:] = [*was, *(each for each in value if not any(each is one for one in was))]
    else:
        value.update(was)


def name_of(owner: Any) -> str:
    """A module or a class, as one would import it."""
    return (
        f"{owner.__module__}.{owner.__qualname__}"
        if isinstance(owner, type)
        else getattr(owner, "__name__", str(owner))
    )


def _modules(besides: dict[str, ModuleType]) -> Iterator[ModuleType]:
    """Those of the portal and of the libraries that are imported, except `besides`, to which they are added."""
    prefixes = (f"{OURS}.", *(f"{each}." for each in LIBRARIES))
    for name, module in list(sys.modules.items()):
        if isinstance(module, ModuleType) and name not in besides and f"{name}.".startswith(prefixes):
            besides[name] = module
            yield module


def _public(module: ModuleType) -> dict[str, Any]:
    """All that stands in a module of the portal but modules, and what it keeps for itself; from a library its functions and classes."""
    own = f"{module.__name__}.".startswith(f"{OURS}.")
    return {
        name: value
        for name, value in vars(module).items()
        if (
            isinstance(value, FunctionType | BuiltinFunctionType | type)
            or (own and not name.startswith("_") and not isinstance(value, ModuleType))
        )
    }


def _classes(module: ModuleType) -> set[type]:
    """Those defined in it, with all that they inherit from and are made by, as far as anybody can change them."""
    own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    all_of_them = {each for owner in own for made in (owner, type(owner)) for each in made.__mro__}
    return {each for each in all_of_them if not each.__flags__ & FIXED}


def _own(owner: type) -> dict[str, Any]:
    """What others may ask of a class of the portal, and what any class does; what a library counts or keeps in one is another matter."""
    ours = f"{owner.__module__}.".startswith(f"{OURS}.")
    return {
        name: value
        for name, value in vars(owner).items()
        if callable(value) or hasattr(type(value), "__get__") or (ours and not name.startswith("_"))
    }


def _function_of(value: Any) -> Any:
    """The function of a property, a class method or a static one; anything else as it is."""
    return (
        value.fget
        if type(value) is property
        else value.__func__
        if type(value) in (classmethod, staticmethod)
        else value
    )


def _signals() -> Iterator[Signal]:
    spaces = [default_namespace, *(each for module in (of_flask, of_flask_login) for each in vars(module).values())]
    return (signal for space in spaces if isinstance(space, Namespace) for signal in list(space.values()))
