"""Templates are broken and indented for their readers; pages are sent without it: a hundred bytes less a page, for nothing."""

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
    """Takes indentation, and breaks beside block elements, off a template when it is compiled. Neither shows; what people
    typed comes later and is not touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a page without them; that of a printed document as it is."""
        is_page = (name or "").endswith(".html") and "documents/" not in (name or "")
        return BREAK.sub(r"\1", INDENT.sub("\n", source)) if is_page and "<pre" not in source else source


def init_app(app: Flask) -> None:
    """Let all templates of pages go through it."""
    app.jinja_env.add_extension(Unindented)
