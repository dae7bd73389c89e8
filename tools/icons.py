"""The icons of icons.txt as CSS masks: they travel once with the style sheet, and not with every page."""

import re
import sys
from pathlib import Path

LICENCE = "/* icons: Lucide, ISC licence, https://lucide.dev/license */"
FRAME = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' "
    "stroke-linecap='round' stroke-linejoin='round'>{}</svg>"
)
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def rules(names: list[str], package: Path) -> bytes:
    """One CSS rule an icon; ends the build when Lucide does not have a name."""
    return "".join([LICENCE, *(rule(name, package) for name in sorted(set(names)))]).encode()


def rule(name: str, package: Path) -> str:
    path = package / f"icons/{name}.svg"
    if not path.exists():
        sys.exit(f"assets: icons.txt names “{name}”, which Lucide does not have")
    shapes = " ".join(INSIDE.search(path.read_text())[1].split())
    drawing = FRAME.format(shapes.replace('"', "'").replace(" />", "/>").replace("> <", "><"))
    address = f'url("data:image/svg+xml,{encoded(drawing)}")'
    return f".i-{name}{{-webkit-mask-image:{address}}}"


def encoded(drawing: str) -> str:
    """What a data address may hold raw in every browser since 2016."""
    return drawing.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
