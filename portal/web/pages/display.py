"""Display preferences (适老化): larger text, high contrast, and whether the key / focuses the search.

Stored with the user, before sign-in in the session; they work without script.
"""

from flask import Flask, current_app, session
from flask_login import current_user

MODES = {"large": "大字版", "contrast": "高对比", "no_slash": "按 / 键查找"}
CLASSES = ("large", "contrast")
KEY = "display"


def init_app(app: Flask) -> None:
    """Give the preferences to every template."""
    app.context_processor(_look)


def _look() -> dict:
    modes = chosen()
    return {
        "page_class": " ".join(f"is-{mode}" for mode in CLASSES if mode in modes),
        "display_modes": modes,
        "demo_banner": current_app.extensions["portal_settings"].env == "demo",
    }


def chosen() -> frozenset[str]:
    """The modes that are on."""
    words = current_user.display if current_user.is_authenticated else session.get(KEY, "")
    return frozenset(words.split())


def choose(changes: dict[str, bool]) -> None:
    """Switch modes on or off, for the user who is signed in or for this session. The caller commits."""
    modes = chosen() - {mode for mode, on in changes.items() if not on} | {mode for mode, on in changes.items() if on}
    words = " ".join(mode for mode in MODES if mode in modes)
    if current_user.is_authenticated:
        current_user.display = words
    else:
        session[KEY] = words
