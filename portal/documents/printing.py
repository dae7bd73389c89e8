"""Renders HTML to PDF with the renderer of this application."""

from threading import Lock

from flask import Flask, current_app

from portal.database import nobody_waits
from portal.documents.drawable import drawable, replaced, undrawn
from portal.documents.fonts import FontsNotBuilt
from portal.documents.renderer import MissingGlyph, Renderer, RendererBusy, RenderError
from portal.errors import RuleError

__all__ = ["to_pdf"]

_starting = Lock()


def renderer(app: Flask) -> Renderer:
    """The renderer of `app`, made with its first use. Raises FontsNotBuilt when `make fonts` has not run."""
    with _starting:
        if "portal_renderer" not in app.extensions:
            app.extensions["portal_renderer"] = Renderer(app.extensions["portal_settings"].fonts_dir)
        return app.extensions["portal_renderer"]


def unprintable(text: str) -> list[str]:
    """The characters of `text` that papers show by their code; none where no fonts are installed."""
    try:
        return undrawn(text, renderer(current_app._get_current_object()).coverage)
    except FontsNotBuilt:
        return []


def to_pdf(html: str, title: str, copies: int = 1) -> bytes:
    """`html` as PDF, in numbered copies; characters without a glyph by their code. Raises RuleError in Chinese when it is not possible."""
    nobody_waits("a paper is drawn")
    try:
        press = renderer(current_app._get_current_object())
        html, title = (drawable(text, press.coverage) for text in (html, title))
        try:
            return press.render(html, title=title, copies=copies)
        except MissingGlyph as error:  # of a font that has the character, but not in this neighbourhood
            return press.render(replaced(html, error.characters, press.coverage), title=title, copies=copies)
    except MissingGlyph as error:
        signs = " ".join(error.characters)
        raise RuleError(
            f"有 {len(error.characters)} 个字符无法打印：{signs}。请删去表情符号等特殊字符后再试。"
        ) from error
    except RendererBusy as error:
        raise RuleError("现在打印的人太多，请等半分钟再试；已填写的内容没有丢失。") from error
    except RenderError as error:
        raise RuleError("文书生成失败，请稍后再试；已填写的内容没有丢失。") from error
    except FontsNotBuilt as error:
        raise RuleError("打印字体还没有安装，请管理员运行 make fonts。") from error
