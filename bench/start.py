"""What plugins cost at the start: the portal without any, with fifteen made-up ones that each have a table, a page and a hook, and with
five more that are broken, each in its own way. In processes of their own, alternating; CPU, median.

Aimed at: fifteen and five broken ones cost at most a second.
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.measuring import report
from bench.office import Office

GOOD, BROKEN, ROUNDS = 15, 5, 5
HEAD = """
from flask import Blueprint
from sqlalchemy.orm import Mapped, mapped_column
from portal.extensions import db
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest
bp = Blueprint(__name__, __name__, url_prefix=f"/{__name__}")
"""
BODY = """
@bp.get("/")
def page():
    return "there"
page.guard = "signed_in"
class %(key)sThing(db.Model):
    __tablename__ = "%(key)s_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
class P:
    manifest = Manifest(key="%(key)s", name="试验", summary="试验", version="1.0", blueprints=(bp,))
    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("试验", "/%(key)s/")]
plugin = P()
"""
FAULTS = (
    "1 / 0",
    "import no_such_library",
    "from portal.accounts.models import User\nUser.can = None",
    "plugin = object()",
    "import sys; sys.exit(3)",
)
START = """
import sys; from pathlib import Path; from time import process_time
from importlib import metadata
wanted = set(sys.argv[2].split(","))
found = metadata.entry_points
metadata.entry_points = lambda **by: [each for each in found(**by) if by.get("group") != "portal.plugins" or each.name in wanted]
import logging; logging.disable()
from portal.config import Settings
from portal import create_app
begun = process_time()
app = create_app(Settings(env="testing", instance=Path(sys.argv[1]), public_url="http://localhost"))
registry = app.extensions["portal_plugins"]
print(process_time() - begun, len(registry.manifests), len(registry.failures))
"""


def measure(place: Office) -> None:
    """Seconds of the three kinds of start."""
    with TemporaryDirectory() as folder:
        good, broken = _written(Path(folder))
        kinds = {"none": [], "good": good, "good_and_broken": [*good, *broken]}
        spent: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, keys in kinds.items():
                seconds, taken, failed = _start(Path(folder), keys)
                assert (taken, failed) == (len(set(keys) & set(good)), len(set(keys) & set(broken))), (
                    name,
                    taken,
                    failed,
                )
                spent[name].append(seconds)
    base = median(spent["none"])
    more = {f"{name}_more_s": median(times) - base for name, times in spent.items() if name != "none"}
    report("start", good=GOOD, broken=BROKEN, none_s=base, **more)


def _start(folder: Path, keys: list[str]) -> tuple[float, int, int]:
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd())])}
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder / "instance"), ",".join(keys)],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, taken, failed = done.stdout.split()
    return float(seconds), int(taken), int(failed)


def _written(folder: Path) -> tuple[list[str], list[str]]:
    """Keys of the plugins written as installed packages into `folder`."""
    good, broken = [f"madeup{number:02d}" for number in range(GOOD)], [f"broken{number}" for number in range(BROKEN)]
    bodies = {key: BODY % {"key": key} for key in good} | dict(zip(broken, FAULTS, strict=True))
    for key, body in bodies.items():
        (folder / f"{key}.py").write_text(f"{HEAD}\n{body}\n")
        about = folder / f"{key}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {key}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[portal.plugins]\n{key} = {key}:plugin\n")
    return good, broken
