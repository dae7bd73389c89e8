"""The pages of a settlement: its steps, its papers, its lines as a file, and what its page shows.

pages = mount_settlement(bp, CoalSettlement, at="/settlements/<int:settlement_id>", show="coal.show_settlement", export="coal.export")

@bp.get("/settlements/<int:settlement_id>")
@requires("coal.view")
def show_settlement(settlement_id):
    settlement = get_or_404(CoalSettlement.visible_to(current_user), settlement_id)
    return render("entitlements/settlement.html", **pages.shown(settlement))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.entitlements.forms import AnswerForm, PaymentForm
from portal.entitlements.papers import papers_of
from portal.entitlements.payment import WAITING
from portal.extensions import db
from portal.records import NextStep, timeline
from portal.records.asking import Ask
from portal.records.columns import Column
from portal.records.exports import BATCH, hand_over
from portal.records.forms import ObjectionForm, PlainForm, ReasonForm
from portal.records.mounting import StepPages, mount
from portal.records.papers import PaperPages, mount_papers
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

SHOWN = 20  # lines on the page; all of them stand in the file


def asks(model: type[Any], plugin: str) -> dict[Any, Ask]:
    """How the steps of a settlement are asked for."""

    def below(rows: type[Any], noun: str) -> str:
        """The address of a row, whose argument bears the name of its table."""
        return f"<int:{rows.__tablename__.removeprefix(f'{plugin}_')}_id>/{noun}"

    def of(rows: type[Any]) -> Callable[[Any, int], Any]:
        """Finds a row of the settlement by its id: there may be thousands."""
        return lambda record, ident: db.session.scalar(
            select(rows).where(rows.id == ident, rows.settlement_id == record.id)
        )

    payment, objection = model.payment_class, model.objection_class
    today = {
        "paid_on": lambda record: {"paid_on": clock.today()},
        "received_on": lambda record: {"received_on": clock.today()},
    }
    return {
        model.submit: Ask(at="submission", done="已提交，明细已冻结。", main=True, icon="check"),
        model.check: Ask(at="check", done="已初核。", main=True, icon="check"),
        model.return_: Ask(ReasonForm, at="return", done="已退回。", title="退回", tone="danger"),
        model.review: Ask(at="review", done="已复核。", main=True, icon="check"),
        model.send_back: Ask(ReasonForm, at="sending-back", done="已退回。", title="退回", tone="danger"),
        model.publish: Ask(
            PlainForm, at="publication", done="已开始公示。", main=True, icon="file-text", explanation=_publishing
        ),
        model.object: Ask(ObjectionForm, at="objections/new", done="已登记异议。", start=today["received_on"]),
        model.answer_objection: Ask(
            AnswerForm,
            at=f"objections/{below(objection, 'answer')}",
            done="已答复异议。",
            row=of(objection),
            explanation=lambda settlement, objection: objection.text,
        ),
        model.settle: Ask(PlainForm, at="settlement", done="已结算，支付清单已生成。", main=True, icon="check"),
        model.pay: Ask(
            PaymentForm,
            at="payment",
            done="已登记发放。",
            main=True,
            icon="wallet",
            start=today["paid_on"],
            error_at="receipt",
        ),
        model.bounce: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'bounce')}",
            done="已登记退回。",
            row=of(payment),
            explanation=_sum,
        ),
        model.retry: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'retry')}",
            done="已改为待发放。",
            row=of(payment),
            explanation=_sum,
        ),
        model.cancel: Ask(
            ReasonForm,
            at=f"payments/{below(payment, 'cancellation')}",
            done="已登记不再发放。",
            row=of(payment),
            tone="danger",
            explanation=_sum,
        ),
    }


def _publishing(settlement: Any) -> str:
    return f"从今天起公示 {settlement.total}：只列隐去名字的姓名、{settlement.QUANTITY}和金额，不列证件号码和类别。"


def _sum(settlement: Any, payment: Any) -> str:
    return f"{payment.shown_name} {payment.yuan} 元，现在是“{payment.status_name}”。"


@dataclass(frozen=True)
class SettlementPages:
    """What was mounted for one kind of settlement."""

    model: type[Any]
    steps: StepPages
    papers: PaperPages
    export: str
    lines: str  # endpoint of the file

    def shown(self, settlement: Any) -> dict[str, Any]:
        """What the page of a settlement shows, as entitlements/settlement.html takes it."""
        may = {
            name: self.steps.offers(getattr(self.model, name), settlement, current_user)
            for name in ("bounce", "retry", "cancel")
        }
        waiting = select(self.model.payment_class).where(self.model.payment_class.settlement_id == settlement.id)
        first = self.model.payment_class.status.in_(WAITING).desc()
        (ident,) = self.steps.idents
        return {
            "record": settlement,
            "actions": self.steps.actions(settlement, current_user),
            "next": NextStep.of(settlement),
            "steps": settlement.way,
            "facts": self._facts(settlement),
            "papers": self.papers.offered(settlement, current_user),
            "events": timeline(settlement),
            "lines": db.session.scalars(settlement.lines().limit(SHOWN)).all() if settlement.frozen_at else [],
            "payments": db.session.scalars(waiting.order_by(first, self.model.payment_class.id).limit(SHOWN)).all()
            if settlement.status in ("settled", "paid")
            else [],
            "file": url_for(self.lines, form="xlsx", **{ident: settlement.id})
            if settlement.frozen_at and settlement.allows(current_user, self.export)
            else "",
            "row_url": self.row_url,
            "may_pay": {name for name, offered in may.items() if offered},
            "may_answer": self.steps.offers(self.model.answer_objection, settlement, current_user),
        }

    def row_url(self, step: str, settlement: Any, row: Any) -> str:
        """The address of a step about one row."""
        return next(
            page.url(settlement, **{page.rule.rpartition("<int:")[2].partition(">")[0]: row.id})
            for page in self.steps.pages
            if page.steps[0] is getattr(self.model, step)
        )

    @staticmethod
    def _facts(settlement: Any) -> list[tuple[str, str]]:
        roles = {"提交": settlement.maker_id, "初核": settlement.checker_id, "复核": settlement.reviewer_id}
        names = dict(
            db.session.execute(
                select(User.id, User.name).where(User.id.in_([each for each in roles.values() if each]))
            ).all()
        )
        days = f"{settlement.published_from} 至 {settlement.published_until}" if settlement.published_from else ""
        return [
            ("单位", settlement.unit.name),
            ("起止", f"{settlement.first_day} 至 {settlement.last_day}"),
            *((role, names.get(ident, "")) for role, ident in roles.items()),
            ("公示", days),
        ]


def mount_settlement(
    bp: Blueprint,
    model: type[Any],
    *,
    at: str,
    show: str,
    export: str,
    prefix: str = "",
    more: Mapping[Any, Ask] | None = None,
) -> SettlementPages:
    """Mount the steps, the papers and the file of `model` below the address `at`. export: the permission for the file; prefix: of the
    endpoints and of the papers; more: further steps of the model."""
    steps = mount(bp, model, at=at, show=show, prefix=prefix, steps={**asks(model, bp.name), **(more or {})})
    papers = mount_papers(
        bp, model, papers_of(model, prefix), at=at, office=lambda each: (each.unit.township or each.unit).name
    )
    pages = SettlementPages(model, steps, papers, export, f"{bp.name}.{prefix}lines")

    def lines(form: str, **ids: int) -> ResponseReturnValue:
        """The lines as a file, with whole names: it is what the check is done on."""
        settlement = get_or_404(model.visible_to(current_user), next(iter(ids.values())))
        columns = [
            Column("name", "姓名", width=12),
            Column("month", "所属期", width=14),
            Column("quantity", model.QUANTITY, kind="number"),
            Column("amount_fen", "金额", kind="money"),
            Column("basis", "依据", width=40),
            Column("note", "说明", width=24),
        ]
        rows = db.session.scalars(settlement.lines().execution_options(yield_per=BATCH))
        found = (
            [each.person.name, model.span_of(each.for_day), each.quantity, each.amount_fen / 100, each.basis, each.note]
            for each in rows
        )
        return hand_over(
            settlement.title.replace(" ", ""),
            columns,
            found,
            form=form,
            count=settlement.people,
            counter="人",
            subject=settlement,
            unit=settlement.unit,
        )

    bp.add_url_rule(f"{at}/lines.<form>", f"{prefix}lines", requires(export)(lines), methods=["GET"])
    return pages
