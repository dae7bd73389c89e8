"""Every name and hook of the API has somebody who needs it: a plugin of the house, a guide, or another name whose type it is. What nobody
needs is told to go (`GOING`), or never enters."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from portal.plugin.api import GOING, offered
from portal.plugin.hookspecs import HookSpecs

ROOT = Path(__file__).parents[2]
GUIDES = ("add-a-step.md", "cookbook.md", "plugins.md")
CODE = re.compile(r"^```(?:python|diff)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ABOUT = {"portal.plugin.API_VERSION", "portal.plugin.hookspecs.HookSpecs"}  # what the API is, not what one imports
ABOUT |= {"portal.testing.client.PortalClient"}  # what the fixtures of tests answer
IMPORTS = re.compile(r"^[+ ]?from (portal[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


def imported(source: str) -> Iterator[str]:
    """`portal.x.y` of everything a module takes from the portal, also by a dot."""
    tree, modules = ast.parse(source), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal"):
            for name in node.names:
                modules[name.asname or name.name] = whole = f"{node.module}.{name.name}"
                yield whole
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def quoted(text: str) -> Iterator[str]:
    """The same of the code in a guide, or in a template of the scaffold."""
    for module, names in IMPORTS.findall(text):
        for name in re.findall(r"\w+(?= as|[,\s)]|$)", names):
            yield f"{module}.{name}"
            yield from (f"{module}.{name}.{each}" for each in re.findall(rf"\b{name}\.(\w+)", text))


def used() -> set[str]:
    houses = (each for folder in ("plugins", "tests/thirdparty") for each in (ROOT / folder).rglob("*.py"))
    found = {name for path in houses for name in imported(path.read_text(encoding="utf-8"))}
    guides = ("\n".join(CODE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))) for name in GUIDES)
    scaffold = (
        each.read_text(encoding="utf-8")
        for each in (ROOT / "portal/plugin_admin/scaffold").rglob("*")
        if each.is_file() and each.suffix != ".pyc"
    )
    return found | {name for text in (*guides, *scaffold) for name in quoted(text)}


def test_every_name_is_needed_or_told_to_go():
    page = (ROOT / "docs" / "plugin-api.md").read_text(encoding="utf-8")
    found, idle = used(), set()
    for module, names in offered().items():
        for name in names:
            stands = re.findall(rf"`[^`\n]*\b{name}\b[^`\n]*`|^- \*\*`{name}`", page, re.MULTILINE)
            if f"{module}.{name}" not in found and len(stands) < 2:
                idle.add(f"{module}.{name}")
    assert not idle - ABOUT - GOING, "find it a user, take it out of `__all__`, or say in `GOING` that it goes"
    assert not GOING & found, "somebody needs it after all"


def test_every_hook_has_a_plugin_of_the_house():
    sources = "\n".join(each.read_text(encoding="utf-8") for each in (ROOT / "plugins").rglob("*.py"))
    kit = "\n".join(each.read_text(encoding="utf-8") for each in (ROOT / "portal/plugin/data_rights.py",))
    hooks = [name for name, hook in vars(HookSpecs).items() if hasattr(hook, "portal_kind")]
    assert [each for each in hooks if f"def {each}(" not in sources + kit] == []
