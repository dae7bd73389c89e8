"""What a plugin may add to the page of a case."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A section of the page. `html` is safe markup, rendered by the plugin's own template."""

    title: str
    html: str


@dataclass(frozen=True)
class Action:
    """A link to the page where the next step is taken."""

    label: str
    url: str
    icon: str = "chevron-right"
    main: bool = False
