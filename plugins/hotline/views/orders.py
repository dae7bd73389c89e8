"""工单: the list, the page of one, what is done with it."""

from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.hotline.blueprint import bp
from plugins.hotline.choices import EXPORT, EXTENSIONS, GROUNDS, HANDLE, VIEW
from plugins.hotline.forms import (
    AcceptanceForm,
    AnswerForm,
    CallBackForm,
    ContactForm,
    ExtensionForm,
    OrderForm,
    RedoForm,
    ReturnForm,
)
from plugins.hotline.models import Order
from plugins.hotline.papers import papers
from plugins.hotline.register import SHEET, orders
from plugins.hotline.views import contact
from plugins.hotline.views.callers import AcceptMany, caller_of, title_for
from portal import clock
from portal.accounts.models import User
from portal.cases.duplicates import likely_duplicates
from portal.cases.likely_kind import likely_kind
from portal.cases.models import Case
from portal.extensions import db
from portal.files.models import Attachment
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.bulk import Bulk
from portal.records.file_pages import mount_files
from portal.records.forms import ApartForm, NoteForm, ReasonForm
from portal.records.import_pages import begin_or_import, mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.setting_apart import APART
from portal.web.forms.fields import chosen_files
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "hotline.orders", "/orders/<int:order_id>"
_begin = begin_or_import(Order.receive, bp, SHEET)
Attachment.follow(Order)


def buttons() -> list[Action]:
    """To enter one, to import the file of the platform, and for whoever handles orders the file of answers."""
    file = Action("下载回复文件", url_for("hotline.answers"), "download")
    return [*_begin(), *([file] if current_user.can(HANDLE) else [])]


def _accepted(form: AcceptanceForm, order: Order) -> dict[str, Any]:
    return {"title": form.title.data, "caller": caller_of(order, form.known.data)}


def _answered(form: AnswerForm, order: Order) -> dict[str, Any]:
    return {
        "result": form.result.data,
        "reached": form.reached.data == "yes",
        "resolved": form.resolved.data == "yes",
        "unresolved_reason": form.unresolved_reason.data or "",
        "uploads": chosen_files(form.uploads),
    }


def _carried_on(order: Order) -> str:
    """What the case will say of the caller."""
    if order.confidential:
        return "诉求人要求保密：事项里没有诉求人，只有办理工单的人能看。"
    return "诉求人记为事项的反映人。" if order.caller_id else "匿名：事项里没有反映人。"


mount_register(
    bp,
    orders,
    at="/orders",
    endpoint="orders",
    export=EXPORT,
    actions=buttons,
    bulk=(
        AcceptMany(
            Order.accept,
            at="acceptances",
            when=lambda given: given.get("status") == "received",
            warning="每一件登记成一件事项，名称用工单的标题。",
        ),
        Bulk(Order.upload, at="uploads", when=lambda given: given.get("status") == "upload"),
    ),
)
mount_import(bp, SHEET, at="/units/<int:unit_id>", back=LIST)
mount_beginning(
    bp,
    Order.receive,
    Ask(
        OrderForm,
        done=lambda order: f"已登记：{order.number}",
        button="登记",
        args=lambda form, unit: form.given,
        keeps_draft=True,
        template="hotline/new.html",
    ),
    at="/orders/new",
    show=lambda order: url_for("hotline.show_order", order_id=order.id),
    back=LIST,
    place="unit_id",
)


def _to_upload(order: Order) -> dict[str, str]:
    """What stands above the form of 登记已报平台."""
    return {"回复": order.result, "没有解决的原因": order.unresolved_reason}


def _onward(order: Order, user: User) -> list[Action]:
    """What may be done next: where its case is in the hands of others, with that."""
    case = order.case and order.case.carrier
    asks = case is not None and case.open and case.allows(user, Case.permission)
    return [
        *steps.actions(order, user),
        *([Action("催办事项", f"/cases/{case.id}/next", "bell", main=True)] if asks else []),
    ]


steps = mount(
    bp,
    Order,
    at=ONE,
    then=_onward,
    show="hotline.show_order",
    line=orders.line,
    steps={
        Order.accept: Ask(
            AcceptanceForm,
            at="acceptance",
            done=lambda order: f"已登记为事项 {order.case.number}，办结以后来填写回复。",
            main=True,
            icon="check",
            start=lambda order: {"title": title_for(order)},
            args=_accepted,
            explanation=_carried_on,
            error_at="known",
        ),
        Order.send_back: Ask(ReturnForm, at="return", done="已登记退单。", icon="undo-2", tone="danger"),
        Order.insist: Ask(ReasonForm, at="return/refusal", done="已登记，请签收办理。", icon="undo-2"),
        Order.speak: Ask(
            ContactForm,
            at="contacts/new",
            done="已登记。",
            icon="phone",
            start=lambda order: {"at": clock.now()},
            explanation="电话在本页“查看诉求人电话”里看，要写明用途。",
            error_at="at",
        ),
        Order.ask_for_time: Ask(ExtensionForm, at="extension/new", done="已登记，等平台答复。", icon="clock"),
        Order.grant: Ask(NoteForm, at="extension", done="已登记，期限已经改了。", icon="check"),
        Order.keep_limit: Ask(ReasonForm, at="extension/refusal", done="已登记，期限不变。", icon="x"),
        Order.answer: Ask(
            AnswerForm,
            at="answer",
            done="已回复。回复单可以打印；报了平台以后登记。",
            main=True,
            icon="send",
            start=lambda order: {"result": order.case.carrier.outcome},
            args=_answered,
            edits=True,
            uploads=True,
            keeps_draft=True,
            error_at="uploads",
        ),
        Order.upload: Ask(NoteForm, at="uploading", done="已登记。", main=True, icon="check", seen=_to_upload),
        Order.call_back: Ask(CallBackForm, at="callback", done="已登记回访结果。", icon="phone"),
        Order.redo: Ask(
            RedoForm,
            at="redoing",
            done=lambda order: f"已登记重办，事项 {order.case.carrier.number} 重新办理。",
            icon="undo-2",
            tone="danger",
            error_at="wanted_by",
        ),
        Order.set_apart: Ask(ApartForm, at="exclusion", done="已申请，由另一人复核。"),
        Order.confirm_apart: Ask(NoteForm, at="exclusion/approval", done="已剔除，统计里两种算法都列出。"),
        Order.refuse_apart: Ask(ReasonForm, at="exclusion/refusal", done="不剔除。"),
        Order.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)
mount_files(bp, Order, at=ONE, endpoint="download")


@bp.get(ONE)
@requires(VIEW)
def show_order(order_id: int):
    """One order: what is asked, what is done, what was answered."""
    order = get_or_404(
        Order.visible_to(current_user).options(
            joinedload(Order.unit), joinedload(Order.case), joinedload(Order.caller), joinedload(Order.recorder)
        ),
        order_id,
    )
    case = order.case and order.case.carrier
    return render(
        "hotline/order.html",
        **steps.shown(order, ("热线转办", LIST), papers),
        due_at=order.due_at if order.open else None,
        now=clock.now(),
        facts=_facts(order),
        case=case,
        may_open=case is not None and case.allows(current_user, Case.permission),
        likely=_likely(order) if order.status == "received" else [],
        files=db.session.scalars(Attachment.of(order)).all() if order.answered_at else [],
        may_call=contact.may_call(order, current_user),
    )


def _likely(order: Order) -> list:
    """Cases that may be about the same matter: the clerk accepts it all the same, and merges the cases."""
    told = {"title": order.title, "description": order.text, "location": order.location}
    kind = likely_kind(order.county_id, order.category, f"{order.title} {order.text}")
    return likely_duplicates(order.unit, reader=current_user, kind=kind, **told)


def _facts(order: Order) -> list[tuple[str, str]]:
    """What is known of it besides the text."""
    until = f"{EXTENSIONS[order.extension]}，{order.extension_until}" if order.extension else ""
    told = [
        ("工单编号", order.outside_number),
        ("来源", order.from_where),
        ("类型", order.nature_name),
        ("分类", order.category),
        ("紧急程度", order.urgency_name),
        ("事发地址", order.location),
        ("经纬度", order.coordinates),
        ("联办", order.joint_told),
        ("诉求人", order.caller_told),
        ("需要回复", "是" if order.wants_reply else "否"),
        ("单位", str(order.unit)),
        ("登记人", order.recorder.name),
        ("派单时间", moment(order.sent_at)),
        ("退单截止", moment(order.return_by) if order.status == "received" else ""),
        ("退单理由", GROUNDS.get(order.ground, "")),
        ("首次联系", moment(order.contacted_at)),
        ("延期", until),
        ("重办", f"{order.redone} 次" if order.redone else ""),
        ("报平台", moment(order.uploaded_at)),
        ("回访", order.rating),
        ("剔除", f"{APART[order.apart]}：{order.apart_reason}" if order.apart else ""),
    ]
    return [(label, value) for label, value in told if value]
