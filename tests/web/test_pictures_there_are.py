"""Icons are a strip in the style sheet: one that is not in the list would be an empty place before its words."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"""icon(?:=|\(|":\s*)["']([a-z][a-z0-9-]*)["']""")


def test_every_icon_that_is_named_is_in_the_style_sheet():
    there = set((ROOT / "portal/static/src/icons.txt").read_text().split())
    sources = [
        path for top in ("portal", "plugins") for end in ("py", "html") for path in (ROOT / top).rglob(f"*.{end}")
    ]
    named = {(name, path.relative_to(ROOT)) for path in sources for name in NAMED.findall(path.read_text())}
    assert len(named) > 100
    assert not [f"{path}: {name}" for name, path in sorted(named) if name not in there]
