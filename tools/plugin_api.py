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

from portal.plugin.api import API_VERSION, GOING, GROUPS, Group, offered
from portal.records.steps import Declared
from tools.signatures import signature_of

DOCS = Path(__file__).resolve().parents[1] / "docs"
SUMMARIES, ARGUMENTS = (Path(__file__).with_name(name) for name in ("plugin_api.zh.toml", "plugin_api_arguments.toml"))
# what is handed to a plugin and never made by it: how it is made is nobody's affair
HANDED = frozenset(
    "Beginning Cast CleanFile Context IdNumber Line Mention Page PlannedCase PublicPages Reader SettlementPages Settings Sheet StepPages World".split()
)


IMPORTS = re.compile(r"^[+ ]?from (portal[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)


class Language(NamedTuple):
    """A page: where it is written, and its words that come from no docstring."""

    target: Path
    head: str
    inherits: str
    going: str
    arguments: str
    example: str


ENGLISH = Language(
    DOCS / "plugin-api.md",
    f"""# What a plugin may import

Made by `make plugin-api` from `portal/plugin/api.py` and the docstrings; do not edit. 中文：[plugin-api.zh-CN.md](plugin-api.zh-CN.md).

This is version {API_VERSION} of the API. A minor version adds names, a major one takes some away or changes what they mean; [what changed](plugin-api-changes.md).
A manifest that says `needs_api="{API_VERSION}"` is refused by an older portal, with that reason. What does not stand here may change any day, and
the conformance suite refuses it. How the pieces work together: [plugins.md](plugins.md).
""",
    "Besides, what {} has.",
    "*Goes with the next major version: no plugin has needed it.*",
    "Arguments that mean the same everywhere, where an entry does not say otherwise:",
    "Used in",
)
CHINESE = Language(
    DOCS / "plugin-api.zh-CN.md",
    f"""# 功能模块可以引用的名称

由 `make plugin-api` 从 `portal/plugin/api.py`、代码和 `tools/plugin_api.zh.toml` 生成，不要手改。English: [plugin-api.md](plugin-api.md)，那里每个方法都有说明。

这是接口的第 {API_VERSION} 版。次版本只增加名称，主版本会去掉名称或改变含义；[改了什么](plugin-api-changes.md)。清单里写 `needs_api="{API_VERSION}"`，旧的系统就不装，并写明原因。
这里没有的，随时会变，一致性测试也不通过。各部分怎样配合：[plugins.zh-CN.md](plugins.zh-CN.md)。
""",
    "另外有 {} 的全部。",
    "*还没有模块用到，下一个主版本去掉。*",
    "到处意思相同的参数（条目里另有说明的，以条目为准）：",
    "用例",
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
    return f"{language.head}\n{contents}\n\n{language.arguments}\n\n{_arguments(name)}\n{''.join(chapters)}"


def _arguments(language: str) -> str:
    which = 0 if language == "en" else 1
    return "\n".join(f"- `{name}`: {said[which]}" for name, said in arguments().items())


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
        text = _whole(module, name) if english else f"{chinese().get(module.__name__, {}).get(name, '')}。"
        going = f" {LANGUAGES[language].going}" if f"{module.__name__}.{name}" in GOING else ""
        where = examples().get(f"{module.__name__}.{name}", "")
        shown = f"  \n  {LANGUAGES[language].example} {where}" if where else ""
        made = "" if name in HANDED else _called(thing)
        yield f"- **`{name}`**{made}  \n  {text}{going}{shown}\n"
        if inspect.isclass(thing):
            yield from _members(thing, language)


def _called(thing: Any) -> str:
    shown = signature_of(thing)
    return f"`{shown}`" if shown else ""


def _whole(module: Any, name: str) -> str:
    """All paragraphs of the docstring in one, or the comment beside a value."""
    thing = inspect.unwrap(getattr(module, name))
    if inspect.isclass(thing) or inspect.isfunction(thing):
        made = thing.__init__ if inspect.isclass(thing) else None  # where what it is made with is told there
        own = made.__doc__ if made and str(getattr(made, "__module__", "")).startswith("portal") else ""
        return " ".join(" ".join(inspect.cleandoc(each).split()) for each in (thing.__doc__, own) if each)
    return _comment(module, name)


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


def unexplained(module: Any, name: str) -> list[str]:
    """The arguments of a function or a class of which neither its docstring, those of its bases, nor the list of common ones speaks."""
    thing = inspect.unwrap(getattr(module, name))
    if f"{module.__name__}.{name}" in GOING or name in HANDED or not signature_of(thing):
        return []
    bases = [each for each in thing.__mro__ if each.__module__.startswith("portal")] if inspect.isclass(thing) else []
    told = " ".join([_whole(module, name), *(each.__doc__ or "" for each in bases)])
    return [
        each
        for each in inspect.signature(thing).parameters
        if each not in ("self", "cls", "args", "kwargs", *arguments()) and not re.search(rf"\b{each}\b", told)
    ]


@cache
def arguments() -> dict[str, list[str]]:
    """Name of an argument that means the same everywhere → what, in English and in Chinese."""
    return tomllib.loads(ARGUMENTS.read_text(encoding="utf-8"))


@cache
def examples() -> dict[str, str]:
    """`portal.x.y` → a link to where one sees it used: the guides first, then a module of a plugin of the house."""
    found: dict[str, str] = {}
    for name in ("cookbook", "plugins", "add-a-step"):
        heading = ""
        for part in re.split(r"^(#+ .+)$", (DOCS / f"{name}.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
            heading = part.lstrip("# ") if part.startswith("#") else heading
            for whole in () if part.startswith("#") else imports_in(part):
                found.setdefault(whole, f"[{name}]({name}.md#{_anchor(heading)})")
    modules = sorted((DOCS.parent / "plugins").rglob("*.py"), key=_how_exemplary)
    for path in (each for each in modules if "migrations" not in each.parts):
        link = path.relative_to(DOCS.parent).as_posix()
        for whole in imports_in(path.read_text(encoding="utf-8")):
            found.setdefault(whole, f"[{link}](../{link})")
    return found


def _how_exemplary(path: Path) -> tuple:
    """Tests last; the two plugins first that the others were modelled on. Not by size: the page is to change seldom."""
    parts = path.relative_to(DOCS.parent / "plugins").parts
    return "tests" in parts, parts[0] not in ("heroes", "mediation"), str(path)


def imports_in(text: str) -> Iterator[str]:
    """`portal.x.y` of what a module, or code in a guide, imports, also where it is taken by a dot."""
    for module, names in IMPORTS.findall(text):
        for name in re.findall(r"\w+(?= as|[,\s)]|$)", names):
            yield f"{module}.{name}"
            yield from (f"{module}.{name}.{each}" for each in re.findall(rf"\b{name}\.(\w+)", text))


@cache
def chinese() -> dict[str, dict[str, str]]:
    """Module → name → what it is, in one Chinese line."""
    return tomllib.loads(SUMMARIES.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
