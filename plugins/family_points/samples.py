"""With what rules, claims, goods and exchanges are begun, and each of their steps is taken once."""

from datetime import timedelta

from sqlalchemy import func, select

from plugins.family_points.models import Exchange, Good, PointAccount, PointClaim, PointRule
from portal import clock
from portal.extensions import db
from portal.families.samples import new_phone
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

REASON = {"reason": "登记错了。"}
LAST_YEAR = {"valid_from": lambda row, stage: clock.today() - timedelta(days=400)}
RULE = LAST_YEAR | {
    "name": lambda rule, stage: f"参加小区志愿服务{_number(PointRule)}",
    "kind": "volunteer",
    "points": 10,
    "measure": "次",
    "most": 200,
    "period": "year",
    "proof": "志愿服务时长证明编号",
    "source": "昭君街道家庭积分办法",
}


def _number(model) -> int:
    return (db.session.scalar(select(func.max(model.id))) or 0) + 1


def rule_of(stage: Stage) -> PointRule:
    """A rule of the stage's unit, made with the first claim."""
    return db.session.scalars(PointRule.of(stage.unit)).first() or RULES.begin(stage)


def someone(record, stage: Stage) -> Contact:
    """Of a family of its own: two claims of one day would be one too many."""
    return Contact(name="王桂兰", phone=new_phone(record, stage))


def a_good(record, stage: Stage) -> int:
    """With twenty in stock, new for each exchange."""
    good = GOODS.begin(stage)
    GOODS.take(Good.receive, good, stage)
    return good.id


def an_account(record, stage: Stage) -> PointAccount:
    """With what one claim gave."""
    claim = CLAIMS.bring("confirmed", stage)
    return db.session.scalars(select(PointAccount).where(PointAccount.family_id == claim.family_id)).one()


RULES = Samples(
    PointRule, {PointRule.lay_down: Sample("director", RULE), PointRule.stop: Sample("director", {"on": today}, days=0)}
)
CLAIM = {
    "rule_id": lambda claim, stage: rule_of(stage).id,
    "claimant": someone,
    "happened_on": today,
    "times": 2,
    "proof": "社区志愿队证明，编号 2026-031。",
}
CLAIMS = Samples(
    PointClaim,
    {
        PointClaim.claim: Sample("clerk", CLAIM, form={"claimant": "王桂兰", "phone": "13804770003"}),
        PointClaim.add_proof: Sample("clerk", {"upload": lambda claim, stage: stage.picture("ZHENGMING")}, days=0),
        PointClaim.confirm: Sample("director", {"note": "已核对。"}, days=0),
        PointClaim.refuse: Sample("director", REASON, days=0),
        PointClaim.take_appeal: Sample("clerk", REASON, days=0),
        PointClaim.appeal: Sample("", REASON, days=0),
        PointClaim.allow: Sample("district", REASON, at="appealed", days=0),
        PointClaim.uphold: Sample("district", REASON, days=0),
        PointClaim.correct: Sample("district", REASON, days=0),
        PointClaim.cancel: Sample("clerk", REASON, days=0),
        PointClaim.withdraw: Sample("", days=0),
    },
)
ACCOUNTS = Samples(
    PointAccount, {PointAccount.renew: Sample("clerk", days=0)}, only=lambda stage: an_account(None, stage)
)
GOOD = {"name": lambda good, stage: f"大米 5 公斤（{_number(Good)}）", "measure": "袋", "points": 10, "least": 5}
RECEIPT, LONG = {"quantity": 20, "document": "采购，发票 2026031"}, {"document": "an invoice has up to 20 digits"}
GOODS = Samples(
    Good,
    {
        Good.offer: Sample("director", LAST_YEAR | GOOD),
        Good.receive: Sample("director", RECEIPT, days=0, plain=LONG),
        Good.take_stock: Sample("director", {"found": 19, "reason": "一袋破损。"}, first=(Good.receive,), days=0),
        Good.reprice: Sample("director", {"points": 12, "least": 4}, days=0),
        Good.withdraw: Sample("director", days=0),
    },
)
EXCHANGES = Samples(
    Exchange,
    {
        Exchange.hand_over: Sample("clerk", {"account": an_account, "good_id": a_good, "quantity": 1}),
        Exchange.give_back: Sample("director", REASON, days=0),
    },
)
SAMPLES = (RULES, CLAIMS, ACCOUNTS, GOODS, EXCHANGES)
