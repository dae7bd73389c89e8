"""From a template to the bytes of a paper, with the renderer of this application."""

from threading import Lock

from flask import Flask, current_app, render_template

from portal.documents.renderer import MissingGlyph, Renderer, RenderError
from portal.rules import RuleError

_starting = Lock()


def renderer(app: Flask) -> Renderer:
    """The renderer of `app`, made with its first use. Raises FontsNotBuilt when `make fonts` has not run."""
    with _starting:
        if "portal_renderer" not in app.extensions:
            app.extensions["portal_renderer"] = Renderer(app.extensions["portal_settings"].fonts_dir)
        return app.extensions["portal_renderer"]


def to_pdf(template: str, title: str, **context) -> bytes:
    """Render `template` as PDF. Raises RuleError in Chinese when a character cannot be printed or it takes too long."""
    html = render_template(template, **context)
    try:
        return renderer(current_app._get_current_object()).render(html, title=title)
    except MissingGlyph as error:
        raise RuleError(f"有字符无法打印，文书没有生成：{error}。请检查是否有表情符号或生僻符号。") from error
    except RenderError as error:
        raise RuleError("文书生成失败，请稍后再试；内容没有丢失。") from error
