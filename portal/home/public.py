"""Pages for residents, without sign-in, of the plugins in effect for a unit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublicPage:
    """A link on the public page of a unit."""

    title: str
    url: str
    summary: str = ""
