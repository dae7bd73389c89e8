"""The plain name of a file that is sent, for programs that do not read `filename*` (RFC 6266): of a Chinese name nothing but the ending is left
there (of that of a paper, the digits of its number and the brackets about its year, too), and a file called `.pdf` is hidden. It gets the last parts of its address: 59-acceptance.pdf."""

import re

from flask import Flask, Response, request

PARTS = 2
_ONLY_ENDING = re.compile(r"filename=\"?(?:[\d ()-]+(?=\.pdf))?(\.[a-z0-9]+)\"?(?=;|$)")


def init_app(app: Flask) -> None:
    """Look at every answer that is a file."""
    app.after_request(_name)


def _name(response: Response) -> Response:
    if found := _ONLY_ENDING.search(told := response.headers.get("Content-Disposition", "")):
        name = _of_address(request.path).removesuffix(found[1]) or "file"
        response.headers["Content-Disposition"] = told.replace(found[0], f"filename={name}{found[1]}", 1)
    return response


def _of_address(path: str) -> str:
    parts = [part for part in path.split("/") if re.fullmatch(r"[A-Za-z0-9_.-]+", part)]
    return "-".join(parts[-PARTS:])
