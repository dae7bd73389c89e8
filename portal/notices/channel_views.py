"""消息通道: set by whoever administers; what could not be sent is on their page, with the reason."""

from flask import Blueprint, abort, url_for
from flask_login import current_user
from sqlalchemy import select

from portal import clock, decision_cache
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.notices.channel_forms import FORMS, ChannelForm
from portal.notices.models import Channel, Delivery, Reader
from portal.notices.models.channel import MANAGE
from portal.notices.sending import enqueue_sending, networks
from portal.notices.ways import host_of
from portal.notices.words import WAYS
from portal.org.models import OrgUnit
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

bp = Blueprint("channels", __name__, url_prefix="/channels", template_folder="templates")
TITLE = "消息通道"
PLACES = ("city", "county", "township", "department")
SHOWN = 50


@bp.get("")
@requires(MANAGE)
def index():
    """The channels of the own subtree."""
    found = db.session.scalars(Channel.visible_to(current_user).order_by(Channel.unit_id, Channel.id)).all()
    return render("notices/channels.html", channels=found, ways=WAYS)


@bp.get("/new/<way>")
@requires(MANAGE)
def new(way: str):
    """The form for one more."""
    return _page(_form(way), way)


@bp.post("/new/<way>")
@requires(MANAGE)
def create(way: str):
    """Add it."""
    form = _form(way)
    if not form.validate():
        return _page(form, way, status=422)
    channel = Channel(way=way, made_by_id=current_user.id, failures=0, lost=0, kinds=[], mode="at_once")
    _fill(channel, form)
    db.session.add(channel)
    db.session.flush()
    return _changed(channel, "已增加通道，可以先发一条测试。", "增加")


@bp.get("/<int:channel_id>")
@requires(MANAGE)
def show(channel_id: int):
    """One channel: what is set, without its secrets, and what was sent last."""
    channel = _channel(channel_id)
    config = {key: value for key, value in channel.config.items() if key not in FORMS[channel.way].secrets}
    given = config | {"unit_id": channel.unit_id, "name": channel.name, "kinds": channel.kinds, "mode": channel.mode}
    return _page(_form(channel.way, channel, data=given), channel.way, channel)


@bp.post("/<int:channel_id>")
@requires(MANAGE)
def update(channel_id: int):
    """Change what is set."""
    channel = _channel(channel_id)
    form = _form(channel.way, channel)
    if not form.validate():
        return _page(form, channel.way, channel, 422)
    _fill(channel, form)
    gone = f"，删除了{'、'.join(form.forgotten.values())}" if form.forgotten else ""
    return _changed(channel, f"已保存{gone}。", f"修改{gone}")


@bp.post("/<int:channel_id>/trial")
@requires(MANAGE)
def send_trial(channel_id: int):
    """Send a message that says nothing but that it works: to the group, or to oneself."""
    channel = _channel(channel_id)
    reader = db.session.get(Reader, current_user.id)
    if not channel.is_robot and not (reader and reader.address_for(channel.way)):
        what = "邮箱" if channel.way == "mail" else "手机号码"
        raise RuleError(f"测试消息发给您自己，请先在“我的提醒”里填写{what}。")
    now = clock.now()
    user_id = None if channel.is_robot else current_user.id
    batch = f"try:{channel.id}:{current_user.id}:{now:%Y-%m-%dT%H:%M:%S.%f}"
    _send(Delivery(batch=batch, channel=channel, user_id=user_id, state="waiting", tries=0, at=now))
    return saved(_address(channel), "测试消息已排队，几秒后刷新本页看结果。")


@bp.post("/<int:channel_id>/resumption")
@requires(MANAGE)
def resume(channel_id: int):
    """恢复发送 of a channel that was paused, or 知悉 of what was lost."""
    channel = _channel(channel_id)
    channel.resume()
    return _changed(channel, "已恢复。没有发出的，可以在下面逐条再发。", "恢复")


@bp.post("/<int:channel_id>/pause")
@requires(MANAGE)
def pause(channel_id: int):
    """暂停发送."""
    channel = _channel(channel_id)
    channel.paused_at = channel.paused_at or clock.now()
    return _changed(channel, "已暂停，门户里的消息不受影响。", "暂停")


@bp.post("/<int:channel_id>/removal")
@requires(MANAGE)
def remove(channel_id: int):
    """停用: its secrets are deleted with it."""
    channel = _channel(channel_id)
    channel.ended_at, channel.config = clock.now(), {}
    decision_cache.forget()
    _note(channel, "停用")
    return saved(url_for("channels.index"), f"已停用“{channel.name}”，密钥已经删除。")


@bp.post("/<int:channel_id>/deliveries/<int:delivery_id>/retrial")
@requires(MANAGE)
def send_again(channel_id: int, delivery_id: int):
    """再发一次: what was given up, or may not have arrived."""
    channel = _channel(channel_id)
    again = (Delivery.channel_id == channel.id, Delivery.state.in_(("failed", "unsure")))
    wanted = select(Delivery).where(Delivery.id == min(delivery_id, LARGEST_ID), *again)
    delivery = db.session.scalar(wanted) or abort(404)
    delivery.state, delivery.tries, delivery.error = "waiting", 0, ""
    _send(delivery)
    return saved(_address(channel), "已排队再发。")


def _send(delivery: Delivery) -> None:
    delivery.due_at = clock.now()
    db.session.add(delivery)
    db.session.flush()
    enqueue_sending(delivery)


def _channel(channel_id: int) -> Channel:
    return get_or_404(Channel.visible_to(current_user), channel_id)


def _form(way: str, channel: Channel | None = None, **given) -> ChannelForm:
    form = FORMS.get(way, abort_unknown)(**given)
    places = select(OrgUnit).where(OrgUnit.reach(current_user, MANAGE), OrgUnit.kind.in_(PLACES))
    open_ones = db.session.scalars(places.where(OrgUnit.closed_on.is_(None)).order_by(OrgUnit.path)).all()
    form.unit_id.choices = {each.id: "　" * (each.depth - open_ones[0].depth) + each.name for each in open_ones}
    form.networks, form.before = networks(), channel.config if channel else {}
    form.offer_to_forget()
    return form


def abort_unknown(**given) -> ChannelForm:
    """There is no such kind."""
    abort(404)


def _fill(channel: Channel, form: ChannelForm) -> None:
    channel.name = form.name.data.strip()
    channel.config = form.config()
    channel.host = host_of(channel.way, channel.config)
    if "kinds" in form:
        channel.kinds, channel.mode = form.kinds.data, form.mode.data
    channel.place(db.session.get(OrgUnit, form.unit_id.data))
    decision_cache.forget()


def _changed(channel: Channel, told: str, what: str):
    _note(channel, what)
    return saved(_address(channel), told)


def _note(channel: Channel, what: str) -> None:
    """Never a secret: name, kind and host."""
    detail = f"{what}：{channel.name}（{channel.way_name}，{channel.host}）"
    trail.record("channel_change", subject=channel, unit=channel.unit, detail=detail)


def _address(channel: Channel) -> str:
    return url_for("channels.show", channel_id=channel.id)


def _page(form: ChannelForm, way: str, channel: Channel | None = None, status: int = 200):
    last = select(Delivery).where(Delivery.channel_id == (channel.id if channel else 0)).order_by(Delivery.id.desc())
    name = channel.name if channel else f"增加{WAYS[way]}"
    return render(
        "notices/channel.html",
        status=status,
        form=form,
        channel=channel,
        way=WAYS[way],
        deliveries=db.session.scalars(last.limit(SHOWN)).all() if channel else [],
        crumbs=[(TITLE, url_for("channels.index")), (name, "")],
    )
