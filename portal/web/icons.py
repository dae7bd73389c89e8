"""Icons, written into the page as one path each: no request of their own, and two nodes instead of five."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask
from markupsafe import Markup, escape

SYMBOL = "{http://www.w3.org/2000/svg}symbol"
RELATIVE_START = re.compile(r"m\s*(-?\d*\.?\d+)[\s,]*(-?\d*\.?\d+)")


def init_app(app: Flask, dist: Path) -> None:
    """Offer `icon(name)` to templates; the shapes come from the sprite that the asset build made."""

    @lru_cache(maxsize=256)
    def icon(name: str) -> Markup:
        outline = outlines(dist).get(name)
        return Markup("") if outline is None else _svg(outline)

    app.jinja_env.globals["icon"] = icon


@lru_cache(maxsize=1)
def outlines(dist: Path) -> dict[str, str]:
    """Path data of every icon in the sprite, by name; empty while nothing is built."""
    manifest = dist / "manifest.json"
    if not manifest.exists():
        return {}
    sprite = dist / json.loads(manifest.read_text())["icons.svg"]
    symbols = ElementTree.parse(sprite).iter(SYMBOL)  # noqa: S314  our own build wrote it
    return {symbol.attrib["id"]: "".join(_path(shape) for shape in symbol) for symbol in symbols}


def _svg(outline: str) -> Markup:
    size = 'class="icon" width="16" height="16" viewBox="0 0 24 24" aria-hidden="true"'
    return Markup(f'<svg {size}><path d="{escape(outline)}"/></svg>')


def _path(shape: ElementTree.Element) -> str:
    kind = shape.tag.rpartition("}")[2]
    return DRAW[kind](shape.attrib)


def _circle(at: dict[str, str]) -> str:
    rx, ry = at.get("rx") or at["r"], at.get("ry") or at["r"]
    width = _number(2 * float(rx))
    return f"M{_number(float(at['cx']) - float(rx))} {at['cy']}a{rx} {ry} 0 1 0 {width} 0a{rx} {ry} 0 1 0-{width} 0"


def _rect(at: dict[str, str]) -> str:
    x, y, r = float(at.get("x", 0)), float(at.get("y", 0)), float(at.get("rx") or at.get("ry") or 0)
    across, down = _number(float(at["width"]) - 2 * r), _number(float(at["height"]) - 2 * r)
    r = _number(r)
    return (
        f"M{_number(x + float(r))} {_number(y)}h{across}a{r} {r} 0 0 1 {r} {r}v{down}a{r} {r} 0 0 1-{r} {r}"
        f"h-{across}a{r} {r} 0 0 1-{r}-{r}v-{down}a{r} {r} 0 0 1 {r}-{r}z"
    )


def _line(at: dict[str, str]) -> str:
    return f"M{at['x1']} {at['y1']}L{at['x2']} {at['y2']}"


def _number(value: float) -> str:
    return f"{value:g}"


def _joined(at: dict[str, str]) -> str:
    """Path data that may follow another path: a relative start would begin where that one ended."""
    data = at["d"]
    start = RELATIVE_START.match(data)
    if not start:
        return data
    rest = data[start.end() :].lstrip(" ,")
    return f"M{start[1]} {start[2]}{'l' if rest and not rest[0].isalpha() else ''}{rest}"


DRAW: dict[str, Callable[[dict[str, str]], str]] = {
    "path": _joined,
    "circle": _circle,
    "ellipse": _circle,
    "rect": _rect,
    "line": _line,
    "polyline": lambda at: f"M{at['points']}",
    "polygon": lambda at: f"M{at['points']}z",
}
