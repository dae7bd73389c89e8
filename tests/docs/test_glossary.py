"""docs/glossary.md: every name stands in the file beside it."""

import importlib
import re
from pathlib import Path

from portal.permissions import every_role
from portal.records import Record

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CODE = re.compile(r'`([^`]+)`|"([^"]+)"')


def names() -> list[tuple[str, str, str]]:
    """`(file, identifier, "")` or `(file, "", string)` of everything in the last column of a table, which holds code."""
    found, path = [], ""
    for line in GLOSSARY.splitlines():
        for identifier, text in CODE.findall(line.strip("| ").split(" | ")[-1] if line.startswith("| ") else ""):
            if "/" in identifier:
                path = identifier
            elif path:
                found.append((path, identifier, text))
    return found


def stands_there(path: str, identifier: str, text: str) -> bool:
    if text:
        return f'"{text}"' in (ROOT / path).read_text(encoding="utf-8")
    name, *parts = identifier.split(".")
    module = importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    owner = vars(module).get(name)
    return owner is not None and all(_has(owner, part) for part in parts)


def _has(owner: type, name: str) -> bool:
    """Whether the class has such an attribute: also a field of a dataclass or a column, which may be declared by type alone."""
    return any(name in vars(each) or name in getattr(each, "__annotations__", {}) for each in owner.__mro__)


def test_every_name_stands_in_the_file_beside_it():
    assert names()
    assert not [each for each in names() if not stands_there(*each)]


def test_it_covers_all_kinds_of_records_and_all_roles(app):
    ours = {each.__name__ for each in Record.__subclasses__() if each.__module__.startswith(("portal.", "plugins."))}
    assert ours <= {identifier for _, identifier, _ in names()}
    assert not [name for name in every_role().values() if name not in GLOSSARY]
