"""Plants a mutant into the module as it is loaded, in a process that ends afterwards: nothing is written to a file, nothing imported anew."""

import ast
import functools
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sqlalchemy.orm import MappedColumn, MapperProperty, QueryableAttribute, declared_attr
from sqlalchemy.orm.attributes import InstrumentedAttribute

DIRECTIVE = type(declared_attr.directive(lambda cls: None))
DECLARED = (MappedColumn, MapperProperty, QueryableAttribute, InstrumentedAttribute, declared_attr, DIRECTIVE)


class Declaration(Exception):
    """A column or relationship: it is mapped already, and the tests of migrations hold it against the tables."""


class Ground:
    """A module as it was loaded, with all its functions wherever they are held, and what it has cached. Looked for once: that takes a
    while."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.source = module, Path(module.__file__).read_text()
        things = gc.get_objects()
        self._functions = [
            each for each in things if isinstance(each, FunctionType) and each.__code__.co_filename == module.__file__
        ]
        self._caches = [
            each
            for each in things
            if isinstance(each, functools._lru_cache_wrapper) and each.__wrapped__.__module__ == module.__name__
        ]

    def plant(self, source: str) -> None:
        """The module behaves as `source` from now on. Raises Declaration."""
        for old, new in _changed(ast.parse(self.source).body, ast.parse(source).body):
            if isinstance(new, ast.ClassDef) and _alike(old, new):
                for was, becomes in _changed(old.body, new.body):
                    _put(self.module, was, becomes, getattr(self.module, new.name))
            else:
                _put(self.module, old, new, None)
        codes = {
            (each.co_qualname, each.co_firstlineno): each
            for each in _codes(compile(source, self.module.__file__, "exec"))
        }
        for each in self._functions:
            code = codes.get((each.__code__.co_qualname, each.__code__.co_firstlineno))
            if code and code != each.__code__ and len(code.co_freevars) == len(each.__code__.co_freevars):
                each.__code__ = code
        for each in self._caches:
            each.cache_clear()


def _changed(before: list[ast.stmt], after: list[ast.stmt]) -> Iterator[tuple[ast.stmt, ast.stmt]]:
    return ((old, new) for old, new in zip(before, after, strict=True) if ast.dump(old) != ast.dump(new))


def _alike(old: Any, new: Any) -> bool:
    """Whether only the inside differs."""
    heads = ("name", "decorator_list", "bases", "keywords", "args")
    return [_told(getattr(old, each, None)) for each in heads] == [_told(getattr(new, each, None)) for each in heads]


def _told(part: Any) -> Any:
    return (
        ast.dump(ast.Tuple(part)) if isinstance(part, list) else ast.dump(part) if isinstance(part, ast.AST) else part
    )


def _put(module: ModuleType, old: ast.stmt, new: ast.stmt, owner: type | None) -> None:
    """Carry out a statement that binds names, in the module or in a class; what lies inside a function is swapped."""
    names: dict[str, Any] = dict(vars(owner)) if owner else {}
    if isinstance(new, ast.FunctionDef) and _alike(old, new):
        if isinstance(names.get(new.name), DECLARED):
            raise Declaration(new.name)
        return
    made = {**names}
    exec(
        compile(ast.Module([new], []), module.__file__, "exec"),
        module.__dict__ if owner is None else {**vars(module)},
        made,
    )
    for name, value in made.items():
        if name in names and names[name] is value:
            continue
        if isinstance(value, DECLARED) or (owner and isinstance(names.get(name), DECLARED)):
            raise Declaration(name)
        if owner:
            setattr(owner, name, value)
        else:
            _rebind(module.__dict__.get(name), name, value, module)


def _rebind(old: Any, name: str, value: Any, module: ModuleType) -> None:
    """Wherever the old value was imported to."""
    for each in list(sys.modules.values()):
        if each is module or (old is not None and getattr(each, "__dict__", {}).get(name) is old):
            setattr(each, name, value)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)
