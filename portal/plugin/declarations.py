"""What is asked of a plugin before it is taken in, once all of it has been imported: whether somebody declares the permissions it
names, whether each address leads to one page, and whether its blueprints keep to its own pages. A typo would otherwise be found by whoever
first opens the page."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from flask import Flask

from portal.plugin.manifest import Plugin

Check = Callable[[Plugin, Collection[str]], Iterator[str]]  # plugin, keys of the permissions it may name → complaints
MOUNTED = "portal_mounted"  # extension in which the records kit writes down what a blueprint mounts
OPEN = ("public", "signed_in")  # guards that ask for no permission
FOR_ALL = {
    "before_request_funcs": "something to do before each request",
    "after_request_funcs": "something to do after each request",
    "teardown_request_funcs": "something to do at the end of each request",
    "url_value_preprocessors": "something to do with each address",
    "url_default_functions": "parts of addresses",
    "template_context_processors": "words for templates",
    "error_handler_spec": "answers to errors",
}  # of Flask: where it keeps what blueprints bring for the whole application, under None


def of_pages(plugin: Plugin, permissions: Collection[str]) -> Iterator[str]:
    """A complaint for each view whose guard asks for a permission of nobody, and for two views at one address or of one name."""
    tried, named, placed = Tried(), dict[str, Any](), dict[str, str]()
    for blueprint in plugin.manifest.blueprints:
        tried.register_blueprint(blueprint)
    yield from tried.reaching_out(plugin.manifest.key)
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

    def within(self, key: str) -> bool:
        """Whether it is among the pages of the plugin `key`, by its name and by its address."""
        addresses = (each.partition(" ")[2] for each in self.places)
        return self.endpoint.partition(".")[0] == key and all(f"{each}/".startswith(f"/{key}/") for each in addresses)


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

    def reaching_out(self, key: str) -> Iterator[str]:
        """A complaint for each thing that would hold for the pages of others too: what runs at every request, answers to errors, words
        and filters of templates, commands, pages under other names, other settings."""
        bare = Flask("bare", static_folder=None)
        for name, what in FOR_ALL.items():
            if len(getattr(self, name).get(None, ())) > len(getattr(bare, name).get(None, ())):
                yield f"it has {what} for the whole portal: only its own pages are its affair"
        for name in ("filters", "tests", "globals"):
            if set(getattr(self.jinja_env, name)) != set(getattr(bare.jinja_env, name)):
                yield f"it adds to the {name} of all templates"
        if strange := [each.endpoint for each in self.pages if not each.within(key)]:
            yield f"it mounts {', '.join(strange)} outside its own name"
        if commands := set(self.cli.commands) - set(bare.cli.commands) - {key}:
            yield f"it adds the commands {', '.join(sorted(commands))}; its own stand in the group {key}"
        if self.teardown_appcontext_funcs or self.shell_context_processors:
            yield "it has something to do at the end of each piece of work"
        if self.config != bare.config or set(self.extensions) - {MOUNTED}:
            yield "it changes the settings of the portal"
        if others := sorted(name for name in vars(self) if name != "pages" and _is_another(name, self, bare)):
            yield f"it replaces {', '.join(others)} of the application"


def _is_another(name: str, one: Flask, other: Flask) -> bool:
    return name not in vars(other) or type(getattr(one, name)) is not type(getattr(other, name))


def _first_line(view: Callable | None) -> str:
    return (view.__doc__ or "").strip().partition("\n")[0].rstrip(".:")
