"""Writes docs/plugin-api.md and its Chinese twin: every name that a plugin may import, from the code itself.

English is the first paragraph of each docstring, of a value the comment beside it; Chinese stands in tools/plugin_api.zh.toml.
"""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from portal.plugin.api import API_VERSION, GROUPS, Group, offered
from portal.records.steps import Declared
from tools.signatures import signature_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
SUMMARIES = Path(__file__).with_name("plugin_api.zh.toml")


class Language(NamedTuple):
    """A page: where it is written, and its words that come from no docstring."""

    target: Path
    head: str
    inherits: str


ENGLISH = Language(
    DOCS / "plugin-api.md",
    f"""# What a plugin may import

Made by `make plugin-api` from `portal/plugin/api.py` and the docstrings; do not edit. 中文：[plugin-api.zh-CN.md](plugin-api.zh-CN.md).

This is version {API_VERSION} of the API. A minor version adds names, a major one takes some away or changes what they mean; [what changed](plugin-api-changes.md).
A manifest that says `needs_api="{API_VERSION}"` is refused by an older portal, with that reason. What does not stand here may change any day, and
the conformance suite refuses it. How the pieces work together: [plugins.md](plugins.md).
""",
    "Besides, what {} has.",
)
CHINESE = Language(
    DOCS / "plugin-api.zh-CN.md",
    f"""# 功能模块可以引用的名称

由 `make plugin-api` 从 `portal/plugin/api.py`、代码和 `tools/plugin_api.zh.toml` 生成，不要手改。English: [plugin-api.md](plugin-api.md)，那里每个方法都有说明。

这是接口的第 {API_VERSION} 版。次版本只增加名称，主版本会去掉名称或改变含义；[改了什么](plugin-api-changes.md)。清单里写 `needs_api="{API_VERSION}"`，旧的系统就不装，并写明原因。
这里没有的，随时会变，一致性测试也不通过。各部分怎样配合：[plugins.zh-CN.md](plugins.zh-CN.md)。
""",
    "另外有 {} 的全部。",
)
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}


def main() -> None:
    """Write the pages."""
    for name, language in LANGUAGES.items():
        language.target.write_text(page(name), encoding="utf-8")


def page(name: str) -> str:
    """The page in the language `name` as it should be."""
    language = LANGUAGES[name]
    titles = [_title(group, name) for group in GROUPS]
    contents = " · ".join(f"[{each}](#{_anchor(each)})" for each in titles)
    chapters = (f"\n## {title}\n{_chapter(group, name)}" for title, group in zip(titles, GROUPS, strict=True))
    return f"{language.head}\n{contents}\n{''.join(chapters)}"


def _title(group: Group, language: str) -> str:
    return group.title if language == "en" else group.titled


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _chapter(group: Group, language: str) -> str:
    return "".join(_module(import_module(name), language) for name in group.names)


def _module(module: Any, language: str) -> str:
    about = f"{_said(module)}\n\n" if language == "en" else ""
    return f"\n### `{module.__name__}`\n\n{about}" + "".join(_lines(module, language))


def _lines(module: Any, language: str) -> Iterator[str]:
    for name in module.__all__:
        thing, english = getattr(module, name), language == "en"
        text = described(module, name) if english else f"{chinese().get(module.__name__, {}).get(name, '')}。"
        yield f"- **`{name}`**{_called(thing)}  \n  {text}\n"
        if inspect.isclass(thing):
            yield from _members(thing, language)


def _called(thing: Any) -> str:
    shown = signature_of(thing)
    return f"`{shown}`" if shown else ""


def described(module: Any, name: str) -> str:
    """The first paragraph of the docstring of a class or function, or the comment beside a value; empty without."""
    thing = inspect.unwrap(getattr(module, name))
    if inspect.isclass(thing) or inspect.isfunction(thing):
        return _said(thing) if thing.__doc__ else ""
    return _comment(module, name)


def _said(thing: Any) -> str:
    first = inspect.cleandoc(thing.__doc__ or "").split("\n\n")[0]
    return " ".join(first.split())


def _comment(module: Any, name: str) -> str:
    """The comment at the first or the last line of the assignment, in the module where it is made."""
    source = inspect.getsource(module)
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and name in _names_in(*node.targets):
            lines = source.splitlines()
            ends = (lines[number - 1] for number in (node.lineno, node.end_lineno or node.lineno))
            return next((each.split("  # ")[1] for each in ends if "  # " in each), "")
        if isinstance(node, ast.ImportFrom) and node.module and name in {each.name for each in node.names}:
            return _comment(import_module(node.module), name)
    return ""


def _names_in(*targets: ast.expr) -> set[str]:
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


def _members(kind: type, language: str) -> Iterator[str]:
    """A line for each documented method and property of `kind`; of its bases, those that have no place of their own on the page."""
    places = _classes()
    elsewhere = [base for base in kind.__mro__[1:] if base in places]
    beyond = {name for base in elsewhere for each in base.__mro__ for name in vars(each)}
    shown: dict[str, Any] = {}
    for base in (each for each in kind.__mro__ if each.__module__.startswith("portal") and each not in elsewhere):
        shown |= {name: each for name, each in vars(base).items() if name not in shown and name not in beyond}
    for name, member in sorted(shown.items(), key=lambda each: not isinstance(each[1], Declared)):
        text = _said(member) if _documents(member) and not name.startswith("_") else ""
        if text and language == "en":
            yield f"  - `.{name}{signature_of(member)}`: {text}\n"
        elif text:
            yield f"  - `.{name}{signature_of(member)}`\n"
    if elsewhere:
        names = "、".join if language != "en" else ", ".join
        yield f"  - {LANGUAGES[language].inherits.format(names(f'`{each.__name__}`' for each in elsewhere))}\n"


def _documents(member: Any) -> bool:
    plain = getattr(member, "__func__", member)
    return bool(plain.__doc__) and (
        inspect.isfunction(plain) or isinstance(plain, property | cached_property | Declared)
    )


def _classes() -> set[type]:
    things = (getattr(import_module(module), name) for module, names in offered().items() for name in names)
    return {each for each in things if inspect.isclass(each)}


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Module → name → what it is, in one Chinese line."""
    return tomllib.loads(SUMMARIES.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
