"""What it costs to ask the plugins: a page with forty hook calls, fifteen plugins installed, three or all of them on.

`ours_ms` is the forty calls, with the allow-set, isolation and timing of each implementation; `bare_ms` the same
functions called one after another; `dispatch_ms` what lies between, by the median of many rounds. Aimed at:
dispatch_ms at most 0.5.
"""

from contextlib import contextmanager
from types import SimpleNamespace

from bench.measuring import alternating, report
from bench.office import Office
from portal import clock
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.hookspecs import Context, hookimpl
from portal.plugin.manifest import Manifest
from portal.plugin.models import Activation
from portal.plugin.registry import Registry

INSTALLED, CALLS, ROUNDS = 15, 40, 201
KEYS = [f"made_up{number:02d}" for number in range(INSTALLED)]
HOOKS = ("nav_items", "home_cards", "case_panels", "case_actions")


class MadeUp:
    """A plugin that joins four hooks and adds nothing."""

    def __init__(self, key: str):
        self.manifest = Manifest(key=key, name=key, summary="试验", version="1.0")

    @hookimpl
    def nav_items(self, ctx):
        return []

    @hookimpl
    def home_cards(self, ctx):
        return []

    @hookimpl
    def case_panels(self, ctx, case):
        return []

    @hookimpl
    def case_actions(self, ctx, case):
        return []


def measure(place: Office) -> None:
    """The same page with three on and with all on."""
    for on in (3, INSTALLED):
        with _installed(place, on):
            ctx = Context(place.cast.street, place.cast.clerk, clock.now())
            made = [MadeUp(key) for key in KEYS[:on]]
            spent = alternating(
                ROUNDS, ours=lambda ctx=ctx: _page(ctx), bare=lambda ctx=ctx, made=made: _bare(ctx, made)
            )
            report(
                "hooks",
                installed=INSTALLED,
                on=on,
                calls=CALLS,
                dispatch_ms=spent["ours"] - spent["bare"],
                **{f"{name}_ms": value for name, value in spent.items()},
            )


def _page(ctx: Context) -> None:
    for number in range(CALLS):
        hook = HOOKS[number % len(HOOKS)]
        more = {"case": None} if hook.startswith("case_") else {}
        dispatch.call(hook, ctx=ctx, **more)


def _bare(ctx: Context, made: list[MadeUp]) -> None:
    for number in range(CALLS):
        hook = HOOKS[number % len(HOOKS)]
        for plugin in made:
            getattr(plugin, hook)(ctx, None) if hook.startswith("case_") else getattr(plugin, hook)(ctx)


@contextmanager
def _installed(place: Office, on: int):
    """Fifteen made-up plugins in place of the real ones, the first `on` of them switched on for the county."""
    before = place.app.extensions["portal_plugins"]
    registry = Registry(core_version="1.0")
    registry.load([SimpleNamespace(name=key, load=lambda key=key: MadeUp(key)) for key in KEYS])
    assert len(registry.manifests) == INSTALLED, registry.failures
    place.app.extensions["portal_plugins"] = registry
    for key in KEYS[:on]:
        db.session.add(Activation(unit_id=place.cast.county.id, plugin=key, state="on", reason="测量"))
    db.session.commit()
    yield
    place.app.extensions["portal_plugins"] = before
