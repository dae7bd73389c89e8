"""What is asked of a plugin before it is taken in, once all of it has been imported: whether somebody declares the permissions it
names, and whether each of its addresses leads to one page. A typo would otherwise be found by whoever first opens the page."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from flask import Flask

from portal.plugin.manifest import Plugin

Check = Callable[[Plugin, Collection[str]], Iterator[str]]  # plugin, keys of the permissions it may name → complaints
OPEN = ("public", "signed_in")  # guards that ask for no permission


def of_pages(plugin: Plugin, permissions: Collection[str]) -> Iterator[str]:
    """A complaint for each view whose guard asks for a permission of nobody, and for two views at one address or of one name."""
    tried, named, placed = Tried(), dict[str, Any](), dict[str, str]()
    for blueprint in plugin.manifest.blueprints:
        tried.register_blueprint(blueprint)
    for endpoint, view, places in tried.pages:
        guard = getattr(view, "guard", "")
        if guard and guard not in (*OPEN, *permissions):
            yield f"page {endpoint} ({_first_line(view)}) asks for {guard!r}, a permission that nobody declares"
        if named.setdefault(endpoint, view) is not view:
            yield f"two pages are called {endpoint}"
        for place in places:
            if (other := placed.setdefault(place, endpoint)) != endpoint:
                yield f"pages {other} and {endpoint} are both at {place}"


class Page(NamedTuple):
    """A view as it is mounted. `places`: method and address, without the names of its variables."""

    endpoint: str
    view: Callable | None
    places: list[str]


class Tried(Flask):
    """An application that only writes down what is mounted: a map of addresses takes a millisecond for each."""

    def __init__(self) -> None:
        super().__init__("tried", static_folder=None)
        self.pages: list[Page] = []

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        shape = re.sub(r"<(?:([^:>]*):)?[^>]*>", r"<\1>", rule)
        methods = sorted(options.get("methods") or ("GET",))
        self.pages.append(Page(endpoint or "", view_func, [f"{each} {shape}" for each in methods]))


def _first_line(view: Callable | None) -> str:
    return (view.__doc__ or "").strip().partition("\n")[0].rstrip(".:")
