"""Layers of a PDF (optional content): which of them are not shown."""

from pikepdf import Array, Dictionary, Name, Object, Pdf

__all__ = ["Layers"]

DEEPEST = 20


class Layers:
    """What the document shows when it is opened, by its default configuration."""

    def __init__(self, pdf: Pdf):
        told = pdf.Root.get("/OCProperties")
        self._any = isinstance(told, Dictionary)
        told = told if isinstance(told, Dictionary) else Dictionary()
        opened = told.get("/D") if isinstance(told.get("/D"), Dictionary) else Dictionary()
        everything = _each(told.get("/OCGs"))
        off = everything if opened.get("/BaseState") == Name.OFF else []
        on = {each.objgen for each in _each(opened.get("/ON"))}
        self._off = {each.objgen for each in off if each.objgen not in on}
        self._off |= {each.objgen for each in _each(opened.get("/OFF"))}
        shown = _by_use(opened)
        self._off = self._off - {group for group, on in shown.items() if on} | {g for g, on in shown.items() if not on}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self._any

    def hides(self, group: Object | None) -> bool:
        """Whether what belongs to `group` (a layer, or a condition on several) is not shown."""
        if not self._any or not isinstance(group, Dictionary):
            return False
        if group.get("/Type") != Name.OCMD:
            return group.objgen in self._off
        if isinstance(group.get("/VE"), Array):
            return not self._holds(group.VE)
        shown = [each.objgen not in self._off for each in _each(group.get("/OCGs"))]
        if not shown:
            return False
        return not {
            "/AllOn": all(shown),
            "/AnyOff": not all(shown),
            "/AllOff": not any(shown),
        }.get(str(group.get("/P", "/AnyOn")), any(shown))

    def _holds(self, told: Object, depth: int = 0) -> bool:
        """The value of an expression [/And …], [/Or …], [/Not …]; shown, where it cannot be read."""
        if isinstance(told, Dictionary):
            return told.objgen not in self._off
        if not isinstance(told, Array) or len(told) < 2 or depth > DEEPEST:
            return True
        parts = [self._holds(each, depth + 1) for each in list(told)[1:]]
        return {"/And": all(parts), "/Or": any(parts), "/Not": not parts[0]}.get(str(told[0]), True)


def _by_use(opened: Object) -> dict[tuple[int, int], bool]:
    """Which layers a reader turns on or off by what they are for, when the file is looked at (ISO 32000 §8.11.4.4)."""
    found: dict[tuple[int, int], bool] = {}
    for rule in _each(opened.get("/AS")):
        if rule.get("/Event") != Name.View:
            continue
        for group in _each(rule.get("/OCGs")):
            for state in _states(group.get("/Usage"), rule.get("/Category")):
                found[group.objgen] = found.get(group.objgen, True) and state != Name.OFF
    return found


def _states(use: Object | None, categories: Object | None) -> list[Object]:
    """What the categories of use say: on or off. Others (language, magnification) leave it seen by somebody."""
    told = []
    for category in ("View", "Print", "Export"):
        listed = isinstance(categories, Array) and Name(f"/{category}") in list(categories)
        for kind in _each(use.get(f"/{category}")) if listed and isinstance(use, Dictionary) else ():
            told += [kind[f"/{category}State"]] if f"/{category}State" in kind else []
    return told


def _each(value: Object | None) -> list[Object]:
    """The layers in an array, or the one that stands instead of it."""
    listed = list(value) if isinstance(value, Array) else [value]
    return [each for each in listed if isinstance(each, Dictionary)]
