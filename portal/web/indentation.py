"""Templates are indented for their readers; pages are sent without it: some ninety bytes less a page, for nothing."""

import re

from flask import Flask
from jinja2.ext import Extension

INDENT = re.compile(r"\n[ \t]+")


class Unindented(Extension):
    """Takes the indentation off a template when it is compiled. What people typed comes later and is not touched."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a page without indentation; that of a printed document as it is."""
        is_page = (name or "").endswith(".html") and "documents/" not in (name or "")
        return INDENT.sub("\n", source) if is_page and "<pre" not in source else source


def init_app(app: Flask) -> None:
    """Let all templates of pages go through it."""
    app.jinja_env.add_extension(Unindented)
