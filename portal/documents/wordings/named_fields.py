"""Named fields in what a unit writes: {份数}. Nothing else has a meaning: no expressions, no tags."""

import re
from collections.abc import Iterable

__all__ = ["FIELD", "faults_in"]

FIELD = re.compile(r"[{｛]([^{}｛｝\n]*+)[}｝]")  # a named field: {份数}
BRACE = re.compile(r"[{}｛｝]")


def fields_in(text: str) -> list[str]:
    """The names used in `text`."""
    return [each.strip() for each in FIELD.findall(text)]


def faults_in(text: str, known: Iterable[str]) -> list[str]:
    """What is wrong with the fields of `text`, line by line, in Chinese. `known`: the names that there are."""
    names = list(known)
    offered = f"可以用：{'、'.join(f'{{{each}}}' for each in names)}。" if names else "这一段没有可以用的字段。"
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if unknown := [each for each in fields_in(line) if each not in names]:
            faults.append(f"第 {number} 行：没有叫“{'”“'.join(unknown)}”的字段。{offered}")
        if BRACE.search(FIELD.sub("", line)):
            faults.append(f"第 {number} 行：花括号没有成对。字段写成 {{名称}}，名称两边各一个花括号。")
    return faults
