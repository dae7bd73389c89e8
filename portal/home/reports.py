"""统计: reports of the core rooms and of the plugins in effect, gathered on one page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """A link to a report. `permission` decides who sees it."""

    title: str
    url: str
    summary: str = ""
    permission: str = ""
