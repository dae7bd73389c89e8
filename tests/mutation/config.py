"""The two lists of this folder: what is tried, and which survivors are no fault of the tests."""

import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def read(name: str) -> dict:
    """One of the lists: by dotted name of a module."""
    return tomllib.loads((HERE / name).read_text())


def stale() -> list[str]:
    """Lines that `equivalent.toml` explains and that are in the module no more."""
    return [
        f"{module}: {each['was']}"
        for module, reasons in read("equivalent.toml").items()
        for each in reasons
        if each["was"] not in _lines_of(module)
    ]


def _lines_of(module: str) -> list[str]:
    """The lines of a module, without what they are moved in by."""
    return [each.strip() for each in (ROOT / f"{module.replace('.', '/')}.py").read_text().splitlines()]
