"""The font set, one renderer for the session, and the documents of the sample dispute."""

import subprocess
import sys
from pathlib import Path

import pytest
from dispute_sample import COMMITTEE, FOLLOW_UP, TITLES, dispute, session, sheet
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.documents import wording
from portal.documents.renderer import Renderer
from portal.money import format_yuan

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "build" / "fonts"
TEMPLATES = [ROOT / "portal/documents/templates", ROOT / "plugins/mediation/templates"]


@pytest.fixture(scope="session")
def fonts_dir() -> Path:
    """The built font set; built now if `make fonts` has not run (a minute)."""
    subprocess.run([sys.executable, "-m", "portal.documents.fonts"], cwd=ROOT, check=True)
    return FONTS


@pytest.fixture(scope="session")
def renderer(fonts_dir):
    renderer = Renderer(fonts_dir)
    renderer.start()
    yield renderer
    renderer.close()


@pytest.fixture(scope="session")
def fill():
    """The HTML of one of the five documents, of the sample unless told otherwise."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.globals.update(wording.WORDING)
    environment.filters["yuan"] = format_yuan

    def fill(name: str, **changes) -> str:
        rows = {"dispute": dispute(), "session": session(), "follow_up": FOLLOW_UP}
        context = {"sheet": sheet(TITLES[name]), "office": COMMITTEE} | rows | changes
        return environment.get_template(f"mediation/documents/{name}.html").render(context)

    return fill
