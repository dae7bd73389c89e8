"""What pages about security name: tests by `path::name`, files, and words that stand in them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from portal.config import ROOT

TEST = re.compile(r"`([\w/.-]+\.py)::(\w+)`")
NAMED = re.compile(r"`([^`]+)`")
ROW = re.compile(r"^\| (?!\W*-)(.+) \|$", re.MULTILINE)
HEAD = re.compile(r"^\|.*\|\n\|[-| ]+\|$", re.MULTILINE)


def rows(page: str) -> Iterator[list[str]]:
    """The cells of each row of each table of docs/security/`page`, headings aside."""
    text = HEAD.sub("", (ROOT / "docs/security" / page).read_text(encoding="utf-8"))
    return ([cell.strip() for cell in re.split(r"(?<!\\) \| ", line)] for line in ROW.findall(text))


def named_tests(cell: str) -> list[tuple[str, str]]:
    """Path and name of each test it names."""
    return TEST.findall(cell)


@cache
def functions(path: str) -> dict[str, ast.FunctionDef]:
    """The functions of a file, those of classes too, by name; none when there is no such file."""
    if not (ROOT / path).is_file():
        return {}
    parsed = ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    return {node.name: node for node in parsed if isinstance(node, ast.FunctionDef)}


def is_there(path: str, name: str) -> bool:
    """Whether pytest collects it."""
    file = path.rpartition("/")[2]
    return file.startswith("test_") and name.startswith("test_") and name in functions(path)


def runs_everywhere(path: str, name: str) -> bool:
    """Whether nothing skips it, or expects it to fail, on any machine."""
    marks = [ast.unparse(each) for each in functions(path)[name].decorator_list]
    marks += [line for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if line.startswith("pytestmark")]
    return not any(
        "skip" in each or "xfail" in each or "mark.browser" in each or "mark.thorough" in each for each in marks
    )


def missing(cell: str) -> list[str]:
    """Tests, files and words that `cell` names and that are not there; a word is looked for in the file named before it."""
    wrong, file = [], ""
    for name in NAMED.findall(cell):
        if found := TEST.fullmatch(f"`{name}`"):
            wrong += [] if is_there(*found.groups()) else [name]
        elif re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", name) and ("/" in name or (ROOT / name).exists()):
            wrong += [] if (ROOT / name).exists() else [name]
            file = name
        elif file and (ROOT / file).is_file() and name not in (ROOT / file).read_text(encoding="utf-8"):
            wrong.append(f"{file}: {name}")
    return wrong
