"""Two plugins of strangers whose models bear one name: the second is left out with the reason, and the first works."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGIN = """
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import db
from portal.plugin.manifest import Manifest


class Thing(db.Model):
    __tablename__ = "{key}_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[list["Piece"]] = relationship(back_populates="thing")


class Piece(db.Model):
    __tablename__ = "{key}_piece"
    id: Mapped[int] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(ForeignKey("{key}_thing.id"))
    thing: Mapped["Thing"] = relationship(back_populates="parts")


class Plugin:
    manifest = Manifest(key="{key}", name="{key}", summary="试验", version="1.0")


plugin = Plugin()
"""
LOOK = """
from pathlib import Path
from portal import create_app
from portal.config import Settings
from portal.extensions import db

for _ in range(2):
    app = create_app(Settings(env="testing", instance=Path("instance")))
    registry = app.extensions["portal_plugins"]
    assert "axles" in registry.manifests
    assert "model Thing bears the name of axles.Thing" in registry.failures["beams"], registry.failures
from axles import Piece, Thing
assert Thing(parts=[Piece()]).parts[0].thing
assert "beams_thing" not in db.metadata.tables
"""


def test_the_second_is_left_out_and_the_first_works(tmp_path):
    for key in ("axles", "beams"):
        (tmp_path / f"{key}.py").write_text(PLUGIN.format(key=key))
        about = tmp_path / f"{key}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {key}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[portal.plugins]\n{key} = {key}:plugin\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "PYTEST_"))}
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=tmp_path,
        env=kept | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
