"""Public addresses of points and honours as they are printed on posters and cards of earlier: they lead on to where they are now."""

from flask import redirect
from flask.typing import ResponseReturnValue

from plugins.family_values.blueprint import bp
from portal.web.http.guards import public

MOVED = {
    "family_points": ("points", "claims", "statement"),
    "family_honours": ("honours", "roll", "nominations", "objections", "campaigns"),
}


def moved(unit_id: int, noun: str, rest: str = "") -> ResponseReturnValue:
    """The same page of the plugin that it belongs to now."""
    plugin = next(key for key, nouns in MOVED.items() if noun in nouns)
    return redirect(f"/{plugin}/public/{unit_id}/{noun}{'/' if rest else ''}{rest}", 301)


nouns = ", ".join(noun for each in MOVED.values() for noun in each)
for at, name in ((f"<any({nouns}):noun>", "moved"), (f"<any({nouns}):noun>/<path:rest>", "moved_below")):
    bp.add_url_rule(f"/public/<int:unit_id>/{at}", name, public(moved), methods=["GET"])
