"""Printing: each paper is rendered once, stored, and served as it was. Every print is recorded."""

import io

from flask import abort, send_file
from flask_login import current_user

from plugins.mediation import papers
from plugins.mediation.blueprint import bp, dispute_or_404
from plugins.mediation.models import Dispute
from portal.audit import trail
from portal.database import begin_writing
from portal.documents.models import Document
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.web.http.guards import requires


@bp.get("/disputes/<int:dispute_id>/acceptance.pdf")
@requires("mediation.mediate")
def print_acceptance(dispute_id: int):
    """受理登记表."""
    dispute = _printable(dispute_id)
    return _serve(dispute, papers.acceptance(dispute).issue(by=current_user))


@bp.get("/disputes/<int:dispute_id>/rights.pdf")
@requires("mediation.mediate")
def print_rights(dispute_id: int):
    """权利义务告知书."""
    dispute = _printable(dispute_id)
    return _serve(dispute, papers.rights(dispute).issue(by=current_user))


@bp.get("/disputes/<int:dispute_id>/sessions/<int:session_id>.pdf")
@requires("mediation.mediate")
def print_record(dispute_id: int, session_id: int):
    """调解记录."""
    dispute = _printable(dispute_id)
    session = next((each for each in dispute.sessions if each.id == session_id), None) or abort(404)
    return _serve(dispute, papers.record(dispute, session).issue(by=current_user))


@bp.get("/disputes/<int:dispute_id>/agreement.pdf")
@requires("mediation.mediate")
def print_agreement(dispute_id: int):
    """调解协议书: the stored copies once the text is final, a draft marked as such before."""
    dispute = _printable(dispute_id)
    if dispute.agreement is None:
        raise WrongState("还没有协议内容，请先填写。")
    if dispute.agreement.frozen_at:
        return _serve(dispute, papers.final_agreement(dispute, by=current_user))
    content = papers.agreement(dispute).draft()
    begin_writing()
    trail.record("print", subject=dispute, unit=dispute.unit, detail="协议书草稿")
    db.session.commit()
    return _pdf(content, "人民调解协议书（草稿）.pdf")


@bp.get("/disputes/<int:dispute_id>/followups/<int:follow_up_id>.pdf")
@requires("mediation.mediate")
def print_follow_up(dispute_id: int, follow_up_id: int):
    """回访记录."""
    dispute = _printable(dispute_id)
    visit = next((each for each in dispute.follow_ups if each.id == follow_up_id), None) or abort(404)
    return _serve(dispute, papers.followup(dispute, visit).issue(by=current_user))


def _printable(dispute_id: int) -> Dispute:
    dispute = dispute_or_404(dispute_id)
    if not current_user.can("mediation.mediate", dispute):
        raise NotAllowed("文书由本辖区的人民调解员打印。")
    if dispute.accepted_on is None:
        raise WrongState("受理以后才能打印文书。")
    return dispute


def _serve(dispute: Dispute, document: Document):
    begin_writing()
    trail.record("print", subject=document, unit=dispute.unit, detail=document.title)
    content = document.content
    db.session.commit()
    return _pdf(content, f"{document.title}.pdf")


def _pdf(content: bytes, name: str):
    return send_file(io.BytesIO(content), mimetype="application/pdf", download_name=name)
