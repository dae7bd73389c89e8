"""Hooks are called by the dispatcher alone: whoever asks pluggy directly asks plugins that are off, too."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DISPATCHER = ROOT / "portal" / "plugin" / "dispatch.py"
SOURCES = [path for folder in ("portal", "plugins", "tools", "bench") for path in sorted((ROOT / folder).rglob("*.py"))]


def direct_calls(source: str) -> list[int]:
    """Lines that reach for `….hook`, or for pluggy's own ways of calling."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in ("hook", "get_hookimpls", "call_historic", "subset_hook_caller")
    ]


def test_nobody_but_the_dispatcher_calls_hooks():
    assert {str(path.relative_to(ROOT)) for path in SOURCES if direct_calls(path.read_text())} == {
        str(DISPATCHER.relative_to(ROOT))
    }


@pytest.mark.parametrize(
    "source",
    [
        "manager.hook.nav_items(ctx=ctx)",
        "pm = x\npm.hook.search",
        "getattr(registry.manager.hook, name)",
        "pm.subset_hook_caller('nav_items', [])",
    ],
)
def test_the_check_finds_a_direct_call(source):
    assert direct_calls(source)
