"""The only place that calls hooks: of the plugins in effect, each isolated and timed, with its key beside its result."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Any

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from portal import clock, decision_cache
from portal.database import writes
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect, overseen
from portal.plugin.hookspecs import HookSpecs
from portal.plugin.patience import Patience
from portal.plugin.registry import Registry
from portal.plugin.showing import Unwritten
from portal.plugin.taking_part import taking_part

SLOW_SECONDS = 0.2
OVERSEEING = ("nav_items", "search", "reports")  # hooks that lead a unit above to what its units below have on
LISTS = ("display", "check")  # kinds of hooks that answer with a list, and whose errors stop here
Plan = list[tuple[str, Callable, tuple[str, ...]]]  # plugin, implementation, names of its arguments
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """The result of one implementation. `failed`: it raised, gave what it may not, or is left out for being slow; `value` is then
    None for a display hook, and an objection for a check."""

    plugin: str
    value: Any
    failed: bool = False


def call(
    hook: str,
    /,
    *,
    unit: OrgUnit | None = None,
    everywhere: bool = False,
    only: Collection[str] | None = None,
    **arguments: Any,
) -> list[Answer]:
    """Call `hook` on the core modules and on the plugins in effect for `unit` (by default `ctx.unit`).

    `everywhere` calls every installed plugin, for what belongs to no unit (the demo); with `only`, just those named.
    Duty hooks always are called so.

    Errors depend on the kind of the hook: a display hook that raises gives a failed answer, a check that raises counts as
    an objection, any other hook lets the error through.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy adds half a microsecond to each attribute
    registry: Registry = app.extensions["portal_plugins"]
    spec = getattr(HookSpecs, hook)
    kind, items = spec.portal_kind, spec.portal_items
    ctx, everybody = arguments.get("ctx"), registry.manifests if only is None else only
    asks_all = everywhere or kind == "duty"
    plan = _plan(registry, hook, unit or (ctx.unit if ctx else None), everybody if asks_all else None)
    if kind == "display":
        return _shown(registry.patience, hook, plan, items, arguments)
    answers, taken, begun = [], None, perf_counter()
    for name, function, wanted in plan:
        if wanted != taken:
            taken, given = wanted, [arguments[each] for each in wanted]
        try:
            with taking_part():
                value = function(*given)
            if items and value:
                value = _list_of(items, value, hook)
        except BaseException as error:  # noqa: BLE001  raised again unless this kind of hook keeps its errors to itself
            answers.append(_broken(error, hook, kind, name))
        else:
            if value or (value is not None and kind != "check"):
                answers.append(Answer(name, value))
        begun, before = perf_counter(), begun
        if begun - before > SLOW_SECONDS:
            _warn(hook, name, begun - before)
    return answers


def _shown(
    patience: Patience, hook: str, plan: Plan, items: tuple[type, ...], arguments: dict[str, Any]
) -> list[Answer]:
    """The answers of a display hook. Forty such calls with fifteen plugins make a page: `python -m bench hooks`."""
    unwritten = Unwritten(db.session.registry())
    cookie, (changed, added, deleted) = unwritten.cookie, unwritten.sets
    answers, taken, begun = [], None, perf_counter()
    try:
        for name, function, wanted in plan:
            if patience.paused and patience.leaves_out(name, hook):
                answers.append(Answer(name, None, failed=True))
                continue
            if wanted != taken:
                taken, given = wanted, [arguments[each] for each in wanted]
            try:
                value = function(*given)
                if value:
                    value = _list_of(items, value, hook)
                if changed or added or deleted or cookie.modified:
                    unwritten.refuse()
            except BaseException as error:  # noqa: BLE001  costs this part of the page
                unwritten.undo()
                answers.append(_broken(error, hook, "display", name))
            else:
                if value:
                    answers.append(Answer(name, value))
            begun, before = perf_counter(), begun
            if begun - before > SLOW_SECONDS or patience.slow:
                _warn(hook, name, begun - before)
                patience.note(name, hook, begun - before)
    finally:
        unwritten.end()
    return answers


def _warn(hook: str, name: str, seconds: float) -> None:
    if seconds > SLOW_SECONDS:
        log.warning("hook %s of plugin %s took %.0f ms", hook, name, seconds * 1000)


def _plan(registry: Registry, hook: str, unit: OrgUnit | None, keys: Collection[str] | None) -> Plan:
    """Whom to call: `keys`, or else those in effect for `unit`, kept with the decisions until one is made."""
    if keys is not None or unit is None:
        return _of_those(registry, hook, keys or ())
    return decision_cache.kept(
        ("asked", hook, unit.path, clock.today(), registry.edition),
        lambda: _of_those(registry, hook, _asked(hook, unit)),
    )


def _asked(hook: str, unit: OrgUnit) -> Collection[str]:
    """Keys of the plugins that are asked for `unit`: those in effect, and those that it oversees where the hook leads to their pages."""
    return (*in_effect(unit), *(sorted(overseen(unit)) if hook in OVERSEEING else ()))


def later(answer: Answer, hook: str, part: str, function: Callable[..., Any], *given: Any, instead: Any = None) -> Any:
    """What a callable answers that a display `hook` has handed over in `answer` as its `part`: isolated, timed and kept from writing like the hook itself. `instead`
    where it raises, or is left out for being slow; `answer` is then not to be relied on, and told by `failures`."""
    patience: Patience = current_app.extensions["portal_plugins"].patience
    part = f"{hook}:{part}"  # each is counted by itself: the hook that handed it over, and others that it did, may be quick
    if patience.leaves_out(answer.plugin, part):
        return instead
    unwritten, begun = Unwritten(db.session.registry()), perf_counter()
    try:
        value = function(*given)
        unwritten.refuse()
        return value
    except BaseException as error:  # noqa: BLE001  raised again where the transaction must not go on
        unwritten.undo()
        _broken(error, hook, "display", answer.plugin)
        return instead
    finally:
        unwritten.end()
        seconds = perf_counter() - begun
        _warn(part, answer.plugin, seconds)
        patience.note(answer.plugin, part, seconds)


def within(plugin: str, hook: str, function: Callable[..., Any], *given: Any) -> Any:
    """What a callable answers that `hook` has handed over, to be called inside a step: like an event, an error of it ends the step and names
    the plugin. Raises that error, or RuleError in the words of the plugin."""
    try:
        with taking_part():
            return function(*given)
    except BaseException as error:  # noqa: BLE001  raised again
        _broken(error, hook, "event", plugin)


def has_listeners(hook: str) -> bool:
    """Whether any installed plugin or core module implements `hook`; if not, the context need not be built."""
    registry: Registry = current_app.extensions["portal_plugins"]
    return bool(getattr(registry.manager.hook, hook).get_hookimpls())


def listening(hook: str, unit: OrgUnit | None) -> bool:
    """Whether a plugin in effect for `unit` implements `hook`."""
    registry: Registry = current_app.extensions["portal_plugins"]
    names = {each.plugin_name for each in getattr(registry.manager.hook, hook).get_hookimpls()}
    return not names.isdisjoint(in_effect(unit))


def _of_those(registry: Registry, hook: str, allowed: Collection[str]) -> Plan:
    """The core modules and `allowed`, in the order of registration: nothing is registered while serving."""
    found = reversed(getattr(registry.manager.hook, hook).get_hookimpls())
    return [
        (each.plugin_name, each.function, each.argnames)
        for each in found
        if each.plugin_name.startswith("core:") or each.plugin_name in allowed
    ]


def collect(hook: str, /, **arguments: Any) -> list:
    """The values of `call`, flattened: for hooks that return lists."""
    return values(call(hook, **arguments))


def values(answers: list[Answer]) -> list:
    """All items of the answers of a hook that returns lists, including the objections of checks that failed."""
    return [item for answer in answers if answer.value is not None for item in answer.value]


def failures(answers: list[Answer]) -> list[str]:
    """A sentence to show for each plugin whose display hook failed."""
    return [f"“{name_of(answer.plugin)}”的内容暂时无法显示。" for answer in answers if answer.failed]


def name_of(plugin: str) -> str:
    """The display name of `plugin`; 系统 for a core module."""
    manifest = current_app.extensions["portal_plugins"].manifests.get(plugin)
    return manifest.name if manifest else "系统"


def _broken(error: BaseException, hook: str, kind: str, name: str) -> Answer:
    """The answer in place of an implementation that raised; raises the error again where the transaction must not go on."""
    if isinstance(error, KeyboardInterrupt):
        raise error  # somebody at the machine wants it to end
    if isinstance(error, RuleError):
        if kind not in LISTS:
            raise error  # refuses the verb, in the words of the plugin
        return Answer(name, [str(error)] if kind == "check" else None, failed=kind == "display")
    log.error("hook %s of plugin %s failed", hook, name, exc_info=error)
    if kind not in LISTS:
        plain = isinstance(error, Exception) and not isinstance(error, HTTPException)
        told = error if plain else RuntimeError(f"hook {hook} of plugin {name} wanted to end the request: {error!r}")
        told.portal_plugin = name_of(name)  # type: ignore[attr-defined]
        if told is error:
            raise told
        raise told from error
    broken = isinstance(error, SQLAlchemyError)  # the transaction is useless now
    if broken and kind == "display" and writes():
        raise error
    if broken:
        db.session.rollback()  # a check that broke it refuses the step, so nothing of it is to be kept
    return Answer(name, [objection(name)] if kind == "check" else None, failed=True)


def _list_of(items: tuple[type, ...], value: Any, hook: str) -> list:
    """`value` as a list; TypeError when one in it is not of the kinds of `items`, ValueError when there are too many, for it may be a generator
    that never ends. A single sentence counts as a list of one."""
    most = getattr(HookSpecs, hook).portal_most
    listed = value if type(value) is list else [value] if isinstance(value, str) else list(islice(value, most + 1))
    if len(listed) > most:
        raise ValueError(f"{hook} gives more than {most}")
    for each in listed:
        if not isinstance(each, items):
            raise TypeError(
                f"{hook} gives {', '.join(kind.__name__ for kind in items)}, not {type(each).__name__} {each!r}"[:200]
            )
    return listed


def objection(plugin: str) -> str:
    """What is told where `plugin` could not check."""
    return f"“{name_of(plugin)}”模块的检查出错，暂时不能办理，请联系管理员。"
