"""The verdicts that were reached on this portal, one file a plugin in the folder `scale` of the instance."""

from pathlib import Path

from portal.plugin.scale.verdict import Verdict

FOLDER = "scale"


def keep(verdict: Verdict, instance: Path) -> Path:
    """Put `verdict` in place of the one before; answers the file."""
    path = _path(verdict.key, instance)
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(verdict.to_json(), encoding="utf-8")
    return beside.replace(path)


def kept(key: str, instance: Path) -> Verdict | None:
    """The verdict of the plugin, or None where it was never checked, or the file cannot be read."""
    try:
        found = Verdict.from_json(_path(key, instance).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if found.key == key else None


def _path(key: str, instance: Path) -> Path:
    return instance / FOLDER / f"{key}.json"
