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
from portal.rules import RuleError

SLOW_SECONDS = 0.2
LISTS = ("display", "check")  # kinds of hooks that answer with a list, and whose errors stop here
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What one implementation gave. `failed` is True when it raised: then `value` is None for a display hook, and
    one more objection for a check."""

    plugin: str
    value: object
    failed: bool = False


def call(hook: str, /, *, unit=None, everywhere: bool = False, **arguments) -> list[Answer]:
    """Call `hook` on the core rooms and on the plugins in effect for `unit` (by default `ctx.unit`).

    `everywhere` asks every installed plugin: for what belongs to no unit, such as the demo. Duties always do.

    A display hook gives a list; one that raises becomes a failed answer. A check gives a list of objections; one that
    raises objects too. Any other lets the error through.
    """
    registry: Registry = current_app.extensions["portal_plugins"]
    caller = getattr(registry.manager.hook, hook)
    kind = caller.spec.function.portal_kind
    ctx = arguments.get("ctx")
    asks_all = everywhere or kind == "duty"
    allowed = registry.manifests if asks_all else in_effect(unit or (ctx.unit if ctx else None))
    answers = []
    for implementation in reversed(caller.get_hookimpls()):
        name = implementation.plugin_name
        if not (name.startswith("core:") or name in allowed):
            continue
        answer = _ask(implementation, hook, arguments, kind)
        if answer.failed or answer.value is not None:
            answers.append(answer)
    return answers


def collect(hook: str, /, **arguments) -> list:
    """The values of `call`, flattened: for hooks that return lists."""
    return values(call(hook, **arguments))


def values(answers: list[Answer]) -> list:
    """What the answers of a hook that returns lists hold together; objections of checks that failed included."""
    return [item for answer in answers if answer.value is not None for item in answer.value]


def failures(answers: list[Answer]) -> list[str]:
    """For each plugin whose part is missing, a sentence to stand in its place."""
    return [f"“{name_of(answer.plugin)}”的内容暂时无法显示。" for answer in answers if answer.failed]


def name_of(plugin: str) -> str:
    """How people call the plugin (or core room) `plugin`."""
    manifest = current_app.extensions["portal_plugins"].manifests.get(plugin)
    return manifest.name if manifest else "系统"


def _ask(implementation, hook: str, arguments: dict, kind: str) -> Answer:
    name, begun = implementation.plugin_name, perf_counter()
    try:
        value = implementation.function(**{each: arguments[each] for each in implementation.argnames})
        return Answer(name, _as_list(value) if kind in LISTS and value is not None else value)
    except RuleError as rule:
        if kind in ("event", "duty"):
            raise  # refuses the verb, in the words of the plugin
        return Answer(name, [str(rule)] if kind == "check" else None, failed=kind == "display")
    except Exception as error:
        log.exception("hook %s of plugin %s failed", hook, name)
        if kind not in LISTS:
            raise
        broken = isinstance(error, SQLAlchemyError)  # the transaction is useless now
        if broken and kind == "display" and writes():
            raise
        if broken:
            db.session.rollback()  # a check that broke it refuses the step, so nothing of it is to be kept
        return Answer(name, [_objection(name)] if kind == "check" else None, failed=True)
    finally:
        spent = perf_counter() - begun
        if spent > SLOW_SECONDS:
            log.warning("hook %s of plugin %s took %.0f ms", hook, name, spent * 1000)


def _as_list(value) -> list:
    return [value] if isinstance(value, str) else list(value)


def _objection(plugin: str) -> str:
    return f"“{name_of(plugin)}”模块的检查出错，暂时不能办理，请联系管理员。"
