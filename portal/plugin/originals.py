"""Functions, classes and constants of the portal and of the libraries it stands on, as they were: a plugin may use them, not replace them."""

import sys
from collections.abc import Iterator
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
ACTS = (FunctionType, property, classmethod, staticmethod)  # what a class does; its columns are another matter


class Originals:
    """What stood where at the last `look`. A value is compared by its identity: what is put into a list or a dict of the core is not told,
    for some of them are there to be put into."""

    def __init__(self) -> None:
        self._modules: dict[str, ModuleType] = {}
        self._commands: dict[Group, dict[str, Command]] = {}
        self._known: dict[Any, dict[str, Any]] = {}
        self._receivers: dict[Signal, set[Any]] = {}
        self.look()

    def look(self) -> None:
        """Take in what was imported since; what was seen before stays as it was then."""
        for module in _modules(besides=self._modules):
            self._known[module] = _public(module)
            self._known |= {each: _acts(each) for each in _classes(module)}
            self._commands |= {each: dict(each.commands) for each in vars(module).values() if isinstance(each, Group)}
        self._receivers = {each: set(each.receivers) for each in _signals()}

    def replaced(self) -> Iterator[tuple[Any, str]]:
        """(module or class, name) of each that is another now, or that a class has in front of what it inherits."""
        for owner, known in self._known.items():
            now = vars(owner)
            yield from ((owner, name) for name, value in known.items() if now.get(name) is not value)
        yield from self._put_in_front()

    def _put_in_front(self) -> Iterator[tuple[type, str]]:
        """(class, name) of what it had from a class it inherits from, and has of its own since."""
        for owner, known in self._known.items():
            if isinstance(owner, type):
                gained = [name for name, value in vars(owner).items() if name not in known and isinstance(value, ACTS)]
                above = [self._known.get(each, {}) for each in owner.__mro__[1:]] if gained else []
                yield from ((owner, name) for name in gained if any(name in each for each in above))

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
        for owner, name in list(self.replaced()):
            if name in self._known[owner]:
                setattr(owner, name, self._known[owner][name])
            else:
                delattr(owner, name)
        sys.modules.update(self._modules)
        for group, commands in self._commands.items():
            group.commands = dict(commands)
        for signal in list(self.joined()):
            for ident in set(signal.receivers) - self._receivers.get(signal, set()):
                signal.receivers.pop(ident)


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
    """What others may import from a module of the portal: all but its own modules; from a library its functions and classes."""
    own = f"{module.__name__}.".startswith(f"{OURS}.")
    return {
        name: value
        for name, value in vars(module).items()
        if (
            not name.startswith("_") and not isinstance(value, ModuleType)
            if own
            else isinstance(value, FunctionType | BuiltinFunctionType | type)
        )
    }


def _classes(module: ModuleType) -> Iterator[type]:
    return (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__)


def _acts(owner: type) -> dict[str, Any]:
    return {name: value for name, value in vars(owner).items() if isinstance(value, ACTS) or name.isupper()}


def _signals() -> Iterator[Signal]:
    spaces = [default_namespace, *(each for module in (of_flask, of_flask_login) for each in vars(module).values())]
    return (signal for space in spaces if isinstance(space, Namespace) for signal in list(space.values()))
