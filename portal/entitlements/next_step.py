"""What comes next with a settlement, where its state alone does not tell: only debts, or what came back from the bank, are left."""

from typing import Any

from portal.entitlements.findings import Inspected
from portal.entitlements.payment import called
from portal.money import format_yuan
from portal.records import NextStep

BACK = "登记账号、核对以后重新发放，或者不再发放"
OWED = "登记追回，或者提出核销；以后各期有款项的自动扣回"


def next_of(settlement: Any) -> NextStep | None:
    """As of every record; of a list on which nothing is to be paid now, what is to be done with the rest."""
    if settlement.status == "submitted" and not isinstance(settlement, Inspected):
        return NextStep("核对明细，初核。")  # there are no doubts to decide
    rows = settlement.money() if settlement.status == "settled" else []
    left = {name: f"{number} 笔 {format_yuan(abs(fen))} 元" for name, _, number, fen in rows}
    if not left or called("due", 1) in left:
        return NextStep.of(settlement)
    back, owed = left.get(called("returned", 1)), left.get(called("due", -1))
    said = [f"{back}退回：{BACK}"] * bool(back) + [f"{owed}待追回：{OWED}"] * bool(owed)
    return NextStep(f"还有 {'。还有 '.join(said)}。") if said else NextStep.of(settlement)
