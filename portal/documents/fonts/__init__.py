"""Fonts of official documents: built once, used by the renderer only.

``python -m portal.documents.fonts`` builds them; ``FontSet`` reads what was built.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from portal.documents.fonts.charset import Coverage

STATE = "fonts.json"


class FontsNotBuilt(Exception):
    """The folder holds no font set; run ``python -m portal.documents.fonts``."""


@dataclass(frozen=True, slots=True)
class FontSet:
    """A built font set.

    ``missing`` names sources that could not be had: documents then use substitute
    fonts and the administrator should be told.
    """

    folder: Path
    coverage: Coverage
    missing: tuple[str, ...]
    licensed: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path) -> "FontSet":
        """Read the set in ``folder``; raises ``FontsNotBuilt``."""
        try:
            state = json.loads((folder / STATE).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise FontsNotBuilt(str(folder)) from error
        return cls(
            folder=folder.resolve(),
            coverage=Coverage(state["ranges"]),
            missing=tuple(state["missing"]),
            licensed=tuple(name for names in state["licensed"].values() for name in names),
        )

    @property
    def fontconfig_file(self) -> Path:
        return self.folder / "fonts.conf"
