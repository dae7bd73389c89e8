"""The one place where hooks are called: only plugins in effect, each isolated, timed, and named beside its result."""

import logging
from dataclasses import dataclass
from time import perf_counter

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.database import writes
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.registry import Registry

SLOW_SECONDS = 0.2
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What one implementation gave. `failed` is True when a display hook raised; then `value` is None."""

    plugin: str
    value: object
    failed: bool = False


def call(hook: str, /, *, unit=None, everywhere: bool = False, **arguments) -> list[Answer]:
    """Call `hook` on the core rooms and on the plugins in effect for `unit` (by default `ctx.unit`).

    `everywhere` asks every installed plugin: for what belongs to no unit, such as the demo.

    A display hook gives a list; one that raises becomes a failed answer. Any other lets the error through.
    """
    registry: Registry = current_app.extensions["portal_plugins"]
    caller = getattr(registry.manager.hook, hook)
    isolated = caller.spec.function.portal_kind == "display"
    ctx = arguments.get("ctx")
    allowed = registry.manifests if everywhere else in_effect(unit or (ctx.unit if ctx else None))
    answers = []
    for implementation in reversed(caller.get_hookimpls()):
        name = implementation.plugin_name
        if not (name.startswith("core:") or name in allowed):
            continue
        answer = _ask(implementation, hook, arguments, isolated)
        if answer.failed or answer.value is not None:
            answers.append(answer)
    return answers


def collect(hook: str, /, **arguments) -> list:
    """The values of `call`, flattened: for hooks that return lists."""
    return [item for answer in call(hook, **arguments) if not answer.failed for item in answer.value]


def _ask(implementation, hook: str, arguments: dict, isolated: bool) -> Answer:
    name, begun = implementation.plugin_name, perf_counter()
    try:
        value = implementation.function(**{each: arguments[each] for each in implementation.argnames})
        return Answer(name, list(value) if isolated and value is not None else value)
    except Exception as error:
        log.exception("hook %s of plugin %s failed", hook, name)
        broken = isinstance(error, SQLAlchemyError)  # the transaction is useless now
        if not isolated or (broken and writes()):
            raise
        if broken:
            db.session.rollback()
        return Answer(name, None, failed=True)
    finally:
        spent = perf_counter() - begun
        if spent > SLOW_SECONDS:
            log.warning("hook %s of plugin %s took %.0f ms", hook, name, spent * 1000)
