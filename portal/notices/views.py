"""消息: what was told to the reader; and 我的提醒."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import Select, func, select

from portal.extensions import db
from portal.notices.forms import MessageFilter, ReaderForm
from portal.notices.models import Channel, Message, Reader
from portal.notices.models.channel import channels_above
from portal.notices.settings import KEY
from portal.notices.titles import titles_for
from portal.notices.unread import read, read_all, unread
from portal.notices.words import KINDS
from portal.plugin.context import current_unit
from portal.settings import settings_of
from portal.web.forms.idempotency import saved
from portal.web.http.guards import signed_in
from portal.web.pages.paging import paginate
from portal.web.pages.rendering import LARGEST_ID, render

bp = Blueprint("notices", __name__, url_prefix="/messages", template_folder="templates")


@bp.get("")
@signed_in
def index():
    """The messages of the reader, newest first."""
    filters = MessageFilter(request.args)
    page = paginate(_filtered(filters).with_only_columns(Message.id, Message.at), Message.at, Message.id, per_page=30)
    ids = [row.id for row in page.rows]
    order = (Message.at.desc(), Message.id.desc())
    messages = db.session.scalars(select(Message).where(Message.id.in_(ids)).order_by(*order)).all()
    waiting = set(db.session.scalars(select(Message.id).where(Message.id.in_(ids), unread(current_user))))
    newest = db.session.scalar(select(func.max(Message.id)).where(Message.for_(current_user)))
    return render(
        "notices/index.html",
        block="rows",
        filters=filters,
        page=page,
        messages=messages,
        waiting=waiting,
        newest=newest or 0,
        titles=titles_for(messages, current_user),
    )


@bp.post("/<int:message_id>/reading")
@signed_in
def open_record(message_id: int):
    """Read one, and go to its record."""
    message = db.session.scalar(_mine().where(Message.id == min(message_id, LARGEST_ID))) or abort(404)
    read(current_user, message)
    db.session.commit()
    return redirect(message.url, 303)


@bp.post("/readings")
@signed_in
def mark_all():
    """全部标为已读: up to the newest that stood on the page."""
    read_all(current_user, min(request.form.get("up_to", 0, type=int), LARGEST_ID))
    return saved(url_for("notices.index"), "已全部标为已读。")


@bp.get("/mine")
@signed_in
def mine():
    """我的提醒: what is told outside the portal, and how."""
    reader = db.session.get(Reader, current_user.id)
    given = (
        {name: getattr(reader, name) for name in ("mode", "kinds", "mail", "phone")}
        if reader
        else {"kinds": list(KINDS)}
    )
    return _mine_page(ReaderForm(data=given))


@bp.post("/mine")
@signed_in
def update_mine():
    """Choose anew."""
    form = ReaderForm()
    if not form.validate():
        return _mine_page(form, 422)
    reader = Reader.of(current_user)
    reader.mode, reader.kinds = form.mode.data, form.kinds.data
    reader.mail, reader.phone = form.mail.data, form.phone.data
    return saved(url_for("notices.mine"), "已保存。")


def _mine() -> Select:
    return select(Message).where(Message.for_(current_user))


def _filtered(filters: MessageFilter) -> Select:
    found = select(Message).where(unread(current_user)) if filters.state.data == "unread" else _mine()
    return found.where(Message.kind == filters.kind.data) if filters.kind.data in KINDS else found


def _mine_page(form: ReaderForm, status: int = 200):
    unit = current_unit()
    ids = {ident for each in current_user.units for ident in channels_above(each)}
    channels = db.session.scalars(select(Channel).where(Channel.id.in_(ids)).order_by(Channel.id)).all()
    return render(
        "notices/mine.html",
        status=status,
        form=form,
        channels=channels,
        rules=settings_of(KEY, unit) if unit else None,
        crumbs=[("消息", url_for("notices.index")), ("我的提醒", "")],
    )
