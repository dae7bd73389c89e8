"""A way a case may go at triage, offered by a plugin: 转人民调解, for one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Route:
    """`take(case, by=user, note=text)` hands the triaged case over, in the same transaction."""

    key: str
    label: str
    take: Callable
