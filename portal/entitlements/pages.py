"""The pages of a settlement: its list, the form that opens one, its page, its steps, its papers, its lines as a file.

    settlements = mount_settlement(bp, CoalSettlement, at="/settlements", export="coal.export")

What the plugin hands on to the portal is in what it answers: `settlements.queue`, `settlements.missing` and `settlements.write_offs` for home_cards, `settlements.job` for the manifest,
`settlements.hits` for search, `settlements.open_work` for deactivation_impact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.entitlements.asking import asks
from portal.entitlements.drawing_up import form_of, job_of
from portal.entitlements.foreseeing import foreseen
from portal.entitlements.next_step import next_of
from portal.entitlements.papers import papers_of, who_acted
from portal.entitlements.payment import WAITING
from portal.entitlements.register import SettlementList, card_of, noun_of, undrawn_of, write_offs_of
from portal.extensions import db
from portal.people.masking import mask_name
from portal.plugin.contributions import Hit, Queue
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job
from portal.records.beginning import begin_button, mount_beginning
from portal.records.bulk import Bulk
from portal.records.columns import Column
from portal.records.desk import still_open
from portal.records.exports import BATCH, hand_over
from portal.records.lists import mount_register
from portal.records.mounting import Ask, StepPages, mount
from portal.records.papers import PaperPages, mount_papers
from portal.records.register import Register
from portal.records.restriction import restricted_people
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

__all__ = ["mount_settlement", "Beside", "SettlementPages"]

WRITING_OFF = ("propose_write_off", "decide_write_off", "undo_write_off")
SHOWN = 20  # lines on the page; all of them stand in the file


class Beside(NamedTuple):
    """What tells a resident of a list from another of the same masked name, such as the number, and the address of the page about it."""

    text: str
    url: str


@dataclass(frozen=True)
class SettlementPages:
    """What was mounted for one kind of settlement."""

    model: type[Any]
    noun: str
    steps: StepPages
    papers: PaperPages
    export: str
    register: Register
    queue: Queue
    missing: Queue
    write_offs: Queue
    job: Job
    template: str
    more: Callable[[Any], dict] | None
    names: str
    beside: Callable[[Any, list[int]], dict[int, Beside]] | None
    evidence: Callable[[Any, Any], str] | None

    def hits(self, ctx: Context, text: str) -> list[Hit]:
        """For `search`: by the number."""
        return self.register.hits(ctx, text)

    def open_work(self, ctx: Context) -> list[str]:
        """For `deactivation_impact`: those that are not paid yet."""
        return still_open(ctx.unit, (self.model, f"{{}} 期{self.model.called()}还没有发放。"))

    def open(self, **ids: int) -> ResponseReturnValue:
        """One settlement: its lines, what the checks found, what became of the money."""
        settlement = get_or_404(self.model.visible_to(current_user).options(joinedload(self.model.unit)), *ids.values())
        more = self.more(settlement) if self.more else {}
        return render(self.template, **self._shown(settlement), **more)

    def take_away(self, form: str, **ids: int) -> ResponseReturnValue:
        """The lines as a file, with whole names: it is what the check is done on. Without those of residents whose data is restricted."""
        model, settlement = self.model, get_or_404(self.model.visible_to(current_user), *ids.values())
        held = restricted_people(settlement.lines().order_by(None).with_only_columns(model.line_class.person_id))
        lines = settlement.lines().where(model.line_class.person_id.not_in(held))
        rows = db.session.scalars(lines.execution_options(yield_per=BATCH))
        found = (
            [each.person.name, model.span_of(each.for_day), each.quantity, each.amount_fen / 100, each.basis, each.note]
            for each in rows
        )
        return hand_over(
            settlement.title.replace(" ", ""),
            [
                Column("name", "姓名", width=12),
                Column("month", "所属期", width=14),
                Column("quantity", model.QUANTITY, kind="number"),
                Column("amount_fen", "金额", kind="money"),
                Column("basis", "依据", width=40),
                Column("note", "说明", width=24),
            ],
            found,
            form=form,
            count=settlement.people - len(held),
            counter="人",
            left_out=len(held),
            subject=settlement,
            unit=settlement.unit,
            whole=True,
            back=self.steps.url(settlement),
        )

    def _shown(self, settlement: Any) -> dict[str, Any]:
        """What entitlements/settlement.html takes."""
        row_steps = ("recover", "bounce", "retry", "cancel", "answer_objection", "decide", *WRITING_OFF)
        offered = (getattr(self.model, name, None) for name in row_steps)
        may = {each.name for each in offered if each and self.steps.offers(each, settlement, current_user)}
        bp, ids = self.steps.bp.name, self.steps.ids_of(settlement)
        lines = db.session.scalars(settlement.lines().limit(SHOWN)).all() if settlement.frozen_at else []
        payments = _first_payments(settlement) if settlement.status in ("settled", "paid") else []
        ahead = foreseen(settlement, SHOWN) if settlement.status == "open" and _works_on(settlement) else None
        told = [*lines, *payments, *(ahead.lines + ahead.corrections + ahead.owed if ahead else [])]
        people = sorted({each.person_id for each in told if each.person_id})
        return {
            **self.steps.shown(settlement, (self.model.called(), f"{bp}.{self.noun}s"), self.papers),
            "next": next_of(settlement),
            "facts": _facts(settlement),
            "lines": lines,
            "payments": payments,
            "money": settlement.money() if payments else [],
            "proposed": {each.payment_id for each in settlement.write_offs if not each.decision} if payments else set(),
            "foreseen": ahead,
            "no_account": settlement.without_account(
                {
                    each.person_id
                    for each in payments
                    if each.person_id and each.amount_fen > 0 and each.status in WAITING
                }
            ),
            "called": str if self.names and settlement.allows(current_user, self.names) else mask_name,
            "evidence": self.evidence or (lambda settlement, finding: ""),
            "beside": self.beside(settlement, people) if self.beside and people else {},
            "file": url_for(f"{bp}.{self.noun}_lines", form="xlsx", **ids)
            if settlement.frozen_at and settlement.allows(current_user, self.export)
            else "",
            "row_url": self._row_url,
            "may": may,
        }

    def _row_url(self, step: str, settlement: Any, row: Any) -> str:
        """The address of a step about one row."""
        return next(
            page.url(settlement, **{page.rule.rpartition("<int:")[2].partition(">")[0]: row.id})
            for page in self.steps.pages
            if page.steps[0] is getattr(self.model, step)
        )


def _works_on(settlement: Any) -> bool:
    """Whether the reader takes any of its steps: what it would contain is for those only."""
    return any(settlement.allows(current_user, each) for each in settlement.rights)


def _first_payments(settlement: Any) -> list[Any]:
    """Those that wait, then the others."""
    payment = settlement.payment_class
    rows = select(payment).where(payment.settlement_id == settlement.id)
    return db.session.scalars(rows.order_by(payment.status.in_(WAITING).desc(), payment.id).limit(SHOWN)).all()


def _facts(settlement: Any) -> list[tuple[str, str]]:
    days = f"{settlement.published_from} 至 {settlement.published_until}" if settlement.published_from else ""
    return [
        ("单位", settlement.unit.name),
        ("起止", f"{settlement.first_day} 至 {settlement.last_day}"),
        *zip(("提交", "初核", "复核"), who_acted(settlement), strict=True),
        ("公示", days),
    ]


def mount_settlement(
    bp: Blueprint,
    model: type[Any],
    *,
    at: str,
    export: str,
    order: int = 60,
    template: str = "entitlements/settlement.html",
    more: Callable[[Any], dict] | None = None,
    names: str = "",
    beside: Callable[[Any, list[int]], dict[int, Beside]] | None = None,
    evidence: Callable[[Any, Any], str] | None = None,
) -> SettlementPages:
    """Mount everything about `model` at the address `at` of its list.

    export: the permission for the list and the lines as files. order: of its card on the desk. template, more: another page that
    extends the usual one, and what it takes besides. names: the permission with which the page shows whole names of residents, otherwise
    they are masked. beside: what stands beside the names of those of these ids, by id. evidence: the address of the source records that a finding is about.
    """
    noun = noun_of(model, bp.name)
    one, show = f"{at}/<int:{noun}_id>", f"{bp.name}.show_{noun}"
    steps = mount(bp, model, at=one, show=show, prefix=f"{noun}_", steps=asks(model, bp.name))
    papers = mount_papers(
        bp, model, papers_of(model, f"{noun}_"), at=one, office=lambda each: (each.unit.township or each.unit).name
    )
    _mount_list(bp, model, noun, register := SettlementList(model, bp.name, show), at, export)
    queue, missing = card_of(model, bp.name, at, order), undrawn_of(model, bp.name, at, order)
    write_offs = write_offs_of(model, bp.name, at, order)
    job = job_of(model, bp.name)
    pages = SettlementPages(
        model,
        noun,
        steps,
        papers,
        export,
        register,
        queue,
        missing,
        write_offs,
        job,
        template,
        more,
        names,
        beside,
        evidence,
    )
    for rule, endpoint, view, needs in (
        (one, f"show_{noun}", pages.open, model.permission),
        (f"{one}/lines.<form>", f"{noun}_lines", pages.take_away, export),
    ):
        bp.add_url_rule(rule, endpoint, requires(needs)(_viewed(view)), methods=["GET"])
    return pages


def _mount_list(bp: Blueprint, model: type[Any], noun: str, register: Register, at: str, export: str) -> None:
    ask = Ask(
        form_of(model),
        done=lambda settlement: f"已编制：{settlement.number}",
        title=f"编制{model.called()}",
        error_at="month",
    )
    mount_beginning(
        bp,
        model.draw_up,
        ask,
        at=f"{at}/new",
        show=lambda settlement: url_for(register.show, **{f"{noun}_id": settlement.id}),
        back=f"{bp.name}.{noun}s",
        place=lambda form: form.unit,
        prefix=f"{noun}_",
    )
    in_turn = {
        model.submit: "submitted",
        model.check: "checked",
        model.review: "reviewed",
        model.publish: "published",
        model.settle: "settled",
    }
    mount_register(
        bp,
        register,
        at=at,
        endpoint=f"{noun}s",
        export=export,
        actions=begin_button(model.draw_up, f"编制{model.called()}", f"{noun}_"),
        bulk=[Bulk(each, at=status) for each, status in in_turn.items()],
    )


def _viewed(view: Callable) -> Callable:
    """A function of its own, which guards may mark."""

    def viewed(**given: Any) -> ResponseReturnValue:
        return view(**given)

    viewed.__doc__ = view.__doc__
    return viewed
