"""The icons of icons.txt as one CSS mask, a strip of them: an old PC unpacks one picture, not one for each icon."""

import re
import sys
from pathlib import Path

LICENCE = "/*! icons: Lucide, ISC licence, https://lucide.dev/license */"
SIDE = 24  # of one icon, in its own units
STRIP = (  # stretched: Chromium 49 rounds the size of a mask to whole pixels, and would else centre the strip in it
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} {length}' width='{side}' height='{length}' "
    "preserveAspectRatio='none' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' "
    "stroke-linejoin='round'>{shapes}</svg>"
)
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def partial(names: list[str], package: Path) -> str:
    """For the style sheet: $strip, the picture, and $places, where in it each icon begins. Ends the build when Lucide does
    not have a name."""
    names = sorted(set(names))
    shapes = "".join(
        f"<g transform='translate(0 {SIDE * place})'>{shape(name, package)}</g>" for place, name in enumerate(names)
    )
    strip = encoded(STRIP.format(side=SIDE, length=SIDE * len(names), shapes=shapes))
    step = 100 / (len(names) - 1)  # the last one begins at 100 %
    places = ", ".join(f'"{name}": {place * step:.4g}%' for place, name in enumerate(names))
    return f'{LICENCE}\n$strip: url("data:image/svg+xml,{strip}");\n$places: ({places});\n'


def shape(name: str, package: Path) -> str:
    path = package / f"icons/{name}.svg"
    if not path.exists():
        sys.exit(f"assets: icons.txt names “{name}”, which Lucide does not have")
    drawing = " ".join(INSIDE.search(path.read_text())[1].split())
    return drawing.replace('"', "'").replace(" />", "/>").replace("> <", "><")


def encoded(drawing: str) -> str:
    """What a data address may hold raw in every browser since 2016."""
    return drawing.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
