"""Tells whether a built font set is still the one that would be built now."""

import hashlib
import json
from pathlib import Path

from portal.documents.fonts.faces import FACES
from portal.documents.fonts.sources import NpmFont

# Raise when the set or the way it is made changes: every installation rebuilds once.
VERSION = 6
SUFFIXES = (".ttf", ".ttc", ".otf")


def fingerprint(out: Path, node_modules: Path, licensed: Path | None) -> str:
    """Changes whenever a rebuild could bring another result. Reads no font."""
    parts: list[object] = [VERSION, str(out.resolve())]
    for face in FACES:
        if isinstance(face.source, NpmFont):
            parts.append(face.source.file(node_modules).is_file())
    for font in licensed_files(licensed):
        stat = font.stat()
        parts.append((font.name, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def licensed_files(folder: Path | None) -> list[Path]:
    """The font files a deployer mounted, in name order."""
    if folder is None or not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES)
