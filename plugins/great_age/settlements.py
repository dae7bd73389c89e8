"""The settlements of the streets, mounted by the kit, and the list for the bank."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from plugins.great_age.blueprint import bp
from plugins.great_age.models import GreatAge, GreatSettlement
from portal.entitlements.pages import Beside, mount_settlement
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

FOR_THE_BANK = (
    Column("name", "户名", width=12),
    Column("bank", "开户行", width=24),
    Column("account", "账号", width=26),
    Column("amount_fen", "金额", kind="money"),
)


def _bank(settlement: GreatSettlement) -> dict:
    """The address of the list for the bank, or "", also where nothing is due."""
    at = url_for("great_age.bank", settlement_id=settlement.id)
    return {"bank": "" if _kept_back(settlement) or not settlement.due_people() else at}


def _told_apart(settlement: GreatSettlement, people: list[int]) -> dict[int, Beside]:
    """The number and the last digits of the account of each, for whom the reader may see; an annulled row only where
    there is no other."""
    rows = GreatAge.visible_to(current_user).where(GreatAge.person_id.in_(people))
    return {
        each.person_id: Beside(
            f"{each.number}　{each.account_masked}", url_for("great_age.recipient", recipient_id=each.id)
        )
        for each in db.session.scalars(rows.order_by(GreatAge.annulled().desc(), GreatAge.valid_from, GreatAge.id))
    }


settlements = mount_settlement(
    bp,
    GreatSettlement,
    at="/settlements",
    export="great_age.export",
    order=64,
    template="great_age/settlement.html",
    more=_bank,
    names="great_age.manage",
    beside=_told_apart,
)


@bp.get("/settlements/<int:settlement_id>/bank.xlsx")
@requires("great_age.pay")
def bank(settlement_id: int) -> ResponseReturnValue:
    """What is due, with whole account numbers, for the bank; who took it stands in the audit trail."""
    settlement = get_or_404(GreatSettlement.visible_to(current_user), settlement_id)
    if refused := _kept_back(settlement):
        raise refused
    payments = settlement.due_payments()
    accounts = settlement.accounts({each.person_id for each in payments})
    lines = [[each.name, *accounts[each.person_id], each.amount_fen / 100] for each in payments]
    return hand_over(
        f"{settlement.title}代发清单",
        FOR_THE_BANK,
        lines,
        form="xlsx",
        count=len(lines),
        counter="笔",
        subject=settlement,
        unit=settlement.unit,
        whole=True,
        back=url_for("great_age.show_settlement", settlement_id=settlement.id),
    )


def _kept_back(settlement: GreatSettlement) -> RuleError | None:
    """Why the user does not get the list for the bank, as the error to raise: whoever registers the payment gets it, while it is due."""
    if not GreatSettlement.pay.is_allowed_to(current_user, settlement):
        return NotAllowed(settlement.refusal(settlement.rights.pay))
    if settlement.status != "settled":
        return WrongState(settlement.wrong_state())
    if refused := settlement.keeps_from_paying(current_user):
        return NotAllowed(refused)
    refused = settlement.not_payable(settlement.due_people())
    return RuleError(refused) if refused else None
