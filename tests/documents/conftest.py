"""The font set, one renderer for the session, and the documents of the sample dispute."""

import subprocess
import sys
from pathlib import Path

import pytest
from dispute_sample import ACCEPTANCE, AGREEMENT, DISPUTE, FOLLOW_UP, NOTICE, SESSION, sheet
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from portal.documents.renderer import Renderer

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "build" / "fonts"
TEMPLATES = [ROOT / "portal/documents/templates", ROOT / "plugins/mediation/templates"]

CONTEXTS = {
    "acceptance": {"sheet": sheet("人民调解受理登记表"), "acceptance": ACCEPTANCE},
    "rights": {"sheet": sheet("人民调解权利义务告知书"), "notice": NOTICE},
    "record": {"sheet": sheet("人民调解记录"), "session": SESSION},
    "agreement": {"sheet": sheet("人民调解协议书"), "agreement": AGREEMENT},
    "followup": {"sheet": sheet("人民调解回访记录"), "follow_up": FOLLOW_UP},
}


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

    def fill(name: str, **changes) -> str:
        context = {"dispute": DISPUTE} | CONTEXTS[name] | changes
        return environment.get_template(f"mediation/documents/{name}.html").render(context)

    return fill
