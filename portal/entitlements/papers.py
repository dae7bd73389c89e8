"""The papers of a settlement: 结算表, 公示表, 支付清单. The wording is in templates/entitlements/documents."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.accounts.hands import signed, whose_offices
from portal.accounts.models import User
from portal.extensions import db
from portal.records.papers import Paper


def papers_of(model: type[Any], prefix: str) -> tuple[Paper, ...]:
    """In the order of the file."""

    def paper(kind: str, word: str, context: Callable, unless: Callable) -> Paper:
        wording = f"entitlements/documents/{kind}.html"
        title = f"{model.NAME}{word}"
        return Paper(prefix + kind, title, needs=model.permission, context=context, unless=unless, template=wording)

    return (
        paper("sheet", "结算表", _sheet, _not_frozen),
        paper("publication", "公示表", _publication, _not_published),
        paper("payments", "支付清单", _payments, _not_settled),
    )


def _not_frozen(settlement: Any) -> str:
    return "" if settlement.frozen_at else "提交以后才能打印结算表。"


def _not_published(settlement: Any) -> str:
    return "" if settlement.published_from and settlement.frozen_at else "开始公示以后才能打印公示表。"


def _not_settled(settlement: Any) -> str:
    return "" if settlement.status in ("settled", "paid") else "结算以后才有支付清单。"


def _sheet(settlement: Any) -> dict:
    return {
        "settlement": settlement,
        "lines": db.session.scalars(settlement.lines()).all(),
        "signers": list(zip(("编制", "初核", "复核"), who_acted(settlement), strict=True)),
    }


def who_acted(settlement: Any) -> list[str]:
    """Who submitted, checked and reviewed it, each with whose office it was where another stood in; "" for a step to come."""
    acted = (settlement.maker_id, settlement.checker_id, settlement.reviewer_id)
    found = {each for each in acted if each}
    if not found:
        return [""] * len(acted)
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(found))).all())
    owners = whose_offices(settlement, "submit", "check", "review")
    return [signed(names[ident], owners.get(ident, "")) if ident else "" for ident in acted]


def _publication(settlement: Any) -> dict:
    return {"settlement": settlement, "rows": settlement.publication()}


def _payments(settlement: Any) -> dict:
    written = [each for each in settlement.write_offs if each.decision == "approved" and each.stands_fen]
    return {"settlement": settlement, "payments": settlement.payments, "write_offs": written}
