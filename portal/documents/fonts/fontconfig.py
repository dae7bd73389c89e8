"""The fontconfig file that shows a renderer this font set and nothing else."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

CONF = "fonts.conf"
FACES = "faces"
CACHE = "cache"

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/{faces}</dir>
  <cachedir>{folder}/{cache}</cachedir>
{chains}
</fontconfig>
"""
CHAIN = """  <match target="pattern">
    <test qual="any" name="family"><string>{role}</string></test>
    <edit name="family" mode="assign" binding="strong">
{families}
    </edit>
  </match>"""


def write(folder: Path, chains: Mapping[str, Sequence[str]]) -> Path:
    """Write ``fonts.conf`` into ``folder``, with absolute paths.

    ``chains`` maps a role named in style sheets to the families that draw it, best first.
    """
    folder = folder.resolve()
    blocks = [
        CHAIN.format(
            role=role,
            families="\n".join(f"      <string>{escape(family)}</string>" for family in families),
        )
        for role, families in chains.items()
    ]
    conf = folder / CONF
    conf.write_text(
        DOCUMENT.format(folder=escape(str(folder)), faces=FACES, cache=CACHE, chains="\n".join(blocks)),
        encoding="utf-8",
    )
    return conf


def refresh_cache(folder: Path) -> None:
    """Rebuild the font cache: a stale one prints the yuan sign as an empty box."""
    environment = os.environ | {"FONTCONFIG_FILE": str(folder.resolve() / CONF)}
    subprocess.run(["fc-cache", "-f"], env=environment, check=True, capture_output=True)
