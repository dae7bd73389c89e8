"""Points of 昭君街道 for a year: rules, goods, claims by staff and by families, a refusal and an objection, exchanges, what expired."""

from datetime import datetime, time, timedelta

from plugins.family_points import nightly
from plugins.family_points.models import Exchange, Good, PointAccount, PointClaim, PointRule
from plugins.family_points.register import CLAIMS
from plugins.family_points.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.families.samples import household
from portal.plugin.hookspecs import Context
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact
from portal.records.samples import Stage
from portal.settings import change

SOURCE = "昭君街道家庭积分管理办法"
RULE = ("name", "kind", "points", "measure", "most", "period", "proof")
RULES = (
    ("参加小区志愿服务", "volunteer", 2, "小时", 60, "quarter", "志愿服务时长证明编号"),
    ("照看独居老人、帮助邻里", "neighbour", 5, "次", 60, "year", "受助人或者网格员证明"),
    ("参加家风课、家庭教育讲座", "learning", 5, "次", 40, "year", ""),
    ("参加居民议事会", "public", 5, "次", 30, "year", ""),
    ("垃圾分类、认养绿地", "green", 3, "次", 12, "month", "楼栋长证明"),
)
GOOD = ("name", "measure", "points")
GOODS = (
    ("洗衣液 2 公斤", "瓶", 20, 60),
    ("大米 5 公斤", "袋", 30, 60),
    ("抽纸 6 包", "提", 12, 100),
    ("保温杯", "个", 45, 10),
)
FAMILIES, WEEKS = 18, 50


def load(world: World) -> None:
    """Fifty weeks: two or three claims each, exchanges each fourth week; today two claims wait, one of them an objection."""
    began, district = clock.local(world.now) - timedelta(weeks=WEEKS + 1), world.users["district"]
    stage = world.stage(world.units.zhaojun, world.now)
    with clock.pretend(began):
        switch(KEY, world.units.county, "on", by=world.users["administrator"], reason="全旗启用家庭积分模块。")
        switch(KEY, world.units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(KEY, stage.county, {"months": ["10"]}, by=district, reason=SOURCE, valid_from=clock.today())
        rules, goods = [_rule(stage, *each) for each in RULES], [_good(stage, *each) for each in GOODS]
    people = [
        household(world.names, stage.unit),
        *((world.names.person().name, world.names.phone()) for _ in range(FAMILIES - 1)),
    ]
    for week in range(WEEKS):
        with clock.pretend(datetime.combine(began.date() + timedelta(weeks=week), time(10), clock.SHANGHAI)):
            _week(stage, week, rules, people, goods)
    _now(world, stage, rules, people)
    with clock.pretend(world.now):
        nightly.expire(Context(stage.unit, stage.users["director"], world.now), lambda done, total: None)


def _rule(stage: Stage, *rule) -> PointRule:
    given = {"source": SOURCE, "valid_from": clock.today(), "by": stage.users["director"]}
    return PointRule.lay_down(unit=stage.unit, **dict(zip(RULE, rule, strict=True)), **given)


def _good(stage: Stage, *good) -> Good:
    *told, quantity = good
    given = {"least": 15, "valid_from": clock.today(), "by": stage.users["director"]}
    made = Good.offer(unit=stage.unit, **dict(zip(GOOD, told, strict=True)), **given)
    db.session.flush()
    made.receive(quantity, "采购，发票见财务凭证", by=stage.users["director"])
    return made


def _claim(stage: Stage, rule: PointRule, family: tuple[str, str], *, online: bool = False) -> PointClaim:
    name, phone = family
    given = {"times": 4 if rule.measure == "小时" else 1, "proof": "楼栋长证明。" if rule.proof else ""}
    given |= {"happened_on": clock.today(), "by": None if online else stage.users["clerk"]}
    claim = PointClaim.claim(unit=stage.unit, rule_id=rule.id, claimant=Contact(name=name, phone=phone), **given)
    db.session.flush()
    return claim


def _week(stage: Stage, week: int, rules: list[PointRule], people: list, goods: list[Good]) -> None:
    for number in range(week * 3, week * 3 + 2 + week % 2):
        claim = _claim(stage, rules[number % len(rules)], people[number % FAMILIES], online=number % 3 == 2)
        claim.confirm(by=stage.users["director"])
    if week % 4 == 3:
        _exchange(stage, goods[week // 4 % len(goods)])
    if week == WEEKS // 2:
        goods[2].take_stock(goods[2].stock - 1, reason="一提破损，已下架。", by=stage.users["director"])


def _exchange(stage: Stage, good: Good) -> None:
    """By the family whose points expire first, of those that have enough."""
    able = db.select(PointAccount).where(PointAccount.balance >= good.points, PointAccount.unit_id == stage.unit.id)
    if account := db.session.scalars(able.order_by(PointAccount.next_expiry, PointAccount.id).limit(1)).first():
        Exchange.hand_over(account, good_id=good.id, quantity=1, by=stage.users["clerk"])


def _now(world: World, stage: Stage, rules: list[PointRule], people: list) -> None:
    """One waits for an answer, one was refused, one objects, one was entered twice by error and countered."""
    clerk, director = stage.users["clerk"], stage.users["director"]
    with clock.pretend(world.now - timedelta(days=6)):
        refused, appealed, wrong = (_claim(stage, rules[each], people[each]) for each in (1, 2, 3))
        for claim in (refused, appealed):
            claim.refuse("签到表上没有这一户。", by=director)
        wrong.confirm(by=director)
    with clock.pretend(world.now - timedelta(days=2)):
        appealed.take_appeal("当天是孩子的奶奶去的，签的是奶奶的名字。", by=clerk)
        wrong.correct("登记错了户。", by=world.users["district"])
        _claim(stage, rules[4], people[5], online=True).add_proof(stage.picture("ZHENGMING"), by=clerk)
        _imported(stage, rules[2], people[6])


def _imported(stage: Stage, rule: PointRule, family: tuple[str, str]) -> None:
    """A roster of one row, as it waits to be looked through."""
    mapping = {"事项": "rule_id", "姓名": "claimant", "电话": "phone", "日期": "happened_on"}
    sheet = Sheet([*mapping], [(2, [rule.name, *family, f"{clock.today()}"])])
    ImportBatch.take_in(CLAIMS, sheet, mapping, {}, owner=stage.unit, name="家风课签到.xlsx", by=stage.users["clerk"])
    db.session.flush()
