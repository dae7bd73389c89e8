"""表决通知: a slip with its code for each household, printed and handed out; the codes are kept nowhere in plain text."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from plugins.consultation.blueprint import bp
from plugins.consultation.models import Meeting
from plugins.consultation.models.topic import HOST
from portal.audit import trail
from portal.database import begin_writing, records
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.documents.sheet import Sheet
from portal.errors import WrongState
from portal.extensions import db
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

TITLE = "在线表决通知"


@bp.get("/meetings/<int:meeting_id>/items/<int:item_id>/households.pdf")
@records
@requires(HOST)
def print_households(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """The slips of all households that have not voted yet; on record."""
    meeting = get_or_404(Meeting.visible_to(current_user), meeting_id)
    item = next((each for each in meeting.items if each.id == item_id), None) or abort(404)
    waiting = [each for each in item.ballots if each.cast_at is None]
    if not waiting or item.result:
        raise WrongState("没有还要表决的户。")
    address = absolute(url_for("consultation.public_vote", unit_id=meeting.unit_id))
    content = to_pdf(
        render_template(
            "consultation/documents/households.html",
            sheet=Sheet(title=TITLE, office=meeting.forum.title, number=meeting.number),
            item=item,
            ballots=waiting,
            address=address,
            image=data_uri(address),
        ),
        TITLE,
    )
    begin_writing()
    trail.record("print", subject=meeting, unit=meeting.unit, detail=f"{TITLE}：{len(waiting)} 户")
    db.session.commit()
    return pdf(content, TITLE)
