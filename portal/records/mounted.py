"""What pages of the kit have in common however they were declared: views are made of methods, and the application knows its pages."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

Pages = TypeVar("Pages")


def view_of(
    answer: Callable[..., ResponseReturnValue], what: str, name: str = ""
) -> Callable[..., ResponseReturnValue]:
    """A view that answers as `answer` does, described as `what`; `name` where limits and exemptions are kept by the name of a view."""

    def view(**given: Any) -> ResponseReturnValue:
        return answer(**given)

    view.__doc__ = what
    if name:
        view.__name__ = view.__qualname__ = name
    return view


def keep(bp: Blueprint, pages: Any) -> None:
    """Let each application that `bp` is registered on know of `pages`."""
    bp.record(lambda state: _known(state.app).setdefault(type(pages), []).append(pages))


def all_mounted(kind: type[Pages]) -> list[Pages]:
    """All pages of one kind (StepPages, ListPage, BeginPage, PaperPages, PublicPages) in this application."""
    return _known(current_app).get(kind, [])


def _known(app: Any) -> dict[type, list]:
    return app.extensions.setdefault("portal_mounted", {})
