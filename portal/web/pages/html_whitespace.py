"""Strips indentation and line breaks around block elements from templates when they are compiled: smaller pages at no cost."""

import re

from flask import Flask
from jinja2.ext import Extension

INDENT = re.compile(r"\n[ \t]+")
BLOCK = (
    r"</?(?:html|head|meta|title|link|script|body|header|main|footer|nav|section|aside|div|p|h[1-6]|[uod]l|li|d[td]|"
    r"table|thead|tbody|tr|th|td|form|fieldset|legend|details|summary)\b"
)
BREAK = re.compile(rf"({BLOCK}[^<>{{}}]*>)\n+|\n+(?={BLOCK})")


class Unindented(Extension):
    """Jinja extension that removes whitespace which browsers do not show. Values are inserted later and stay untouched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The stripped source of a page; templates of printed documents stay as they are."""
        is_page = (name or "").endswith(".html") and "documents/" not in (name or "")
        return BREAK.sub(r"\1", INDENT.sub("\n", source)) if is_page and "<pre" not in source else source


def init_app(app: Flask) -> None:
    """Apply it to all templates."""
    app.jinja_env.add_extension(Unindented)
