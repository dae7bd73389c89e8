"""The layers of the portal: a package imports only what stands below it, and no circle is closed anywhere.

`pytest -s tests/architecture/test_layers.py` prints the drawing.
"""

from functools import cache
from graphlib import TopologicalSorter
from unicodedata import east_asian_width

import grimp

# From the top down: what each layer is for, and its packages, which do not know each other.
LAYERS = [
    ("running, trying, testing it", "serve testing trial backup"),
    ("how the server listens", "listening"),
    ("the name everybody imports", "portal"),
    ("put together", "application"),
    ("demo", "demo"),
    ("gathered from all", "home"),
    ("what residents ask for", "privacy"),
    ("单位, rights, the trail, what is kept", "units access oversight retention"),
    ("事项, 补贴, 家庭", "cases entitlements families"),
    ("records kit", "records"),
    ("消息 and their channels", "notices"),
    ("administration of plugins; signing in", "plugin_admin signing_in"),
    ("papers, dated settings", "documents settings"),
    ("居民, attachments, jobs", "people files jobs rekeying"),
    ("who may do what", "accounts"),
    ("audit trail, migrations", "audit migrating"),
    ("plugin platform", "plugin"),
    ("units, working days", "org workdays"),
    ("the web, mounted", "web"),
    ("what is typed, what is shown", "web.forms web.pages"),
    ("requests and answers", "web.http"),
    ("transactions, decisions", "database decision_cache numbering guessing"),
    ("many rows at once", "together"),
    ("extensions", "extensions redaction"),
    ("ground", "clock columns config errors money permissions personal_names protection child"),
    ("what is typed, kept apart, spoken to", "typed separation reachable confined"),
]
WIDTH = 92


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("portal", "plugins", include_external_packages=False, cache_dir=None)


def package_of(module: str) -> str:
    """The package of a layer that `module` belongs to: `cases` for portal.cases.models.case, `web.http` for that of it."""
    _, *words = module.split(".")
    inner = words[:2] if ".".join(words[:2]) in ("web.http", "web.forms", "web.pages") else words[:1]
    return ".".join(inner) or "portal"


def arrows() -> set[tuple[str, str]]:
    """`(module, what it imports)` within the portal, across packages."""
    return {
        (module, imported)
        for module in graph().modules
        if module.split(".")[0] == "portal"
        for imported in graph().find_modules_directly_imported_by(module)
        if imported.split(".")[0] == "portal" and package_of(imported) != package_of(module)
    }


def height() -> dict[str, int]:
    """Package → number of its layer, from the ground."""
    return {name: number for number, (_, names) in enumerate(reversed(LAYERS)) for name in names.split()}


def drawing() -> str:
    """The layers as boxes above each other."""
    edge = f"+{'-' * (WIDTH + 2)}+"
    rows = [f"| {names}{filler(names, caption)}{caption} |" for caption, names in LAYERS]
    return "\n".join([edge, *(line for row in rows for line in (row, edge))])


def filler(*texts: str) -> str:
    """The spaces that bring `texts` to the width of a box; a Chinese character takes two places."""
    return " " * (WIDTH - sum(2 if east_asian_width(each) in "WF" else 1 for text in texts for each in text))


def test_every_package_has_its_layer():
    found = {package_of(module) for module in graph().modules if module.split(".")[0] == "portal"}
    assert found == set(height())


def test_imports_lead_downwards():
    print(f"\n{drawing()}")
    at = height()
    assert not {(one, other) for one, other in arrows() if at[package_of(one)] <= at[package_of(other)]}


def test_no_packages_know_each_other_in_a_circle():
    refuse_circles({(package_of(module), package_of(imported)) for module, imported in arrows()})


def test_no_modules_import_each_other_in_a_circle():
    running = grimp.build_graph("portal", "plugins", exclude_type_checking_imports=True, cache_dir=None)
    refuse_circles(
        {(one, other) for one in running.modules for other in running.find_modules_directly_imported_by(one)}
    )


def refuse_circles(pairs: set[tuple[str, str]]) -> None:
    """Raises CycleError, which names the circle."""
    below: dict[str, set[str]] = {}
    for one, other in pairs:
        below.setdefault(one, set()).add(other)
    TopologicalSorter(below).prepare()
