"""Strips from templates, when they are compiled, what browsers do not need: indentation, line breaks around block elements, and
end tags that HTML lets us leave out. Smaller pages at no cost."""

import re

from flask import Flask
from jinja2.ext import Extension

INDENT = re.compile(r"\n[ \t]+")
BLOCK = (
    r"</?(?:html|head|meta|title|link|script|body|header|main|footer|nav|section|aside|div|p|h[1-6]|[uod]l|li|d[td]|"
    r"table|thead|tbody|tr|th|td|form|fieldset|legend|details|summary)\b"
)
OPTIONAL_END = re.compile(r"</(?:li|option|t[dhr]|thead|tbody)>")
BREAK = re.compile(rf"({BLOCK}[^<>{{}}]*>)\n+|\n+(?={BLOCK})")


class Unindented(Extension):
    """Jinja extension that removes what browsers do not show. Values are inserted later and stay untouched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The stripped source of a page; templates of printed documents stay as they are."""
        is_page = (name or "").endswith(".html") and "documents/" not in (name or "")
        if not is_page or "<pre" in source:
            return source
        return OPTIONAL_END.sub("", BREAK.sub(r"\1", INDENT.sub("\n", source)))


def init_app(app: Flask) -> None:
    """Apply it to all templates."""
    app.jinja_env.add_extension(Unindented)
