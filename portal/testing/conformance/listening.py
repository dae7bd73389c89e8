"""Listens to the hooks of one plugin while somebody else is at work: which are called, which give something, which fail."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from portal.plugin import dispatch
from portal.plugin.hookspecs import HookSpecs
from portal.plugin.originals import Originals, name_of
from portal.testing.conformance.subject import Subject

OF_A_DAY = ("notices",)  # what stands there for some days only, such as the last of a quarter


@dataclass
class Heard:
    """What the hooks of `subject` did: those that were called and those that gave something, by name; what went wrong."""

    subject: Subject
    called: set[str] = field(default_factory=set)
    gave: set[str] = field(default_factory=set)
    failed: dict[str, None] = field(default_factory=dict)

    def complaints(self) -> Iterator[str]:
        """What failed, and what was left out for being slow."""
        yield from self.failed
        for plugin, hook, _ in self.subject.registry.patience.waiting():
            if plugin == self.subject.key:
                yield f"{hook} kept pages waiting so long that it is left out of them"

    def unheard(self) -> Iterator[str]:
        """Display hooks that were asked and of which nobody saw anything. (Some are asked by other plugins only.)"""
        for name in sorted(self.called - self.gave):
            if getattr(HookSpecs, name).portal_kind == "display" and name not in OF_A_DAY:
                yield f"{name} gave nothing to anybody: let demo_data enter something that it shows"

    def learn(self, other: "Heard") -> None:
        """Take over what another heard of the same plugin."""
        self.called |= other.called
        self.gave |= other.gave
        self.failed |= other.failed

    def noting(self, hook: str, function: Callable) -> Callable:
        """`function`, which implements `hook`, with an ear to it."""

        def listened(*given: Any) -> Any:
            self.called.add(hook)
            value = function(*given)
            if value:
                self.gave.add(hook)
            return value

        return listened


@contextmanager
def ears(subjects: Iterable[Subject]) -> Iterator[dict[str, Heard]]:
    """While this is open, what the dispatcher calls of each of `subjects` is heard, by key."""
    heard = {each.key: Heard(each) for each in subjects}
    planned, broken = dispatch._plan, dispatch._broken  # noqa: SLF001  what every call goes through

    def plan(registry: Any, hook: str, unit: Any, keys: Any) -> dispatch.Plan:
        return [
            (name, heard[name].noting(hook, function) if name in heard else function, wanted)
            for name, function, wanted in planned(registry, hook, unit, keys)
        ]

    def failing(error: BaseException, hook: str, kind: str, name: str) -> dispatch.Answer:
        if name in heard:
            heard[name].failed[f"{hook} fails: {type(error).__name__}: {error}"] = None
        return broken(error, hook, kind, name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dispatch, "_plan", plan)
        patch.setattr(dispatch, "_broken", failing)
        yield heard


@contextmanager
def listening(subject: Subject) -> Iterator[Heard]:
    """While this is open, what the dispatcher calls of `subject` is heard; at the end it is told what of the core was replaced meanwhile."""
    originals = Originals()
    with ears([subject]) as each:
        heard = each[subject.key]
        yield heard
    for owner, name in originals.replaced():
        heard.failed[f"while it works it replaces {name_of(owner)}.{name}, which is not its own"] = None
    originals.put_back()
