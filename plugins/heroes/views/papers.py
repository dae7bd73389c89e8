"""Printing: each paper is rendered once, stored, and served as it was. Every print is recorded."""

import io

from flask import abort, send_file
from flask_login import current_user

from plugins.heroes import papers
from plugins.heroes.blueprint import bp, deed_or_404
from plugins.heroes.models import Deed
from portal.audit import trail
from portal.database import begin_writing
from portal.errors import WrongState
from portal.extensions import db
from portal.web.http.guards import requires


@bp.get("/deeds/<int:deed_id>/application.pdf")
@requires("heroes.nominate")
def print_application(deed_id: int):
    """申报表."""
    return _serve(papers.application(deed_or_404(deed_id)))


@bp.get("/deeds/<int:deed_id>/statements/<int:statement_id>.pdf")
@requires("heroes.review")
def print_statement(deed_id: int, statement_id: int):
    """调查笔录."""
    deed = deed_or_404(deed_id)
    return _serve(papers.statement(deed, _of(deed.statements, statement_id)))


@bp.get("/deeds/<int:deed_id>/notice.pdf")
@requires("heroes.review")
def print_notice(deed_id: int):
    """公示."""
    deed = deed_or_404(deed_id)
    _demand(deed, not deed.secret and deed.published_from, "没有公示过，或者依规定免予公示。")
    return _serve(papers.notice(deed))


@bp.get("/deeds/<int:deed_id>/confirmation.pdf")
@requires("heroes.review")
def print_confirmation(deed_id: int):
    """确认书."""
    deed = deed_or_404(deed_id)
    _demand(deed, deed.status in ("confirmed", "commended"), "确认以后才能打印确认书。")
    return _serve(papers.confirmation(deed))


@bp.get("/deeds/<int:deed_id>/honours/<int:honour_id>.pdf")
@requires("heroes.review")
def print_certificate(deed_id: int, honour_id: int):
    """荣誉证书."""
    deed = deed_or_404(deed_id)
    honour = _of([honour for hero in deed.heroes for honour in hero.honours], honour_id)
    _demand(deed, honour.revoked_on is None, "称号已经撤销，不能再打印证书。")
    return _serve(papers.certificate(deed, honour))


def _demand(deed: Deed, fits, otherwise: str) -> None:
    if not fits:
        raise WrongState(otherwise)


def _of(rows: list, ident: int):
    return next((each for each in rows if each.id == ident), None) or abort(404)


def _serve(paper: papers.Paper):
    document = paper.issue(by=current_user)
    begin_writing()
    trail.record("print", subject=document, unit=paper.deed.unit, detail=document.title)
    content, name = document.content, f"{document.title}.pdf"
    db.session.commit()
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name=name)
