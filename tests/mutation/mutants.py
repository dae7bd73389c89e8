"""The faults: cosmic-ray's, one at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import ndiff
from functools import cache

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

NEED_ARGUMENTS = ("core/VariableReplacer", "core/VariableInserter")


@dataclass(frozen=True)
class Mutant:
    """`source` is the whole module; `was` and `became` are the lines that differ."""

    operator: str
    source: str
    was: str
    became: str


def mutants(source: str, every: int = 1) -> Iterator[Mutant]:
    """Every mutant of a module, or of each operator those at each `every`-th place, but those that change nothing: an annotation, or the same
    code."""
    seen = {meaning(source)}
    for at, name in enumerate(operator_names()):
        operator, occurrence = None if name in NEED_ARGUMENTS else get_operator(name)(), at % every
        while operator and (changed := mutate_code(source.encode(), operator, occurrence)) is not None:
            occurrence += every
            if (means := _meaning_of(changed)) and means not in seen:
                seen.add(means)
                lines = [each for each in ndiff(source.splitlines(), changed.splitlines()) if each[:2] in ("- ", "+ ")]
                was, became = (
                    "\n".join(each[2:].strip() for each in lines if each[0] == sign and each[2:].strip())
                    for sign in "-+"
                )
                yield Mutant(name, changed, was, became)


def _meaning_of(source: str) -> str:
    try:
        return meaning(source)
    except SyntaxError:
        return ""


@cache
def meaning(source: str) -> str:
    """What a module does, without what is for people and checkers: annotations, what stands below TYPE_CHECKING, and how an argument may
    be given, by name or by place."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.test, node.body = ast.Name("TYPE_CHECKING"), [ast.Pass()]
        elif isinstance(node, ast.arguments):
            node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
            node.defaults = [*node.defaults, *(each for each in node.kw_defaults if each)]
            node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant("")
    return ast.dump(tree)
