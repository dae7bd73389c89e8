"""Rules about papers: each kind can be printed for a record of the samples."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app
from sqlalchemy import select

from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.scale import SILVER
from portal.records.papers import Paper, PaperPages
from portal.records.samples import Samples, Stage
from portal.testing.cast import Cast
from portal.testing.conformance.subject import Subject
from portal.testing.scale.declared import mounted
from portal.testing.scale.rules import Moot, rule
from portal.testing.unset import Unset


@rule("papers-sampled", SILVER, "每种文书都有样例可以印。", "Each kind of paper is printed for a sample.")
def prints_each_paper(plugin_key: str, app, request, monkeypatch):
    pages = mounted(Subject(plugin_key, app), PaperPages)
    if not pages:
        raise Moot("没有文书。")
    samples: tuple[Samples, ...] = request.getfixturevalue("samples")
    monkeypatch.setitem(app.extensions, "portal_renderer", Unset())
    stage, cast, as_user = (request.getfixturevalue(name) for name in ("stage", "cast", "as_user"))
    waiting = [(each, paper) for each in pages for paper in each.papers]
    for play in (_to_every_state, _each_step):
        play(samples, stage) if waiting else None
        for each, paper in list(waiting):
            for record, who, rows in _printable(each, paper, cast):
                waiting.remove((each, paper))
                yield from _print(each, paper, record, who, rows, as_user)
    for each, paper in waiting:
        yield f"no sample of {each.model.__name__} comes to where {paper.title} ({paper.kind}) is printed"


def _to_every_state(samples: Iterable[Samples], stage: Stage) -> None:
    for kind in samples:
        for status in kind.reachable:
            kind.bring(status, stage)
    db.session.commit()


def _each_step(samples: Iterable[Samples], stage: Stage) -> None:
    for kind in samples:
        for step in kind.steps:
            try:
                kind.take(step, kind.begin(stage), stage)
            except (RuleError, LookupError):
                db.session.rollback()  # another rule complains of it
            else:
                db.session.commit()


def _printable(pages: PaperPages, paper: Paper, cast: Cast) -> list[tuple[Any, str, tuple]]:
    """The first record for which it can be printed, who may, and the rows below it that it is about."""
    for record in db.session.scalars(select(pages.model)).unique():
        if found := _for(paper, record, cast):
            return [(record, *found)]
    return []


def _for(paper: Paper, record, cast: Cast) -> tuple[str, tuple] | None:
    """Who may print it of `record`, and the rows it is about."""
    who = next((name for name in cast.roles if record.allows(cast[name], paper.needs)), "")
    found = [(row,) for row in paper.rows(record)] if paper.rows else [()]
    rows = next((each for each in found if not paper.objection(record, *each)), None)
    return (who, rows) if who and rows is not None else None


def _print(pages: PaperPages, paper: Paper, record, who: str, rows: tuple, as_user: Callable):
    path = _address(pages, paper, record, rows)
    if (got := as_user(who).get(path).status_code) != 200:
        yield f"{path} answers {got} to {who}"


def _address(pages: PaperPages, paper: Paper, record, rows: tuple) -> str:
    below = dict(zip(paper.idents, (each.id for each in rows), strict=True))
    return current_app.url_map.bind("localhost").build(
        f"{pages.bp.name}.print_{paper.kind}", {pages.ident: record.id, **below}, method="GET"
    )
