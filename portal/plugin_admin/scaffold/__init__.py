"""Templates from which `flask plugins new` generates a plugin. Words between % signs are filled in."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).with_name("templates")
ENDING = ".tmpl"


def filled(part: str, words: dict[str, str]) -> dict[str, str]:
    """The files of `part` (a folder of patterns): relative path → content, with `words` filled in, in names too."""
    folder = TEMPLATES / part
    return {
        _fill(str(path.relative_to(folder)).removesuffix(ENDING), words, "_"): _fill(path.read_text(), words, "%")
        for path in sorted(folder.rglob(f"*{ENDING}"))
    }


def _fill(text: str, words: dict[str, str], mark: str) -> str:
    return re.sub(rf"{mark}({'|'.join(words)}){mark}", lambda found: words[found[1]], text)
